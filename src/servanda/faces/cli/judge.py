"""`servanda judge`: single decisions, for scripts and for those who know what they want."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from servanda.errors import InputError
from servanda.faces.cli.app import LedgerOption, app, existing_ledger
from servanda.faces.cli.output import console, note
from servanda.faces.cli.review import ByOption
from servanda.faces.cli.review_view import visible
from servanda.ledger.session import Ledger
from servanda.terms.claims import KINDS
from servanda.terms.decisions import Action, Decision
from servanda.terms.rows import what_row
from servanda.terms.written import read_fields
from servanda.workflows import decide, missed
from servanda.workflows.decide import Signature, find_claim, find_entry

group = typer.Typer(
    name="judge",
    help="Decide on one thing: what a person decides outranks the machine.\n\nExample: servanda judge --help",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(group)

ClaimArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or the start of it.")]
OtherArgument = Annotated[str, typer.Argument(metavar="CLAIM", help="The other claim's id, or the start of it.")]
EntryArgument = Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id, or the start of it.")]
FieldsArgument = Annotated[
    list[str],
    typer.Argument(metavar="FIELD=VALUE...", help="Fields as in: due=2027 states=KAZ,TJK target.value=3000000000."),
]
WhyOption = Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why.")]
SeenOption = Annotated[
    str | None,
    typer.Option(
        "--seen",
        metavar="DECISION",
        help="The last decision you saw on it, or none; a newer one forbids.",
    ),
]
Deciding = Callable[[Ledger, Signature], Decision | Sequence[Decision]]


def _run(ledger: str | None, by: str | None, reason: str, seen: str | None, do: Deciding) -> None:
    """Open the ledger, decide, and say what was kept."""
    signed = Signature(decide.reviewer(by), reason, seen)
    with existing_ledger(ledger) as opened:
        made = do(opened, signed)
    kept = (made,) if isinstance(made, Decision) else tuple(made)
    for one in kept:
        console().print(f"{one.id}  {one.action}  {' '.join(one.claims)}", markup=False, soft_wrap=True)
        if one.unsupported:
            note(f"on your word, since the evidence gate says: {visible('; '.join(one.unsupported))}")


@group.command("same")
def same_command(
    left: ClaimArgument, right: OtherArgument, *, by: ByOption = None, reason: WhyOption = "", seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """Two claims tell of one thing.

    Example: servanda judge same 5d2c9e41a07b3f68 9a41c07d35e8b2f6 --reason "one goal, told twice"
    """
    _run(ledger, by, reason, seen, _pair("same", left, right))


@group.command("different")
def different_command(
    left: ClaimArgument, right: OtherArgument, *, by: ByOption = None, reason: WhyOption = "", seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """Two claims tell of two things.

    Example: servanda judge different 5d2c9e41a07b3f68 9a41c07d35e8b2f6 --reason "two bridges"
    """
    _run(ledger, by, reason, seen, _pair("different", left, right))


@group.command("unsure")
def unsure_command(
    left: ClaimArgument, right: OtherArgument, *, by: ByOption = None, reason: WhyOption = "", seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """The texts do not tell whether two claims are one thing; the scores decide, and it is not asked again.

    Example: servanda judge unsure 5d2c9e41a07b3f68 9a41c07d35e8b2f6
    """
    _run(ledger, by, reason, seen, _pair("unsure", left, right))


def _pair(action: Action, left: str, right: str) -> Deciding:
    return lambda opened, signed: decide.judge(
        opened, find_claim(opened, left), find_claim(opened, right), action, signed
    )


@group.command("confirm")
def confirm_command(
    claims: Annotated[list[str], typer.Argument(metavar="CLAIM...", help="Ids of claims, or the starts of them.")],
    *,
    by: ByOption = None,
    reason: WhyOption = "",
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Claims are read rightly, as they stand.

    Example: servanda judge confirm 5d2c9e41a07b3f68
    """
    _run(
        ledger, by, reason, seen,
        lambda opened, signed: decide.confirm(opened, [find_claim(opened, name) for name in claims], signed),
    )  # fmt: skip


@group.command("correct")
def correct_command(
    claim: ClaimArgument,
    fields: FieldsArgument,
    *,
    reason: WhyOption,
    by: ByOption = None,
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Set fields of a claim that were misread; what was read is kept and shown beside it.

    Example: servanda judge correct 5d2c9e41a07b3f68 due=2027 --reason "by 2027, says the text"
    """

    def do(opened: Ledger, signed: Signature) -> Decision:
        name = find_claim(opened, claim)
        told_ = decide.standing_claim(opened, name)
        return decide.correct(opened, name, read_fields(told_.kind, fields, what_row(told_.what)), signed)

    _run(ledger, by, reason, seen, do)


@group.command("reject")
def reject_command(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", help="A claim's id; r3 for a refused claim, u3 for an unread stretch."),
    ],
    *,
    reason: WhyOption,
    by: ByOption = None,
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """A claim is none or is misread, and leaves the entries; a refusal was right; an unread stretch holds no claim.

    Example: servanda judge reject 5d2c9e41a07b3f68 --reason "not a commitment"
    """

    def do(opened: Ledger, signed: Signature) -> Decision:
        if name[:1] == "r":
            return missed.dismiss_refused(opened, _number(name), signed)
        if name[:1] == "u":
            return missed.dismiss_unread(opened, _number(name), signed)
        return decide.reject(opened, find_claim(opened, name), signed)

    _run(ledger, by, reason, seen, do)


def _number(name: str) -> int:
    if not name[1:].isdecimal() or len(name) > 19:
        raise InputError(f"{name!r} is no number; write r3 or u3, as servanda review --format table does")
    return int(name[1:])


@group.command("restore")
def restore_command(
    claim: ClaimArgument,
    *,
    reason: WhyOption,
    by: ByOption = None,
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """A claim that was rejected stands after all.

    Example: servanda judge restore 5d2c9e41a07b3f68 --reason "it is one"
    """
    _run(
        ledger, by, reason, seen, lambda opened, signed: decide.restore(opened, find_claim(opened, claim), signed),
    )  # fmt: skip


@group.command("accept")
def accept_command(
    name: Annotated[
        str, typer.Argument(metavar="REFUSED", help="A refused claim as r3, of servanda review --format table.")
    ],
    fields: Annotated[
        list[str] | None, typer.Argument(metavar="[FIELD=VALUE]...", help="Fields to correct at the same time.")
    ] = None,
    *,
    by: ByOption = None,
    reason: WhyOption = "",
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Accept a claim that the evidence gate refused: it stands on your word, and is marked so.

    Example: servanda judge accept r1 --reason "the sum stands in the title"
    """

    def do(opened: Ledger, signed: Signature) -> tuple[Decision, ...]:
        if name[:1] != "r":
            raise InputError(f"{name!r} is no refused claim; write r3, as servanda review --format table does")
        number = _number(name)
        claim = missed.find_refused(opened, number).claim
        given = read_fields(claim.kind, fields, what_row(claim.what)) if fields else None
        return missed.accept(opened, number, signed, given)

    _run(ledger, by, reason, seen, do)


@group.command("add")
def add_command(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of the report that tells it.")],
    told: Annotated[
        list[str],
        typer.Argument(metavar="KIND FIELD=VALUE...", help=f"One of {', '.join(KINDS)}, and its fields."),
    ],
    *,
    quotes: Annotated[
        list[str],
        typer.Option("--quote", metavar="WORDS", help="Words that show it, exactly as they stand, or a span as 12:40."),
    ],
    by: ByOption = None,
    reason: WhyOption = "",
    ledger: LedgerOption = None,
) -> None:
    """Add a claim that the reader missed, by the words of a report that show it.

    Example: servanda judge add kt-2024-08-21 activity name="wheat deliveries" type=other status=ongoing --quote 0:60
    """

    def do(opened: Ledger, signed: Signature) -> tuple[Decision, ...]:
        return missed.add_claim(opened, missed.mark(opened, report, told[0], told[1:], quotes), signed)

    _run(ledger, by, reason, None, do)


@group.command("merge")
def merge_command(
    left: EntryArgument,
    right: Annotated[str, typer.Argument(metavar="ENTRY", help="The other entry.")],
    *,
    by: ByOption = None,
    reason: WhyOption = "",
    seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:
    """Two entries are one thing, with all their claims.

    Example: servanda judge merge e-4f2a9c1b e-61730746 --reason "one treaty"
    """
    _run(
        ledger, by, reason, seen,
        lambda opened, signed: decide.merge(opened, find_entry(opened, left), find_entry(opened, right), signed),
    )  # fmt: skip


@group.command("split")
def split_command(
    entry: EntryArgument, claim: ClaimArgument, *, by: ByOption = None, reason: WhyOption = "", seen: SeenOption = None,
    ledger: LedgerOption = None,
) -> None:  # fmt: skip
    """A claim of an entry is another thing than the rest of it.

    Example: servanda judge split e-4f2a9c1b 5d2c9e41a07b3f68 --reason "another year"
    """
    _run(
        ledger, by, reason, seen,
        lambda opened, signed: decide.split(opened, find_entry(opened, entry), find_claim(opened, claim), signed),
    )  # fmt: skip


@group.command("withdraw")
def withdraw_command(
    decision: Annotated[str, typer.Argument(metavar="DECISION", help="A decision's id, or the start of it.")],
    *,
    by: ByOption = None,
    reason: WhyOption = "",
    ledger: LedgerOption = None,
) -> None:
    """Take a decision back; it stays in the trail, and so does this.

    Example: servanda judge withdraw d-0f3b8a6c2d7e9514 --reason "looked at the wrong report"
    """
    _run(
        ledger, by, reason, None, lambda opened, signed: decide.withdraw(opened, decision, signed)
    )  # fmt: skip
