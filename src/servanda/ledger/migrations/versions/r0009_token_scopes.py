"""Tokens that open the feeds alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Say of every token what it opens; those there are were made for programs."""
    op.add_column("tokens", sa.Column("scope", sa.String(10), nullable=False, server_default="programs"))
