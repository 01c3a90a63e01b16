"""Scenes of 32 x 32 pixels: one to three handwritten digits among loose strokes and noise, with masks and boxes.

They are composed from `digits`, so nothing is downloaded: scenes to train with from its training digits, scenes to
test with from its test digits. Each seed gives other scenes, and always the same ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from tutor.datasets import digits

SIZE = 32  # of a scene
DIGIT = 8  # of a digit
INK = 0.3  # a digit's pixel above this belongs to its mask
STROKES = 6  # in each scene
NOISE = 0.15  # standard deviation


@dataclass(frozen=True, slots=True)
class Scenes:
    """Pictures, and what is where in them.

    Attributes:
        pictures: (N, 1, 32, 32) float32, noise included, so some are a little below 0 or above 1.
        masks: (N, 32, 32) bool, True where a digit has ink.
        boxes: for each scene (n, 4) float32, x1, y1, x2, y2 in pixels: the smallest box around a digit's ink. A box
            from x1 = 3 to x2 = 8 covers the columns 3 to 7.
        labels: for each scene (n,) int64, the digits in the order of the boxes.
    """

    pictures: torch.Tensor
    masks: torch.Tensor
    boxes: list[torch.Tensor]
    labels: list[torch.Tensor]

    def __len__(self) -> int:
        return len(self.pictures)


def load(train: int = 1500, test: int = 300, seed: int = 0) -> tuple[Scenes, Scenes]:
    """Scenes to train and to test with; no digit is in both."""
    data = digits.load()
    return (
        compose(train, data.train_x, data.train_y, np.random.RandomState([seed, 0])),
        compose(test, data.test_x, data.test_y, np.random.RandomState([seed, 1])),
    )


def compose(count: int, x: torch.Tensor, y: torch.Tensor, random: np.random.RandomState) -> Scenes:
    """Draws scenes of one to three of the digits x (N, 1, 8, 8) with labels y (N,); their squares never overlap."""
    pictures = np.zeros((count, SIZE, SIZE), dtype=np.float32)
    masks = np.zeros((count, SIZE, SIZE), dtype=bool)
    boxes, labels = [], []
    ink = x.squeeze(1).numpy()  # (N, 8, 8)
    for picture, mask in zip(pictures, masks, strict=True):
        for _ in range(STROKES):
            _stroke(picture, random)
        corners = _corners(random.randint(1, 4), random)  # 1 to 3 of them
        chosen = random.randint(len(ink), size=len(corners))
        around = []
        for (top, left), digit in zip(corners, ink[chosen], strict=True):
            place = np.s_[top : top + DIGIT, left : left + DIGIT]
            picture[place] = np.maximum(picture[place], digit)
            mask[place] = digit > INK
            rows, columns = np.nonzero(digit > INK)
            around.append([left + columns.min(), top + rows.min(), left + columns.max() + 1, top + rows.max() + 1])
        picture += random.normal(0, NOISE, picture.shape)
        boxes.append(torch.tensor(np.array(around), dtype=torch.float32))
        labels.append(y[torch.from_numpy(chosen)].clone())
    return Scenes(torch.from_numpy(pictures)[:, None], torch.from_numpy(masks), boxes, labels)


def _corners(count: int, random: np.random.RandomState) -> list[tuple[int, int]]:
    """The upper left corners (row, column) of squares of 8 x 8 that don't overlap."""
    found: list[tuple[int, int]] = []
    while len(found) < count:
        top, left = (int(n) for n in random.randint(SIZE - DIGIT + 1, size=2))
        if all(abs(top - row) >= DIGIT or abs(left - column) >= DIGIT for row, column in found):
            found.append((top, left))
    return found


def _stroke(picture: np.ndarray[tuple[int, int], np.dtype[np.float32]], random: np.random.RandomState) -> None:
    """A straight line of 3 to 6 pixels, anywhere and in any direction, cut off at the rim."""
    row, column = random.uniform(0, SIZE, size=2)
    angle, length, bright = random.uniform(0, np.pi), random.randint(3, 7), random.uniform(0.4, 0.8)
    steps = np.arange(length)
    rows = np.floor(row + steps * np.sin(angle)).astype(int)
    columns = np.floor(column + steps * np.cos(angle)).astype(int)
    inside = (rows >= 0) & (rows < SIZE) & (columns >= 0) & (columns < SIZE)
    picture[rows[inside], columns[inside]] = bright
