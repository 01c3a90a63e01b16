"""The slopes of any function, found by trying a little to both sides."""

from collections.abc import Callable


def numerical_grad(
    f: Callable[[list[float]], float],
    x: list[float],
    eps: float = 1e-5,
) -> list[float]:
    """The slopes of f at x by central differences: one for each number.

    slope i = (f(x with x[i] + eps) - f(x with x[i] - eps)) / (2 eps)

    f: takes a list of n numbers and returns one number. It only reads
      the list, and keeps no hold of it.
    x: n numbers, n at least 1. Afterwards it is as it was before.
    eps: how far to go to each side.
    Returns n numbers: how fast f grows along each number of x alone.
    """
    slopes = []
    for i in range(len(x)):
        right, left = x.copy(), x.copy()
        right[i] += eps
        left[i] -= eps
        slopes.append((f(right) - f(left)) / (2 * eps))
    return slopes


if __name__ == "__main__":

    def f(x: list[float]) -> float:
        return x[0] ** 2 * x[1]

    print(numerical_grad(f, [3.0, 2.0]))  # 2 · 3 · 2 and 3 · 3
    print("expected: about [12.0, 9.0]")
