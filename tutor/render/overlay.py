"""Masks and boxes over a picture: a tint for each class, an outline with its label at a corner.

A class has a colour and a mark, the letter or digit that a scatter would give its name. Where there are several classes
the mark stands in each of them; without colour every masked cell is its mark, and a box is drawn with lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_letters, digits

from rich.cells import cell_len, set_cell_size

from tutor.render.colours import DARK, ONE, marks_of
from tutor.render.raster import Box, Raster

TINT = 0.55  # how much of the class's colour a masked pixel has
MARKS = digits + ascii_letters

Colour = tuple[int, int, int]
Place = tuple[int, int]  # a pixel (row, column) or a cell (line, column)
Span = tuple[int, int]  # first and last


class Overlay:
    """What lies over one picture.

    Attributes:
        cells: what stands in the place of two pixels, and its style.
    """

    def __init__(self, raster: Raster, names: Sequence[str] | None, colour: bool) -> None:
        self._raster = raster
        self._marks = MARKS if names is None else marks_of(names)
        self._several = names is not None and len(names) > 1
        self._colour = colour
        self._outlines: dict[Place, Colour] = {}
        self._labelled: set[Place] = set()
        self.cells: dict[Place, tuple[str, str]] = {}
        if raster.mask:
            self._mark_masks()
        boxes = [(box, *spans) for box in raster.boxes if (spans := _inside(box, raster)) is not None]
        for each in boxes:
            self._outline(*each)
        for each in boxes:  # over every outline
            self._write(*each)

    def at(self, row: int, column: int) -> Colour:
        """The colour of a pixel, with what lies over it."""
        if (row, column) in self._outlines:
            return self._outlines[row, column]
        pixel = self._raster.at(row, column)
        masked = self._masked(row, column)
        if not masked:
            return pixel
        red, green, blue = (
            round((1 - TINT) * old + TINT * new) for old, new in zip(pixel, colour_of(masked - 1), strict=True)
        )
        return red, green, blue

    def _masked(self, row: int, column: int) -> int:
        inside = bool(self._raster.mask) and row < self._raster.height
        return self._raster.mask[row * self._raster.width + column] if inside else 0

    def _mark_masks(self) -> None:
        found: dict[int, list[Place]] = {}
        for line in range((self._raster.height + 1) // 2):
            for column in range(self._raster.width):
                for masked in {self._masked(2 * line, column), self._masked(2 * line + 1, column)} - {0}:
                    found.setdefault(masked, []).append((line, column))
        for masked, cells in found.items():
            mark = self._marks[masked - 1] if masked <= len(self._marks) else ONE
            if not self._colour:
                self.cells |= dict.fromkeys(cells, (mark, ""))
            elif self._several or len(found) > 1:
                self.cells[_middle(cells)] = mark, ink_on(masked - 1)

    def _outline(self, box: Box, rows: Span, columns: Span) -> None:
        lines = (rows[0] // 2, rows[1] // 2)
        if self._colour:
            pixels = _frame(rows, columns)
            self._outlines |= dict.fromkeys(pixels, colour_of(box.number))
            for line, column in {(row // 2, column) for row, column in pixels}:
                self.cells.pop((line, column), None)  # a mark gives way
            return
        for line, column in _frame(lines, columns):
            upright, level = column in columns, line in lines
            self.cells[line, column] = "+" if upright and level else "|" if upright else "-", ""

    def _write(self, box: Box, rows: Span, columns: Span) -> None:
        """The label at the upper corner, or at the lower one where another label stands there already."""
        width = self._raster.width
        label = "".join(char if char.isprintable() and cell_len(char) == 1 else "?" for char in box.label)
        label = set_cell_size(label, min(len(label), width))
        start = min(columns[0], width - len(label))
        upper, lower = ([(row // 2, start + at) for at in range(len(label))] for row in rows)
        places = lower if self._labelled.intersection(upper) else upper
        self._labelled.update(places)
        style = ink_on(box.number) if self._colour else ""
        self.cells |= {place: (char, style) for place, char in zip(places, label, strict=True)}


def colour_of(number: int) -> Colour:
    """The colour of a class; pictures are mostly dark."""
    red, green, blue = bytes.fromhex(DARK[number % len(DARK)][1:])
    return red, green, blue


def ink_on(number: int) -> str:
    """Letters on the colour of a class, which is light."""
    return f"bold {style_of((0, 0, 0), colour_of(number))}"


def style_of(ink: Colour, ground: Colour | None) -> str:
    """Both colours as rich names them."""
    style = "#{:02x}{:02x}{:02x}".format(*ink)
    return style if ground is None else style + " on #{:02x}{:02x}{:02x}".format(*ground)


def _inside(box: Box, raster: Raster) -> tuple[Span, Span] | None:
    """The rows and the columns of a box as far as it lies in the picture; None where it lies outside."""
    rows, columns = _span(box.top, box.bottom, raster.height), _span(box.left, box.right, raster.width)
    return None if rows is None or columns is None else (rows, columns)


def _span(low: float, high: float, size: int) -> Span | None:
    if high < 0 or low > size:
        return None
    first = min(max(round(low), 0), size - 1)
    return first, max(first, min(round(high), size) - 1)


def _frame(rows: Span, columns: Span) -> set[Place]:
    """The places on the edge of a rectangle."""
    level = {(row, column) for row in rows for column in range(columns[0], columns[1] + 1)}
    upright = {(row, column) for column in columns for row in range(rows[0], rows[1] + 1)}
    return level | upright


def _middle(cells: Sequence[Place]) -> Place:
    """Of these cells the one nearest to their mean; a cell is twice as high as wide."""
    line, column = (sum(cell[axis] for cell in cells) / len(cells) for axis in (0, 1))
    return min(cells, key=lambda cell: 4 * (cell[0] - line) ** 2 + (cell[1] - column) ** 2)
