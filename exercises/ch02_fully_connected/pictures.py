"""Turns what a network has learnt into pictures for the terminal: a curve through points, a plane cut into regions."""

import torch
from torch import Tensor, nn

WIDTH, HEIGHT = 60, 24  # pixels; a line of a terminal shows two rows of them
BACKGROUND = 0.07
BLUE, ORANGE = torch.tensor([0.3, 0.6, 1.0]), torch.tensor([1.0, 0.65, 0.15])

Range = tuple[float, float]  # the lowest and the highest value on an axis


def curve_picture(x: Tensor, y: Tensor, curve: Tensor, high: Range) -> Tensor:
    """Points x, y (N,) in blue and a curve (N,) at the same x in orange. `high` is the range of y. (3, H, W)"""
    image = torch.full((3, HEIGHT, WIDTH), BACKGROUND)
    wide = (float(x[0]), float(x[-1]))
    for point, value in zip(x.tolist(), y.tolist(), strict=True):
        _dot(image, _column(point, wide), _row(value, high), 0.65 * BLUE)
    rows = [_row(value, high) for value in curve.tolist()]
    for point, row, before in zip(x.tolist(), rows, [rows[0], *rows], strict=False):
        for between in range(min(row, before), max(row, before) + 1):  # steep parts have no gaps
            _dot(image, _column(point, wide), between, ORANGE)
    return image


@torch.no_grad()
def regions_picture(model: nn.Module, x: Tensor, y: Tensor, wide: Range, high: Range) -> Tensor:
    """Which of two classes a model expects at each place of the plane, and some points x (N, 2) with their class y.

    Class 0 is blue, class 1 orange; the surer the model, the stronger the colour. Points are bright. (3, H, W)
    """
    columns, rows = torch.linspace(*wide, WIDTH), torch.linspace(high[1], high[0], HEIGHT)
    places = torch.stack(torch.meshgrid(columns, rows, indexing="xy"), dim=-1)  # (H, W, 2)
    share = model(places.reshape(-1, 2)).softmax(dim=1)[:, 1].reshape(1, HEIGHT, WIDTH)  # of class 1
    sure = 2 * (share - 0.5).abs()
    colour = torch.where(share < 0.5, BLUE[:, None, None], ORANGE[:, None, None])  # (3, H, W)
    image = BACKGROUND + (0.05 + 0.33 * sure) * colour
    for (a, b), label in zip(x.tolist(), y.tolist(), strict=True):
        _dot(image, _column(a, wide), _row(b, high), 0.4 + 0.6 * (ORANGE if label else BLUE))
    return image


def _column(value: float, wide: Range) -> int:
    return _place((value - wide[0]) / (wide[1] - wide[0]), WIDTH)


def _row(value: float, high: Range) -> int:
    return _place((high[1] - value) / (high[1] - high[0]), HEIGHT)


def _place(share: float, size: int) -> int:
    """Where on an axis of `size` pixels; what lies outside, or is no number, gets a place just outside."""
    return round(min(max(share, -1 / size), 1 + 1 / size) * (size - 1)) if share == share else -1


def _dot(image: Tensor, column: int, row: int, colour: Tensor) -> None:
    if 0 <= column < WIDTH and 0 <= row < HEIGHT:
        image[:, row, column] = colour
