"""What a detector found, held against what there is; and a rival that finds digits without learning."""

from dataclasses import dataclass

import torch
from box_iou import box_iou
from torch import Tensor

from tutor.datasets import scenes

GRID, STRIDE, ANCHOR = (8, 8), 4, 8.0  # 8 x 8 cells of 4 x 4 pixels; each box is compared with one of 8 x 8 pixels


@dataclass
class Found:
    """The boxes of one scene.

    boxes: (n, 4). scores: (n,), how sure it is. labels: (n,), or None where nothing says which digit it is.
    """

    boxes: Tensor
    scores: Tensor
    labels: Tensor | None = None

    def only(self, places: Tensor) -> "Found":
        """Those at some places, in this order."""
        labels = None if self.labels is None else self.labels[places]
        return Found(self.boxes[places], self.scores[places], labels)

    def drawn(self) -> list[tuple[float | str, ...]]:
        """As `live.picture` takes them, the digit and the score at the corner."""
        if self.labels is None:
            return [tuple(box) for box in self.boxes.tolist()]
        rows = zip(self.boxes.tolist(), self.labels.tolist(), self.scores.tolist(), strict=True)
        return [(*box, f"{label} {100 * score:.0f}") for box, label, score in rows]


@dataclass
class Tally:
    """How a detector did on many scenes."""

    boxes: int = 0  # that it drew
    digits: int = 0  # that there are
    hits: int = 0  # digits that a box overlaps by a half or more
    named: int = 0  # hits with the right label

    @property
    def precision(self) -> float:
        """Of the boxes, so many hit."""
        return self.hits / max(self.boxes, 1)

    @property
    def recall(self) -> float:
        """Of the digits, so many are hit."""
        return self.hits / max(self.digits, 1)

    @property
    def f1(self) -> float:
        """High only where both are high: 2 PR / (P + R)."""
        return 2 * self.hits / max(self.boxes + self.digits, 1)

    def line(self, name: str) -> str:
        """A row of a table."""
        return f"{name:22}{self.boxes:7}{self.hits:7}{self.precision:11.3f}{self.recall:9.3f}{self.f1:8.3f}"


HEAD = f"{'':22}{'boxes':>7}{'hits':>7}{'precision':>11}{'recall':>9}{'F1':>8}"


def hits(found: Found, truth: Tensor) -> list[tuple[int, int]]:
    """Pairs (box, digit): each box, the surest first, takes the free digit that it overlaps most, if by a half."""
    if not len(found.boxes):
        return []
    overlap = box_iou(found.boxes, truth)  # (n, digits)
    pairs = []
    for box in found.scores.argsort(descending=True).tolist():
        best, digit = overlap[box].max(dim=0)
        if best >= 0.5:
            pairs.append((box, digit.item()))
            overlap[:, digit] = -1
    return pairs


def tally(found: list[Found], there: scenes.Scenes) -> Tally:
    """Counts boxes, digits and hits over the first len(found) scenes."""
    total = Tally()
    for own, truth, labels in zip(found, there.boxes, there.labels, strict=False):
        pairs = hits(own, truth)
        total.boxes += len(own.boxes)
        total.digits += len(truth)
        total.hits += len(pairs)
        if own.labels is not None:
            total.named += sum((own.labels[box] == labels[digit]).item() for box, digit in pairs)
    return total


def blobs(picture: Tensor, bright: float, smallest: int) -> Found:
    """A box around each heap of bright pixels that touch each other, if it has `smallest` or more. picture: (H, W)"""
    free = {(row, column) for row, column in (picture > bright).nonzero().tolist()}
    boxes = []
    while free:
        heap, ahead = [], [free.pop()]
        while ahead:
            row, column = ahead.pop()
            heap.append((row, column))
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & free
            free -= near
            ahead.extend(near)
        if len(heap) >= smallest:
            rows, columns = zip(*heap, strict=True)
            boxes.append([min(columns), min(rows), max(columns) + 1, max(rows) + 1])
    return Found(torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4), torch.ones(len(boxes)))
