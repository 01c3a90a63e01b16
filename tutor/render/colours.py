"""Colours that tell things of one drawing apart: curves, classes. Each also has a mark of its own, for eyes and
terminals without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters, digits

ONE = "•"  # where there are no classes, or no letter is left

DARK = (
    "#5fd7ff", "#ffd75f", "#87d75f", "#ff87d7", "#ff8700", "#af87ff", "#ff5f5f", "#5f87ff", "#00d7af", "#d7af87",
)  # fmt: skip
LIGHT = (
    "#005faf", "#af5f00", "#008700", "#af00af", "#d70000", "#5f00d7", "#875f00", "#0000d7", "#008787", "#5f5f5f",
)  # fmt: skip
# The terminal's own, where nobody knows what they stand on.
ANSI = ("bright_cyan", "bright_yellow", "bright_magenta", "bright_green", "bright_red", "bright_blue",
        "cyan", "yellow", "magenta", "green", "red", "blue")  # fmt: skip


def themed(dark: bool) -> tuple[str, ...]:
    """Those that can be read on a dark or on a light screen."""
    return DARK if dark else LIGHT


def marks_of(names: Sequence[str]) -> str:
    """For each name its first letter or digit that no name before it has taken, else any that is left."""
    taken = ""
    for name in names:
        own = [char for char in name if char in ascii_letters + digits]
        taken += next((char for char in own + list(ascii_letters + digits) if char not in taken), ONE)
    return taken
