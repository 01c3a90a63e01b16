"""The encodings of places, before anything is learned: their waves, and what a shift does to them."""

import torch
from positional_encoding import positional_encoding

from tutor import live

PLACES, WIDTH = 32, 32


def main() -> None:
    table = positional_encoding(PLACES, WIDTH)  # (32, 32)
    live.picture(
        "Place by place",
        table,
        low=-1.0,
        high=1.0,
        caption="A row for each place from 0 to 31, a column for each of 32 numbers: fast waves left, slow ones right.",
    )
    alike = table @ table.T  # (32, 32)
    live.picture(
        "How alike two places are",
        alike,
        low=float(alike.min()),
        high=float(alike.max()),
        caption="The dot product of each place with each other: bright where they are near, the same along a diagonal.",
    )
    steps = [0, 1, 2, 4, 8, 16]
    lines = [f"{'from place':>12}" + "".join(f"{f'+{step}':>8}" for step in steps)]
    lines += [
        f"{start:>12}" + "".join(f"{float(table[start] @ table[start + step]):>8.3f}" for step in steps)
        for start in (0, 3, 10, 15)
    ]
    live.text("The dot product of a place with one a few steps on", "\n".join(lines))
    words = torch.randn(3, WIDTH, generator=torch.Generator().manual_seed(0))  # three words, any
    forwards, backwards = (words + table[:3]).mean(dim=0), (words.flip(0) + table[:3]).mean(dim=0)
    both = {"in this order": forwards, "backwards": backwards}
    lines = [f"{title:<14}" + "".join(f"{number:>8.3f}" for number in mean[:6]) + " …" for title, mean in both.items()]
    live.text("The mean of three words with their places", "\n".join(lines))
    live.result(largest=float(table.abs().max()))


main()
