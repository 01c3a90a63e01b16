# Made from solutions/ch13_transfer/replace_head.py by `dltutor author stubs`; edit that file. [7d941569]
"""Give a trained network a new last layer, for other classes."""

import torch
from torch import Tensor, nn


def replace_head(model: nn.Module, classes: int, head: str = "head") -> nn.Module:
    """Put a new linear layer in the place of the model's last one.

    Args:
        model: a trained network whose last layer, an `nn.Linear`, is its
            attribute called `head`. Nothing else is known of it: how many
            numbers the head reads stands in the old head alone.
        classes: how many outputs the new head has, at least 1.
        head: the name of that attribute, such as "fc" in a ResNet.

    Returns:
        The model itself, changed. Its attribute `head` is a new `nn.Linear`
        with a bias, with weights and bias drawn anew as `nn.Linear` draws
        them, in the dtype and on the device of the old head's weights. It
        can be trained, even where the old one was frozen. The old head is
        gone. All other parameters and buffers, what may be trained and the
        mode of each other part stay as they were.
    """
    raise NotImplementedError


if __name__ == "__main__":

    class Net(nn.Module):
        """Five numbers in, three features, scores for ten classes."""

        def __init__(self) -> None:
            super().__init__()
            self.body = nn.Sequential(nn.Linear(5, 3), nn.ReLU())  # (B, 5) -> (B, 3)
            self.head = nn.Linear(3, 10)  # (B, 3) -> (B, 10)

        def forward(self, x: Tensor) -> Tensor:
            return self.head(self.body(x))

    model = replace_head(Net(), 4)
    print(tuple(model(torch.zeros(2, 5)).shape), sum(p.numel() for p in model.parameters()))
    print("expected: (2, 4) 34")
