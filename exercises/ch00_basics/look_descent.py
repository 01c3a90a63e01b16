"""Your three functions find a line through five points: the loss is a bowl, and `descend` walks down in it."""

from __future__ import annotations

from descend import descend
from numerical_grad import numerical_grad
from squared_error import squared_error

from tutor import live

CELSIUS = [-10.0, 0.0, 10.0, 20.0, 30.0]
FAHRENHEIT = [14.0, 32.0, 50.0, 68.0, 86.0]
INPUTS = [c / 10 for c in CELSIUS]  # in tens of degrees: numbers around 1 make a rounder bowl
TARGETS = [f / 10 for f in FAHRENHEIT]

RATES = (0.01, 0.1, 0.28, 0.3)
STEPS = 60


def loss(line: list[float]) -> float:
    """How wrong the line weight * x + bias is at the five points."""
    weight, bias = line
    return squared_error([weight * x + bias for x in INPUTS], TARGETS)


def main() -> None:
    walks = {}
    for rate in live.batches(RATES):
        line, walks[rate] = descend(loss, lambda x: numerical_grad(loss, x), [0.0, 0.0], rate, STEPS)
        live.say(f"Learning rate {rate}: after {STEPS} steps {written(line)}")

    moments = (0, 1, 2, 5, 20, STEPS)
    head = "".join(f"{f'step {step}':>11}" for step in moments)
    lines = [f"{rate:<6}" + "".join(f"{walks[rate][step][1]:>11.3g}" for step in moments) for rate in RATES]
    live.text("The loss on the way, for four learning rates", "\n".join([f"{'rate':<6}{head}", *lines]))

    live.slider(
        "Down the bowl",
        {f"rate {rate}": bowl([point for point, _ in walk[:31]]) for rate, walk in walks.items()},
        colour=True,
        caption="Across: weight -1 to 4. Up: bias -1 to 5 (tens of degrees). Red: 30 steps.",
    )
    live.result(**{f"loss_at_rate_{rate}": walk[-1][1] for rate, walk in walks.items()})


def written(line: list[float]) -> str:
    """The line as a formula, with the bias in degrees."""
    weight, bias = line
    return f"F = {weight:.4g} · C {'-' if bias < 0 else '+'} {abs(10 * bias):.4g}"


def bowl(walk: list[list[float]], height: int = 20, width: int = 40) -> list[list[tuple[float, float, float]]]:
    """The loss over all lines, and the points of a walk in red."""
    picture = []
    for row in range(height):
        bias = 5 - 6 * (row + 0.5) / height
        heights = [loss([-1 + 5 * (column + 0.5) / width, bias]) for column in range(width)]
        picture.append([(1 / (1 + h),) * 2 + (0.3 + 0.7 / (1 + h),) for h in heights])
    for weight, bias in walk:
        row, column = int((5 - bias) / 6 * height), int((weight + 1) / 5 * width)
        if 0 <= row < height and 0 <= column < width:
            picture[row][column] = (0.9, 0.15, 0.1)
    return picture


main()
