"""Six networks read digits, and the same digits moved by a pixel or two. About 12 seconds.

The first four see every picture where it is. The last two see it moved by your random_shift, anew in every epoch.
"""

import torch
from fitting import accuracy, enlarged, fit, moved, moved_accuracy, plain_loss
from random_shift import random_shift
from rivals import linear, mlp, without_pooling
from small_cnn import SmallCNN
from torch import Tensor, nn

from tutor import live
from tutor.datasets import images

OFFSETS = [-2, -1, 0, 1, 2]

seed = live.seed()
data = images.load()
chance = torch.Generator().manual_seed(seed)


def moved_loss(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """The cross-entropy of a batch in which every picture was moved by up to one pixel."""
    return plain_loss(model, random_shift(x, 1, chance), y)


live.picture(
    "What your random_shift makes of one picture",
    enlarged(random_shift(data.train_x[[4] * 6], 1, torch.Generator().manual_seed(1))),
    caption="Six copies in one batch, each moved its own way by up to one pixel.",
)

networks = {
    "linear": (linear, 30, plain_loss),
    "MLP": (mlp, 30, plain_loss),
    "no pooling": (without_pooling, 20, plain_loss),
    "CNN": (SmallCNN, 20, plain_loss),
    "MLP, moved": (mlp, 60, moved_loss),
    "CNN, moved": (SmallCNN, 20, moved_loss),
}
straight, shifted, maps = {}, {}, []
for name, (make, epochs, loss_of) in networks.items():
    live.stage(name, of=len(networks))
    torch.manual_seed(seed)
    model = make()
    fit(model, data.train_x, data.train_y, epochs, loss_of=loss_of, seed=seed)
    straight[name] = accuracy(model, data.test_x, data.test_y)
    shifted[name] = moved_accuracy(model, data.test_x, data.test_y)
    live.log(straight=straight[name], moved=shifted[name])
    shares = [[accuracy(model, moved(data.test_x, y, x), data.test_y) for x in OFFSETS] for y in OFFSETS]
    maps.append((name, shares))

live.slider(
    "Test pictures read right, in hundredths, when they are moved",
    maps,
    rows=["2 up", "1 up", "0", "1 down", "2 down"],
    columns=["2 left", "1 left", "0", "1 right", "2 right"],
    caption="In the middle they are where they were. Two pixels off, a part of many digits is cut away.",
)
lines = [f"{name:12}{straight[name]:>10.3f}{shifted[name]:>10.3f}" for name in networks]
live.text("Test pictures read right", "\n".join([f"{'':12}{'straight':>10}{'moved':>10}", *lines]))
live.result(
    test_accuracy=straight["CNN"],
    shifted_accuracy=shifted["CNN, moved"],
    gain=shifted["CNN, moved"] - shifted["CNN"],
    straight_after_all=straight["CNN, moved"],
    linear_accuracy=straight["linear"],
    mlp_accuracy=straight["MLP"],
    shifted_without=shifted["CNN"],
    shifted_mlp=shifted["MLP, moved"],
)
