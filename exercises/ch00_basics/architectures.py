"""Eight kinds of network in plain Python. Their weights were learned elsewhere and lie in zoo.json.

A picture is 8 rows of 8 numbers. Those that read it as a sequence take one row after another, from the top. A layer is
a dict: "weights", a list of numbers for each of its neurons, and "biases", one number each.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

Row = list[float]
Layer = dict[str, Any]

LETTERS = "efghinorstuvwxz."  # all that the names zero to nine are made of; the point ends a name


def load() -> dict[str, Layer]:
    """The weights of each network, by its name."""
    return json.loads(Path(__file__).with_name("zoo.json").read_text(encoding="ascii"))


def rows_of(picture: list[float]) -> list[Row]:
    return [picture[i : i + 8] for i in range(0, 64, 8)]


def dense(layer: Layer, x: Row) -> Row:
    """A fully connected layer without its activation: each neuron's weighted sum and bias."""
    return [
        sum(map(float.__mul__, weights, x)) + bias
        for weights, bias in zip(layer["weights"], layer["biases"], strict=True)
    ]


def fully_connected(net: Layer, picture: list[float]) -> Row:
    """Two layers, as you built them, with ten neurons at the end: the highest of their scores is the answer."""
    return dense(net["output"], [math.tanh(number) for number in dense(net["hidden"], picture)])


# A convolutional network


def feature_maps(net: Layer, picture: list[float]) -> list[list[Row]]:
    """Eight maps of 6 x 6: how well each 3 x 3 filter fits at each place; what doesn't fit becomes 0."""
    rows = rows_of(picture)
    maps = [[[0.0] * 6 for _ in range(6)] for _ in net["conv"]["biases"]]
    for y in range(6):
        for x in range(6):
            patch = rows[y][x : x + 3] + rows[y + 1][x : x + 3] + rows[y + 2][x : x + 3]
            for one, fit in zip(maps, dense(net["conv"], patch), strict=True):
                one[y][x] = max(0.0, fit)
    return maps


def cnn(net: Layer, picture: list[float]) -> Row:
    """Filters slide over the picture, the best fit of each 2 x 2 places stays, and a fully connected head decides."""
    pooled = [
        max(one[y][x], one[y][x + 1], one[y + 1][x], one[y + 1][x + 1])
        for one in feature_maps(net, picture)
        for y in (0, 2, 4)
        for x in (0, 2, 4)
    ]
    return dense(net["head"], pooled)


# Networks that read row by row and keep a state


def rnn_step(cell: Layer, x: Row, state: Row) -> Row:
    return [math.tanh(number) for number in dense(cell, x + state)]


def lstm_step(cell: Layer, x: Row, state: Row) -> Row:
    """The state is the answer followed by the memory, which only gates can touch."""
    size = len(state) // 2
    answer, memory = state[:size], state[size:]
    take, keep, show = (list(map(sigmoid, dense(cell[gate], x + answer))) for gate in ("take", "keep", "show"))
    fresh = [math.tanh(number) for number in dense(cell["fresh"], x + answer)]
    memory = [k * m + t * f for k, m, t, f in zip(keep, memory, take, fresh, strict=True)]
    return [s * math.tanh(m) for s, m in zip(show, memory, strict=True)] + memory


def gru_step(cell: Layer, x: Row, state: Row) -> Row:
    """One gate says how much of the state stays, the other how much of it the new one may see."""
    see, keep = (list(map(sigmoid, dense(cell[gate], x + state))) for gate in ("see", "keep"))
    fresh = [math.tanh(number) for number in dense(cell["fresh"], x + [s * h for s, h in zip(see, state, strict=True)])]
    return [k * h + (1 - k) * f for k, h, f in zip(keep, state, fresh, strict=True)]


def rnn(net: Layer, picture: list[float]) -> Row:
    state = [0.0] * 24
    for row in rows_of(picture):
        state = rnn_step(net["cell"], row, state)
    return dense(net["head"], state)


def lstm(net: Layer, picture: list[float]) -> Row:
    state = [0.0] * 32
    for row in rows_of(picture):
        state = lstm_step(net["cell"], row, state)
    return dense(net["head"], state[:16])


def gru(net: Layer, picture: list[float]) -> Row:
    state = [0.0] * 16
    for row in rows_of(picture):
        state = gru_step(net["cell"], row, state)
    return dense(net["head"], state)


def bidirectional(net: Layer, picture: list[float]) -> Row:
    """Two plain recurrent cells: one reads from the top, the other from the bottom."""
    down, up = [0.0] * 16, [0.0] * 16
    for row in rows_of(picture):
        down = rnn_step(net["down"], row, down)
    for row in reversed(rows_of(picture)):
        up = rnn_step(net["up"], row, up)
    return dense(net["head"], down + up)


# Networks that make something


def code(net: Layer, picture: list[float]) -> Row:
    """The 8 numbers that the autoencoder keeps of 64."""
    hidden = [math.tanh(number) for number in dense(net["encoder"], picture)]
    return dense(net["squeeze"], hidden)


def rebuilt(net: Layer, numbers: Row) -> list[float]:
    """The picture that the autoencoder makes of 8 numbers."""
    hidden = [math.tanh(number) for number in dense(net["decoder"], numbers)]
    return list(map(sigmoid, dense(net["paint"], hidden)))


def autoencoder(net: Layer, picture: list[float]) -> Row:
    """A head that sees the 8 numbers and nothing else. The autoencoder itself never saw a label."""
    return dense(net["head"], code(net, picture))


def spell(net: Layer, picture: list[float]) -> str:
    """Reads the rows with one cell, then writes the digit's name with another, letter after letter."""
    state = [0.0] * 16
    for row in rows_of(picture):
        state = gru_step(net["encoder"], row, state)
    name, letter = "", "."
    while len(name) < 6:
        state = gru_step(net["decoder"], [float(letter == other) for other in LETTERS], state)
        letter = LETTERS[best(dense(net["head"], state))]
        if letter == ".":
            break
        name += letter
    return name


# A network whose rows look at each other


def looks(net: Layer, items: list[Row]) -> list[Row]:
    """How much each row listens to each other row: 8 x 8 weights, and each line adds up to 1."""
    queries, keys = ([dense(net[name], item) for item in items] for name in ("query", "key"))
    return [softmax([sum(map(float.__mul__, q, k)) / math.sqrt(len(k)) for k in keys]) for q in queries]


def items_of(net: Layer, picture: list[float]) -> list[Row]:
    """Each row as 16 numbers, plus 16 that say which row it is."""
    places = net["places"]
    return [
        [a + b for a, b in zip(dense(net["embed"], row), place, strict=True)]
        for row, place in zip(rows_of(picture), places, strict=True)
    ]


def transformer(net: Layer, picture: list[float]) -> Row:
    """One block: every row takes what it wants from all rows, then each is worked on alone; their mean decides."""
    items = items_of(net, picture)
    weights = looks(net, items)
    values = [dense(net["value"], item) for item in items]
    mixed = [[sum(map(float.__mul__, line, column)) for column in zip(*values, strict=True)] for line in weights]
    items = [[a + b for a, b in zip(item, mix, strict=True)] for item, mix in zip(items, mixed, strict=True)]
    worked = [dense(net["out"], [max(0.0, number) for number in dense(net["wide"], item)]) for item in items]
    items = [[a + b for a, b in zip(item, work, strict=True)] for item, work in zip(items, worked, strict=True)]
    return dense(net["head"], [sum(column) / 8 for column in zip(*items, strict=True)])


def sigmoid(x: float) -> float:
    """From 0 to 1: a gate that is closed, half open, or open."""
    return 0.5 + 0.5 * math.tanh(0.5 * x)


def softmax(scores: Row) -> Row:
    """Positive shares that add up to 1, the largest for the highest score."""
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def best(scores: Row) -> int:
    """Where the highest score stands."""
    return scores.index(max(scores))
