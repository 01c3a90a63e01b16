"""A small matrix with names on its rows and columns: attention weights, confusions, correlations."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from tutor.render.raster import RAMP, Raster, ramp

# Seven anchors of matplotlib's viridis: as light as the value is large, also for those who don't tell red from green.
ANCHORS = ((68, 1, 84), (68, 57, 131), (49, 104, 142), (33, 145, 140), (53, 183, 121), (144, 215, 67), (253, 231, 37))
WIDEST_NAME = 14
WIDEST_CELL = 8


def heat_map(
    raster: Raster,
    rows: Sequence[str] | None,
    columns: Sequence[str] | None,
    *,
    scale: tuple[float, float] = (0.0, 1.0),
    width: int = 80,
    colour: bool = True,
) -> Text:
    """One cell a pixel, the names around it and the scale below; at most `width` wide.

    Cells of three columns or more also show their number, in hundredths where the scale runs from 0 to 1; columns that
    find no place are left out, and a last line says so.
    """
    names = [_clean(name) for name in rows] if rows is not None else []
    names += [""] * (raster.height - len(names))
    margin = min(max((cell_len(name) for name in names), default=0), WIDEST_NAME, max(0, width // 3))
    room = max(1, width - margin - bool(margin))
    heads = [_clean(name) for name in columns] if columns is not None else []
    wish = max([3, *(cell_len(head) + 1 for head in heads)])
    cell = max(1, min(wish, WIDEST_CELL, room // max(1, raster.width)))
    shown = min(raster.width, room // cell)
    lines = []
    indent = " " * (margin + bool(margin))
    if heads:
        lines.append(Text(indent + _heads(heads[:shown], cell)))
    for row in range(raster.height):
        line = Text(_fit(names[row], margin) + " " if margin else "")
        for column in range(shown):
            line.append(*_cell(raster.light(row, column), cell, scale, colour))
        lines.append(line)
    lines.append(_legend(scale, width, colour))
    if shown < raster.width:
        lines.append(Text(_fit(f"… {raster.width - shown} columns more", width).rstrip()))
    for line in lines:
        line.truncate(width)
    return Text("\n").join(lines)


def heat(value: float) -> tuple[int, int, int]:
    """The colour of a value from 0 to 1."""
    place = min(1.0, max(0.0, value)) * (len(ANCHORS) - 1)
    index = min(int(place), len(ANCHORS) - 2)
    part = place - index
    red, green, blue = (
        round(low + part * (high - low)) for low, high in zip(ANCHORS[index], ANCHORS[index + 1], strict=True)
    )
    return red, green, blue


def _cell(value: float, cell: int, scale: tuple[float, float], colour: bool) -> tuple[str, str]:
    low, high = scale
    number = f"{round(100 * value)}" if scale == (0.0, 1.0) else f"{low + value * (high - low):.2g}"
    if len(number) > cell or cell < 3:
        number = ""
    if not colour:
        return (number or ramp(value) * cell).center(cell), ""
    ink = "black" if value > 0.55 else "white"
    return number.center(cell), "{} on #{:02x}{:02x}{:02x}".format(ink, *heat(value))


def _legend(scale: tuple[float, float], width: int, colour: bool) -> Text:
    low, high = scale
    legend = Text(f"{low:g} ", style="dim")
    for index in range(len(RAMP)):
        value = index / (len(RAMP) - 1)
        legend.append(" " if colour else RAMP[index], "on #{:02x}{:02x}{:02x}".format(*heat(value)) if colour else "")
    legend.append(f" {high:g}", "dim")
    return legend


def _clean(name: str) -> str:
    return "".join(char if char.isprintable() else "·" for char in str(name))


def _heads(heads: Sequence[str], cell: int) -> str:
    """The names of the columns; where they are narrow, only every second or third one, so that each can be read."""
    longest = max((cell_len(head) for head in heads), default=0)
    step = 1 if cell > 2 else -(-min(longest + 1, WIDEST_CELL) // cell)
    return "".join(_centred(head, step * cell) if step == 1 else _fit(head, step * cell) for head in heads[::step])


def _centred(name: str, cells: int) -> str:
    """A column's name over the middle of its cells, with a space to the next where there is room for one."""
    name = _fit(name, cells - (cells > 2)).rstrip()
    return _fit(" " * ((cells - cell_len(name)) // 2) + name, cells)


def _fit(text: str, cells: int) -> str:
    if cell_len(text) > cells > 2:
        return set_cell_size(set_cell_size(text, cells - 1).rstrip() + "…", cells)
    return set_cell_size(text, cells)
