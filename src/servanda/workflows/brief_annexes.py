"""The annexes of a pack: the full register, the chain of each open commitment, and what it all stands on."""

from __future__ import annotations

from collections import defaultdict

from servanda.ledger import views
from servanda.ledger.session import Ledger
from servanda.monitoring.coverage import extent
from servanda.monitoring.status import RULES
from servanda.monitoring.when import date_words
from servanda.terms.claims import Instrument
from servanda.workflows.assess import Standing
from servanda.workflows.brief_lines import dated, documents
from servanda.workflows.brief_material import Material
from servanda.workflows.brief_space import PLANS
from servanda.workflows.brief_words import detail, heading, term_words
from servanda.workflows.occasions import OPEN
from servanda.workflows.pack import Followed, Ground, Publisher, Read, RegisterRow, Telling

# the newest of the reports read are listed by name, the others counted
LISTED = 60


def _full_title(standing: Standing) -> str:
    """The longest title told; an entry's label is cut."""
    told = (step.what.title or "" for step in standing.chain.steps if isinstance(step.what, Instrument))
    longest = max(told, key=len, default="")
    return longest[:1].upper() + longest[1:] if len(longest) > len(standing.entry.label) else standing.entry.label


def _row(material: Material, standing: Standing) -> RegisterRow:
    last = next(step.what for step in reversed(standing.chain.steps) if isinstance(step.what, Instrument))
    day = dated(standing)
    return RegisterRow(
        entry=standing.entry.id,
        status=standing.assessment.status,
        type=last.type.replace("_", " "),
        title=_full_title(standing),
        dated=date_words(day) if day else "",
        term=term_words(standing),
        detail=detail(standing, material.steps),
        claims=tuple(claim for claim in standing.assessment.evidence if claim in material.steps),
    )


def register(material: Material) -> tuple[RegisterRow, ...]:
    """Every document, in the order of the section on the two pages."""
    return tuple(_row(material, s) for s in documents(material.found, material))


def followed(material: Material) -> tuple[Followed, ...]:
    """Every commitment that is still to be done, or was told as missed, with each telling of it."""
    still = [s for s in material.found if s.entry.kind == "commitment" and s.assessment.status in (*OPEN, "missed")]
    still.sort(key=lambda s: (s.assessment.due.after.toordinal() if s.assessment.due else 10**9, s.entry.id))
    return tuple(
        Followed(
            s.entry.id,
            s.assessment.status,
            heading(s, material.states),
            detail(s, material.steps),
            tuple(
                Telling(step.date, step.link, step.claim.quotes[0].text, step.claim.report, step.stored.publisher)
                for step in s.chain.steps
            ),
        )
        for s in still
    )


def ground(ledger: Ledger, material: Material) -> Ground:
    """What was read, until when and by whom it was published; the rules of status and of the choice of lines."""
    # of a group of many states a report need name only two, as coverage counts them
    read = views.stored_reports(ledger, as_of=material.as_of, states=material.states[:2])
    current = [stored.report for stored in read if stored.current]
    by: dict[str, list[Read]] = defaultdict(list)
    for report in current:
        by[report.publisher or "publisher not told"].append(
            Read(report.id, report.date, report.publisher, report.title)
        )
    newest = [Read(r.id, r.date, r.publisher, r.title) for r in reversed(current)][:LISTED]
    return Ground(
        extent=extent(views.coverage(ledger, material.states, material.as_of)),
        publishers=tuple(
            Publisher(name, len(told), told[0].published, told[-1].published) for name, told in sorted(by.items())
        ),
        reports=tuple(newest),
        left_out=len(current) - len(newest),
        rules=tuple((rule.name, ", ".join(rule.kinds), rule.says) for rule in RULES),
        ranking=tuple((plan.title, f"at most {plan.most}; {plan.order}") for plan in PLANS),
    )
