"""Mark the digits: your U-Net, the same without its skips, and two plainer rivals. About 30 seconds.

1. A threshold: whatever is brighter than so much is a digit. It learns one number.
2. Four convolutions that keep the full size.
3. Your U-Net with its skips cut: everything has to pass through 8 x 8 numbers.
4. Your U-Net.
"""

import torch
import torch.nn.functional as F
from fitting import MARKS, SHOWN, TEST, TRAIN, answers, fit, marks
from mask_iou import mask_iou
from soft_dice import soft_dice
from torch import Tensor, nn
from unet_block import UNetBlock, conv_block

from tutor import live

EPOCHS = 5

seed = live.seed()


def loss_of(logits: Tensor, rows: Tensor) -> Tensor:
    """Every pixel by itself, and the overlap of each picture as a whole. logits: (B, 1, 32, 32)"""
    logits, masks = logits.squeeze(1), TRAIN.masks[rows]
    return F.binary_cross_entropy_with_logits(logits, masks.float()) + 1 - soft_dice(logits, masks).mean()


def unet() -> nn.Module:
    """Three floors: 12 channels at 32 x 32, 24 at 16 x 16, 24 at 8 x 8."""
    return nn.Sequential(UNetBlock(1, 12, UNetBlock(12, 24, UNetBlock(24, 24))), nn.Conv2d(12, 1, 1))


def cut_skips(model: nn.Module) -> nn.Module:
    """Sets the skip's half of the channels to 0 wherever a block joins the two."""

    def only_from_below(after: nn.Module, joined: tuple[Tensor]) -> Tensor:
        skip, up = joined[0].chunk(2, dim=1)
        return torch.cat([torch.zeros_like(skip), up], dim=1)

    for block in model.modules():
        if isinstance(block, UNetBlock) and block.sub is not None:
            block.after[0].register_forward_pre_hook(only_from_below)
    return model


def flat() -> nn.Module:
    """Four convolutions one after the other, never smaller than the picture."""
    return nn.Sequential(conv_block(1, 12), *[conv_block(12, 12) for _ in range(3)], nn.Conv2d(12, 1, 1))


def overlap(found: Tensor) -> float:
    """The mean of your mask_iou over all test scenes."""
    return mask_iou(found, TEST.masks).mean().item()


def learn(name: str, model: nn.Module) -> Tensor:
    """Trains a model, draws what it marks after each epoch, and returns its masks of the test scenes."""

    def show(epoch: int) -> None:
        found = answers(model).squeeze(1) > 0  # (300, 32, 32), a probability above a half
        live.log(test_iou=overlap(found))
        live.picture(
            "What it marks",
            TEST.pictures[SHOWN, 0],
            masks=marks(found, TEST.masks)[SHOWN],
            names=MARKS,
            caption=f"{name} after epoch {epoch + 1}: an overlap of {overlap(found):.3f}.",
        )

    live.stage(name, of=3)
    fit(model, EPOCHS, loss_of, 6e-3, after_epoch=show)
    return answers(model).squeeze(1) > 0


bright = max(range(20, 80, 5), key=lambda level: mask_iou(TRAIN.pictures[:, 0] > level / 100, TRAIN.masks).mean())
found = {f"threshold {bright / 100}": TEST.pictures[:, 0] > bright / 100}
for name, make in [("flat", flat), ("no skips", lambda: cut_skips(unet())), ("U-Net", unet)]:
    torch.manual_seed(seed)
    found[name] = learn(name, make())

iou = {name: overlap(masks) for name, masks in found.items()}
right = {name: (masks == TEST.masks).double().mean().item() for name, masks in found.items()}
live.slider(
    "Four ways to mark the digits",
    [(name, TEST.pictures[SHOWN, 0]) for name in found],
    masks=[marks(masks, TEST.masks)[SHOWN] for masks in found.values()],
    names=MARKS,
    caption=[f"Overlap {iou[name]:.3f}, pixels right {right[name]:.3f}, over 300 test scenes." for name in found],
)

truth = TEST.masks[:, None].float()
near = F.max_pool2d(truth, 3, 1, 1) != -F.max_pool2d(-truth, 3, 1, 1)  # (300, 1, 32, 32), beside a digit's edge
lines = [f"{'':16}{'overlap':>9}{'pixels right':>14}{'wrong, at an edge':>19}{'elsewhere':>11}"]
for name, masks in found.items():
    wrong = masks != TEST.masks
    at_edge = (wrong & near.squeeze(1)).sum().item() / len(TEST)
    elsewhere = wrong.sum().item() / len(TEST) - at_edge
    lines.append(f"{name:16}{iou[name]:9.3f}{right[name]:14.4f}{at_edge:19.1f}{elsewhere:11.1f}")
live.text("Wrong pixels of a scene, beside an edge of a digit and elsewhere", "\n".join(lines))

live.result(
    unet_iou=iou["U-Net"],
    gain=iou["U-Net"] - iou["no skips"],
    gain_over_flat=iou["U-Net"] - iou["flat"],
    no_skip_iou=iou["no skips"],
    flat_iou=iou["flat"],
    threshold_iou=iou[next(iter(iou))],
    pixels_right=right["U-Net"],
)
