"""Stripes, every second pixel of them, and the same after a blur. Where do the false ones come from? About 2 seconds.

The blur weighs each pixel and its two neighbours by 1 2 1, divided by 4: what blur_kernel will be in two directions.
"""

import math

import torch
from torch import Tensor

from tutor import live

WIDTH = 48
COUNTS = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24]  # stripes in 48 pixels; 24 is 0 1 0 1 0 1 ...


def stripes(count: int) -> Tensor:
    """So many light stripes with dark ones between them, on a row of 48 pixels (and one more on either side)."""
    places = torch.arange(-1, WIDTH + 1)
    return (1 - torch.cos(2 * math.pi * count * places / WIDTH)) / 2  # (50,)


def blurred(row: Tensor) -> Tensor:
    return (row[:-2] + 2 * row[1:-1] + row[2:]) / 4  # (50,) -> (48,)


def bands(row: Tensor) -> Tensor:
    """Three bands, one above the other: the row, every second pixel of it, and every second after the blur."""
    full = row[1:-1]  # (48,)
    band = [full, full[::2].repeat_interleave(2), blurred(row)[::2].repeat_interleave(2)]
    gap = torch.full((2, WIDTH), 0.25)
    return torch.cat([band[0].expand(6, WIDTH), gap, band[1].expand(6, WIDTH), gap, band[2].expand(6, WIDTH)])


def caption(count: int) -> str:
    seen = min(count, WIDTH // 2 - count)  # of so few pixels, more than 12 stripes look like fewer
    row = blurred(stripes(count))
    contrast = (row.max() - row.min()).item()
    return f"{count} stripes. Every second pixel shows {seen}; the blur leaves {contrast:.2f} of the contrast."


live.slider(
    "Above: all pixels. Middle: every second. Below: first the blur",
    [(f"{count} stripes", bands(stripes(count))) for count in COUNTS],
    caption=[caption(count) for count in COUNTS],
)
finest = stripes(24)[1:-1]  # 0 1 0 1 ...
live.text(
    "The finest stripes, and the same a pixel further",
    f"every second pixel     {finest[:12:2].mean():.1f} and {finest[1:12:2].mean():.1f}, in all places\n"
    "after the blur         0.5 and 0.5",
)
