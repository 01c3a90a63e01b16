"""Points as text: a character and a colour for each class, between two axes.

A cell shows the class that most of its points belong to. Below the points lie the paths that join them, and below these
the contour lines of a background.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.text import Text

from tutor.render.axes import Range, even, framed, margin, number, place, reach
from tutor.render.colours import ANSI, ONE, marks_of
from tutor.render.fitting import cut, one_line, wrapped
from tutor.render.legend import legend

HEIGHT = 20
LOWEST = 6  # rows of points
WIDEST = 4  # columns for each row: twice as wide as high, as cells are twice as high as wide
CONTOUR = "."
LEGEND_LINES = 2

Event = dict[str, Any]
Cell = tuple[int, int]  # row from the top, column


def scatter_text(
    event: Event, *, width: int = 80, height: int = HEIGHT, colour: bool = True, colours: Sequence[str] = ANSI
) -> Text:
    """Everything that a `scatter` event shows: title, points, axes with their ranges, legend, caption.

    Never wider than `width`, and as many lines as `height` unless that is too few to see anything. `colours` go to the
    classes in turn.
    """
    marks = marks_of(event["names"])
    above = [Text(cut(str(event["title"]), width), "bold")] if event["title"] else []
    classes = [
        (Text(mark, f"bold {colours[at % len(colours)]}"), name if name != mark else "")
        for at, (name, mark) in enumerate(zip(event["names"], marks, strict=True))
    ]
    below = [*legend(classes, width, LEGEND_LINES), *_words(event, width)]
    rows = max(LOWEST, height - len(above) - len(below) - 2)
    x, y = (_range(event[side], [point[at] for point in event["points"]]) for at, side in enumerate(("x", "y")))
    top, bottom = number(y[1]), number(y[0])
    left = margin(top, bottom, width)
    columns = max(1, min(width - left - 1, WIDEST * rows))
    cells = _cells(event, (rows, columns), (x, y), marks or ONE, colours)
    drawn = [_row(cells, row, columns) for row in range(rows)]
    lines = [*above, *framed(drawn, (top, bottom), x, left), *below]
    for line in lines:
        line.truncate(width)
        if not colour:
            line.spans.clear()
    return Text("\n").join(lines)


def _range(given: Sequence[float] | None, values: list[float]) -> Range:
    if given is not None:
        return given[0], given[1]
    return even(reach(values or [0.0, 1.0]))


def _cells(
    event: Event, size: Cell, ranges: tuple[Range, Range], marks: str, colours: Sequence[str]
) -> dict[Cell, tuple[str, str]]:
    """The character and the style of each cell that isn't empty."""
    rows, columns = size
    x, y = ranges
    cells: dict[Cell, tuple[str, str]] = {}
    if event["background"]:
        cells.update((cell, (CONTOUR, "dim")) for cell in _contours(event["background"], size))
    paths: dict[int, list[Cell]] = defaultdict(list)
    for (across, up), label in zip(event["points"], event["labels"], strict=True):
        paths[label].append((rows - 1 - place(up, y, rows), place(across, x, columns)))
    if event["joined"]:
        for label, path in paths.items():
            style = colours[label % len(colours)]
            for start, end in pairwise(path):
                cells.update((cell, (mark, style)) for cell, mark in _stroke(start, end))
    here: dict[Cell, Counter[int]] = defaultdict(Counter)
    for label, path in paths.items():
        for cell in path:
            here[cell][label] += 1
    for cell, found in here.items():
        label = max(found, key=lambda label: (found[label], label))
        cells[cell] = marks[label], f"bold {colours[label % len(colours)]}"
    return cells


def _contours(background: Sequence[str], size: Cell) -> Iterator[Cell]:
    """The cells at which the level is another one than to the right or below."""
    rows, columns = size
    downwards = [background[round(_part(row, rows) * (len(background) - 1))] for row in reversed(range(rows))]
    levels = [
        [line[round(_part(column, columns) * (len(line) - 1))] for column in range(columns)] for line in downwards
    ]
    for row, line in enumerate(levels):
        under = levels[min(row + 1, rows - 1)]
        for column, level in enumerate(line):
            if level != line[min(column + 1, columns - 1)] or level != under[column]:
                yield row, column


def _part(at: int, count: int) -> float:
    return at / max(1, count - 1)


def _stroke(start: Cell, end: Cell) -> Iterator[tuple[Cell, str]]:
    """The cells between two points, with the line that goes about that way: a cell is twice as high as wide."""
    down, right = 2 * (end[0] - start[0]), end[1] - start[1]
    flat, steep = 2 * abs(down) < abs(right), 2 * abs(right) < abs(down)
    mark = "─" if flat else "│" if steep else "╲" if (down > 0) == (right > 0) else "╱"
    steps = max(abs(end[0] - start[0]), abs(right))
    for step in range(1, steps):
        part = step / steps
        yield (round(start[0] + part * (end[0] - start[0])), round(start[1] + part * right)), mark


def _row(cells: dict[Cell, tuple[str, str]], row: int, columns: int) -> Text:
    text = Text()
    for column in range(columns):
        text.append(*cells.get((row, column), (" ", "")))
    return text


def _words(event: Event, width: int) -> list[Text]:
    """How many points are missing, and the caption."""
    said = []
    if event["left_out"]:
        every = event["left_out"] + len(event["points"])
        said.append(f"{event['left_out']} of {every} points lie outside.")
    if event["caption"]:
        said.append(one_line(str(event["caption"])))
    return [line for words in said for line in wrapped(Text(words, "italic"), width)]
