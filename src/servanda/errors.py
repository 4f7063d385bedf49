"""Every error that Servanda raises on purpose.

    ServandaError
    ├── InputError          what came in cannot be used
    │   ├── SourceError     one file or line holds no usable report
    │   ├── DateError       a text is no EDTF date
    │   └── ClaimError      a row is no claim of the guide
    ├── LedgerError         the ledger cannot be opened or written
    │   ├── NotFoundError   nothing in the ledger has that name
    │   ├── NotReadyError   what was asked for is still being worked out
    │   └── ConflictError   somebody decided meanwhile
    ├── AccessError         whoever asks may not do that
    │   ├── SignInError     nobody is signed in
    │   ├── TooOftenError   somebody tried too often
    │   ├── RoleError       the visitor's role does not reach
    │   └── ForgedError     what was sent comes from no page of ours
    ├── SettingsError       a setting is wrong
    ├── LexiconError        a lexicon file is wrong
    ├── ModelError          the text model cannot be loaded
    └── ExtraError          a library that is installed only on request is missing

A message says what was wrong, where, and what to do.
"""

from __future__ import annotations


class ServandaError(Exception):
    """What a face catches: its message is fit to be shown to a user."""


class InputError(ServandaError):
    """What came in cannot be used."""


class SourceError(InputError):
    """One file, or one line of one, holds no usable report."""

    def __init__(self, where: str, reason: str, advice: str) -> None:
        super().__init__(f"{where}: {reason}; {advice}")
        self.where = where
        self.reason = reason
        self.advice = advice


class DateError(InputError):
    """A text is no EDTF level 0/1 date or interval."""


class ClaimError(InputError):
    """A row is no claim of the guide."""


class LedgerError(ServandaError):
    """The ledger cannot be opened, read or written."""


class NotFoundError(LedgerError):
    """Nothing in the ledger has that name."""


class NotReadyError(LedgerError):
    """What was asked for is still being worked out."""


class ConflictError(LedgerError):
    """Somebody decided on the same thing after it was looked at: ``by`` whom, when, and the id of that decision."""

    def __init__(self, words: str, *, by: str = "", last: str = "", at: str = "") -> None:
        super().__init__(words)
        self.by = by
        self.last = last
        self.at = at


class AccessError(ServandaError):
    """Whoever asks may not do that."""


class SignInError(AccessError):
    """Nobody is signed in, and this is not for everybody."""


class TooOftenError(AccessError):
    """Somebody tried too often: the next try is heard after ``wait`` seconds."""

    def __init__(self, words: str, wait: int) -> None:
        super().__init__(words)
        self.wait = wait


class RoleError(AccessError):
    """The visitor is known, and the role does not reach."""


class ForgedError(AccessError):
    """What was sent does not come from a page that the visitor has before them."""


class SettingsError(ServandaError):
    """A setting has a value that cannot be used."""


class LexiconError(ServandaError):
    """A lexicon file lacks a field or holds a wrong one."""


class ModelError(ServandaError):
    """The text model is missing or cannot be run."""


class ExtraError(ServandaError):
    """A library that is installed only on request is missing."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed; run pip install 'servanda[{extra}]'")
        self.library = library
        self.extra = extra
