"""Your conv2d at work: five filters on a drawn house, then two of them on handwriting. Nothing is trained."""

import torch
from conv2d import conv2d
from fitting import moved
from torch import Tensor

from tutor import live
from tutor.datasets import digits

FILTERS = {
    "as it is": [[0.0, 0, 0], [0, 1, 0], [0, 0, 0]],
    "blur": [[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]],
    "upright edges": [[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]],
    "level edges": [[-1.0, -1, -1], [0, 0, 0], [1, 1, 1]],
    "sharper": [[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]],
}
SAYS = {
    "as it is": "A single 1 in the middle: every pixel is replaced by itself.",
    "blur": "The mean of nine neighbours. What is smooth stays, what is sharp is smeared.",
    "upright edges": "Right column less left column. White: it gets lighter to the right. Black: darker. Grey: 0.",
    "level edges": "Lower row less upper row. White: it gets lighter downwards. The walls are gone.",
    "sharper": "Five times the pixel less its four neighbours: the opposite of a blur.",
}


def house() -> Tensor:
    """A drawing of 26 x 44 pixels: a sky that gets lighter downwards, a sun, walls, a roof, a door and a window."""
    y, x = torch.meshgrid(torch.arange(26.0), torch.arange(44.0), indexing="ij")  # (26, 44) each
    drawn = 0.15 + 0.3 * y / 26
    drawn[(y - 6) ** 2 + (x - 36) ** 2 < 16] = 1.0  # the sun
    drawn[(y >= 3) & (y < 12) & ((x - 15).abs() < (y - 2) * 1.4)] = 0.55  # the roof
    drawn[(y >= 12) & (y < 24) & (x >= 6) & (x < 25)] = 0.85  # the walls
    drawn[(y >= 16) & (y < 24) & (x >= 9) & (x < 13)] = 0.2  # the door
    drawn[(y >= 15) & (y < 20) & (x >= 16) & (x < 22)] = 0.3  # the window
    drawn[y >= 24] = 0.1  # the ground
    return drawn


def enlarged(weights: Tensor, times: int = 4) -> Tensor:
    """Every number as a square of `times` by `times` pixels."""
    return weights.repeat_interleave(times, dim=0).repeat_interleave(times, dim=1)


scene = house().reshape(1, 1, 26, 44)
filters = torch.tensor(list(FILTERS.values())).unsqueeze(1)  # (5, 1, 3, 3): five filters, one input channel
maps = conv2d(scene, filters, padding=1)[0]  # (1, 5, 26, 44): one call, five pictures; then (5, 26, 44)

frames = []
for name, weights, result in zip(FILTERS, filters[:, 0], maps, strict=True):
    around = 0.5 if "edges" in name else 0.0  # where 0 lies between black and white
    sixfold = 6 if "edges" in name else 1  # an edge of full height gives 3 or -3
    frames.append((name, [enlarged(weights / (2 * weights.abs().max()) + 0.5), result / sixfold + around]))
live.slider(
    "One filter and what it makes of the house",
    frames,
    caption=[f"{SAYS[name]} Left: its nine numbers, grey is 0." for name in FILTERS],
)

# The same two edge filters on handwriting, and once more with the digit moved: the map moves along.
data = digits.load()
three = data.train_x[(data.train_y == 3).nonzero()[2]]  # (1, 1, 8, 8)
edges = filters[2:4]  # (2, 1, 3, 3)
shown, names = [], []
for name, picture in (("a 3", three), ("moved", moved(three, 0, 2))):
    upright, level = conv2d(picture, edges, padding=1)[0]  # (8, 8) each
    shown += [picture[0, 0], upright / 6 + 0.5, level / 6 + 0.5]
    names += [name, "upright", "level"]
live.picture(
    "A 3, its edges, and the same two pixels further right",
    [enlarged(one, 1) for one in shown],
    labels=names,
    caption="What a filter finds, it finds everywhere. At the border the 3 runs out of the picture.",
)
means = conv2d(scene, filters).mean(dim=(0, 2, 3))  # (5,): without padding, so without its frame
told = ", ".join(f"{name} {abs(value):.2f}" for name, value in zip(FILTERS, means.tolist(), strict=True))
live.say(f"The mean of each result: {told}. The numbers of the edge filters add up to 0, those of the others to 1.")
