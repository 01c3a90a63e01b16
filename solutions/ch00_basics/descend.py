"""Walk downhill: against the slope, one small step after another."""

from collections.abc import Callable


def descend(
    f: Callable[[list[float]], float],
    grad: Callable[[list[float]], list[float]],
    x0: list[float],
    lr: float,
    steps: int,
) -> tuple[list[float], list[tuple[list[float], float]]]:
    """Gradient descent from x0: each step takes every x[i] to
    x[i] - lr · slope[i].

    f: takes a list of n numbers and returns one: what is to become small.
    grad: takes a list of n numbers and returns the n slopes of f there.
    x0: n numbers, the start. It stays as it is.
    lr: the learning rate, a factor that makes the steps longer or shorter.
    steps: how many steps to take; 0 is allowed.
    Returns x: n numbers, where the walk ended, and history: the pair
      (point, f(point)) of the start and after each step, steps + 1 of
      them. Each point in it stays what it was when it was noted.
    """
    x = x0.copy()
    history = [(x, f(x))]
    for _ in range(steps):
        x = [a - lr * slope for a, slope in zip(x, grad(x), strict=True)]  # a new list: the old one is in history
        history.append((x, f(x)))
    return x, history


if __name__ == "__main__":

    def f(x: list[float]) -> float:
        return (x[0] - 2) ** 2

    def grad(x: list[float]) -> list[float]:
        return [2 * (x[0] - 2)]

    x, history = descend(f, grad, [6.0], lr=0.25, steps=3)
    print(x)
    print("expected: [2.5]")
    print(history)
    print("expected: [([6.0], 16.0), ([4.0], 4.0), ([3.0], 1.0), ([2.5], 0.25)]")
