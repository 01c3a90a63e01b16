# Made from solutions/ch01_mechanics/classifier.py by `dltutor author stubs`; edit that file. [b673245c]
"""The smallest model that can learn: one linear layer."""

import torch
from torch import Tensor, nn


class Classifier(nn.Module):
    """One linear layer: scores = x Wᵀ + b, with W: (classes, features) and b: (classes,).

    W and b are parameters of the module, made once. The scores are plain sums (logits), with no softmax.
    """

    def __init__(self, features: int, classes: int) -> None:
        """features: numbers in one example; classes: how many scores it gets."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """x: (N, features). Returns the scores, (N, classes)."""
        raise NotImplementedError


if __name__ == "__main__":
    model = Classifier(64, 10)
    print(model(torch.zeros(3, 64)).shape)  # torch.Size([3, 10])
    print(sum(p.numel() for p in model.parameters()))  # 64 · 10 + 10 = 650
