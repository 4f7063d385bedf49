"""The pairs that may be one thing, so that a person can be asked without comparing everything again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table. It fills as blocks are compared by the present rules, all at once by a rebuild."""
    op.create_table(
        "unsure_pairs",
        sa.Column("left", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("right", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True, index=True),
        sa.Column("points", sa.Double(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_unsure_pairs_points", "unsure_pairs", ["points", "left", "right"])
