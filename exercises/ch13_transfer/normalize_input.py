# Made from solutions/ch13_transfer/normalize_input.py by `dltutor author stubs`; edit that file. [c202414d]
"""Bring pictures into the units that a trained network is used to."""

import torch
from torch import Tensor, nn


def normalize_input(x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    """Take the mean off each channel and divide it by its spread.

    Args:
        x: (B, C, H, W), a batch of pictures. It is left as it is.
        mean: (C,), what is taken off all pixels of channel c.
        std: (C,), positive: what channel c is divided by afterwards.

    Both are the numbers of the data that the network was trained on, not
    those of x, and come in the dtype of x.

    Returns:
        (B, C, H, W), a new tensor in the dtype of x.
    """
    raise NotImplementedError


class NormalizeInput(nn.Module):
    """A network that takes plain pictures, around one that wants normalised
    ones. The buffers mean and std, (C,) each, are saved with the weights."""

    def __init__(self, body: nn.Module, mean: Tensor, std: Tensor) -> None:
        super().__init__()
        self.body = body
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)

    def forward(self, x: Tensor) -> Tensor:
        return self.body(normalize_input(x, self.mean, self.std))


if __name__ == "__main__":
    x = torch.tensor([[[[0.5, 0.9]], [[0.2, 0.6]]]])  # (B=1, C=2, H=1, W=2)
    print(normalize_input(x, torch.tensor([0.5, 0.4]), torch.tensor([0.2, 0.1])))
    print("expected: [[[[0, 2]], [[-2, 2]]]]")
