"""`servanda serve`: the ledger in a browser, and for programs under /api."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from servanda.errors import ExtraError, InputError, LedgerError, NotReadyError, SettingsError
from servanda.faces.cli.app import LedgerOption, app, existing_ledger
from servanda.faces.cli.output import note
from servanda.ledger.session import Ledger
from servanda.settings import load_settings
from servanda.workflows import passwords
from servanda.workflows.accounts import users
from servanda.workflows.aside import Aside
from servanda.workflows.changes import lately
from servanda.workflows.decide import reviewer
from servanda.workflows.desk import Desk
from servanda.workflows.sign_in import SignIns
from servanda.workflows.standby import Waiting
from servanda.workflows.today import today

if TYPE_CHECKING:
    from servanda.faces.access.visitor import Access

# A reader waits so many seconds for everything to be assessed. After an addition lists may lag so many behind, and say
# so, while what it touched is assessed: with 10 seconds every fourth page had to wait where much was added on a busy
# machine. One such round begins no sooner than ten seconds after the last: each takes the processor from the pages.
WAITING = Waiting(patience=2.0, behind=60.0, pause=10.0)
# seconds between two looks whether something was added
LOOK_AGAIN = 15.0
# modules of the extra `web`
_EXTRA = ("fastapi", "starlette", "jinja2", "markupsafe", "uvicorn")


Way = Literal["alone", "named", "public"]


@dataclass(frozen=True, slots=True)
class Serving:
    """Where to listen, who is let in, under which names, and which proxies are believed."""

    host: str
    port: int
    access: Way = "alone"
    public_reading: bool = False
    names: str = ""
    proxies: str = ""


def _own_name() -> str:
    """The name of the person at this machine; empty where none is known."""
    try:
        return reviewer()
    except InputError:
        return ""


def _access(ledger: Ledger, wanted: Serving) -> Access:
    """How visitors become known; SettingsError where that would let in more than is wanted, or nobody."""
    from servanda.faces.access.alone import Alone, check_alone, is_this_machine  # noqa: PLC0415  part of the extra
    from servanda.faces.access.named import Named, Public  # noqa: PLC0415

    if wanted.public_reading and wanted.access != "named":
        raise SettingsError("public reading goes with --access named; with --access public everybody reads anyway")
    if wanted.access == "alone":
        check_alone(wanted.host, wanted.names)
        return Alone(_own_name())
    if wanted.access == "public":
        return Public()
    passwords.ready()
    if not any(user.role == "admin" and not user.disabled for user in users(ledger)):
        raise SettingsError(f"{ledger.name}: no admin yet; add one, as in: servanda users add NAME --role admin")
    if not is_this_machine(wanted.host):
        note(
            "passwords go over this address as they are: set a proxy that speaks https before it (SERVANDA_WEB_PROXIES)"
        )
    return Named(SignIns(ledger), public_reading=wanted.public_reading)


def serve(ledger: Ledger, wanted: Serving, *, day: Callable[[], date] = today) -> None:
    """Answer until interrupted; ExtraError without the extra, SettingsError where it must not or cannot listen."""
    try:
        import uvicorn  # noqa: PLC0415  part of the extra

        from servanda.faces.api.app import create_api  # noqa: PLC0415
        from servanda.faces.web.app import LOCAL, create_app  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        raise ExtraError(error.name, "web") from None
    access = _access(ledger, wanted)
    desk = Desk(ledger, waiting=WAITING, work=Aside(ledger))
    host, port = wanted.host, wanted.port
    names = [name for told in (*LOCAL, host, *wanted.names.split(",")) if (name := told.strip())]
    office = create_app(desk, access, today=day, names=names, api=create_api(desk, today=day))
    stopped = Event()
    Thread(target=_keep_ready, args=(desk, day, stopped), daemon=True).start()
    note(f"http://{host}:{port}/ shows {ledger.name}; stop with Ctrl-C")
    try:
        uvicorn.run(
            office, host=host, port=port, log_level="warning", server_header=False, date_header=True,
            # without this a program on this machine could tell any address for its own
            proxy_headers=bool(wanted.proxies), forwarded_allow_ips=wanted.proxies or None,
        )  # fmt: skip
    except KeyboardInterrupt:
        note("stopped")
    except SystemExit:
        raise SettingsError(f"{host}:{port} cannot be listened on; name another with --port") from None
    finally:
        stopped.set()
        desk.close()


def _keep_ready(desk: Desk, day: Callable[[], date], stopped: Event) -> None:
    """Assess everything as of today, and see what changed lately, before a reader asks.

    That is at the start, on a new day, and when reports were added.
    """
    while not stopped.is_set():
        try:
            until = day()
            desk.index(until)
            desk.changes(lately(until), until)
            # what was worked out stays: to look through it again and again for what is left over halted every page
            gc.collect()
            gc.freeze()
        except NotReadyError:
            continue
        except LedgerError as error:
            # a reader who asks is told; the next look may find it mended
            note(f"servanda: {error}")
        stopped.wait(LOOK_AGAIN)


@app.command("serve")
def serve_command(
    *,
    host: Annotated[
        str | None, typer.Option("--host", metavar="ADDRESS", help="Where to listen; by default on this machine only.")
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, metavar="NUMBER", help="The port.")] = None,
    access: Annotated[
        Way | None,
        typer.Option(
            "--access",
            metavar="WHO",
            help="alone (one person at this machine, the default), named (users sign in), public (everybody reads).",
        ),
    ] = None,
    public_reading: Annotated[
        bool,
        typer.Option(
            "--public-reading", help="With --access named: whoever has not signed in reads, without reviewers' names."
        ),
    ] = False,
    ledger: LedgerOption = None,
) -> None:
    """Show the ledger in a browser, and answer programs under /api.

    Example: servanda serve --port 8710
    """
    settings = load_settings()
    wanted = Serving(
        host or settings.web_host,
        port or settings.web_port,
        access or settings.web_access,
        public_reading or settings.web_public_reading,
        settings.web_names,
        settings.web_proxies,
    )
    with existing_ledger(ledger) as opened:
        serve(opened, wanted)
