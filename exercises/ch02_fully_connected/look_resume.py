"""Ten epochs in one go, against five, a saved file and five more: with everything saved, or the weights alone."""

import tempfile
from pathlib import Path

import torch
from batches import Batches
from cross_entropy import cross_entropy
from fit import fit
from mlp import mlp
from save_ckpt import load_ckpt, save_ckpt
from torch import Tensor, nn

from tutor import live
from tutor.datasets import digits


class Training:
    """A network, its optimizer and its batches, all new."""

    def __init__(self, x: Tensor, y: Tensor, seed: int) -> None:
        torch.manual_seed(seed)
        self.model = mlp([64, 64, 10], nn.Tanh)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.05, momentum=0.9)
        self.batches = Batches(x, y, 32, seed)

    def run(self, name: str, first: int, last: int) -> list[float]:
        """Trains epochs `first` to `last` and returns the loss of each."""
        live.stage(name, of=4)
        losses = []
        for _ in live.epochs(last - first + 1):
            (epoch,) = fit(self.model, self.batches, cross_entropy, self.optimizer, 1)
            losses.append(epoch["loss"])
            live.log(loss=losses[-1])
        return losses

    def weights(self) -> Tensor:
        """All numbers of the network in one row."""
        return torch.cat([parameter.detach().flatten() for parameter in self.model.parameters()])


def main() -> None:
    seed = live.seed()
    data = digits.load()
    x, y = data.train_x.flatten(1), data.train_y
    straight = Training(x, y, seed)
    rows = {"ten in one go": straight.run("ten in one go", 1, 10)}

    stopped = Training(x, y, seed)
    first_half = stopped.run("five, then saved", 1, 5)
    resumed, weights_only = Training(x, y, seed + 1), Training(x, y, seed)  # new ones, as in a new program
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digits.pt"
        save_ckpt(path, stopped.model, stopped.optimizer, 5, stopped.batches.generator)
        done = load_ckpt(path, resumed.model, resumed.optimizer, resumed.batches.generator)
        live.say(f"The file has {path.stat().st_size:,} bytes; {done} epochs are done.")
    weights_only.model.load_state_dict(stopped.model.state_dict())
    rows["resumed from the file"] = first_half + resumed.run("resumed", done + 1, 10)
    rows["with the weights alone"] = first_half + weights_only.run("weights alone", 6, 10)

    table = [f"{'loss of epoch':<22}" + "".join(f"{epoch:>8}" for epoch in range(5, 11))]
    table += [f"{name:<22}" + "".join(f"{loss:>8.5f}" for loss in losses[4:]) for name, losses in rows.items()]
    live.text("The two halves of a training", "\n".join(table))
    apart = (resumed.weights() - straight.weights()).abs().max().item()
    without = (weights_only.weights() - straight.weights()).abs().max().item()
    live.say(f"Largest difference to the straight run, over all weights: {apart:.3g} resumed, {without:.3g} without.")
    live.result(resumed_apart=apart, weights_only_apart=without)


main()
