# Made from solutions/ch10_attention/attend.py by `dltutor author stubs`; edit that file. [6b02183d]
"""A weighted mean of the items in a bag: the last step of attention."""

import torch
from torch import Tensor


def attend(weights: Tensor, values: Tensor) -> Tensor:
    """Blend the values of each bag, each value counted by its weight.

    out[b] = Σ_t weights[b, t] · values[b, t]

    Args:
        weights: (B, T), one for each of the T items in each of B bags. They
            are used as they come: weights that are all zero give zeros.
        values: (B, T, D), one vector for each item.

    Returns:
        (B, D), one vector for each bag, in the dtype of the inputs. The
        inputs are left as they are, and gradients reach both of them.
    """
    raise NotImplementedError


if __name__ == "__main__":
    weights = torch.tensor([[0.1, 0.8, 0.1], [0.5, 0.5, 0.0]])
    values = torch.tensor([[[3.0, 0.0], [7.0, 1.0], [1.0, 0.0]], [[2.0, 4.0], [6.0, 0.0], [9.0, 9.0]]])
    print(attend(weights, values))
    print("expected: [[6.0, 0.8], [4.0, 2.0]]")
