"""torchvision works beside a torch that its compiled library was not built for."""

from __future__ import annotations

import subprocess
import sys

import torch

from tutor.torchvision_compat import nms

USE = """
from tutor import torchvision_compat

own = torchvision_compat.ensure()
assert torchvision_compat.ensure() == own
import torch
import torchvision
from torchvision import datasets, models
from torchvision.transforms import v2

boxes = torch.tensor([[0.0, 0, 2, 2], [0, 0, 2, 2.1], [5, 5, 6, 6]])
assert torchvision.ops.nms(boxes, torch.tensor([0.5, 0.9, 0.1]), 0.5).tolist() == [1, 2]
assert models.resnet18().eval()(torch.zeros(1, 3, 32, 32)).shape == (1, 1000)
assert v2.CenterCrop(4)(torch.zeros(3, 8, 8)).shape == (3, 4, 4)
print(datasets.MNIST.__name__)
"""


def overlap(one: list[float], other: list[float]) -> float:
    """Intersection over union of two boxes, by the book."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(width, 0.0) * max(height, 0.0)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return shared / (areas - shared)


def test_datasets_transforms_models_and_nms_work() -> None:
    done = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("MNIST\n", 0), done.stderr


def test_nms_keeps_the_best_box_of_every_heap() -> None:
    generator = torch.Generator().manual_seed(0)
    corner = torch.rand(60, 2, generator=generator) * 4
    boxes = torch.cat([corner, corner + 0.5 + torch.rand(60, 2, generator=generator)], 1)
    scores = torch.rand(60, generator=generator)
    kept: list[int] = []
    for index in scores.argsort(descending=True).tolist():
        if all(overlap(boxes[index].tolist(), boxes[other].tolist()) <= 0.3 for other in kept):
            kept.append(index)
    assert nms(boxes, scores, 0.3).tolist() == kept
    assert 5 < len(kept) < 55


def test_nms_of_nothing_is_nothing() -> None:
    empty = nms(torch.empty(0, 4), torch.empty(0), 0.5)
    assert (empty.dtype, empty.shape) == (torch.int64, (0,))
