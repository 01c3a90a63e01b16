"""Numbers that remember how they were made: a tape of three operations, `+`, `*` and `tanh`."""

from __future__ import annotations

import itertools
import math

_numbers = itertools.count()  # 0, 1, 2, …: says which Value was made first


class Value:
    """A number, and the operation that it came from.

    data: the number itself, a float.
    grad: its gradient, 0.0 until somebody works it out.
    operands: the Values that it was made from: two of them for `+` and
      `*`, one for `tanh`, none for a number that somebody wrote down.
    operation: "+", "*", "tanh", or "" where there are no operands.

    A plain number may take part: in `2 * x + 1` the 2 and the 1 become
    Values of their own.
    """

    def __init__(self, data: float, operands: tuple[Value, ...] = (), operation: str = "") -> None:
        self.data = float(data)
        self.grad = 0.0
        self.operands = operands
        self.operation = operation
        self.number = next(_numbers)

    def __add__(self, other: Value | float) -> Value:
        other = as_value(other)
        return Value(self.data + other.data, (self, other), "+")

    def __mul__(self, other: Value | float) -> Value:
        other = as_value(other)
        return Value(self.data * other.data, (self, other), "*")

    def tanh(self) -> Value:
        return Value(math.tanh(self.data), (self,), "tanh")

    def tape(self) -> list[Value]:
        """This Value and all that it was made from, each once, in the order in which they were made: itself last."""
        found, waiting = {self}, [self]
        while waiting:
            for operand in waiting.pop().operands:
                if operand not in found:
                    found.add(operand)
                    waiting.append(operand)
        return sorted(found, key=lambda value: value.number)

    def __neg__(self) -> Value:  # -x is made of what is there: -1 * x
        return self * -1

    def __sub__(self, other: Value | float) -> Value:  # and so is x - y: x + -1 * y
        return self + as_value(other) * -1

    def __radd__(self, other: float) -> Value:  # for 1 + x, where Python asks the right-hand side
        return as_value(other) + self

    def __rmul__(self, other: float) -> Value:
        return as_value(other) * self

    def __rsub__(self, other: float) -> Value:
        return as_value(other) - self

    def __repr__(self) -> str:
        return f"Value(data={self.data:.4g}, grad={self.grad:.4g}, operation={self.operation!r})"


def as_value(number: Value | float) -> Value:
    """A Value stays one; a plain number becomes one that was made from nothing."""
    return number if isinstance(number, Value) else Value(number)


if __name__ == "__main__":
    x = Value(3.0)
    y = x * x + 1.0
    print(y)  # Value(data=10, grad=0, operation='+')
    print(y.operands)  # x * x, and the 1
    print(y.operands[0].operands)  # x and x: the same Value, twice
    print(y.tape())  # x, x * x, the 1, and y: x stands there once
