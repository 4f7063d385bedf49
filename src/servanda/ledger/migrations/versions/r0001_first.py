"""The first tables, and full text over reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.String(24), primary_key=True),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("states", sa.Text(), nullable=False),
    )
    op.create_index("ix_entries_block", "entries", ["block"])
    op.create_index("ix_entries_kind", "entries", ["kind"])


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("source", "version"),
    )
    op.create_index("ix_reports_date", "reports", ["date"])


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("report", sa.String(64), sa.ForeignKey("reports.digest"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("row", sa.Text(), nullable=False),
    )
    op.create_index("ix_claims_block", "claims", ["block"])
    op.create_index("ix_claims_kind_date", "claims", ["kind", "date"])
    op.create_index("ix_claims_report", "claims", ["report"])


def _entry_states() -> None:
    op.create_table(
        "entry_states",
        sa.Column("entry", sa.String(24), sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("state", sa.String(16), primary_key=True),
    )
    op.create_index("ix_entry_states_state_entry", "entry_states", ["state", "entry"])


def _refused() -> None:
    op.create_table(
        "refused",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("report", sa.String(64), sa.ForeignKey("reports.digest"), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_refused_report", "refused", ["report"])


def _report_states() -> None:
    op.create_table(
        "report_states",
        sa.Column("report", sa.String(64), sa.ForeignKey("reports.digest"), primary_key=True),
        sa.Column("state", sa.String(16), primary_key=True),
    )
    op.create_index("ix_report_states_state_report", "report_states", ["state", "report"])


def _unread() -> None:
    op.create_table(
        "unread",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("report", sa.String(64), sa.ForeignKey("reports.digest"), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    op.create_index("ix_unread_report", "unread", ["report"])


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("left", sa.String(16), sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("right", sa.String(16), sa.ForeignKey("claims.id"), nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_judgements_left", "judgements", ["left"])
    op.create_index("ix_judgements_right", "judgements", ["right"])


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("claim", sa.String(16), sa.ForeignKey("claims.id"), primary_key=True),
        sa.Column("entry", sa.String(24), sa.ForeignKey("entries.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("link", sa.String(12), nullable=False),
    )
    op.create_index("ix_members_entry", "members", ["entry"])


def _search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE report_search USING fts5("
            "digest UNINDEXED, title, text, tokenize='unicode61 remove_diacritics 2')"
        )


def upgrade() -> None:
    """Create everything."""
    _entries()
    _reports()
    _claims()
    _entry_states()
    _refused()
    _report_states()
    _unread()
    _judgements()
    _members()
    _search()
