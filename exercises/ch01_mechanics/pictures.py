"""Turns tensors into pictures for the terminal: digits, the graph of a function, a map with contour bands."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

WIDTH, HEIGHT = 64, 32  # pixels; a line of a terminal shows two rows of them
LINE = torch.tensor([0.35, 0.5, 0.75])  # blue
DOT = torch.tensor([1.0, 0.75, 0.2])  # orange
START = torch.tensor([1.0, 1.0, 1.0])  # white
GOAL = torch.tensor([0.3, 1.0, 0.4])  # green

Range = tuple[float, float]  # the lowest and the highest value on an axis of a map


def enlarged(rows: Tensor) -> Tensor:
    """(K, 64) -> (K, 12, 12): rows of 64 pixels as pictures, a little larger and smoother."""
    return F.interpolate(rows.reshape(-1, 1, 8, 8), size=(12, 12), mode="bilinear").squeeze(1)


def curve(f: Callable[[Tensor], Tensor], points: Tensor, low: float, high: float, top: float) -> Tensor:
    """The graph of f from low to high, values 0 (bottom) to `top`, with dots at some points. Returns (3, H, W)."""
    image = torch.full((3, HEIGHT, WIDTH), 0.08)
    rows = [_row(value, top) for value in f(torch.linspace(low, high, WIDTH))]
    for column, row in enumerate(rows):
        before = rows[max(0, column - 1)]
        for between in range(min(row, before), max(row, before) + 1):  # steep parts have no gaps
            _dot(image, column, between, LINE)
    for number, point in enumerate(points):
        column, row = round(float((point - low) / (high - low)) * (WIDTH - 1)), _row(f(point), top)
        for side in (0, 1):
            for above in (0, 1):
                _dot(image, column + side, row - above, START if number == 0 else DOT)
    return image


def contour_map(f: Callable[[Tensor], Tensor], history: list[Tensor], x: Range, y: Range, goal: list[float]) -> Tensor:
    """A map of f over a rectangle: dark where f is low, a new band each time f doubles; the path, its start, the goal.

    f takes points (2, ...); history: points (2,), drawn where they lie inside. Returns (3, H, W).
    """
    columns, rows = torch.linspace(*x, WIDTH), torch.linspace(y[1], y[0], HEIGHT)
    points = torch.stack(torch.meshgrid(columns, rows, indexing="xy"))  # (2, H, W)
    heights = f(points)  # (H, W)
    bands = torch.log2(heights + 0.02).floor()
    shade = (bands - bands.min()) / (bands.max() - bands.min()).clamp(min=1)  # (H, W), 0 to 1
    shade = 0.75 * shade + 0.12 * (bands % 2)  # neighbouring bands differ clearly
    image = torch.stack([0.02 + 0.35 * shade, 0.05 + 0.5 * shade, 0.12 + 0.75 * shade])  # (3, H, W)
    for point in history:
        _mark(image, point, x, y, DOT)
    _mark(image, history[0], x, y, START)
    _mark(image, torch.tensor(goal), x, y, GOAL)
    return image.clamp(0, 1)


def _row(value: Tensor, top: float) -> int:
    return round((1 - float(value) / top) * (HEIGHT - 1))


def _mark(image: Tensor, point: Tensor, x: Range, y: Range, colour: Tensor) -> None:
    a, b = float(point[0]), float(point[1])
    if abs(a) < 1e6 and abs(b) < 1e6:  # a walk that ran away has no place on the map
        column = round((a - x[0]) / (x[1] - x[0]) * (WIDTH - 1))
        row = round((y[1] - b) / (y[1] - y[0]) * (HEIGHT - 1))
        _dot(image, column, row, colour)


def _dot(image: Tensor, column: int, row: int, colour: Tensor) -> None:
    if 0 <= column < WIDTH and 0 <= row < HEIGHT:
        image[:, row, column] = colour
