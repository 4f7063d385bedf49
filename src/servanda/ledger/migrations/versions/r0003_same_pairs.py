"""What need not be compared again when a report is added to a block."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables; they fill as blocks are resolved."""
    op.create_table(
        "compared_blocks",
        sa.Column("block", sa.Text(), primary_key=True),
        sa.Column("rules", sa.Text(), nullable=False),
    )
    op.create_table(
        "same_pairs",
        sa.Column("left", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("right", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("points", sa.Double(), nullable=False),
    )
