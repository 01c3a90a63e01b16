"""The scaled dot-product score: how well each key fits the query."""

import math

import torch
from torch import Tensor


def dot_score(query: Tensor, keys: Tensor) -> Tensor:
    """Score every key of a bag against the query of the same bag.

    score[b, t] = query[b] · keys[b, t] / √D

    Source: Vaswani et al. 2017, section 3.2.1.

    Args:
        query: (B, D), one query for each of the B bags.
        keys: (B, T, D), the keys of the T items in each bag.

    Returns:
        (B, T), in the dtype of the inputs; also where B or T is 1. The
        inputs are left as they are, and gradients reach both of them.
    """
    products = (keys @ query.unsqueeze(-1)).squeeze(-1)  # (B, T, D) @ (B, D, 1) -> (B, T, 1) -> (B, T)
    return products / math.sqrt(query.shape[-1])  # (B, T)


if __name__ == "__main__":
    query = torch.tensor([[1.0, 2.0, 0.0, 1.0], [0.0, 1.0, 1.0, -1.0]])
    keys = torch.tensor(
        [
            [[1.0, 1.0, 0.0, 1.0], [-1.0, 1.0, 3.0, 1.0], [0.0, -3.0, 1.0, 0.0]],
            [[2.0, 1.0, 1.0, 0.0], [0.0, 2.0, 3.0, 1.0], [5.0, 0.0, 0.0, 4.0]],
        ]
    )
    print(dot_score(query, keys))
    print("expected: [[2.0, 1.0, -3.0], [1.0, 2.0, -2.0]]")
