"""The migrations of a ledger, run by Alembic when it is opened."""

# every revision, oldest first; a ledger that names another one is of a newer program
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
HEAD = REVISIONS[-1]
