"""A complete helper module of the chapter."""

START = 3.0
