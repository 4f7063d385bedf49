"""Ids that follow from content: the same claim has the same id on every machine, and so has the entry it opens."""

from __future__ import annotations

import hashlib
import json

from servanda.terms.claims import Claim
from servanda.terms.rows import claim_row


def claim_id(claim: Claim) -> str:
    """Sixteen hex digits over the report version, the kind, the fields and the quotes with their places."""
    row = claim_row(claim)
    # the rule that found it and the relation are how it was read, not what is told
    for key in ("rule", "relation"):
        del row[key]
    text = json.dumps([claim.version, row], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def entry_id(first_claim: str) -> str:
    """The id of the entry that a claim opens."""
    return f"e-{first_claim}"
