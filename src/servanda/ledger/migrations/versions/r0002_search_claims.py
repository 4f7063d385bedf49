"""Full text over the quotes of claims, on both databases, and the list of blocks to resolve again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SQLITE = (
    "CREATE VIRTUAL TABLE claim_search USING fts5(claim UNINDEXED, quotes, tokenize='unicode61 remove_diacritics 2')",
    """
    INSERT INTO claim_search (claim, quotes)
    SELECT claims.id, (SELECT group_concat(quote.value, char(10)) FROM json_each(claims."row", '$.quotes') AS quote)
    FROM claims
    """,
)
_POSTGRESQL = (
    "CREATE TABLE report_search (digest VARCHAR(64) PRIMARY KEY REFERENCES reports, words TSVECTOR NOT NULL)",
    "CREATE TABLE claim_search (claim VARCHAR(16) PRIMARY KEY REFERENCES claims, words TSVECTOR NOT NULL)",
    "CREATE INDEX ix_report_search_words ON report_search USING gin (words)",
    "CREATE INDEX ix_claim_search_words ON claim_search USING gin (words)",
)


def upgrade() -> None:
    """Create them, and fill the search from the claims that are there."""
    op.create_table("stale_blocks", sa.Column("block", sa.Text(), primary_key=True))
    # a ledger on PostgreSQL starts with this revision, so there is nothing to fill its search from
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)
