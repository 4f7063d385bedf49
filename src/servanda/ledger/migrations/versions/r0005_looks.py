"""When somebody looked last at what changed, and reports by when they were added."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table; nobody has looked yet."""
    op.create_table(
        "looks",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("states", sa.Text(), primary_key=True),
        sa.Column("added", sa.DateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
    )
    op.create_index("ix_reports_added_at", "reports", ["added_at"])
