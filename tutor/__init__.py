"""A deep-learning course that lives in the terminal; ARCHITECTURE.md is the map of this package."""

__version__ = "0.1.0"
