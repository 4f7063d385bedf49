"""Writes docs/reference/ from the code: `python docs/build_reference.py`, with `--check` only compares.

A command, setting, field, rule, feature or lexicon without a description is an error, so that none can be added without
being documented.
"""

from __future__ import annotations

import sys
import tomllib
import typing
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import typer.core
import typer.main

from servanda.faces.api.app import create_api
from servanda.faces.api.problems import NOT_SENT, SAYS
from servanda.faces.cli import load_commands
from servanda.faces.cli.app import app
from servanda.faces.exports.fields import ANSWER_FIELDS, DESCRIPTIONS, ROW_FIELDS
from servanda.faces.mcp.server import tools as tools_over
from servanda.faces.mcp.shapes import Brief, Entry, Listed, Why
from servanda.ledger.session import open_ledger
from servanda.monitoring.status import RULES
from servanda.resolution.features import FEATURES, THRESHOLDS
from servanda.settings import Settings
from servanda.terms.claims import BY_KIND, KINDS
from servanda.workflows.brief_space import PLANS, ROWS
from servanda.workflows.desk import Desk
from servanda.workflows.today import today

HERE = Path(__file__).parent / "reference"
LEXICONS = Path(__file__).parents[1] / "src" / "servanda" / "lexicons" / "en"
NOTE = "<!-- written by docs/build_reference.py from the code; do not edit -->\n"


def table(columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "| " + " | ".join("---" for _ in columns) + " |"]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def _option(parameter: typer.core.TyperOption | typer.core.TyperArgument) -> tuple[str, str]:
    if isinstance(parameter, typer.core.TyperOption):
        names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
        value = "" if parameter.is_flag else f" {parameter.metavar or 'VALUE'}"
        return names + value, parameter.help or ""
    return f"`{parameter.metavar or (parameter.name or '').upper()}`", parameter.help or ""


def commands() -> str:
    """Every command with its words, arguments and options."""
    load_commands()
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    parts = [NOTE, "# Commands\n"]
    for name, command in walk(group):
        rows = [_option(p) for p in command.params if p.name != "help"]
        missing = [name for name, words in rows if not words]
        if missing or not command.help:
            raise SystemExit(f"servanda {name}: no description of {', '.join(missing) or 'the command'}")
        parts.append(f"## servanda {name}\n\n{command.help.strip()}\n")
        if rows:
            parts.append(table(("option", "what it does"), [tuple(row) for row in rows]))
    return "\n".join(parts)


def walk(group: typer.core.TyperGroup, before: str = "") -> Iterator[tuple[str, typer.core.TyperCommand]]:
    """Every command by its words, those of groups after them: "judge", "judge same"."""
    for name in sorted(group.commands):
        command = group.commands[name]
        yield before + name, command
        if isinstance(command, typer.core.TyperGroup):
            yield from walk(command, f"{before}{name} ")


def _type(hint: object) -> str:
    """A field's type in the words of JSON."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return ", ".join(f"`{value}`" for value in arguments)
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    if arguments:
        rest = [a for a in arguments if a is not type(None)]
        return " or ".join(_type(a) for a in rest) + (" or null" if len(rest) < len(arguments) else "")
    names = {"Edtf": "EDTF date", "Decimal": "number", "int": "whole number", "str": "text", "bool": "true or false"}
    name = getattr(hint, "__name__", str(hint))
    return names.get(name, _object(hint) if hasattr(hint, "__dataclass_fields__") else name)


def _object(kind: object) -> str:
    return "object of " + ", ".join(f.name for f in fields(typing.cast("type", kind)))


def _described(name: str) -> str:
    if name not in DESCRIPTIONS:
        raise SystemExit(f"field {name}: no description in servanda/faces/exports/fields.py")
    return DESCRIPTIONS[name]


def export_fields() -> str:
    """Every field of every export."""
    parts = [NOTE, "# Fields of the exports\n", "`servanda export claims` writes these for every claim:\n"]
    common = [(f"`{name}`", _described(name)) for name in ROW_FIELDS["claims"]]
    parts.append(table(("field", "what it holds"), common))
    parts.append("and these by kind. A field that the text does not give is null or an empty list.\n")
    for kind in KINDS:
        hints = typing.get_type_hints(BY_KIND[kind])
        rows = [(f"`{f.name}`", _type(hints[f.name]), _described(f"{kind}.{f.name}")) for f in fields(BY_KIND[kind])]
        parts.append(f"## {kind}\n")
        parts.append(table(("field", "type", "what it holds"), rows))
    for what in (name for name in ROW_FIELDS if name != "claims"):
        rows = [(f"`{name}`", _described(name)) for name in ROW_FIELDS[what]]
        parts.append(f"## servanda export {what}\n")
        parts.append(table(("field", "what it holds"), rows))
    for heading, names in ANSWER_FIELDS.items():
        parts.append(f"## {heading}\n")
        parts.append(table(("field", "what it holds"), [(f"`{name}`", _described(name)) for name in names]))
    return "\n".join(parts)


def settings() -> str:
    """Every setting."""
    rows = []
    for name, field in Settings.model_fields.items():
        if not field.description:
            raise SystemExit(f"setting {name}: no description")
        default = "ledger.db in the user's data folder" if field.default_factory else field.default
        default = "not set" if default is None else default
        rows.append((f"`SERVANDA_{name.upper()}`", default, field.description))
    return "\n".join(
        [
            NOTE,
            "# Settings\n",
            "Settings are environment variables.\n",
            table(("setting", "default", "what it does"), rows),
        ]
    )


def rules() -> str:
    """The table of status rules."""
    rows = [(n, f"`{r.name}`", ", ".join(r.kinds), r.says) for n, r in enumerate(RULES, 1)]
    words = "The rules are read from the top; the first that applies to an entry of its kind decides its status.\n"
    return "\n".join([NOTE, "# Status rules\n", words, table(("", "rule", "kinds", "when it applies"), rows)])


def resolution() -> str:
    """The features by which claims are compared."""
    parts = [NOTE, "# Features of resolution\n"]
    parts.append(
        "Each feature compares two claims of one kind and gives a strength from -1 (against) to 1 (for); its "
        "strength times its weight are its points. From the first threshold on two claims are the same thing, from the "
        "second a person should look.\n"
    )
    for kind in KINDS:
        same, unsure = THRESHOLDS[kind]
        rows = [(f"`{f.name}`", f.words, f.weight) for f in FEATURES[kind]]
        parts.append(f"## {kind}: same from {same}, unsure from {unsure}\n")
        parts.append(table(("feature", "what is compared", "weight"), rows) if rows else "Never joined with another.\n")
    return "\n".join(parts)


def pack() -> str:
    """The sections of a session pack, and how their lines are chosen."""
    rows = [(n, plan.title, plan.most, plan.turns, plan.order, plan.annex) for n, plan in enumerate(PLANS, 1)]
    words = (
        "The first two pages of `servanda brief` have these sections. Every section gets its first line first. Then "
        f"they take turns, some with several lines, until {ROWS} rows are used or each shows all it may. What is left "
        "out is counted, and stands in the annex named.\n"
    )
    columns = ("", "section", "most lines", "lines a turn", "which stand first", "the rest")
    return "\n".join([NOTE, "# The pack\n", words, table(columns, [tuple(row) for row in rows])])


def _lexicon_lines(path: Path) -> str:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    if not first.startswith("#"):
        raise SystemExit(f"{path.name}: its first line must say what it holds, after a #")
    return first.lstrip("# ")


def lexicons() -> str:
    """Every lexicon file and what it holds."""
    rows = []
    for path in sorted(LEXICONS.iterdir()):
        if path.suffix == ".toml":
            names = ", ".join(f"`{name}`" for name in tomllib.loads(path.read_text(encoding="utf-8")))
            rows.append((f"`{path.name}`", _lexicon_lines(path), names if len(names) < 300 else "one for each name"))
        elif path.suffix == ".txt":
            rows.append((f"`{path.name}`", _lexicon_lines(path), "lines"))
    words = "Knowledge of a language is data, in `src/servanda/lexicons/en`.\n"
    return "\n".join([NOTE, "# Lexicons\n", words, table(("file", "what it holds", "tables"), rows)])


def _parameter(name: str, schema: dict[str, typing.Any], required: list[str]) -> tuple[object, ...]:
    if not schema.get("description"):
        raise SystemExit(f"servanda mcp: no description of the parameter {name}")
    default = "required" if name in required else "" if schema.get("default") is None else schema["default"]
    return f"`{name}`", default, schema["description"]


def tools() -> str:
    """The tools of `servanda mcp`, and the shapes of their answers."""
    parts = [NOTE, "# Tools for assistants\n"]
    parts.append(
        "`servanda mcp` offers these. Items of lists have the fields of [the exports](fields.md); what is too long is "
        "cut, and `NAME_more` counts what was left out of NAME.\n"
    )
    with TemporaryDirectory() as folder, open_ledger(Path(folder) / "empty.db") as ledger:
        offered = tools_over(Desk(ledger), today)
    for tool in sorted(offered, key=lambda one: one.name):
        if not tool.description:
            raise SystemExit(f"servanda mcp: no description of the tool {tool.name}")
        required = tool.parameters.get("required", [])
        rows = [_parameter(name, schema, required) for name, schema in tool.parameters["properties"].items()]
        parts.append(f"## {tool.name}\n\n{tool.description}\n")
        parts.append(table(("parameter", "default", "what it asks"), rows))
    parts.append("## Answers\n")
    for heading, shape in SHAPES.items():
        rows = [(f"`{name}`", field.description) for name, field in shape.model_fields.items()]
        parts.append(f"### {heading}\n")
        parts.append(table(("field", "what it holds"), rows))
    return "\n".join(parts)


def _shape_name(schema: dict[str, typing.Any]) -> str:
    """What a schema of the interface holds, in a few words."""
    if "$ref" in schema:
        name = str(schema["$ref"]).rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    for key in ("anyOf", "oneOf"):
        if key in schema:
            found = dict.fromkeys(_shape_name(one) for one in schema[key])
            return " or ".join(found)
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{one}`" for one in schema.get("enum", [schema.get("const")]))
    sort = schema.get("type", "any value")
    if sort == "array":
        return f"list of {_shape_name(schema.get('items', {}))}"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(sort, sort)


def _operation(path: str, method: str, one: dict[str, typing.Any]) -> Iterator[str]:
    yield f"## {method.upper()} /api{path}\n\n{one['description']}\n"
    rows = [
        (f"`{p['name']}`", p["in"], "required" if p["required"] else "", _shape_name(p["schema"]), p["description"])
        for p in one.get("parameters", ())
    ]
    yield table(("parameter", "in", "", "type", "what it asks"), rows)
    for media, body in one.get("requestBody", {}).get("content", {}).items():
        yield f"It takes {_shape_name(body['schema'])} as `{media}`.\n"
    for status, answer in one["responses"].items():
        for media, kept in answer.get("content", {}).items():
            if status < "300":
                yield f"{status}: {_shape_name(kept['schema'])} as `{media}`. {answer['description']}\n"
    yield f"Else: {', '.join(status for status in one['responses'] if status >= '300')}.\n"


def interface() -> str:
    """Every address under /api: what it takes, what it answers, and every field of that."""
    told = create_api(typing.cast("Desk", None), today=today).openapi()
    parts = [NOTE, "# The interface for programs\n", f"{told['info']['description']}\n"]
    parts.append("The same is at `/api/openapi.json` for programs that read descriptions.\n")
    parts.append("What else can be answered, each but 304 as [Problem](#problem):\n")
    parts.append(
        table(("status", "when"), [(status, words) for status, words in sorted({304: NOT_SENT, **SAYS}.items())])
    )
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            parts += _operation(path, method, one)
    parts.append("# What is answered\n")
    for name, shape in sorted(told["components"]["schemas"].items()):
        parts.append(f"## {name}\n\n{shape['description']}\n")
        rows = [(f"`{f}`", _shape_name(s), s["description"]) for f, s in shape.get("properties", {}).items()]
        parts.append(table(("field", "type", "what it holds"), rows) if rows else f"{_shape_name(shape)}\n")
    return "\n".join(parts)


SHAPES = {
    "Lists": Listed, "entry, replay": Entry, "why": Why, "brief": Brief,
}  # fmt: skip
PAGES = {
    "commands.md": commands, "fields.md": export_fields, "settings.md": settings, "rules.md": rules,
    "resolution.md": resolution, "lexicons.md": lexicons, "pack.md": pack, "tools.md": tools, "api.md": interface,
}  # fmt: skip


def stale() -> Iterator[str]:
    """The pages that are not what the code says."""
    for name, build in PAGES.items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != build():
            yield name


def main(arguments: list[str]) -> int:
    """0, or 1 when --check finds a page that is out of date."""
    if "--check" in arguments:
        found = list(stale())
        if found:
            print(f"out of date: {', '.join(found)}; run python docs/build_reference.py")
        else:
            print("the reference is what the code says")
        return bool(found)
    HERE.mkdir(exist_ok=True)
    for name, build in PAGES.items():
        (HERE / name).write_text(build(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
