"""The leaky ReLU: negative numbers come through, but small."""

import torch
from torch import Tensor


def leaky_relu(x: Tensor, slope: float = 0.01) -> Tensor:
    """x where it is positive, slope · x where it is not.

    x: any shape, float, finite; it is left as it is.
    slope: from 0 to 1.
    Returns the shape and dtype of x. Gradients flow back to x.

    Source: Maas et al. 2013, section 2.
    """
    return torch.where(x > 0, x, slope * x)


if __name__ == "__main__":
    print(leaky_relu(torch.tensor([-3.0, -0.5, 0.0, 2.0]), 0.1))
    print("expected: [-0.3, -0.05, 0, 2]")
