"""A session pack as one web page that prints on A4: no script, nothing loaded, every report text escaped."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from servanda.faces.exports import pack_words
from servanda.faces.exports.chart_svg import drawing
from servanda.faces.exports.printable import printable
from servanda.monitoring.when import day_words
from servanda.workflows.pack import Pack

# an address that a browser may follow; another, a script for one, stays text
_LINK = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)


def _linkable(url: str) -> bool:
    return _LINK.fullmatch(url) is not None


@cache
def _template() -> tuple[Template, Markup]:
    loader = PackageLoader("servanda.faces.exports")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    style, _, _ = loader.get_source(environment, "pack.css")
    return environment.get_template("pack.html"), Markup(style)  # noqa: S704  our own style sheet


def render(pack: Pack) -> bytes:
    """The pack as the bytes of an HTML file."""
    shown = printable(pack)
    template, style = _template()
    lines = [line for section in shown.sections for line in (*section.lines, *section.more)]
    page = template.render(
        pack=shown,
        numbers=shown.numbers,
        drawings={line.entry: drawing(line.chart) for line in lines if line.chart},
        words=pack_words,
        style=style,
        day=day_words,
        linkable=_linkable,
    )
    return page.encode()
