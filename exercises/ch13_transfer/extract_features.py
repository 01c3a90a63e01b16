# Made from solutions/ch13_transfer/extract_features.py by `dltutor author stubs`; edit that file. [7f1c972d]
"""Ask a frozen body once, and keep its answers."""

import torch
from torch import Tensor, nn


def extract_features(body: nn.Module, x: Tensor, batch: int = 256) -> Tensor:
    """What the body says of each row of x, computed once and for all.

    Args:
        body: takes (B, ...) for any B and returns (B, F), in any mode. It
            may hold batch norms and dropout.
        x: (N, ...), N at least 1. It is left as it is.
        batch: the body is asked about at most so many rows at once; at
            least 1.

    Returns:
        (N, F), row i for row i of x, in the dtype in which body answers.
        The body is asked in eval mode, so what it says of a row does not
        depend on the others, and without a graph. The result is a plain
        tensor that a head can be trained on. Afterwards each part of the
        body is in the mode in which it came (a part may be in eval mode
        while the rest is not), and gradients are on or off as they were.
    """
    raise NotImplementedError


if __name__ == "__main__":
    body = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.ReLU())
    x = torch.tensor([[[1.0, -2.0]], [[3.0, 4.0]], [[-5.0, 6.0]]])  # (N=3, 1, 2)
    print(extract_features(body, x, batch=2), body.training)
    print("expected: [[1, 0], [3, 4], [0, 6]] True")
