"""Three searches for the rate of SGD with momentum, each with 48 epochs to spend, and four times over. About 8 s.

Halving with rates drawn by your log_uniform; the same with rates drawn evenly; and three full trainings.
"""

import math
from collections.abc import Callable

import torch
from fitting import Optimiser, Pairs, measure, mlp, one_epoch
from log_uniform import log_uniform
from sgd_step import sgd_step
from successive_halving import successive_halving
from torch import nn

from tutor import live
from tutor.datasets import images

LOW, HIGH = 1e-5, 10.0
RATES = 16
BUDGETS = [1, 1, 2, 4, 8]  # further epochs in each round, for 16, 8, 4, 2 rates and 1: 48 epochs in all
FULL = sum(BUDGETS)  # 16 epochs are a full training, so the 48 are three of these
SEARCHES = 4

seed = live.seed()
data = images.load()
train: Pairs = (data.train_x[:600], data.train_y[:600])  # a few, since there are 12 searches of 48 epochs each
valid: Pairs = (data.train_x[1047:], data.train_y[1047:])
test: Pairs = (data.test_x, data.test_y)

State = tuple[nn.Module, Optimiser, torch.Generator]


class Trainer:
    """Trains any rate from where it was, and keeps count of all the epochs, and of the networks by their rates."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.epochs = 0
        self.models: dict[float, nn.Module] = {}

    def __call__(self, lr: float, state: State | None, epochs: int) -> tuple[State, float]:
        if state is None:
            torch.manual_seed(self.seed)
            model = mlp()
            state = (
                model,
                Optimiser(model.parameters(), sgd_step, momentum=0.9),
                torch.Generator().manual_seed(self.seed),
            )
            self.models[lr] = model
        model, optimiser, chance = state
        for _ in range(epochs):
            one_epoch(model, optimiser, lr, *train, chance)
        self.epochs += epochs
        return state, measure(model, *valid)[0]


def halving(draw: Callable[[], float], trainer: Trainer) -> float:
    return successive_halving(draw, trainer, RATES, 2, BUDGETS)[0]


def full_trainings(draw: Callable[[], float], trainer: Trainer) -> float:
    """As many rates as can be trained to the end; the one with the smallest validation loss."""
    rates = [draw() for _ in range(3)]
    losses = [trainer(lr, None, FULL)[1] for lr in rates]
    return rates[min(range(len(rates)), key=lambda i: math.inf if math.isnan(losses[i]) else losses[i])]


def logarithmic(chance: torch.Generator) -> Callable[[], float]:
    return lambda: log_uniform(LOW, HIGH, chance)


def even(chance: torch.Generator) -> Callable[[], float]:
    return lambda: LOW + (HIGH - LOW) * torch.rand((), generator=chance).item()


searches = {
    "halving": (halving, logarithmic),
    "halving, even": (halving, even),
    "three full": (full_trainings, logarithmic),
}
means, lines = {}, [f"{'':16}{'found':>9}{'test':>8}{'epochs':>8}"]
for name, (search, draws) in searches.items():
    live.stage(name, of=len(searches))
    shares = []
    for number in live.epochs(SEARCHES):
        trainer = Trainer(100 * seed + number)
        lr = search(draws(torch.Generator().manual_seed(1000 * seed + number)), trainer)
        shares.append(measure(trainer.models[lr], *test)[1])
        live.log(test_accuracy=shares[-1], epochs_spent=trainer.epochs)
        lines.append(f"{name:16}{lr:>9.4f}{shares[-1]:>8.3f}{trainer.epochs:>8}")
    means[name] = sum(shares) / SEARCHES
live.text("The rates that were found", "\n".join(lines))
live.result(
    test_accuracy=means["halving"],
    gain_over_even=means["halving"] - means["halving, even"],
    even_accuracy=means["halving, even"],
    full_accuracy=means["three full"],
)
