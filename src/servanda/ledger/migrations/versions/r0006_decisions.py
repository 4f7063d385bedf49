"""What people decide on single claims, and what stands of it; decisions on pairs move there."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_JUDGEMENTS = sa.table(
    "judgements",
    *(sa.column(name) for name in ("id", "left", "right", "verdict", "by", "reason", "person")),
    sa.column("at", sa.DateTime()),
)
_DECISIONS = sa.table(
    "decisions",
    *(
        sa.column(name)
        for name in ("id", "action", "subject", "others", "of", "was", "now", "by", "reason", "unsupported")
    ),
    sa.column("at", sa.DateTime()),
)
_CLAIMS = sa.table("decision_claims", sa.column("decision"), sa.column("claim"))


def upgrade() -> None:
    """Create the tables, and fill them with the decisions that people made on pairs."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(20), primary_key=True),
        sa.Column("action", sa.String(10), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("others", sa.Text(), nullable=False),
        sa.Column("of", sa.String(20), sa.ForeignKey("decisions.id")),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("now", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, index=True),
        sa.Column("unsupported", sa.Text(), nullable=False),
    )
    op.create_table(
        "decision_claims",
        sa.Column("decision", sa.String(20), sa.ForeignKey("decisions.id"), primary_key=True),
        sa.Column("claim", sa.String(20), primary_key=True, index=True),
    )
    op.create_table(
        "rulings",
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("decision", sa.String(20), sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("out", sa.Boolean(), nullable=False),
        sa.Column("row", sa.Text()),
    )
    _move_judgements()


def _move_judgements() -> None:
    bind = op.get_bind()
    kept: set[str] = set()
    for row in bind.execute(sa.select(_JUDGEMENTS).where(_JUDGEMENTS.c.person).order_by(_JUDGEMENTS.c.id)).all():
        name = _name(row)
        if name in kept:
            continue
        kept.add(name)
        values = {
            "id": name, "action": row.verdict, "subject": row.left, "others": json.dumps([row.right]), "of": None,
            "was": "{}", "now": "{}", "by": row.by, "reason": row.reason, "at": row.at, "unsupported": "[]",
        }  # fmt: skip
        bind.execute(sa.insert(_DECISIONS), values)
        bind.execute(sa.insert(_CLAIMS), [{"decision": name, "claim": claim} for claim in (row.left, row.right)])


def _name(row: sa.Row[Any]) -> str:
    """The id that the program would have given, had it been kept there from the first."""
    at = row.at.replace(tzinfo=UTC).isoformat(timespec="microseconds")
    told = [row.verdict, row.left, [row.right], None, {}, {}, row.by, row.reason, at, []]
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "d-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
