"""The migrations of a ledger, run by Alembic when it is opened."""

# the newest revision; a ledger that names another is brought up to it, or is newer than the program
HEAD = "0001"
