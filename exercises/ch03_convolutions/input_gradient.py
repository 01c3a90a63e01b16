# Made from solutions/ch03_convolutions/input_gradient.py by `dltutor author stubs`; edit that file. [84c87e49]
"""The slope of the loss at every pixel."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def input_gradient(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """How much each picture's loss grows as each of its pixels grows.

    The loss of a picture is the cross-entropy of its scores. They are
    added up over the batch, not averaged, so a picture's gradient does
    not depend on how many others there are.

    model: takes x, returns scores (logits), (N, K), which may be in the
      hundreds. It is used in the mode that it is in. Its mode, its
      parameters, their .grad and their requires_grad are afterwards as
      they were before.
    x: (N, ...), float. It may require a gradient, have one already, or
      be computed from others; whatever it is, it stays as it is.
    y: (N,), int64, the right classes.
    Returns the shape and dtype of x, a plain tensor that requires no
      gradient.
    """
    raise NotImplementedError


if __name__ == "__main__":
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    x = torch.tensor([[1.0, 1.0], [0.5, 0.0]])  # scores (1, 1) and (1, 0)
    print(input_gradient(model, x, torch.tensor([0, 1])))
    print("expected: [[-1, 1], [1.4621, -1.4621]]")
