"""Templates and what surrounds every page: navigation, the day, the way back, what can be taken along."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from servanda.faces.access.visitor import Visitor
from servanda.faces.web.links import Links
from servanda.faces.web.words import day

NAVIGATION = (
    ("/", "Relations"), ("/due", "Due"), ("/changes", "Changes"), ("/entries", "Entries"), ("/reports", "Reports"),
    ("/people", "People"), ("/review", "To decide"), ("/decisions", "Decisions"), ("/search", "Search"),
)  # fmt: skip
# characters that turn the text after them round, and controls: a report may hold them, a page shows that it does
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Page(Protocol):
    """What a template is given: a frozen dataclass whose fields are exactly the template's variables."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation."""

    words: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class Where:
    """Where a page stands: its links, its path, what was asked of it, and by whom."""

    links: Links
    path: str
    asked: Mapping[str, str]
    visitor: Visitor
    can_sign_in: bool = False
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page has around its own. ``asked`` is what the form for the day sends along.

    ``behind`` says that something was added which the page's lists do not hold yet.
    A form that is posted sends ``form_token`` back; the macro ``token`` of parts.html writes it.
    """

    title: str
    crumbs: tuple[tuple[str, str], ...]
    navigation: tuple[NavItem, ...]
    as_of: str
    as_of_words: str
    is_today: bool
    links: Links
    path: str
    asked: tuple[tuple[str, str], ...]
    now_href: str
    files: tuple[tuple[str, str], ...]
    visitor: Visitor
    form_token: str
    can_sign_in: bool
    behind: bool


def shell_of(
    title: str,
    crumbs: Sequence[tuple[str, str]],
    as_of: date,
    today: date,
    where: Where,
    *,
    files: bool,
) -> Shell:
    """The surroundings of a page at its address."""
    links, path, asked = where.links, where.path, where.asked
    kept = {key: value for key, value in asked.items() if key not in ("as_of", "format", "page")}
    here = max((href for href, _ in NAVIGATION if path.startswith(href) and (href != "/" or path == "/")), default="")
    forms = ("csv", "json", "xlsx") if files else ()
    return Shell(
        title=title,
        crumbs=tuple(crumbs),
        navigation=tuple(NavItem(words, links.to(href), href == here) for href, words in NAVIGATION),
        as_of=as_of.isoformat(),
        as_of_words=day(as_of),
        is_today=as_of == today,
        links=links,
        path=path,
        asked=tuple(kept.items()),
        now_href=Links().query(path, kept),
        files=tuple((form.upper(), links.query(path, kept, format=form)) for form in forms),
        visitor=where.visitor,
        form_token=where.visitor.form_token,
        can_sign_in=where.can_sign_in,
        behind=where.behind,
    )


def visible(value: object) -> object:
    """A value with hidden characters shown by their numbers; only texts are touched."""
    if isinstance(value, str) and not isinstance(value, Markup) and _HIDDEN.search(value):
        return _HIDDEN.sub(lambda match: f"⟦U+{ord(match[0]):04X}⟧", value)
    return value


@cache
def environment() -> Environment:
    """The templates; an unknown variable is an error, and every text is escaped."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=visible,
    )


def html(page: Page) -> str:
    """The page of a context, by the template that its class names."""
    return environment().get_template(page.template).render({f.name: getattr(page, f.name) for f in fields(page)})
