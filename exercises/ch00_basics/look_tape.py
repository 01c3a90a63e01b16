"""The tape of one neuron, walked backwards; and what nudging costs in its place where there are more weights."""

from __future__ import annotations

import time

from backward import backward
from network import Network
from numerical_grad import numerical_grad
from tape import Value
from tasks import exclusive_or

from tutor import live

HIDDEN = (8, 16, 32, 64)  # neurons


def main() -> None:
    show_one_neuron()
    task = exclusive_or(seed=0)
    lines = [f"{'weights':>8}{'walking back':>15}{'nudging':>11}{'times':>8}{'differ by at most':>20}"]
    lines += [race(Network([2, hidden, 1]), task.inputs[:4], task.targets[:4]) for hidden in live.batches(HIDDEN)]
    live.text("All slopes of a network's loss, in milliseconds", "\n".join(lines))
    live.say("Nudging, with twice the weights: twice as many runs of the network, and each takes twice as long.")


def show_one_neuron() -> None:
    """A neuron with w = 0.5 and b = -0.4 sees x = 2; its target is 1."""
    w, x, b = Value(0.5), Value(2.0), Value(-0.4)
    answer = (w * x + b).tanh()
    error = answer - 1.0
    loss = error * error
    backward(loss)

    tape = loss.tape()
    names = {w: "w", x: "x", b: "b", answer: "answer", error: "error", loss: "loss"}
    lines = [f"{'line':>4}  {'made by':<10}{'number':>9}{'gradient':>11}"]
    for number, value in enumerate(tape):
        operands = [str(tape.index(operand)) for operand in value.operands]
        made_by = (
            f" {value.operation} ".join(operands) if len(operands) == 2 else " ".join([value.operation, *operands])
        )
        lines.append(f"{number:>4}  {made_by:<10}{value.data:>9.4f}{value.grad:>11.4f}  {names.get(value, '')}")
    live.text("The tape of a neuron and its loss: 0 * 1 means line 0 times line 1", "\n".join(lines))


def race(model: Network, inputs: list[list[float]], targets: list[float]) -> str:
    """The slopes of all weights by your walk along the tape, and the same by nudging one weight after the other."""
    parameters = model.parameters()

    begun = time.perf_counter()
    backward(model.loss(model.forward(inputs), targets))
    by_tape = time.perf_counter() - begun

    def loss(numbers: list[float]) -> float:
        for parameter, number in zip(parameters, numbers, strict=True):
            parameter.data = number
        errors = [model.predict(point) - target for point, target in zip(inputs, targets, strict=True)]
        return sum(error * error for error in errors) / len(errors)

    begun = time.perf_counter()
    slopes = numerical_grad(loss, [parameter.data for parameter in parameters])
    by_nudging = time.perf_counter() - begun

    apart = max(abs(parameter.grad - slope) for parameter, slope in zip(parameters, slopes, strict=True))
    times = by_nudging / by_tape
    return f"{len(parameters):>8}{1000 * by_tape:>15.1f}{1000 * by_nudging:>11.1f}{times:>8.1f}{apart:>20.0e}"


main()
