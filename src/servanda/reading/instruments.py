from __future__ import annotations
def find_instruments(text, mentions):
    return []
