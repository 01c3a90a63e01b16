# Made from solutions/ch10_attention/masked_mean.py by `dltutor author stubs`; edit that file. [ee3f9bd0]
"""The mean of the items that are there: attention's plain rival, and the control of every claim in this chapter."""

import torch
from torch import Tensor


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    """Average the kept items of each bag.

    out[b] = Σ_kept values[b, t] / (number kept in bag b), and zeros where none is kept

    Args:
        values: (B, T, D), one vector for each item; finite numbers, also at masked places.
        mask: (B, T) bool. True: the item counts. False: padding, whatever its values say.

    Returns:
        (B, D), in the dtype of `values`. The inputs are left as they are; no gradient reaches a masked item.
    """
    raise NotImplementedError


if __name__ == "__main__":
    values = torch.tensor(
        [
            [[3.0, 0.0], [7.0, 1.0], [1.0, 0.0]],
            [[2.0, 4.0], [6.0, 0.0], [9.0, 9.0]],
            [[5.0, 5.0], [5.0, 5.0], [5.0, 5.0]],
        ]
    )
    mask = torch.tensor([[True, True, False], [True, False, True], [False, False, False]])
    print(masked_mean(values, mask))
    print("expected: [[5.0, 0.5], [5.5, 6.5], [0.0, 0.0]]")
