"""Eight kinds of network read the same 450 digits, and show what is special about them. No training here."""

from __future__ import annotations

import math
import time
from functools import partial
from typing import Any

import architectures as zoo
import handwriting

from tutor import live

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
NETWORKS = {
    "CNN": zoo.cnn,
    "RNN": zoo.rnn,
    "LSTM": zoo.lstm,
    "GRU": zoo.gru,
    "bidirectional": zoo.bidirectional,
    "autoencoder": zoo.autoencoder,
    "encoder-decoder": zoo.spell,
    "transformer": zoo.transformer,
    "fully connected": zoo.fully_connected,
}


def main() -> None:
    weights = zoo.load()
    learn, test = handwriting.load()
    picture, digit = test[5]
    show_cnn(weights["CNN"], picture)
    show_autoencoder(weights["autoencoder"], test)
    show_spelling(weights["encoder-decoder"], test)
    show_transformer(weights["transformer"], picture, digit)

    rivals = {name: (count(weights[name]), partial(network, weights[name])) for name, network in NETWORKS.items()}
    rivals["most alike"] = (64 * len(learn), lambda picture: most_alike(learn, picture))
    rows, right = [], {}
    for name, (numbers, answer) in live.batches(rivals.items(), total=len(rivals)):
        begun = time.perf_counter()
        right[name] = sum(is_right(answer(picture), digit) for picture, digit in test) / len(test)
        each = 1000 * (time.perf_counter() - begun) / len(test)
        rows.append(f"{name:<16}{numbers:>9,}{each:>16.1f}{right[name]:>16.3f}")
    head = f"{'':<16}{'numbers':>9}{'ms a picture':>16}{'share right':>16}"
    live.text(f"The same {len(test)} pictures, seen by none of them before", "\n".join([head, *rows]))
    live.result(**{name.replace("-", "_"): share for name, share in right.items()})


def is_right(answer: Any, digit: int) -> bool:
    """A name must be spelled right, letter by letter; of ten scores the highest must be the digit's."""
    return answer == NAMES[digit] if isinstance(answer, str) else zoo.best(answer) == digit


def most_alike(learn: list[tuple[list[float], int]], picture: list[float]) -> str:
    """No network at all: the name of the stored picture that differs least from this one."""
    return NAMES[min(learn, key=lambda pair: math.dist(pair[0], picture))[1]]


def count(weights: Any) -> int:
    """How many learned numbers there are, however they are nested."""
    if isinstance(weights, dict):
        weights = list(weights.values())
    return sum(map(count, weights)) if isinstance(weights, list) else 1


def show_cnn(net: zoo.Layer, picture: list[float]) -> None:
    maps = zoo.feature_maps(net, picture)
    brightest = max(number for one in maps for row in one for number in row)
    live.picture(
        "CNN: a picture, and the eight maps that its filters make of it",
        [zoo.rows_of(picture)] + [[[n / brightest for n in row] for row in one] for one in maps],
        labels=["seen"] + [f"map {i}" for i in range(1, 9)],
        caption="Bright: the filter of this map fits here. The same nine weights were tried at every place.",
    )


def show_autoencoder(net: zoo.Layer, test: list[tuple[list[float], int]]) -> None:
    line = [[0.3] * 8] * 2
    pairs = [(zoo.rows_of(seen), zoo.rows_of(zoo.rebuilt(net, zoo.code(net, seen)))) for seen, _ in test[:7]]
    live.picture(
        "Autoencoder: what it sees, and below the line what it makes of it",
        [above + line + below for above, below in pairs],
        labels=[f"a {digit}" for _, digit in test[:7]],
        caption="64 numbers were squeezed into 8 and unfolded again. It never saw a label.",
    )


def show_spelling(net: zoo.Layer, test: list[tuple[list[float], int]]) -> None:
    wrong = [(digit, name) for picture, digit in test if (name := zoo.spell(net, picture)) != NAMES[digit]]
    spelled = "  ".join(f"{digit}: {zoo.spell(net, picture)}" for picture, digit in test[:8])
    mistaken = "  ".join(f"{digit}: {name}" for digit, name in wrong[:6])
    live.text("Encoder-decoder: it reads eight rows and writes a word", f"{spelled}\nIts mistakes: {mistaken}")


def show_transformer(net: zoo.Layer, picture: list[float], digit: int) -> None:
    live.picture(
        f"Transformer: which rows of this {digit} each row listens to",
        zoo.looks(net, zoo.items_of(net, picture)),
        rows=[f"row {i}" for i in range(1, 9)],
        columns=range(1, 9),
        caption="In hundredths; each line adds up to 100.",
    )


main()
