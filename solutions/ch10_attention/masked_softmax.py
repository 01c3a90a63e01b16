"""From scores to weights: a softmax among the items that are there."""

import math

import torch
from torch import Tensor


def masked_softmax(scores: Tensor, mask: Tensor, dim: int = -1) -> Tensor:
    """Turn scores into weights along `dim`; masked places get nothing.

    weight = exp(score) / (sum of exp(score) over the kept places)

    Args:
        scores: any shape; finite numbers, also in the tens of thousands.
        mask: bool, the shape of `scores`. True: the item is there. False:
            padding, whatever its score says; its weight is exactly 0.
        dim: the axis along which the weights add up to 1.

    Returns:
        The shape and dtype of `scores`. Where nothing is kept along `dim`
        all weights are 0, and no gradient is NaN. The inputs are left as
        they are; gradients reach the kept scores and no masked one.
    """
    weights = scores.masked_fill(~mask, -math.inf).softmax(dim)  # exp(-inf) is 0; NaN where nothing is kept
    return weights.masked_fill(~mask, 0.0)


if __name__ == "__main__":
    scores = torch.tensor([[2.0, 1.0, -3.0], [1.0, 2.0, -2.0], [4.0, 5.0, 6.0]])
    mask = torch.tensor([[True, True, False], [True, True, True], [False, False, False]])
    print(masked_softmax(scores, mask))
    print("expected: [[0.7311, 0.2689, 0.0], [0.2654, 0.7214, 0.0132], [0.0, 0.0, 0.0]]")
