"""One box slides over another, and grows around it; pixels are counted. Nothing is trained."""

import torch
from torch import Tensor

from tutor import live

SIZE = 24
SIGNS = ["both", "only the true box", "only the other one"]

live.seed()


def pixels(box: tuple[int, int, int, int]) -> Tensor:
    """(24, 24) bool, True inside of (x1, y1, x2, y2)."""
    x1, y1, x2, y2 = box
    inside = torch.zeros(SIZE, SIZE, dtype=torch.bool)
    inside[y1:y2, x1:x2] = True
    return inside


def compare(title: str, true: tuple[int, int, int, int], others: dict[str, tuple[int, int, int, int]]) -> None:
    """A slider over the other boxes, with the pixels counted."""
    frames, masks, captions = [], [], []
    for name, other in others.items():
        here, there = pixels(true), pixels(other)
        both, any_of_them = (here & there).sum().item(), (here | there).sum().item()
        frames.append((name, torch.zeros(SIZE, SIZE)))
        masks.append(1 * (here & there) + 2 * (here & ~there) + 3 * (there & ~here))
        captions.append(f"{both} pixels in both, {any_of_them} in at least one: {both / any_of_them:.3f}.")
    live.slider(title, frames, masks=masks, names=SIGNS, caption=captions)


compare(
    "8 x 8 pixels, moved to the right",
    (4, 8, 12, 16),
    {f"moved by {n}": (4 + n, 8, 12 + n, 16) for n in range(10)},
)
compare(
    "8 x 8 pixels, moved to the right and down",
    (4, 4, 12, 12),
    {f"moved by {n}": (4 + n, 4 + n, 12 + n, 12 + n) for n in range(10)},
)
compare(
    "The same centre, another size",
    (8, 8, 16, 16),
    {f"{2 * n} x {2 * n}": (12 - n, 12 - n, 12 + n, 12 + n) for n in range(1, 9)},
)
