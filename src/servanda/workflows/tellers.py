"""On whose side the reports of a ledger stand: the bundled table of publishers, the user's own, and their addresses."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from servanda.errors import LexiconError, SettingsError
from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.monitoring.sides import Side, side_of, teller
from servanda.settings import load_settings
from servanda.terms.reading import StoredClaim
from servanda.terms.states import code_of, fold, is_party

# a person's own table is short; what is larger is no such table
_MOST_BYTES = 4 * 1024 * 1024


def _bundled() -> Mapping[str, object]:
    text = (files("servanda") / "lexicons/en/publishers.toml").read_text(encoding="utf-8")
    listed = tomllib.loads(text).get("publishers")
    if not isinstance(listed, dict):
        raise LexiconError("publishers.toml: the section [publishers] is missing")
    return listed


def _own(path: Path) -> Mapping[str, object]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SettingsError(f"SERVANDA_PUBLISHERS: {path} is larger than 4 MiB; name a table of publishers")
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"SERVANDA_PUBLISHERS: {path}: {error.strerror}; name a TOML file or unset it") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"SERVANDA_PUBLISHERS: {path} is no TOML: {error}") from None
    listed = read.get("publishers")
    if not isinstance(listed, dict):
        raise SettingsError(
            f'SERVANDA_PUBLISHERS: {path} has no table [publishers]; write "Coast Wire" = "KEN" under it'
        )
    return listed


def _checked(listed: Mapping[str, object], where: str) -> dict[str, str]:
    """The table with folded names; SettingsError names each value that is no state."""
    table: dict[str, str] = {}
    wrong = []
    for name, state in listed.items():
        code = code_of(state) if isinstance(state, str) and state else None
        if isinstance(state, dict):
            # TOML takes a dot outside quotation marks for a table
            wrong.append(f"{name!r} (a host needs quotation marks)")
        elif state != "" and (code is None or not is_party(code)):
            wrong.append(f"{name!r} = {state!r}")
        table[fold(" ".join(name.split())).casefold()] = code or ""
    if wrong:
        raise SettingsError(f'{where}: no state: {", ".join(wrong)}; write a code as "KAZ", or "" for none')
    return table


def publishers() -> dict[str, str]:
    """The state of each declared publisher or host, "" for none; SettingsError when the user's table is wrong."""
    table = _checked(_bundled(), "publishers.toml")
    own = load_settings().publishers
    return {**table, **_checked(_own(own.expanduser()), str(own))} if own is not None else table


def sides_of(ledger: Ledger, versions: Iterable[str]) -> dict[str, Side]:
    """The side of each report version by its digest."""
    table = publishers()
    return {
        digest: side_of(publisher, url, table)
        for digest, (publisher, url) in views.origins(ledger, sorted(set(versions))).items()
    }


def teller_of(ledger: Ledger, claims: Iterable[StoredClaim]) -> Callable[[StoredClaim], str | None]:
    """A function from a claim to the state that tells it: its speaker's, else its publisher's; None where unknown."""
    sides = sides_of(ledger, (one.claim.version for one in claims))
    unknown = Side(None, "the report is not of this ledger")

    def tells(one: StoredClaim) -> str | None:
        return teller(one.claim, sides.get(one.claim.version, unknown)).state

    return tells
