"""The words of the house: frozen values that every stage shares, built on the standard library alone."""
