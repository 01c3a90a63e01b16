"""Cross-entropy from raw scores: how surprised a classifier is by the
right classes."""

import torch
from torch import Tensor


def cross_entropy(logits: Tensor, y: Tensor) -> Tensor:
    """The mean over the examples of -log p, where p is the softmax
    probability of an example's own class:

    -log p = log(sum over k of exp(logits[n, k])) - logits[n, y[n]]

    The logarithm is the natural one.

    Args:
        logits: (N, K), raw scores of any finite size, also ±10,000.
        y: (N,), int64, the class of each example, 0 to K - 1.

    Returns:
        One number, shape (), in the dtype of the logits; finite whatever
        their size. The inputs are left as they are; gradients reach the
        logits, and none is NaN.
    """
    shifted = logits - logits.amax(dim=1, keepdim=True)  # (N, K), the largest of each row is 0
    log_sums = shifted.exp().sum(dim=1).log()  # (N,)
    own = shifted[torch.arange(len(y)), y]  # (N,)
    return (log_sums - own).mean()


if __name__ == "__main__":
    logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1000.0, 0.0], [5.0, 5.0, 5.0]])
    y = torch.tensor([0, 1, 2])
    print(cross_entropy(logits, y))
    print("expected: 0.5021, the mean of 0.4076, 0 and 1.0986")
