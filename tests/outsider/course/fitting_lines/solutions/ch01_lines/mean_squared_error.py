"""The mean squared error: one number for how wrong a line is."""

import torch
from torch import Tensor


def mean_squared_error(line: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """How far a line lies from the measurements: the mean of its squared
    misses.

    Args:
        line: (2,), slope and offset.
        x: (N,), where it was measured; N is at least 1.
        y: (N,), what was measured.

    Returns:
        A tensor of shape (), in the dtype of the inputs. Gradients reach
        the line, and the inputs are left as they are.
    """
    slope, offset = line
    misses = slope * x + offset - y  # (N,)
    return (misses**2).mean()


if __name__ == "__main__":
    x, y = torch.tensor([0.5, 1.0, 1.9]), torch.tensor([14.1, 15.8, 19.4])
    print(mean_squared_error(torch.tensor([4.0, 12.0]), x, y))
    print("expected: 0.0300")
