"""The same network from the same start, trained with batches of 1, of 32, and of everything."""

import time

import torch
from batches import Batches
from cross_entropy import cross_entropy
from mlp import mlp
from run_epoch import run_epoch
from torch import nn

from tutor import live
from tutor.datasets import digits

RUNS = {  # name: rows in a batch, epochs, learning rate
    "1": (1, 5, 0.1),
    "1, small rate": (1, 5, 0.01),
    "32": (32, 5, 0.1),
    "all": (1347, 5, 0.1),
    "all, longer": (1347, 300, 0.1),
}


def main() -> None:
    seed = live.seed()
    data = digits.load()
    x, test = data.train_x.flatten(1), [(data.test_x.flatten(1), data.test_y)]  # (1347, 64), one batch of 450
    rows, right = [f"{'rows in a batch':<17}{'rate':>6}{'epochs':>8}{'steps':>9}{'seconds':>10}{'right':>9}"], {}
    for name, (size, epochs, rate) in RUNS.items():
        live.stage(f"batches of {name}", of=len(RUNS))
        torch.manual_seed(seed)  # the same start for all
        model = mlp([64, 64, 10], nn.Tanh)
        optimizer = torch.optim.SGD(model.parameters(), lr=rate)
        batches = Batches(x, data.train_y, size, seed)
        started = time.perf_counter()
        for _ in live.epochs(epochs):
            loss = run_epoch(model, batches, cross_entropy, optimizer)["loss"]
            right[name] = run_epoch(model, test, cross_entropy)["acc"]
            live.log(loss=loss, test_accuracy=right[name])
        seconds, steps = time.perf_counter() - started, epochs * -(-len(x) // size)  # the quotient, rounded up
        rows.append(f"{name:<17}{rate:>6}{epochs:>8}{steps:>9,}{seconds:>10.2f}{right[name]:>9.1%}")
    live.text("Digits: 1,347 to learn from, 450 new ones to read", "\n".join(rows))
    live.result(batch_1=right["1"], batch_32=right["32"], batch_all=right["all"])


main()
