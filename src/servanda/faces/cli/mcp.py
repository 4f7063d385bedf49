"""`servanda mcp`: the ledger for assistants, over the Model Context Protocol."""

from __future__ import annotations

from servanda.errors import ExtraError
from servanda.faces.cli.app import LedgerOption, app, existing_ledger
from servanda.faces.cli.output import note
from servanda.workflows.desk import Desk
from servanda.workflows.standby import Waiting
from servanda.workflows.today import today

# seconds that an assistant waits for everything to be assessed before it is told to ask again
PATIENCE = 30.0
# modules of the extra `mcp`
_EXTRA = ("mcp", "mcp_types")


@app.command("mcp")
def mcp_command(*, ledger: LedgerOption = None) -> None:
    """Let an assistant read the ledger: tools over the Model Context Protocol, on standard input and output.

    The assistant starts it; it ends when its input does.

    Example: servanda mcp --ledger relations.db
    """
    try:
        from servanda.faces.mcp.server import create_server  # noqa: PLC0415  part of the extra
    except ModuleNotFoundError as error:
        library = (error.name or "").split(".")[0]
        if library not in _EXTRA:
            raise
        raise ExtraError(library, "mcp") from None
    with existing_ledger(ledger) as opened:
        note(f"servanda: {opened.name} is read by an assistant")
        create_server(Desk(opened, waiting=Waiting(PATIENCE)), today=today).run("stdio")
