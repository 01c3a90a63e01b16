# A stub made from the solution; your copy of it is in your workspace.
"""Twice a number."""


def double(x: float) -> float:
    """Twice x."""
    raise NotImplementedError
