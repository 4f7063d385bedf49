"""Tools on words: the search in quotes and reports, and the pack for a session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from servanda.faces.exports.history_rows import told_row
from servanda.faces.exports.packs import markdown
from servanda.faces.exports.rows import mark_row
from servanda.faces.mcp.asked import Asking, AsOf, Cursor, Kinds, Limit, Part, States
from servanda.faces.mcp.shapes import Brief, Listed
from servanda.ledger import decided
from servanda.ledger.reader_views import entries_of_claims
from servanda.ledger.search import HIT_END, HIT_START, ClaimHit, Hit, Within, search_claims, search_reports
from servanda.ledger.views import stored_claims
from servanda.terms.decisions import mark_of
from servanda.terms.rows import Row
from servanda.workflows.brief import brief
from servanda.workflows.concern import party_codes

# hits of each sort that are looked through, and characters in one part of a pack
HITS, CHARACTERS = 200, 30_000


class Texts(Asking):
    """What can be asked of words."""

    def search(
        self,
        words: Annotated[str, Field(description="Words that must all be there.", min_length=1, max_length=200)],
        states: States = None,
        kind: Kinds = None,
        as_of: AsOf = None,
        limit: Limit = 20,
        cursor: Cursor = 0,
    ) -> Listed:
        """Words in the quotes of claims, then, unless a kind is asked for, in whole reports; the best first.

        A claim comes with its quote, report and entry; a report with the stretch around the words. The best 200 of
        each are looked through.
        """
        codes, day, part = self._codes(states), self._day(as_of), Part(limit, cursor)
        within = Within(codes, kinds=tuple(kind or ()))
        found: list[ClaimHit | Hit] = [*search_claims(self._ledger, words, as_of=day, limit=HITS, within=within)]
        if not kind:
            found += search_reports(self._ledger, words, as_of=day, limit=HITS, within=within)
        shown = found[part.of(len(found))]
        rows = [*self._claims([hit for hit in shown if isinstance(hit, ClaimHit)])]
        rows += [_report_row(hit) for hit in shown if isinstance(hit, Hit)]
        return self._frame(day, codes).listed(rows, len(found), part)

    def _claims(self, hits: Sequence[ClaimHit]) -> list[Row]:
        ids = [hit.claim for hit in hits]
        claims, homes = stored_claims(self._ledger, ids), entries_of_claims(self._ledger, ids)
        ruled = decided.rulings_on(self._ledger, ids)
        return [
            {
                "found": "claim", "kind": claims[name].claim.kind, "entry": homes.get(name), **told_row(claims[name]),
                **mark_row(mark_of(ruled[name]) if name in ruled else None),
            }
            for name in ids
        ]  # fmt: skip

    def brief(
        self,
        states: Annotated[
            list[str],
            Field(description="Two states or more, or a group, as ['KAZ', 'TJK'] or ['Central Asia'].", max_length=50),
        ],
        since: Annotated[
            date | None,
            Field(description="Done since this day; by default since the last session, summit or visit told as held."),
        ] = None,
        as_of: AsOf = None,
        cursor: Cursor = 0,
    ) -> Brief:
        """The pack for a session as Markdown: where a relation stands on two pages, then source notes and annexes.

        Numbers in brackets lead to the source notes, which have each quote with its report. It comes in parts.
        """
        pack = brief(self._ledger, self._codes(states, party_codes), self._day(as_of), since=since)
        text = markdown()(pack).decode()
        end = _line_end(text, cursor)
        return Brief(
            title=pack.title,
            as_of=pack.as_of.isoformat(),
            markdown=text[cursor:end],
            characters=len(text),
            cursor=end if end < len(text) else None,
        )


def _line_end(text: str, start: int) -> int:
    """Where a part that starts at a place ends: after a line, unless a line is longer than a part."""
    if len(text) <= start + CHARACTERS:
        return len(text)
    return text.rfind("\n", start, start + CHARACTERS) + 1 or start + CHARACTERS


def _report_row(hit: Hit) -> Row:
    return {
        "found": "report", "report": hit.report, "publisher": hit.publisher, "published": hit.date.isoformat(),
        "title": hit.title, "quote": hit.snippet.replace(HIT_START, "").replace(HIT_END, ""),
    }  # fmt: skip
