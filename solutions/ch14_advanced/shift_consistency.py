"""How often a network gives a moved picture the same answer."""

import torch
from torch import Tensor


def shift_consistency(before: Tensor, after: Tensor) -> float:
    """The share of pictures that get the same class before and after a move.

    before: (N, K), N at least 1: what a network makes of N pictures, a
      score for each of K classes. Its answer is the class with the highest
      one, whatever the sign or size of the scores. No two are equal.
    after: (N, K), its scores for the same pictures, each moved, in the
      same order.
    Both are left as they are. Which class is right plays no part.

    Returns a float from 0 (every answer changes) to 1 (none does).

    Source: Zhang 2019, section 4.1 ("classification consistency").
    """
    return (before.argmax(dim=1) == after.argmax(dim=1)).double().mean().item()  # (N,) -> one number


if __name__ == "__main__":
    before = torch.tensor([[2.0, 0.5, 1.0], [0.1, 0.3, 0.2], [-3.0, -1.0, -2.0], [1.0, 0.0, 9.0]])  # (N=4, K=3)
    after = torch.tensor([[5.0, 4.0, 3.0], [0.1, 0.2, 0.3], [-9.0, -8.0, -8.5], [0.0, 1.0, 2.0]])
    print(shift_consistency(before, after))
    print("expected: 0.75: the classes are 0 1 1 2 before and 0 2 1 2 after")
