"""What each colour and mark of a drawing stands for: names beside each other, in as few lines as they need."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from tutor.render.fitting import cut

GAP = 2
SHORTEST = 6  # cells of a name that was cut


def legend(items: Sequence[tuple[Text, str]], width: int, lines: int) -> list[Text]:
    """Each mark and its name, no more than so many lines: the longest names are cut until all find a place.

    What finds none even then is left out behind a "…".
    """
    longest = max((cell_len(name) for _, name in items), default=0)
    while True:
        packed = _packed([_item(mark, cut(name, longest)) for mark, name in items], width)
        fits = len(packed) <= lines and all(line.cell_len <= width for line in packed)
        if fits or longest <= SHORTEST:
            break
        longest -= 1
    shown = packed[:lines]
    if len(packed) > lines:
        shown[-1].truncate(max(0, width - 2))
        shown[-1].append(" …")
    for line in shown:
        line.truncate(width)
    return shown


def _item(mark: Text, name: str) -> Text:
    return Text.assemble(mark, " ", name) if name else mark


def _packed(items: list[Text], width: int) -> list[Text]:
    lines: list[Text] = []
    for item in items:
        if lines and lines[-1].cell_len + GAP + item.cell_len <= width:
            lines[-1] = Text.assemble(lines[-1], " " * GAP, item)
        else:
            lines.append(item.copy())
    return lines
