"""What the head's likelihoods do to candidates: told by hand here, so that no weights matter."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from servanda.reading import commitments, meetings
from servanda.reading.learned import PARTS, Likelihoods, placed
from servanda.reading.parses import parse
from servanda.reading.pipeline import lay_out
from servanda.reading.select import THRESHOLDS, select
from servanda.terms.claims import KINDS, ClaimKind
from servanda.terms.reports import Report

PLEDGE = lay_out(Report("p", date(2024, 5, 6), "Norway will build a hospital in Malawi by 2027."))
MEETING = lay_out(
    Report(
        "m",
        date(2024, 5, 6),
        "Foreign Minister of Chile Alberto van Klaveren met with his Peruvian counterpart in Lima.",
    )
)
READ = {"commitment": commitments.read, "meeting": meetings.read}


def told(document, kind: ClaimKind, value: float) -> Likelihoods:
    """The same likelihood of one kind for every word, none of the others."""
    values = []
    for one in parse(document):
        row = np.zeros((len(one.words), len(PARTS) * len(KINDS)), np.float32)
        row[:, KINDS.index(kind)] = value
        values.append(row)
    return placed(document, [row for row in values if len(row)])


@pytest.mark.parametrize(("document", "kind"), [(PLEDGE, "commitment"), (MEETING, "meeting")])
def test_a_candidate_stays_where_the_head_finds_it_likely(document, kind):
    claims, _ = READ[kind](document)
    assert claims
    assert select(kind, claims, told(document, kind, 0.9), document) == claims
    assert select(kind, claims, told(document, kind, 0.0), document) == []


def test_a_likely_stretch_without_a_candidate_becomes_a_claim():
    limit = THRESHOLDS["commitment"]
    made = select("commitment", [], told(PLEDGE, "commitment", limit.peak + 0.01), PLEDGE)
    assert [claim.kind for claim in made] == ["commitment"]
    assert "build a hospital" in made[0].quotes[0].text
    assert select("commitment", [], told(PLEDGE, "commitment", limit.peak - 0.01), PLEDGE) == []


def test_a_kind_without_a_reader_of_stretches_gets_none():
    assert select("figure", [], told(PLEDGE, "figure", 1.0), PLEDGE) == []
