# Made from solutions/ch01_lines/gradient_step.py by `dltutor author stubs`; edit that file. [cc40e4d4]
"""One step of gradient descent on a line."""

import torch
from mean_squared_error import mean_squared_error
from torch import Tensor


def gradient_step(line: Tensor, x: Tensor, y: Tensor, rate: float) -> Tensor:
    """The line after one step against the gradient of its mean squared error.

    Args:
        line: (2,), slope and offset; left as it is, whether or not it
            requires a gradient.
        x, y: (N,), the measurements.
        rate: how far the step goes, as a factor of the gradient.

    Returns:
        (2,), a new tensor that carries no graph.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x, y = torch.tensor([1.0, 2.0]), torch.tensor([2.0, 4.0])
    print(gradient_step(torch.tensor([0.0, 0.0]), x, y, 0.5))
    print("expected: [5.0, 3.0]")
