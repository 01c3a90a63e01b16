# Made from solutions/ch13_transfer/cbow_loss.py by `dltutor author stubs`; edit that file. [bb92aa41]
"""Word vectors from plain text: guess a word from those around it."""

import torch
from torch import Tensor
from torch.nn import functional as F


def cbow_loss(E: Tensor, O: Tensor, ctx: Tensor, target: Tensor, neg: Tensor, pad: int = 0) -> Tensor:
    """How badly words are told from random ones by the words around them.

    For each of the B places, h is the mean of the vectors in E of the words
    around it, and

        loss = −log σ(h · O[target]) − Σ_k log σ(−h · O[neg_k])

    with σ(z) = 1 / (1 + e^−z): the right word shall score high, the K
    random ones low.

    Args:
        E: (V, D), the vector of each word as one of those around a place.
        O: (V, D), the vector of each word as the one in the place.
        ctx: (B, C) int64, the ids of the words around each place; `pad`
            where there is none, in any of the columns.
        target: (B,) int64, the word that stands there.
        neg: (B, K) int64, random words, K at least 1. One of them may
            stand there twice, or be the target; it counts all the same.
        pad: this id is no word of a context: it does not count in the mean.
            A place with no words around it at all has h = 0.

    Returns:
        A scalar, shape (), the mean of the B losses, in the dtype of E and
        O; right also where the products are large. Gradients flow to E and
        O; the arguments are left as they are.

    Source: Mikolov et al. 2013b, equation 4, with the mean of the context.
    """
    raise NotImplementedError


if __name__ == "__main__":
    E = torch.tensor([[9.0, 9.0], [1.0, 0.0], [3.0, 2.0], [0.0, 0.0]])  # (V=4, D=2)
    O = torch.tensor([[0.0, 0.0], [1.0, 1.0], [0.0, -1.0], [0.5, 1.0]])
    ctx, target, neg = torch.tensor([[1, 2, 0]]), torch.tensor([3]), torch.tensor([[2, 1]])  # h = (2, 1)
    print(cbow_loss(E, O, ctx, target, neg))
    print("expected: 3.4888 = 0.1269 + 0.3133 + 3.0486")
