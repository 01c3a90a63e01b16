"""A transposed convolution, one stamp after the other. Nothing is trained; about two seconds."""

import torch
import torch.nn.functional as F
from fitting import TEST
from torch import Tensor

from tutor import live

live.seed()
small = torch.tensor([[3.0, 1.0, 2.0], [1.0, 2.0, 0.0], [0.0, 1.0, 3.0]])
stamp = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]) / 4


def enlarged(x: Tensor, weight: Tensor, stride: int) -> Tensor:
    """torch's own, for one picture (H, W) and one filter (k, k)."""
    return F.conv_transpose2d(x[None, None], weight[None, None], stride=stride)[0, 0]


frames, captions = [], []
for count in range(10):  # the first `count` numbers are there, the others are still 0
    so_far = torch.where(torch.arange(9).reshape(3, 3) < count, small, 0.0)
    frames.append((f"{count} stamps", [so_far, enlarged(so_far, stamp, 2)]))
    row, column = divmod(count - 1, 3)
    captions.append(
        f"The {small[row, column]:.0f} of row {row}, column {column}: from row {2 * row}, column {2 * column} on."
        if count
        else "3 x 3 numbers, a stamp of 3 x 3, stride 2: there will be 7 x 7."
    )
live.slider("Each number presses the stamp once", frames, labels=["in", "out"], caption=captions, low=0.0, high=3.0)

choices = [(2, 2), (3, 2), (4, 2), (5, 2), (4, 3)]
covered = [enlarged(torch.ones(6, 6), torch.ones(size, size), stride) for size, stride in choices]
live.slider(
    "How many stamps lie on each pixel",
    [(f"{size} x {size}, stride {stride}", times) for (size, stride), times in zip(choices, covered, strict=True)],
    caption=[f"From {int(inner.min())} to {int(inner.max())} inside." for inner in (t[5:-5, 5:-5] for t in covered)],
    low=0.0,
    high=9.0,
)

x1, y1, x2, y2 = TEST.boxes[3][1].int().tolist()
digit = F.pad(TEST.pictures[3, 0, y1:y2, x1:x2], (1, 1, 1, 1))  # a digit of a test scene
sides = {"2 x 2": [1.0, 1.0], "3 x 3": [0.6, 0.6, 0.6], "4 x 4": [0.25, 0.75, 0.75, 0.25]}
stamps = {name: torch.outer(torch.tensor(side), torch.tensor(side)) for name, side in sides.items()}
live.slider(
    "A digit at twice the size, stride 2",
    [(name, enlarged(digit, stamp, 2)) for name, stamp in stamps.items()],
    caption=[
        "Stamps side by side: each pixel becomes a square.",
        "Overlaps in every second row and column: a pattern that the digit doesn't have.",
        "Overlaps everywhere, strong in the middle and weak at the rim: smooth.",
    ],
)
