# Made from solutions/ch02_fully_connected/softmax_xent_grad.py by `dltutor author stubs`; edit that file. [71b5848f]
"""The error signal of a classifier: the gradient of the cross-entropy,
without autograd."""

import torch
from torch import Tensor


def softmax_xent_grad(logits: Tensor, y: Tensor) -> Tensor:
    """The gradient of the mean cross-entropy of N examples with respect to
    their raw scores:

    signal[n, k] = (p[n, k] - (1 if k is y[n], else 0)) / N,

    where p[n] is the softmax of row n of the logits.

    Args:
        logits: (N, K), raw scores of any finite size, also ±10,000.
        y: (N,), int64, the class of each example, 0 to K - 1.

    Returns:
        (N, K), in the dtype of the logits; finite whatever their size. The
        inputs are left as they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    logits = torch.tensor([[2.0, 1.0, 0.0], [0.0, 1000.0, 0.0]])
    y = torch.tensor([0, 2])
    print(softmax_xent_grad(logits, y))
    print("expected: [[-0.1674, 0.1224, 0.0450], [0.0, 0.5, -0.5]]")
