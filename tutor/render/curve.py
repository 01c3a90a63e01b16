"""Curves as text for plain terminals: dots of Braille (2 x 4 in a cell) in colour, or letters without colour."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from rich.text import Text

from tutor.render.axes import Range, framed, margin, number, place, reach
from tutor.render.colours import ANSI
from tutor.render.fitting import one_line
from tutor.render.legend import legend

MARKS = "*+ox#@"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
LEGEND_LINES = 3
SMALLEST = (12, 4)

Points = Sequence[tuple[float, float]]


def plot(
    series: Mapping[str, Points | Sequence[float]],
    width: int = 80,
    height: int = 16,
    *,
    log: bool = False,
    colour: bool = True,
) -> Text:
    """Lines through the points of each series, with axes and a legend of all names: `height` lines of at most `width`.

    Args:
        series: name -> (x, y) points in order, or plain values (then x counts from 1). A value that is no number breaks
            its line, and the legend counts them.
        log: whether y runs by powers of ten; values from zero down are left out and counted, too.
    """
    width, height = max(width, SMALLEST[0]), max(height, SMALLEST[1])
    lines = {name: _clean(points, log) for name, points in series.items()}
    below = _legend(series, lines, (width, min(LEGEND_LINES, height - 3)), colour)
    finite = [point for line in lines.values() for point in line if point is not None]
    if not finite:
        return Text("\n").join([Text("No points yet."), *below])
    x, y = reach(x for x, _ in finite), reach(y for _, y in finite)
    tell = (lambda y: number(10.0 ** max(-300.0, min(300.0, y)))) if log else number
    top, bottom = tell(y[1]), tell(y[0])
    left = margin(top, bottom, width)
    canvas = _Canvas(width - left - 1, height - 2 - len(below))
    for index, line in enumerate(lines.values()):
        canvas.draw(line, index, x, y)
    rows = framed([canvas.row(row, colour) for row in range(canvas.height)], (top, bottom), x, left)
    return Text("\n").join([*rows, *below])


def _clean(points: Points | Sequence[float], log: bool) -> list[tuple[float, float] | None]:
    """Points that can be drawn; None where a line breaks."""
    cleaned: list[tuple[float, float] | None] = []
    for index, point in enumerate(points):
        x, y = point if isinstance(point, tuple | list) else (index + 1, point)
        drawable = math.isfinite(x) and math.isfinite(y) and (y > 0 or not log)
        cleaned.append((float(x), math.log10(y) if log else float(y)) if drawable else None)
    return cleaned


def _legend(
    series: Mapping[str, object],
    lines: Mapping[str, list[tuple[float, float] | None]],
    size: tuple[int, int],
    colour: bool,
) -> list[Text]:
    items = []
    for index, name in enumerate(series):
        broken = sum(point is None for point in lines[name])
        mark = Text("━━", ANSI[index % len(ANSI)]) if colour else Text(MARKS[index % len(MARKS)])
        items.append((mark, one_line(name) + (f" ({broken} not drawn)" if broken else "")))
    return legend(items, *size)


class _Canvas:
    """Cells of 2 x 4 dots; a cell shows the colour of the series that touched it last."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._dots = [[0] * width for _ in range(height)]
        self._owner = [[0] * width for _ in range(height)]

    def draw(
        self,
        line: list[tuple[float, float] | None],
        owner: int,
        x: Range,
        y: Range,
    ) -> None:
        before: tuple[int, int] | None = None
        for point in line:
            if point is None:
                before = None
                continue
            dot = place(point[0], x, 2 * self.width), 4 * self.height - 1 - place(point[1], y, 4 * self.height)
            self._stroke(before or dot, dot, owner)
            before = dot

    def _stroke(self, start: tuple[int, int], end: tuple[int, int], owner: int) -> None:
        steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
        for step in range(steps + 1):
            x = round(start[0] + (end[0] - start[0]) * step / steps)
            y = round(start[1] + (end[1] - start[1]) * step / steps)
            self._dots[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
            self._owner[y // 4][x // 2] = owner

    def row(self, row: int, colour: bool) -> Text:
        text = Text()
        cells = zip(self._dots[row], self._owner[row], strict=True)
        for owner, run in groupby(cells, key=lambda cell: cell[1] if cell[0] else None):
            dots = [each for each, _ in run]
            if owner is None:
                text.append(" " * len(dots))
            elif colour:
                text.append("".join(chr(0x2800 + each) for each in dots), ANSI[owner % len(ANSI)])
            else:
                text.append(MARKS[owner % len(MARKS)] * len(dots))
        return text
