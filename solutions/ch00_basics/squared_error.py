"""One number that says how wrong a model is."""


def squared_error(
    predictions: list[float],
    targets: list[float],
) -> float:
    """The mean of the squared differences between predictions and targets.

    predictions: n numbers that a model said, n at least 1.
    targets: n numbers that would have been right, in the same order.
    Returns one number: 0 where all predictions are right, else above 0.
    Raises ValueError where there are more of one than of the other.
    """
    squares = [(p - t) ** 2 for p, t in zip(predictions, targets, strict=True)]
    return sum(squares) / len(squares)


if __name__ == "__main__":
    print(squared_error([0.9, -0.4, 0.2], [1.0, -1.0, -1.0]))  # 1.81 / 3
    print("expected: 0.60333333")
