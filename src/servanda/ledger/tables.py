"""The tables of a ledger. Names and types are portable; only full text differs between databases.

``reports``, ``claims``, ``refused``, ``unread`` and ``decisions`` are only ever added to. All else is derived and can
be rebuilt: ``rulings`` and ``judgements`` say what stands of the decisions, ``entries``, ``members`` and
``entry_states`` what follows; ``pending_claims`` names the claims for which that is still to do, ``compared_blocks``,
``claim_keys``, ``same_pairs`` and ``unsure_pairs`` keep what need not be compared again. ``looks`` keeps who saw how
much of the changes.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)  # fmt: skip


class Moment(TypeDecorator[datetime]):
    """A moment with its zone: kept in UTC without one, since SQLite has no zones, and given back in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What is kept; ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """What was kept, in UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

reports = Table(
    "reports",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("source", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("date", Date, nullable=False, index=True),
    Column("publisher", Text),
    Column("title", Text),
    Column("url", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("added_at", Moment, nullable=False, index=True),
    UniqueConstraint("source", "version"),
)

report_states = Table(
    "report_states",
    metadata,
    Column("report", String(64), ForeignKey("reports.digest"), primary_key=True),
    Column("state", String(16), primary_key=True),
    Index("ix_report_states_state_report", "state", "report"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("report", String(64), ForeignKey("reports.digest"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("block", Text, nullable=False, index=True),
    Column("date", Date, nullable=False),
    Column("publisher", Text),
    Column("row", Text, nullable=False),
    Index("ix_claims_kind_date", "kind", "date"),
)

refused = Table(
    "refused",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("report", String(64), ForeignKey("reports.digest"), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("row", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

unread = Table(
    "unread",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("report", String(64), ForeignKey("reports.digest"), nullable=False, index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("reason", Text, nullable=False),
)

# what people decided; ``subject`` is a claim or an unread stretch, so it refers to no one table
decisions = Table(
    "decisions",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("action", String(10), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("others", Text, nullable=False),
    Column("of", String(20), ForeignKey("decisions.id")),
    Column("was", Text, nullable=False),
    Column("now", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("unsupported", Text, nullable=False),
)

# every claim that a decision is about
decision_claims = Table(
    "decision_claims",
    metadata,
    Column("decision", String(20), ForeignKey("decisions.id"), primary_key=True),
    Column("claim", String(20), primary_key=True, index=True),
)

# what stands of them on one claim: ``row`` is the claim as corrected, ``out`` keeps it out of the entries
rulings = Table(
    "rulings",
    metadata,
    Column("claim", String(16), ForeignKey("claims.id"), primary_key=True),
    Column("decision", String(20), ForeignKey("decisions.id"), nullable=False),
    Column("status", String(10), nullable=False),
    Column("out", Boolean, nullable=False),
    Column("row", Text),
)

# what stands of them on two claims
judgements = Table(
    "judgements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("left", String(16), ForeignKey("claims.id"), nullable=False, index=True),
    Column("right", String(16), ForeignKey("claims.id"), nullable=False, index=True),
    Column("verdict", String(10), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", Boolean, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(24), primary_key=True),
    Column("block", Text, nullable=False, index=True),
    Column("kind", String(12), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("states", Text, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("claim", String(16), ForeignKey("claims.id"), primary_key=True),
    Column("entry", String(24), ForeignKey("entries.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("report", Text, nullable=False),
    Column("date", Date, nullable=False),
    Column("link", String(12), nullable=False),
)

entry_states = Table(
    "entry_states",
    metadata,
    Column("entry", String(24), ForeignKey("entries.id"), primary_key=True),
    Column("state", String(16), primary_key=True),
    Index("ix_entry_states_state_entry", "state", "entry"),
)

pending_claims = Table(
    "pending_claims",
    metadata,
    Column("claim", String(16), ForeignKey("claims.id"), primary_key=True),
    Column("block", Text, nullable=False, index=True),
)

# which rules compared the claims of a block last, what each is looked up by, and the pairs that came out the same
compared_blocks = Table(
    "compared_blocks", metadata, Column("block", Text, primary_key=True), Column("rules", Text, nullable=False)
)

# ``key`` is a hash of a block and of what two claims of it must share to be compared; a key's claims lie by day
claim_keys = Table(
    "claim_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("date", Date, primary_key=True),
    Column("claim", String(16), ForeignKey("claims.id"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

same_pairs = Table(
    "same_pairs",
    metadata,
    Column("left", String(16), ForeignKey("claims.id"), primary_key=True),
    Column("right", String(16), ForeignKey("claims.id"), primary_key=True, index=True),
    Column("points", Double, nullable=False),
    sqlite_with_rowid=False,
)

# those that may be one thing and are not sure: what a person is asked, the strongest first
unsure_pairs = Table(
    "unsure_pairs",
    metadata,
    Column("left", String(16), ForeignKey("claims.id"), primary_key=True),
    Column("right", String(16), ForeignKey("claims.id"), primary_key=True, index=True),
    Column("points", Double, nullable=False),
    Index("ix_unsure_pairs_points", "points", "left", "right"),
    sqlite_with_rowid=False,
)

# how far the ledger had come, and as of which day, when somebody looked last at what changed between some states
looks = Table(
    "looks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("states", Text, primary_key=True),
    Column("added", Moment, nullable=False),
    Column("day", Date, nullable=False),
)

# who may do what, where people sign in; ``key`` is what two ways to write one name share
users = Table(
    "users",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(10), nullable=False),
    Column("since", Moment, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("password", Text),
)

# what programs show in place of a password, by the hash of it
tokens = Table(
    "tokens",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("user", Text, ForeignKey("users.key"), nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("role", String(10), nullable=False),
    Column("made", Moment, nullable=False),
    Column("ends", Moment, nullable=False),
    Column("used", Moment),
    Column("scope", String(10), nullable=False, server_default="programs"),
)

# who is signed in by a browser, by the hash of what its cookie holds
web_sessions = Table(
    "web_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("user", Text, ForeignKey("users.key"), nullable=False, index=True),
    Column("began", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
)
