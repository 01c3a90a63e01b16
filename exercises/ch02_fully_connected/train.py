"""Wines, cells and digits: scaled inputs against raw ones, hidden layers against none, accuracy beside F1."""

import torch
from batches import Batches
from cross_entropy import cross_entropy
from fit import evaluate, fit
from mlp import mlp
from torch import Tensor, nn

from tutor import live
from tutor.datasets import images, tables

Data = tuple[Tensor, Tensor]  # rows (N, D) and their classes (N,)


def train(name: str, sizes: list[int], learn: Data, test: Data, epochs: int) -> tuple[nn.Sequential, float]:
    """One stage: your fit, epoch by epoch, on your mlp. Returns the model and the share of test rows it has right."""
    live.stage(name, of=6)
    seed = live.seed()  # each network starts from the same seed
    model = mlp(sizes, nn.Tanh)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    batches, held_out = Batches(*learn, size=32, seed=seed), [test]
    for _ in live.epochs(epochs):
        (epoch,) = fit(model, batches, cross_entropy, optimizer, 1, held_out)
        live.log(loss=epoch["loss"], test_accuracy=epoch["held_out_acc"])
    return model, evaluate(model, held_out, cross_entropy)[1]


def scaled(learn: Tensor, test: Tensor) -> tuple[Tensor, Tensor]:
    """Every column around 0 with a standard deviation of 1, measured on the rows to learn from alone."""
    mean, std = learn.mean(dim=0), learn.std(dim=0, correction=0)
    return (learn - mean) / std, (test - mean) / std


@torch.no_grad()
def precision_recall_f1(model: nn.Module, x: Tensor, y: Tensor, wanted: int) -> tuple[float, float, float]:
    """How well one class is found: how many of those called so are so, how many of those that are so are called so."""
    called, is_so = model(x).argmax(dim=1) == wanted, y == wanted  # (N,), (N,)
    both = (called & is_so).sum().item()
    precision, recall = both / max(called.sum().item(), 1), both / is_so.sum().item()
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main() -> None:
    wine = tables.wine()
    rows = [
        f"{name:<22}{column.min():>9.2f} to {column.max():>8.2f}"
        for name, column in zip(wine.features, wine.train_x.T, strict=True)
    ]
    live.text("The 13 columns of the wines, as they were measured", "\n".join(rows))
    train_z, test_z = scaled(wine.train_x, wine.test_x)
    sizes = [13, 30, 3]
    _, raw = train("wine, raw", sizes, (wine.train_x, wine.train_y), (wine.test_x, wine.test_y), 40)
    _, wine_accuracy = train("wine, scaled", sizes, (train_z, wine.train_y), (test_z, wine.test_y), 40)

    cells = tables.breast_cancer()
    train_z, test_z = scaled(cells.train_x, cells.test_x)
    learn, test, found = (train_z, cells.train_y), (test_z, cells.test_y), {}
    lines = [f"{'':<22}{'accuracy':>9}{'precision':>11}{'recall':>8}{'F1':>6}"]
    benign = (cells.test_y == 1).float().mean().item()
    lines.append(f"{'always benign':<22}{benign:>9.3f}{'-':>11}{0:>8.2f}{0:>6.2f}")
    for name, sizes in {"cells, linear": [30, 2], "cells, hidden layer": [30, 30, 2]}.items():
        model, accuracy = train(name, sizes, learn, test, 30)
        precision, recall, found[name] = precision_recall_f1(model, *test, wanted=0)
        lines.append(f"{name:<22}{accuracy:>9.3f}{precision:>11.2f}{recall:>8.2f}{found[name]:>6.2f}")
    live.text("Finding the malignant ones among 143 new lumps", "\n".join(lines))

    data = images.load()
    learn, test = (data.train_x.flatten(1), data.train_y), (data.test_x.flatten(1), data.test_y)
    _, linear = train("digits, linear", [64, 10], learn, test, 30)
    model, accuracy = train("digits, two hidden layers", [64, 64, 64, 10], learn, test, 30)
    with torch.no_grad():
        guesses = model(test[0]).argmax(dim=1)
    wrong = (guesses != data.test_y).nonzero().flatten()[:6]
    labels = [f"{data.test_y[i]} as {guesses[i]}" for i in wrong]
    if len(wrong):
        live.picture("Misread: what it is, and as what it was read", data.test_x[wrong, 0], labels=labels)
    live.result(
        wine_scaled=wine_accuracy,
        wine_raw=raw,
        wine_gain=wine_accuracy - raw,
        cells_f1=found["cells, hidden layer"],
        cells_f1_linear=found["cells, linear"],
        digits_accuracy=accuracy,
        digits_linear=linear,
    )


main()
