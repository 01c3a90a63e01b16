# Made from solutions/ch02_two/slope.py by `dltutor author stubs`; edit that file. [51b0523e]
"""The slope of the square."""

from ch01_one.double import double


def slope(x: float) -> float:
    """The derivative of x² at x."""
    raise NotImplementedError
