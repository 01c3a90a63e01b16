"""How good a recipe is with few labels, measured so that it can be believed."""

from collections.abc import Callable

import torch
from torch import Tensor


def label_budget_curve(
    fit: Callable[[Tensor, Tensor, int], Callable[[Tensor], Tensor]],
    x: Tensor,
    y: Tensor,
    x_test: Tensor,
    y_test: Tensor,
    budgets: list[int],
    seeds: list[int],
) -> Tensor:
    """The accuracy of a recipe for each number of labels and each seed.

    For each budget and each seed so many rows are drawn from x, without
    repeats, every choice of rows with the same chance. The recipe is
    trained on them, and asked about the whole test set, always the same.

    Args:
        fit: the recipe. `fit(x, y, seed)` trains a new model on these rows
            with this seed, and returns `predict`; `predict(x)` returns the
            classes (B,), int64, for any rows (B, ...).
        x: (N, ...), the rows that may be labelled.
        y: (N,) int64, their labels. Only those drawn are used.
        x_test: (M, ...). y_test: (M,) int64. `fit` never sees them.
        budgets: how many labels may be used, each from 1 to N.
        seeds: whole numbers, at least 0; each decides a draw and is handed
            to `fit`.

    A draw depends on N, the budgets and its seed alone, whatever `fit` does
    and whatever random numbers were drawn before: two recipes are compared
    on the same labels. Another seed draws other rows. Whether a larger
    budget contains the rows of a smaller one is free, as is their order.

    Returns:
        (len(budgets), len(seeds)), float: in row i, column j the share of
        the M test rows that budget i with seed j gets right.
    """
    table = torch.empty(len(budgets), len(seeds))
    for j, seed in enumerate(seeds):
        order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))  # (N,)
        for i, budget in enumerate(budgets):
            rows = order[:budget]
            predict = fit(x[rows], y[rows], seed)
            table[i, j] = (predict(x_test) == y_test).float().mean()
    return table


if __name__ == "__main__":

    def fit(x: Tensor, y: Tensor, seed: int) -> Callable[[Tensor], Tensor]:
        """Says the class of the nearest labelled row; nothing to train."""
        return lambda rows: y[torch.cdist(rows, x).argmin(dim=1)]

    x, x_test = torch.arange(12.0)[:, None], torch.arange(0.5, 12, 2)[:, None]  # (N=12, 1), (M=6, 1)
    y, y_test = (x[:, 0] >= 6).long(), (x_test[:, 0] >= 6).long()  # two classes: below 6, from 6 on
    table = label_budget_curve(fit, x, y, x_test, y_test, budgets=[1, 4, 12], seeds=[0, 1, 2])
    print(table[0].tolist(), table[2].tolist())
    print("expected: [0.5, 0.5, 0.5] [1.0, 1.0, 1.0]")
