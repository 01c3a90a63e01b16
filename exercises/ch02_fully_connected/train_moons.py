"""A straight border and a bent one between two moons, drawn while they are learnt."""

import torch
from batches import Batches
from cross_entropy import cross_entropy
from mlp import mlp
from pictures import regions_picture
from run_epoch import run_epoch
from torch import Tensor, nn

from tutor import live
from tutor.datasets import moons

EPOCHS = 100
SHOWN = (1, 2, 5, 10, 20, 40, 60, EPOCHS)


def border(model: nn.Module, data: moons.Moons) -> Tensor:
    """The regions of a model, with 150 of the training points."""
    return regions_picture(model, data.train_x[:150], data.train_y[:150], wide=(-2.2, 3.2), high=(-1.1, 1.6))


def main() -> None:
    seed = live.seed()
    data = moons.load(500, 2000, noise=0.2, seed=seed)
    reached, frames = {}, {}
    for name, sizes in {"linear": [2, 2], "two hidden layers": [2, 30, 30, 2]}.items():
        live.stage(name, of=2)
        torch.manual_seed(seed)
        model = mlp(sizes, nn.Tanh)
        numbers = sum(parameter.numel() for parameter in model.parameters())
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        batches = Batches(data.train_x, data.train_y, 32, seed)
        for epoch in live.epochs(EPOCHS):
            learnt = run_epoch(model, batches, cross_entropy, optimizer)
            reached[name] = run_epoch(model, [(data.test_x, data.test_y)], cross_entropy)["acc"]
            live.log(loss=learnt["loss"], test_accuracy=reached[name])
            if epoch + 1 in SHOWN:
                image, caption = border(model, data), f"Epoch {epoch + 1}: {reached[name]:.1%} of new points right"
                live.picture(f"The border, {name}", image, colour=True, caption=caption)
                if len(sizes) > 2:
                    frames[f"epoch {epoch + 1}: {reached[name]:.1%} right"] = image
        live.say(f"{name}: {numbers:,} numbers, {reached[name]:.1%} of 2,000 new points right.")
    live.slider("How the border bent", frames, colour=True)
    gain = reached["two hidden layers"] - reached["linear"]
    live.result(test_accuracy=reached["two hidden layers"], linear_accuracy=reached["linear"], gain=gain)


main()
