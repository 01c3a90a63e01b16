# Made from solutions/ch06_blocks/batch_norm.py by `dltutor author stubs`; edit that file. [74daae50]
"""Batch normalisation: every channel on one scale, batch after batch."""

import torch
from torch import Tensor, nn


class BatchNorm2d(nn.Module):
    """Shifts and scales each channel to mean 0 and variance 1, then by
    numbers that are learnt.

        out = (x - mean) / √(var + eps) · weight + bias,   channel by channel

    In training, mean and var are those of the batch: over all pictures
    and pixels of the channel, with var = sum of (x - mean)² / n. The
    module also keeps a moving average of both,

        running = (1 - momentum) · running + momentum · batch,

    where running_var takes the *unbiased* variance, which divides by
    n - 1. In eval mode mean and var are these running ones, and nothing
    is updated.

    Parameters: weight and bias, (channels,), at first ones and zeros.
    Buffers: running_mean and running_var, (channels,), at first zeros and
    ones; they are part of the state dict, and never part of a graph.

    Source: Ioffe & Szegedy 2015, algorithm 1 and section 3.1.
    """

    def __init__(self, channels: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        """channels: C. eps: keeps the root away from 0. momentum: the
        weight of the newest batch, from 0 to 1."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Normalise a batch.

        x: (B, C, H, W); it is left as it is. Its numbers may be far from 0
          compared with how much they differ.
        Returns (B, C, H, W), in the dtype of x. Gradients reach weight,
          bias and x; in training also through the batch's mean and var.
        Raises ValueError in training if a channel has only one value
          (B = H = W = 1), since one value has no spread.
        """
        raise NotImplementedError


if __name__ == "__main__":
    norm = BatchNorm2d(2)
    x = torch.tensor([[[[2.0, 6.0]], [[20.0, 60.0]]], [[[2.0, 6.0]], [[20.0, 60.0]]]])  # (B=2, C=2, H=1, W=2)
    print(norm(x).detach().flatten(2))
    print("expected, for both pictures: [[-1, 1], [-1, 1]]")
    print(norm.running_mean, norm.running_var)
    print("expected: [0.4, 4] and [1.4333, 54.2333]")
