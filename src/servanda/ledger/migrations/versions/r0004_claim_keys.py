"""What claims are looked up by when a report is added, so that only what it touches is resolved again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the tables. They fill as blocks are resolved, so no block counts as compared before."""
    op.create_table(
        "pending_claims",
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("block", sa.Text(), nullable=False, index=True),
    )
    op.execute(
        "INSERT INTO pending_claims (claim, block) SELECT id, block FROM claims "
        "WHERE block IN (SELECT block FROM stale_blocks)"
    )
    op.drop_table("stale_blocks")
    op.execute("DELETE FROM compared_blocks")
    op.drop_table("same_pairs")
    op.create_table(
        "same_pairs",
        sa.Column("left", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("right", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True, index=True),
        sa.Column("points", sa.Double(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claim_keys",
        sa.Column("key", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("date", sa.Date(), primary_key=True),
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True, index=True),
        sqlite_with_rowid=False,
    )
