"""What drawings with two axes share: ranges with even ends, the place of a value, and the frame with its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich.text import Text

Range = tuple[float, float]
LARGEST = 1e300


def reach(values: Iterable[float]) -> Range:
    """From the lowest value to the highest, and a little around a single one."""
    found = list(values)
    low, high = min(found), max(found)
    if low == high:
        around = abs(low) * 0.1 or 1.0
        low, high = low - around, high + around
    return max(low, -LARGEST), min(high, LARGEST)


def even(bounds: Range) -> Range:
    """The smallest range around this one that ends at even numbers: tenths of it, as 1, 2 or 5 times a power of ten."""
    low, high = bounds
    step = even_step(high / 10 - low / 10)
    if not math.isfinite(low / step) or not math.isfinite(high / step):
        return bounds
    # A multiple of the step that is off in its last bit, such as 3 · 0.1, is that multiple and not the one beside it.
    first = math.floor(low / step + 1e-9)
    last = max(first + 1, math.ceil(high / step - 1e-9))  # a range of next to nothing is still one
    digits = max(0, -math.floor(math.log10(step)))
    return round(first * step, digits), round(last * step, digits)


def even_step(least: float) -> float:
    """The smallest of … 0.1, 0.2, 0.5, 1, 2, 5, 10 … that is at least `least`."""
    if least < 1e-300:
        return 1e-300
    power = math.floor(math.log10(least) + 1e-9)
    return next(float(f"{factor}e{power}") for factor in (1, 2, 5, 10) if float(f"{factor}e{power}") >= least * 0.999)


def place(value: float, bounds: Range, cells: int) -> int:
    """The cell of a value, 0 to cells - 1."""
    low, high = bounds
    part = (value / 2 - low / 2) / (high / 2 - low / 2)  # halves: the difference of two huge numbers stays finite
    return min(cells - 1, max(0, round(part * (cells - 1))))


def number(value: float) -> str:
    """A number beside an axis."""
    text = f"{value:.3g}"
    return text.replace("e+0", "e").replace("e-0", "e-").replace("e+", "e")


def margin(top: str, bottom: str, width: int) -> int:
    """How wide the numbers of the upright axis are."""
    return min(max(len(top), len(bottom)), width // 3)


def framed(rows: Sequence[Text], ends: tuple[str, str], x: Range, margin: int) -> list[Text]:
    """`rows` with both axes around them; `ends` are the numbers at the top and at the bottom."""
    top, bottom = ends
    cells = max((row.cell_len for row in rows), default=0)
    lines = []
    for at, row in enumerate(rows):
        label = top if at == 0 else bottom if at == len(rows) - 1 else ""
        lines.append(Text(label.rjust(margin)[:margin] + "┤" if label else " " * margin + "│") + row)
    left, right = number(x[0]), number(x[1])
    lines.append(Text(" " * margin + "└" + "─" * cells))
    lines.append(Text((" " * (margin + 1) + left + right.rjust(cells - len(left)))[: margin + 1 + cells]))
    return lines
