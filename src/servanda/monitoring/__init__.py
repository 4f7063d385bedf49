"""How things stand at a date: a small visible table of rules over what was told up to then, and nothing later."""
