# Made from solutions/ch00_basics/backward.py by `dltutor author stubs`; edit that file. [d5230f37]
"""Walk a tape backwards, and every number on it learns its gradient."""

from tape import Value


def backward(output: Value) -> None:
    """Adds to `grad` of every Value that output was made from how fast
    output grows with it.

    Each Value hands its own gradient on to its operands, times the slope
    of its operation: 1 and 1 for a + b, b and a for a * b, and
    1 - tanh² for tanh. What is used in several places gets the sum.

    output: the last Value of a tape; its own gradient is 1. All that
      were made by an operation still have the gradient 0. Those that
      were not (operation "") may have one from before: it grows by
      the new one. No number on the tape (`data`) changes.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x, w = Value(3.0), Value(2.0)
    product = x * w  # 6
    y = product + x  # 9; x is used twice
    backward(y)
    print(x.grad, w.grad, product.grad, y.grad)
    print("expected: 3.0 3.0 1.0 1.0")
