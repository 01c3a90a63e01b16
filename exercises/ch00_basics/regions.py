"""What a network answers everywhere in the plane, as a picture: orange for 1, blue for -1, white in between."""

from __future__ import annotations

from collections.abc import Callable

Colour = tuple[float, float, float]
Plane = list[list[Colour]]

ORANGE, BLUE, WHITE = (0.93, 0.55, 0.20), (0.25, 0.50, 0.85), (0.97, 0.97, 0.95)
DARK_ORANGE, DARK_BLUE = (0.50, 0.20, 0.00), (0.00, 0.10, 0.40)


def regions(
    answer: Callable[[list[float]], float],
    inputs: list[list[float]],
    targets: list[float],
    reach: tuple[float, float] = (2.2, 1.6),
    height: int = 20,
    width: int = 30,
) -> Plane:
    """The answers at height x width places from -reach to reach, and on top of them the points, in dark.

    reach: how far the picture goes to the right and to the top of its middle.
    """
    across, up = reach
    picture = [
        [
            _blend(answer([across * (2 * (c + 0.5) / width - 1), up * (1 - 2 * (r + 0.5) / height)]))
            for c in range(width)
        ]
        for r in range(height)
    ]
    for (x, y), target in zip(inputs, targets, strict=True):
        row, column = int((1 - y / up) / 2 * height), int((x / across + 1) / 2 * width)
        if 0 <= row < height and 0 <= column < width:
            picture[row][column] = DARK_ORANGE if target > 0 else DARK_BLUE
    return picture


def _blend(answer: float) -> Colour:
    """White where the answer is 0, and full colour from 1 or -1 on."""
    full, share = (ORANGE if answer > 0 else BLUE), min(abs(answer), 1.0)
    return tuple(share * f + (1 - share) * w for f, w in zip(full, WHITE, strict=True))
