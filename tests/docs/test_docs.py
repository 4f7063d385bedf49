"""What is documented is true: the reference is what the code says, links resolve, examples run."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

import pytest
import typer.core
import typer.main

from servanda.faces.cli import load_commands
from servanda.faces.cli.app import app
from servanda.faces.exports.comparison_rows import comparison_rows
from servanda.faces.exports.fields import ANSWER_FIELDS, DESCRIPTIONS, ROW_FIELDS
from servanda.faces.exports.rows import assessment_rows, claim_rows, decision_rows, entry_rows, report_rows
from servanda.faces.exports.series_rows import document_rows, series_rows
from servanda.ledger.session import open_ledger
from servanda.ledger.store import add_report
from servanda.ledger.views import find_entries
from servanda.terms.claims import KINDS, Claim, Instrument, field_names
from servanda.terms.evidence import Quote
from servanda.terms.reading import Reading, Refused
from servanda.terms.reports import Report
from servanda.workflows.accounts import create_user
from servanda.workflows.add import RESOLVER
from servanda.workflows.decide import Signature, confirm, reject
from servanda.workflows.intake import add_files, plan
from servanda.workflows.sign_in import make_token
from servanda.workflows.today import now, today

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")
ROWS = {"claims": claim_rows, "entries": entry_rows, "assessments": assessment_rows, "reports": report_rows,
        "series": series_rows, "documents": document_rows,
    "comparisons": comparison_rows, "decisions": decision_rows}  # fmt: skip
ENTRY = re.compile(r"e-[0-9a-f]{8,}")
CLAIM = re.compile(r"(?<![-0-9a-f])[0-9a-f]{16}")
DECISION = re.compile(r"d-[0-9a-f]{16}")
TOKEN = re.compile(r"t-[0-9a-f]{10}")
USER, PASSWORD = "Aliya Ospanova", "a kite over the old bridge"


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A ledger of the bundled reports, closed, so that its file is whole."""
    path = tmp_path_factory.mktemp("docs") / "relations.db"
    with open_ledger(path) as opened:
        files, _ = plan([ROOT / "src" / "servanda" / "examples" / "reports"])
        assert add_files(opened, files).failures == []
        refused = Report("made", date(2024, 5, 6), "Kenya and Uganda signed a treaty.")
        told = Instrument("treaty", "signed", count=7)
        claim = Claim("made", refused.digest, told, (Quote(0, 33, refused.text),), "made", None, ("KEN", "UGA"))
        reading = Reading((), (Refused(claim, "count 7 is not in the quotes"),), states=("KEN", "UGA"))
        add_report(opened, refused, reading, resolver=RESOLVER, reader="made", at=now())
        some = find_entries(opened, kinds=("meeting",))[0].members[0].claim
        confirm(opened, [some], Signature("A. Reviewer", "made for the fields"))
    return path


@pytest.fixture
def ledger(file):
    with open_ledger(file) as opened:
        yield opened


def test_the_reference_is_what_the_code_says():
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build_reference.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_resolve(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("what", ROWS)
def test_an_export_has_exactly_the_documented_fields(ledger, what):
    rows = list(ROWS[what](ledger, today()))
    assert rows
    for row in rows:
        kind = set(field_names(row["kind"])) if what == "claims" else set()
        assert set(row) == set(ROW_FIELDS[what]) | kind


def test_every_field_of_every_kind_is_described():
    told = {f"{kind}.{name}" for kind in KINDS for name in field_names(kind)} | {
        n for names in (*ROW_FIELDS.values(), *ANSWER_FIELDS.values()) for n in names
    }
    assert told == set(DESCRIPTIONS)


def commands(group: typer.core.TyperGroup, before: str = "") -> list[tuple[str, typer.core.TyperCommand]]:
    """Every command by its words, and those of its groups."""
    found = []
    for name, command in group.commands.items():
        found.append((before + name, command))
        if isinstance(command, typer.core.TyperGroup):
            found += commands(command, f"{before}{name} ")
    return found


def every_command() -> list[tuple[str, typer.core.TyperCommand]]:
    load_commands()
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    return commands(group)


def examples() -> list[str]:
    found = [
        line.split("Example:", 1)[1].strip()
        for _, c in every_command()
        for line in (c.help or "").splitlines()
        if "Example:" in line
    ]
    for page in PAGES:
        for block in re.findall(r"```(?:sh|console)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            found += [
                line.removeprefix("$ ").strip() for line in block.splitlines() if re.match(r"(?:\$ )?servanda ", line)
            ]
    return sorted(set(found))


def test_every_command_has_an_example():
    assert [name for name, command in every_command() if "Example:" not in (command.help or "")] == []


def named(ledger, command: str) -> dict[str, str]:
    """An entry, claim or decision of the ledger for each id in an example; a claim that is restored is rejected first."""
    by_size = sorted(find_entries(ledger, kinds=("commitment",)), key=lambda e: (-len(e.members), e.id))
    held = [member.claim for entry in by_size for member in entry.members]
    signed = Signature("A. Reviewer", "made for an example")
    made = reject(ledger, held[0], signed) if "restore" in command else confirm(ledger, [held[-1]], signed)[0]
    found = dict(zip(dict.fromkeys(ENTRY.findall(command)), (entry.id for entry in by_size), strict=False))
    found |= dict(zip(dict.fromkeys(CLAIM.findall(command)), held, strict=False))
    return found | dict.fromkeys(DECISION.findall(command), made.id)


def with_users(ledger, command: str) -> str:
    """A command about users, with the user there that it names, unless it adds her, and with a token of hers."""
    if command.startswith(f'servanda users add "{USER}"'):
        return command
    user = create_user(ledger, USER, "admin", PASSWORD)
    return TOKEN.sub(make_token(ledger, user, "an export", "reader")[0].id, command)


def serves(words: list[str], folder: Path) -> None:
    """A server starts, answers, and ends well when it is interrupted."""
    with subprocess.Popen(
        [sys.executable, "-m", "servanda", *words],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            told = server.stderr.readline()
            address = re.search(r"http://\S+", told)
            assert address, told
            for _ in range(100):
                try:
                    with urllib.request.urlopen(address[0], timeout=20) as answer:  # noqa: S310
                        assert "Relations" in answer.read().decode()
                    break
                except urllib.error.URLError:
                    time.sleep(0.1)
            else:
                pytest.fail(f"nothing answers at {address[0]}")
        finally:
            server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0


@pytest.mark.parametrize("example", examples())
def test_every_example_runs(example, tmp_path, file, monkeypatch):
    """With the files an example names made first, and things of the ledger for those it names."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text(
        "date 2024-05-06\nThe ministers of Kenya and Uganda met in Nairobi on May 6."
    )
    (tmp_path / "news.jsonl").write_text(
        '{"id": "n", "date": "2024-05-06", "text": "Kenya and Uganda signed a treaty."}\n'
    )
    (tmp_path / "reports.jsonl").write_text((tmp_path / "news.jsonl").read_text())
    gold = '{"reports": [{"id": "n", "date": "2024-05-06", "text": "Kenya and Uganda agreed."}], "claims": []}'
    (tmp_path / "mine.json").write_text(gold)
    (tmp_path / "relations.db").write_bytes(file.read_bytes())
    monkeypatch.setenv("SERVANDA_LEDGER", str(tmp_path / "relations.db"))
    command, _, piped = example.partition(" < ")
    command = command.split("   #")[0]
    with open_ledger(tmp_path / "relations.db") as opened:
        for name, own in named(opened, command).items():
            command = command.replace(name, own)
        if command.split()[1] in {"users", "tokens"}:
            command = with_users(opened, command)
    (tmp_path / "password.txt").write_text(f"{PASSWORD}\n")
    words = shlex.split(command)[1:]
    if words[0] == "serve":
        serves(words, tmp_path)
        return
    done = subprocess.run(
        [sys.executable, "-m", "servanda", *words],
        cwd=tmp_path, input=(tmp_path / piped).read_text() if piped else f"{PASSWORD}\n" if words[0] == "users" else "", capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout


def test_the_repository_speaks_of_the_product_alone():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    own = Path(__file__).name
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".txt"} and path.name != own and path.exists():
            text = path.read_text(encoding="utf-8").casefold()
            assert "pypi.org" not in text, name
            assert "files.pythonhosted" not in text, name
