# Made from solutions/ch01_one/double.py by `dltutor author stubs`; edit that file. [da39c4d1]
"""Twice a number."""


def double(x: float) -> float:
    """Twice x."""
    raise NotImplementedError
