"""The ledger for programs: JSON under /api."""
