"""The ledger for assistants: tools over the Model Context Protocol, every answer with its quotes and sources."""
