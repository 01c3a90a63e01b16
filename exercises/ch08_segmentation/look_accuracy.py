"""Seven ways to mark digits, judged by the pixels that are right and by your mask_iou. Nothing is trained."""

import torch.nn.functional as F
from fitting import MARKS, SHOWN, TEST, marks
from mask_iou import mask_iou
from torch import Tensor

from tutor import live

live.seed()
truth = TEST.masks  # (300, 32, 32)


def wider(masks: Tensor) -> Tensor:
    """One pixel more on all sides."""
    return F.max_pool2d(masks[:, None].float(), 3, stride=1, padding=1).squeeze(1) > 0


def filled(masks: Tensor) -> Tensor:
    """The whole box of each digit."""
    boxes = masks.clone()
    for mask, around in zip(boxes, TEST.boxes, strict=True):
        for x1, y1, x2, y2 in around.int().tolist():
            mask[y1:y2, x1:x2] = True
    return boxes


ways = {
    "nothing at all": truth & False,
    "the truth": truth,
    "one pixel to the right": truth.roll(1, dims=2),
    "a rim too wide": wider(truth),
    "whole boxes": filled(truth),
    "brighter than 0.45": TEST.pictures[:, 0] > 0.45,
    "everything": truth | True,
}
right = {name: (found == truth).double().mean().item() for name, found in ways.items()}
iou = {name: mask_iou(found, truth).mean().item() for name, found in ways.items()}

live.slider(
    "Which of them would you want?",
    [(name, TEST.pictures[SHOWN, 0]) for name in ways],
    masks=[marks(found, truth)[SHOWN] for found in ways.values()],
    names=MARKS,
    caption=[f"Pixels right: {right[name]:.3f}. Your overlap: {iou[name]:.3f}." for name in ways],
)
lines = [f"{'':24}{'pixels right':>14}{'overlap':>9}"]
lines += [f"{name:24}{right[name]:14.3f}{iou[name]:9.3f}" for name in sorted(ways, key=iou.__getitem__)]
live.text(f"300 test scenes, {truth.double().mean():.1%} of their pixels belong to a digit", "\n".join(lines))
