"""The form for a claim that the reader missed: its kind, the words of the report that show it, its fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servanda.errors import ClaimError, InputError
from servanda.faces.access.posting import Form
from servanda.faces.web.fields import Group, groups, read, typed_in
from servanda.faces.web.forms import Again, Place, Reason, Returned, reason_of, returned
from servanda.ledger.session import Ledger
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.reports import Report
from servanda.workflows.missed import Marked, find_words, marked_claim

# places of a report that one claim may be quoted from
QUOTES = 3
# a hidden character as a page shows it
_NUMBERED = re.compile(r"⟦U\+([0-9A-F]{4,6})⟧")


@dataclass(frozen=True, slots=True)
class Words:
    """One place of a report: its words, and how many characters that are no space stand before it, if known."""

    number: int
    value: str
    at: str
    fault: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The whole form; without a kind that is to be chosen first."""

    place: Place
    kind: str
    kinds: tuple[tuple[str, str], ...]
    quotes: tuple[Words, ...]
    groups: tuple[Group, ...]
    message: str
    against: tuple[str, ...]
    reason: Reason


def kind_of(told: str | None) -> ClaimKind | None:
    """A kind by its name; None where nothing is told, InputError for one that is none."""
    if told is None or told == "":
        return None
    found: list[ClaimKind] = [kind for kind in KINDS if kind == told]
    if not found:
        raise InputError(f"{told[:40]!r} is none of the kinds {', '.join(KINDS)}")
    return found[0]


def missing_of(
    place: Place,
    kind: ClaimKind | None,
    kinds: Sequence[tuple[str, str]],
    words: Sequence[Words],
    back: Returned | None = None,
) -> Missing:
    """The form with the words that are marked; as it was filled in where it comes back."""
    mine = returned(back, "missing")
    typed, faults = (typed_in(mine.form), mine.again.faults) if mine else (None, {})
    shown = words_in(mine.form, faults) if mine else tuple(words)
    return Missing(
        place=place,
        kind=kind or "",
        kinds=tuple(kinds),
        quotes=(*shown, *(Words(n, "", "", "") for n in range(len(shown) + 1, QUOTES + 1))),
        groups=groups(kind, {}, id_="new", typed=typed, faults=faults) if kind else (),
        message=mine.again.message if mine else "",
        against=mine.again.against if mine else (),
        reason=reason_of("missing-reason", "missed", mine),
    )


def words_in(form: Form, faults: Mapping[str, str]) -> tuple[Words, ...]:
    """The places that a form names, with their faults."""
    return tuple(
        Words(n, form.raw(f"quote{n}"), form.text(f"at{n}"), faults.get(f"quote{n}", "")) for n in range(1, QUOTES + 1)
    )


def spans_in(report: Report, form: Form) -> tuple[tuple[tuple[int, int], ...], dict[str, str]]:
    """Where the words of a form stand in a report, and what is at fault with them."""
    found, faults = [], {}
    for one in words_in(form, {}):
        if not one.value.strip():
            continue
        try:
            found.append(find_words(report, meant(one.value), _number(one.at)))
        except InputError as error:
            faults[f"quote{one.number}"] = str(error)
    if not found and not faults:
        faults["quote1"] = "mark the words that show it, or copy them from the text"
    return tuple(found), faults


def meant(words: str) -> str:
    """Words as the report has them: hidden characters are shown by their numbers, and copied so."""
    return _NUMBERED.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), words)


def _number(told: str) -> int | None:
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else None


def written(ledger: Ledger, report: Report, kind: ClaimKind | None, form: Form) -> Marked:
    """The claim that a form marks; Again where it cannot be, or the gate is against it and no word is given for it."""
    if kind is None:
        raise Again("missing", "Choose first what kind of thing is told.")
    spans, faults = spans_in(report, form)
    found, wrong = read(kind, {}, typed_in(form))
    if faults or wrong:
        raise Again("missing", "Some of it cannot be kept as it is written.", faults=faults | wrong)
    marked = Marked(report.digest, kind, found, spans)
    try:
        _, against = marked_claim(ledger, marked)
    except ClaimError as error:
        raise Again("missing", str(error)) from None
    if against and not form.text("word"):
        raise Again("missing", against=against)
    return marked


def placed(report: Report, spans: Sequence[tuple[int, int]]) -> tuple[Words, ...]:
    """Spans of a report as the places of a form; those that lie not in it are left out."""
    found = [report.text[start:end] for start, end in spans if 0 <= start < end <= len(report.text)]
    at = [len("".join(report.text[:start].split())) for start, end in spans if 0 <= start < end <= len(report.text)]
    return tuple(Words(n, words, str(at[n - 1]), "") for n, words in enumerate(found[:QUOTES], 1))
