"""Fourteen boxes for three digits, two of them close together: your nms with one threshold after the other."""

import torch
from fitting import TRAIN
from nms import nms
from torch import Tensor

from tutor import live

live.seed()
scene = torch.zeros(32, 32)
digits = torch.tensor([[4.0, 5.0, 11.0, 13.0], [8.0, 7.0, 15.0, 15.0], [21.0, 18.0, 28.0, 26.0]])  # (3, 4)


def paste(number: int, box: Tensor) -> None:
    """Lays a digit of a training scene into the box; the brighter pixel wins."""
    x1, y1, _, _ = TRAIN.boxes[number][0].int().tolist()
    left, top, right, bottom = box.int().tolist()
    ink = TRAIN.pictures[number, 0, y1 : y1 + bottom - top, x1 : x1 + right - left]
    scene[top : top + len(ink), left : left + ink.shape[1]].clamp_(min=ink)


for number, box in zip((8, 3, 12), digits, strict=True):
    paste(number, box)

chance = torch.Generator().manual_seed(4)
moved = torch.randn(14, 4, generator=chance)  # as a detector would miss, in pixels
moved[:3] *= 0.2
boxes = digits[torch.arange(14) % 3] + moved  # (14, 4)
scores = 0.97 - 0.16 * moved.abs().mean(dim=1)  # (14,), the further off, the less sure

frames, drawn, captions = [("all", scene)], [boxes.tolist()], ["14 boxes for 3 digits."]
for threshold in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0):
    kept = nms(boxes, scores, threshold).tolist()
    frames.append((f"threshold {threshold}", scene))
    drawn.append([(*boxes[i].tolist(), f"{100 * scores[i]:.0f}") for i in kept])
    missed = 3 - len({i % 3 for i in kept})
    captions.append(f"{len(kept)} stay, {missed} of 3 digits " + ("is" if missed == 1 else "are") + " lost.")
live.slider("What your nms leaves", frames, boxes=drawn, caption=captions)
