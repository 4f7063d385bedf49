"""Bytes to reports: text with a date, HTML, JSON Lines. What cannot be used is an error value, never lost."""
