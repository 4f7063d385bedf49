"""The command line: `servanda`."""

from __future__ import annotations

import sys

from servanda.errors import ServandaError
from servanda.faces.cli.output import fail


def load_commands() -> None:
    """Import the modules that declare the commands."""
    from servanda.faces.cli import (  # noqa: F401, PLC0415
        add,
        brief,
        changes,
        compare,
        demo,
        entry,
        evaluate,
        export,
        find,
        inspect,
        judge,
        look,
        mcp,
        replay,
        review,
        series,
        serve,
        tokens,
        trail,
        users,
    )


def run() -> None:
    """Run the program; a mistake of the user's is a clear message and exit code 2, an interruption 130."""
    # imported here, so that an error in setting up is shown like any other
    from servanda.faces.cli.app import app  # noqa: PLC0415

    load_commands()
    try:
        app()
    except ServandaError as error:
        sys.exit(fail(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # the reader of our pipe has seen enough
        sys.stderr.close()
        sys.exit(0)
