"""The smallest model that can learn: one linear layer."""

import torch
from torch import Tensor, nn


class Classifier(nn.Module):
    """One linear layer: scores = x Wᵀ + b.

    W: (classes, features) and b: (classes,) are parameters of the
    module, made once. The scores are plain sums, with no softmax.
    """

    def __init__(self, features: int, classes: int) -> None:
        """features: numbers in an example; classes: scores it gets."""
        super().__init__()
        self.linear = nn.Linear(features, classes)

    def forward(self, x: Tensor) -> Tensor:
        """x: (N, features). Returns the scores, (N, classes)."""
        return self.linear(x)  # (N, K)


if __name__ == "__main__":
    model = Classifier(64, 10)
    print(model(torch.zeros(3, 64)).shape)  # torch.Size([3, 10])
    print(sum(p.numel() for p in model.parameters()))  # 64 · 10 + 10 = 650
