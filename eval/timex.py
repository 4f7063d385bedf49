"""Scores the grammars of times and amounts on public corpora: `python eval/timex.py CORPUS ... [--misses NAME]`.

A CORPUS is a folder of TimeML files (`*.tml`), scored by precision, recall and F1 over spans, and over span and TIMEX3
value together; or a folder of the English cases of Recognizers-Text (`*.json`), scored by the share of cases read
right. Cases that are marked as unsupported for Python are left out. `--misses wikiwars|CurrencyModel|...` prints what
was read otherwise. The cases' conventions that are not ours are met in `_window_agrees` and `_money_agrees`.
"""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from servanda.reading.amounts import find_amounts
from servanda.reading.dates import find_times, find_timex3
from servanda.reading.numbers import find_numbers
from servanda.terms.dates import Edtf
from servanda.terms.mentions import AmountKind, AmountValue, Mention, TimeValue

# the cases' names of currencies, and of their hundredth parts, which we tell in the whole unit
CURRENCIES: dict[str, str | None] = {
    "Dollar": "USD", "United States dollar": "USD", "Pound": "GBP", "Euro": "EUR", "Japanese yen": "JPY",
    "Chinese yuan": "CNY", "Rupee": "INR", "Canadian dollar": "CAD", "Australian dollar": "AUD",
    "Hong Kong dollar": "HKD", "Swiss franc": "CHF", "Mexican peso": "MXN", "Georgian lari": "GEL", "Lao kip": "LAK",
    "Sri Lankan rupee": "LKR", "Costa Rican colón": "CRC", "Finnish markka": "FIM", "Netherlands guilder": "NLG",
    "Peseta": "ESP", "Franc": None,
}  # fmt: skip
PARTS = {"Cent": "USD", "Pence": "GBP", "Penny": "GBP"}
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
Case = dict[str, object]
Found = tuple[int, int, str]


@dataclass
class Tally:
    """Counts of one corpus, and what was missed."""

    gold: int = 0
    read: int = 0
    spans: int = 0
    values: int = 0
    misses: list[str] = field(default_factory=list)

    def rates(self, right: int) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision, recall = right / max(self.read, 1), right / max(self.gold, 1)
        return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _walk(node: ET.Element, parts: list[str], spans: list[tuple[int, int, ET.Element]]) -> None:
    start = sum(map(len, parts))
    parts.append(node.text or "")
    for child in node:
        _walk(child, parts, spans)
        parts.append(child.tail or "")
    if node.tag == "TIMEX3":
        spans.append((start, sum(map(len, parts)), node))


def read_tml(path: Path) -> tuple[str, date, list[Found], list[tuple[int, int]]]:
    """The text of a TimeML file, its day, its annotated expressions with values, and stretches that do not count."""
    root = ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314  files of a corpus that the caller chose
    day = date.fromisoformat((root.findtext("DCT/TIMEX3") or "")[:10])
    body = root.find("TEXT")
    assert body is not None, f"{path}: no TEXT"
    parts: list[str] = []
    spans: list[tuple[int, int, ET.Element]] = []
    _walk(body, parts, spans)
    gold = [
        (a, b, node.get("value", "")) for a, b, node in sorted(spans, key=lambda s: s[:2]) if node.get("tid") != "t0"
    ]
    # t0 is the article's own date line
    return "".join(parts), day, gold, [(a, b) for a, b, node in spans if node.get("tid") == "t0"]


def score_tml(paths: Iterable[Path]) -> Tally:
    """Exact spans, and exact spans with the annotated value."""
    tally = Tally()
    for path in sorted(paths):
        text, day, gold, ignored = read_tml(path)
        found = {
            (told.start, told.end): told.value
            for told in find_timex3(text, day)
            if not any(told.start < b and a < told.end for a, b in ignored)
        }
        tally.gold += len(gold)
        tally.read += len(found)
        for start, end, value in gold:
            said = found.pop((start, end), None)
            tally.spans += said is not None
            tally.values += said == value
            if said != value:
                around = " ".join(text[max(0, start - 40) : end + 20].split())
                tally.misses.append(f"{path.name[:2]} [{text[start:end]}] {value} / {said}   {around}")
        for (start, end), value in found.items():
            around = " ".join(text[max(0, start - 40) : end + 20].split())
            tally.misses.append(f"{path.name[:2]} read [{text[start:end]}] {value}   {around}")
    return tally


def _window_agrees(value: Edtf, wanted: Case) -> bool:
    """The same days as the future or the past resolution.

    The cases end "from 4 to 22 May" before the 22nd and whole months with the next month's first day; we hold the last
    day named inside. Seasons have no resolution there, weeks begin on Monday.
    """
    timex = str(wanted["Timex"])
    if timex[-2:] in SEASONS:
        first, last = SEASONS[timex[-2:]]
        month = (value.last.month, value.first.month)
        return month == (last, first) and timex[:4] in (str(value.first.year), timex)
    for name in ("FutureResolution", "PastResolution"):
        days = wanted.get(name)
        if not isinstance(days, dict) or not days:
            continue
        if "date" in days:
            start = end = date.fromisoformat(days["date"])
        else:
            start, end = (date.fromisoformat(days[key]) for key in ("startDate", "endDate"))
        if value.first == start and end in (value.after, value.last):
            return True
    return False


def _published(case: Case) -> date:
    context = case.get("Context")
    reference = context.get("ReferenceDateTime") if isinstance(context, dict) else None
    return date.fromisoformat(str(reference or "2019-07-01")[:10])


def _placed(text: str, wanted: Case) -> tuple[int, int]:
    start = text.casefold().find(str(wanted["Text"]).casefold())
    return start, start + len(str(wanted["Text"]))


def _results(case: Case) -> list[Case]:
    results = case["Results"]
    assert isinstance(results, list)
    return results


def period_case(case: Case) -> bool:
    """One time with the same days stands where one is expected; nothing that spans days where none is."""
    text, day = str(case["Input"]), _published(case)
    times = [(m, m.value.edtf) for m in find_times(text, day) if isinstance(m.value, TimeValue) and m.value.edtf]
    for wanted in _results(case):
        start, end = _placed(text, wanted)
        near = [value for m, value in times if m.start < end and start < m.end]
        if len(near) != 1 or not _window_agrees(near[0], wanted["Value"]):  # type: ignore[arg-type]
            return False
    return bool(_results(case)) or not any(value.is_interval for _, value in times)


def duration_case(case: Case) -> bool:
    """A duration of the same TIMEX3 value lies where one is expected."""
    text = str(case["Input"])
    for wanted in _results(case):
        start, end = _placed(text, wanted)
        told = {m.value.timex3_value for m in find_times(text, _published(case))
                if isinstance(m.value, TimeValue) and m.start < end and start < m.end}  # fmt: skip
        if wanted["Value"]["Timex"] not in told:  # type: ignore[index]
            return False
    return True


def _money_agrees(text: str, mention: Mention, wanted: Case) -> bool:
    """The same value and currency at the same place; our span holds the qualifier before the number as well."""
    value, resolution = mention.value, wanted["Resolution"]
    assert isinstance(value, AmountValue)
    assert isinstance(resolution, dict)
    if resolution.get("value") is None:
        return False
    start, end = _placed(text, wanted)
    unit, number = str(resolution["unit"]), Decimal(str(resolution["value"]))
    if unit in PARTS:
        number /= 100
    same = value.value == number and value.unit == PARTS.get(unit, CURRENCIES.get(unit, "?"))
    return same and mention.end == end and mention.start <= start


def _amounts(text: str, kind: AmountKind) -> list[Mention]:
    return [m for m in find_amounts(text) if isinstance(m.value, AmountValue) and m.value.kind is kind]


def money_case(case: Case) -> bool:
    """Exactly the expected amounts of money."""
    text, wanted = str(case["Input"]), _results(case)
    found = _amounts(text, AmountKind.MONEY)
    return len(found) == len(wanted) and all(any(_money_agrees(text, m, w) for m in found) for w in wanted)


def percent_case(case: Case) -> bool:
    """Exactly the expected percentages."""
    wanted = [Decimal(str(r["Resolution"]["value"]).rstrip("%")) for r in _results(case)]  # type: ignore[index]
    found = _amounts(str(case["Input"]), AmountKind.PERCENT)
    return wanted == [m.value.value for m in found if isinstance(m.value, AmountValue)]


def number_case(case: Case) -> bool:
    """The expected numbers in order; fractions agree to twelve digits."""
    wanted = [Decimal(str(r["Resolution"]["value"])) for r in _results(case)]  # type: ignore[index]
    found = [number.value for number in find_numbers(str(case["Input"]))]
    return len(wanted) == len(found) and all(
        abs(a - b) <= abs(a) * Decimal("1e-12") for a, b in zip(wanted, found, strict=True)
    )


MODELS: dict[str, Callable[[Case], bool]] = {
    "CurrencyModel": money_case, "DatePeriodParser": period_case, "DurationParser": duration_case,
    "NumberModel": number_case, "PercentModel": percent_case,
}  # fmt: skip


def score_cases(path: Path, right: Callable[[Case], bool]) -> Tally:
    """The share of cases that are read right, of those not marked as unsupported for Python."""
    tally = Tally()
    for case in json.loads(path.read_text(encoding="utf-8-sig")):
        if "python" in (case.get("NotSupported", "") + case.get("NotSupportedByDesign", "")).casefold():
            continue
        tally.gold += 1
        tally.values += (good := right(case))
        if not good:
            wanted = [(r["Text"], r.get("Resolution") or r["Value"]) for r in case["Results"]]
            tally.misses.append(f"{_published(case)} {case['Input']!r}  {wanted}")
    return tally


def main(arguments: list[str]) -> int:
    """Prints one line for each corpus; 2 when no corpus was named."""
    shown = arguments[arguments.index("--misses") + 1] if "--misses" in arguments else None
    folders = [Path(a) for a in arguments if a not in ("--misses", shown)]
    if not folders:
        print(__doc__)
        return 2
    tallies: dict[str, Tally] = {}
    for folder in folders:
        if files := list(folder.glob("*.tml")):
            tallies[folder.name] = tally = score_tml(files)
            for name, count in (("spans", tally.spans), ("spans and values", tally.values)):
                p, r, f = tally.rates(count)
                print(f"{folder.name:<18}{name:<18}P {p:.3f}  R {r:.3f}  F1 {f:.3f}   of {tally.gold}")
        for name in (name for name in MODELS if (folder / f"{name}.json").exists()):
            tallies[name] = tally = score_cases(folder / f"{name}.json", MODELS[name])
            print(f"{name:<18}{'cases':<18}{tally.values / tally.gold:.3f}   {tally.values} of {tally.gold}")
    for miss in tallies[shown].misses if shown in tallies else []:
        print(miss)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
