"""The mean of the items that are there: attention's plain rival."""

import torch
from torch import Tensor


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    """Average the kept items of each bag.

    out[b] = (sum of the kept values[b, t]) / (number kept in bag b)

    Args:
        values: (B, T, D), one vector for each item; finite numbers, also
            at masked places.
        mask: (B, T) bool. True: the item counts. False: padding, whatever
            its values say.

    Returns:
        (B, D), in the dtype of `values`; zeros where nothing is kept. The
        inputs are left as they are; gradients reach the kept items and no
        masked one.
    """
    kept = mask.unsqueeze(-1)  # (B, T, 1)
    total = (values * kept).sum(dim=1)  # (B, T, D) -> (B, D)
    count = kept.sum(dim=1).clamp(min=1)  # (B, 1); an empty bag has total 0, and 0 / 1 is 0
    return total / count  # (B, D)


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
