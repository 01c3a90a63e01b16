"""MixUp: every picture of a batch is laid over another one."""

import random

import torch
from torch import Tensor


def beta(alpha: float, generator: torch.Generator) -> float:
    """Draw a number between 0 and 1 from Beta(alpha, alpha), alpha > 0.

    All chance comes from the generator: a seed is drawn from it for
    Python's own Beta (torch.distributions.Beta takes no generator).
    """
    seed = int(torch.randint(2**62, (), generator=generator))
    return random.Random(seed).betavariate(alpha, alpha)


def mixup(x: Tensor, y: Tensor, alpha: float, generator: torch.Generator) -> tuple[Tensor, Tensor, Tensor, float]:
    """Mix each example of a batch with a partner from the same batch.

        mixed = lam · x + (1 - lam) · x[partner],
        lam = max(l, 1 - l),   l drawn from Beta(alpha, alpha)

    One lam is drawn for the whole batch, anew in each call. `partner` is a
    random order of 0 ... B - 1, all orders equally likely, whatever lam
    is: each example is the partner of exactly one, now and then of itself.

    x: (B, ...), floating-point numbers, B at least 1.
    y: (B,) int64, the labels. Both are left as they are.
    alpha: at least 0. With alpha = 0, lam is 1 and nothing is mixed; y_b
      may then be y.
    generator: where all chance comes from. Equal seeds give equal results,
      and no other generator is used or changed.

    Returns (mixed, y_a, y_b, lam):
      mixed, in the shape and dtype of x; gradients reach x through it;
      y_a, y itself, the label of what is most of the mixture; y_b, that of
      the partner; both (B,) int64;
      lam, a float from 0.5 to 1.

    Source: Zhang et al. 2018, section 2; the larger of l and 1 - l is our
    choice.
    """
    lam = beta(alpha, generator) if alpha > 0 else 1.0
    lam = max(lam, 1 - lam)
    partner = torch.randperm(len(x), generator=generator)  # (B,)
    return lam * x + (1 - lam) * x[partner], y, y[partner], lam


if __name__ == "__main__":
    x, y = torch.tensor([[0.0], [10.0], [100.0]]), torch.tensor([0, 1, 2])  # (B=3, 1) and (B=3,)
    mixed, y_a, y_b, lam = mixup(x, y, 1.0, torch.Generator().manual_seed(0))
    print(mixed[:, 0], y_a, y_b, round(lam, 4))
    print(lam * x[y_a, 0] + (1 - lam) * x[y_b, 0])
    print("expected: the first three numbers again")
    print(mixed.sum())
    print("expected: 110, the sum of x, whatever was drawn")
