"""The ledger: reports, claims, refused claims, unread stretches and judgements, only ever added; entries, rebuilt."""
