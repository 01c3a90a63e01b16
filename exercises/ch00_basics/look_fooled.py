"""The tape once more, but for the slopes of the picture: a small push along them against the same amount of noise."""

from __future__ import annotations

import random

import architectures as zoo
import handwriting
from backward import backward
from tape import Value

from tutor import live

SIZES = (0.0, 0.05, 0.1, 0.15, 0.2, 0.3)  # how far a pixel is pushed; black is 0, white is 1
PICTURES = 150
WHICH = 2  # the picture that is shown


def main() -> None:
    live.seed()
    net = zoo.load()["fully connected"]
    _, test = handwriting.load()
    test = test[:PICTURES]
    slopes = [picture_slopes(net, picture, digit) for picture, digit in live.batches(test)]
    noise = [[random.choice((-1.0, 1.0)) for _ in picture] for picture, _ in test]

    pushed, noisy = {}, {}
    for size in SIZES:
        pushed[size] = share_right(net, [(push(p, s, -size), d) for (p, d), s in zip(test, slopes, strict=True)])
        noisy[size] = share_right(net, [(push(p, n, size), d) for (p, d), n in zip(test, noise, strict=True)])
    lines = [f"{'each pixel moves by':<22}{'at random':>12}{'along slopes':>16}"]
    lines += [f"{size:<22}{noisy[size]:>12.2f}{pushed[size]:>16.2f}" for size in SIZES]
    live.text(f"The share of {PICTURES} pictures that is still read right", "\n".join(lines))

    show_one(net, test[WHICH][0], slopes[WHICH], noise[WHICH])
    live.result(untouched=pushed[0.0], noise_of_15=noisy[0.15], push_of_15=pushed[0.15])


def picture_slopes(net: zoo.Layer, picture: list[float], digit: int) -> list[float]:
    """How the lead of the right digit over its best rival changes with each pixel."""
    pixels = [Value(pixel) for pixel in picture]
    scores = on_tape(net["output"], [total.tanh() for total in on_tape(net["hidden"], pixels)])
    rival = max((other for other in range(10) if other != digit), key=lambda other: scores[other].data)
    backward(scores[digit] - scores[rival])
    return [pixel.grad for pixel in pixels]


def on_tape(layer: zoo.Layer, inputs: list[Value]) -> list[Value]:
    """The sums of a layer, in Values; the layer's own weights stay plain numbers."""
    sums = []
    for weights, bias in zip(layer["weights"], layer["biases"], strict=True):
        total = Value(bias)
        for weight, number in zip(weights, inputs, strict=True):
            total = total + weight * number
        sums.append(total)
    return sums


def push(picture: list[float], direction: list[float], size: float) -> list[float]:
    """Every pixel one step of `size` up or down, as the sign of `direction` says, between black and white."""
    moved = [pixel + (size if d > 0 else -size if d < 0 else 0.0) for pixel, d in zip(picture, direction, strict=True)]
    return [min(1.0, max(0.0, pixel)) for pixel in moved]


def share_right(net: zoo.Layer, pairs: list[tuple[list[float], int]]) -> float:
    return sum(zoo.best(zoo.fully_connected(net, picture)) == digit for picture, digit in pairs) / len(pairs)


def show_one(net: zoo.Layer, picture: list[float], slope: list[float], noise: list[float]) -> None:
    """One picture, moved at random and along its slopes, further and further."""
    frames, labels = {}, []
    for size in SIZES:
        versions = [push(picture, noise, size), push(picture, slope, -size)]
        read = [zoo.best(zoo.fully_connected(net, version)) for version in versions]
        frames[f"by {size}"] = [zoo.rows_of(version) for version in versions]
        labels.append([f"at random: {read[0]}", f"along slopes: {read[1]}"])
    live.slider("Each pixel moves; below each name what the network reads", frames, labels=labels)


main()
