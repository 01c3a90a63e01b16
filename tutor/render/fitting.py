"""Text that fits a drawing: on one line, cut, or wrapped."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text


def one_line(text: str) -> str:
    """`text` without line breaks and other control characters, which would tear a drawing apart."""
    return "".join(char if char.isprintable() else " " for char in text)


def cut(text: str, width: int) -> str:
    """`text` on one line of at most `width` cells, with … where something is missing."""
    text = one_line(text)
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…" * (width > 0)


def wrapped(text: Text, width: int) -> list[Text]:
    """`text` as lines of at most `width` cells."""
    from rich.console import Console

    return list(text.wrap(Console(width=max(1, width)), max(1, width)))
