"""Three networks read digits, and then digits whose 64 pixels were shuffled, all in the same way. About 12 seconds."""

from collections.abc import Callable
from statistics import mean

import torch
from fitting import accuracy, enlarged, fit
from rivals import linear, mlp
from small_cnn import SmallCNN
from torch import Tensor, nn

from tutor import live
from tutor.datasets import digits

Change = Callable[[Tensor], Tensor]

FEW, DRAWS = 200, 5

seed = live.seed()
data = digits.load()
order = torch.randperm(64, generator=torch.Generator().manual_seed(0))  # one new order, for all pictures


def straight(x: Tensor) -> Tensor:
    """The pictures as they are."""
    return x


def shuffled(x: Tensor) -> Tensor:
    """The 64 pixels of every picture in the same new order: (N, 1, 8, 8) -> (N, 1, 8, 8)"""
    return x.flatten(1)[:, order].reshape(x.shape)


def unlike(x: Tensor) -> float:
    """By how much two pixels side by side differ, on average."""
    return (x[..., 1:] - x[..., :-1]).abs().mean().item()


def score(make: Callable[[], nn.Module], rows: Tensor, epochs: int, change: Change) -> float:
    """Trains a new network on some of the training pictures; the share of all test pictures that it reads right."""
    torch.manual_seed(seed)
    model = make()
    fit(model, change(data.train_x[rows]), data.train_y[rows], epochs, seed=seed, curves=False)
    return accuracy(model, change(data.test_x), data.test_y)


six = data.train_x[:6]
live.picture("Six digits", enlarged(six), labels=data.train_y[:6].tolist())
live.picture("The same six, their pixels shuffled", shuffled(six).squeeze(1), labels=data.train_y[:6].tolist())
live.say(
    f"Two pixels side by side differ by {unlike(data.train_x):.2f} on average, "
    f"after the shuffle by {unlike(shuffled(data.train_x)):.2f}."
)

everything = torch.arange(len(data.train_x))
draws = [torch.randperm(len(everything), generator=torch.Generator().manual_seed(i))[:FEW] for i in range(DRAWS)]
networks = {"linear": (linear, 30), "MLP": (mlp, 30), "CNN": (SmallCNN, 20)}
lines = [f"{'':8}{'200 pictures':>20}{'1,347 pictures':>24}", " " * 8 + f"{'straight':>12}{'shuffled':>12}" * 2]
loses = {}
for name, (make, epochs) in networks.items():
    live.stage(name, of=len(networks))
    rounds = [(rows, 50) for rows in draws] + [(everything, epochs)]
    shares = []  # of every round, straight and shuffled
    for number in live.epochs(len(rounds)):
        rows, passes = rounds[number]
        shares.append([score(make, rows, passes, change) for change in (straight, shuffled)])
    few = [mean(column) for column in zip(*shares[:-1], strict=True)]
    lines.append(f"{name:8}" + "".join(f"{share:>12.3f}" for share in (*few, *shares[-1])))
    loses[f"{name.lower()}_loses"] = few[0] - few[1]
live.text("Test pictures read right", "\n".join(lines))
live.result(**loses)
