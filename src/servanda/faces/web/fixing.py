"""The form of a claim's fields, and what was written in it as a correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from servanda.errors import ClaimError
from servanda.faces.access.posting import Form
from servanda.faces.web.fields import Group, groups, read, typed_in
from servanda.faces.web.forms import Again, Place, Reason, Returned, reason_of, returned, why
from servanda.terms.claims import Claim
from servanda.terms.rows import Row, what_row


@dataclass(frozen=True, slots=True)
class Fix:
    """A form of a claim's fields. ``against`` is what the evidence gate says, once the form was sent."""

    id: str
    place: Place
    button: str
    groups: tuple[Group, ...]
    message: str
    against: tuple[str, ...]
    open: bool
    reason: Reason


def fix_of(
    id_: str, claim: Claim, place: Place, *, topic: str, button: str, back: Returned | None = None
) -> Fix:  # fmt: skip
    """The form of a claim's fields: as they stand, or as they were filled in where the form comes back."""
    mine = returned(back, id_)
    typed, faults = (typed_in(mine.form), mine.again.faults) if mine else (None, {})
    return Fix(
        id=id_,
        place=place,
        button=button,
        groups=groups(claim.kind, what_row(claim.what), id_=id_, typed=typed, faults=faults),
        message=mine.again.message if mine else "",
        against=mine.again.against if mine else (),
        open=mine is not None,
        reason=reason_of(f"{id_}-reason", topic, mine, needed=True),
    )


def fixed(id_: str, claim: Claim, form: Form, check: Callable[[Row], Sequence[str]]) -> Row:
    """The fields that a form sets.

    Again where they cannot be kept, or ``check``, the evidence gate, is against them and no word is given for it.
    """
    found, faults = read(claim.kind, what_row(claim.what), typed_in(form))
    if faults:
        raise Again(id_, "Some fields cannot be kept as they are written.", faults=faults)
    if not found:
        raise Again(id_, "Nothing differs from what stands there; correct a field first.")
    if not why(form):
        raise Again(id_, unexplained=True)
    try:
        against = check(found)
    except ClaimError as error:
        raise Again(id_, str(error)) from None
    if against and not form.text("word"):
        raise Again(id_, against=against)
    return found
