"""The loss of a mixture, whose label is two classes at once."""

import torch
from torch import Tensor
from torch.nn import functional as F


def mixup_loss(logits: Tensor, y_a: Tensor, y_b: Tensor, lam: float) -> Tensor:
    """The mean over the batch of -lam · log p_a - (1 - lam) · log p_b.

    p_a and p_b are the probabilities that the softmax over an example's K
    logits gives to its two classes. That is the cross-entropy with a soft
    target: lam for the class y_a, 1 - lam for y_b, and 0 for the others.

    logits: (B, K), the scores, also large ones.
    y_a, y_b: (B,) int64, the classes of each example, 0 to K - 1; they may
      be the same. All three are left as they are.
    lam: from 0 to 1, the share of y_a, the same for the whole batch.

    Returns a scalar, shape (), in the dtype of the logits. Gradients reach
    the logits.

    Source: Zhang et al. 2018, section 2.
    """
    return lam * F.cross_entropy(logits, y_a) + (1 - lam) * F.cross_entropy(logits, y_b)


if __name__ == "__main__":
    logits = torch.tensor([[0.5, 0.3, 0.2], [0.1, 0.1, 0.8]]).log()  # (B=2, K=3): a softmax gives these shares again
    print(mixup_loss(logits, torch.tensor([0, 2]), torch.tensor([1, 2]), 0.7))
    print("expected: 0.5348, the mean of 0.7 · 0.6931 + 0.3 · 1.2040 and 0.2231")
