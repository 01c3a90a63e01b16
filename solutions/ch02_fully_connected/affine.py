"""The affine map: a weighted sum and a bias, for every unit and every
example at once."""

import torch
from torch import Tensor


def affine(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """What a layer of K units answers to every example in x.

    out[n, k] = weight[k] · x[n] + bias[k]

    Args:
        x: (..., D): the last axis holds the numbers of one example. There
            may be one example alone (D,), a table (N, D), or more axes.
        weight: (K, D), the weights of one unit a row.
        bias: (K,), one number for each unit.

    Returns:
        (..., K), in the dtype of the inputs; also where a size is 1. The
        inputs are left as they are, and gradients reach all three.
    """
    return x @ weight.T + bias  # (..., D) @ (D, K) -> (..., K), + (K,)


if __name__ == "__main__":
    x = torch.tensor([[1.0, 2.0], [3.0, 0.0]])  # (N=2, D=2)
    weight = torch.tensor([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]])  # (K=3, D=2)
    bias = torch.tensor([0.0, 1.0, -1.0])
    print(affine(x, weight, bias))
    print("expected: [[2, 4, 1], [3, -2, -1]]")
