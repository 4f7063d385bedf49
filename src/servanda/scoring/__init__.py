"""How well claims agree with annotated ones: evidence paired, fields compared, counted by kind."""
