"""The weights of a blur, out of Pascal's triangle."""

import math

import torch
from torch import Tensor


def blur_kernel(n: int) -> Tensor:
    """The n × n weights of a binomial blur, which add up to 1.

    Row n of Pascal's triangle is 1, n - 1, ..., n - 1, 1:

        n = 1: 1    n = 2: 1 1    n = 3: 1 2 1    n = 5: 1 4 6 4 1

    The weight at row i and column j is the product of the row's numbers i
    and j, divided by the sum of all those products.

    n: height and width, at least 1.
    Returns (n, n), float32, a new tensor each time.

    Source: Zhang 2019, section 4 (Rect-2, Tri-3 and Binomial-5).
    """
    row = torch.tensor([math.comb(n - 1, i) for i in range(n)], dtype=torch.float32)  # (n,)
    row /= row.sum()
    return torch.outer(row, row)  # (n, n)


if __name__ == "__main__":
    print(16 * blur_kernel(3))
    print("expected: [[1, 2, 1], [2, 4, 2], [1, 2, 1]]")
