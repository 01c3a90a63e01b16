"""A running average: it follows a series of numbers, and remembers the
older ones less and less."""

import torch
from torch import Tensor


def smooth(x: Tensor, keep: Tensor) -> Tensor:
    """Follow each series with a running average.

    out[:, 0] = x[:, 0]
    out[:, t] = keep · out[:, t - 1] + (1 - keep) · x[:, t]

    Args:
        x: (B, T), B series of T numbers each.
        keep: (), between 0 and 1, how much of the average so far stays.

    Returns:
        (B, T), in the dtype of x; also where T is 1. The inputs are left as
        they are, and gradients reach both of them.
    """
    average = x[:, 0]  # (B,)
    averages = [average]
    for t in range(1, x.shape[1]):
        average = keep * average + (1 - keep) * x[:, t]  # (B,)
        averages.append(average)
    return torch.stack(averages, dim=1)  # (B, T)


if __name__ == "__main__":
    print(smooth(torch.tensor([[8.0, 0.0, 6.0, 2.0]]), torch.tensor(0.25)))
    print("expected: [[8.0, 2.0, 5.0, 2.75]]")
