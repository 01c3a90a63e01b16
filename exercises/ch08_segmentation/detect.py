"""Find the digits: a detector that answers on a grid, taught with your targets. About 25 seconds.

Each of 8 x 8 cells says how sure it is that a digit's centre lies in it, which digit, and how the box lies. Your
encode_targets makes what it learns from, your decode_boxes makes boxes of its answers, your nms keeps the best ones.
A rival learns almost nothing: it draws a box around each heap of bright pixels.
"""

import torch
import torch.nn.functional as F
from decode_boxes import decode_boxes
from detecting import ANCHOR, GRID, HEAD, STRIDE, Found, Tally, blobs, hits, tally
from encode_targets import encode_targets
from fitting import SHOWN, TEST, TRAIN, answers, fit
from nms import nms
from torch import Tensor, nn

from tutor import live

EPOCHS = 12
SURE = 0.5  # a cell that is surer than this draws its box
OVERLAP = 0.3  # of two boxes that overlap more than this, one goes
NAMES = [str(digit) for digit in range(10)]

live.seed()
targets = [encode_targets(*scene, GRID, STRIDE, ANCHOR) for scene in zip(TRAIN.boxes, TRAIN.labels, strict=True)]
found, classes, offsets = (torch.stack(part) for part in zip(*targets, strict=True))
# found (1500, 8, 8), classes (1500, 8, 8), offsets (1500, 4, 8, 8)


def conv(inputs: int, outputs: int) -> nn.Module:
    """A convolution that keeps the size."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


def detector() -> nn.Module:
    """(B, 1, 32, 32) to (B, 15, 8, 8): for each cell 1 for a digit at all, 10 for which one, 4 for the box."""
    return nn.Sequential(
        *(conv(1, 16), conv(16, 16), nn.MaxPool2d(2)),
        *(conv(16, 32), conv(32, 32), nn.MaxPool2d(2)),
        *(conv(32, 48), conv(48, 48), nn.Conv2d(48, 15, 1)),
    )


def loss_of(out: Tensor, rows: Tensor) -> Tensor:
    """All cells learn whether there is a digit, those with one also which and where. out: (B, 15, 8, 8)"""
    here = found[rows]  # (B, 8, 8)
    is_digit = F.binary_cross_entropy_with_logits(out[:, 0], here, pos_weight=torch.tensor(5.0))
    which = F.cross_entropy(out[:, 1:11], classes[rows])  # skips the cells with -100
    error = ((out[:, 11:] - offsets[rows]) ** 2).mean(dim=1)  # (B, 8, 8)
    return is_digit + which + 5 * (error * here).sum() / here.sum()


def propose(out: Tensor) -> Found:
    """The boxes of all cells that are sure enough. out: (15, 8, 8)"""
    sure = out[0].sigmoid()  # (8, 8)
    here = sure > SURE
    return Found(decode_boxes(out[11:], STRIDE, ANCHOR)[here], sure[here], out[1:11].argmax(dim=0)[here])


def keep_best(boxes: Found) -> Found:
    """What your nms leaves."""
    return boxes.only(nms(boxes.boxes, boxes.scores, OVERLAP))


def truth(scene: int) -> Found:
    """What there is."""
    return Found(TEST.boxes[scene], torch.ones(len(TEST.boxes[scene])), TEST.labels[scene])


def show(epoch: int) -> None:
    """Two scenes with what it finds by now, and the figures for all."""
    before = [propose(out) for out in answers(model)]
    after = [keep_best(boxes) for boxes in before]
    reached = tally(after, TEST)
    live.log(f1=reached.f1, precision=reached.precision, recall=reached.recall)
    live.picture(
        "What it finds",
        TEST.pictures[SHOWN, 0],
        boxes=[after[scene].drawn() for scene in SHOWN],
        names=NAMES,
        caption=f"After epoch {epoch + 1}, digit and how sure in %. Precision {reached.precision:.3f}, "
        f"recall {reached.recall:.3f}.",
    )


model = detector()
fit(model, EPOCHS, loss_of, 5e-3, after_epoch=show)
before = [propose(out) for out in answers(model)]
after = [keep_best(boxes) for boxes in before]

settings = [(bright, smallest) for bright in (0.45, 0.5, 0.55, 0.6) for smallest in (6, 12)]
by_light = max(settings, key=lambda setting: tally([blobs(x, *setting) for x in TRAIN.pictures[:100, 0]], TRAIN).f1)
heaps = [blobs(x, *by_light) for x in TEST.pictures[:, 0]]

rows = {"heaps of bright pixels": heaps, "before your nms": before, "after your nms": after}
totals = {name: tally(boxes, TEST) for name, boxes in rows.items()}
doubled = sorted(range(len(TEST)), key=lambda scene: len(after[scene].boxes) - len(before[scene].boxes))[:2]
live.slider(
    "Three answers, for two scenes with many boxes",
    [(name, TEST.pictures[doubled, 0]) for name in rows],
    boxes=[[boxes[scene].drawn() for scene in doubled] for boxes in rows.values()],
    names=NAMES,
    caption=[f"Precision {total.precision:.3f}, recall {total.recall:.3f}." for total in totals.values()],
)
live.text("300 test scenes", "\n".join([HEAD, *[total.line(name) for name, total in totals.items()]]))


def faults(scene: int) -> str:
    """What is wrong in a scene, in words."""
    own, boxes, labels = after[scene], TEST.boxes[scene], TEST.labels[scene]
    pairs = hits(own, boxes)
    wrong = [f"a {labels[d]} read as {own.labels[b]}" for b, d in pairs if own.labels[b] != labels[d]]
    extra, missed = len(own.boxes) - len(pairs), len(boxes) - len(pairs)
    return ", ".join(wrong + ["a box for nothing"] * extra + ["a digit missed"] * missed)


# the scenes with a digit missed or a box too many come first, then those with a wrong name
wrong = sorted((scene for scene in range(len(TEST)) if faults(scene)), key=lambda scene: " read " in faults(scene))
if wrong:
    live.slider(
        "Where it is wrong",
        [(f"scene {scene}", [TEST.pictures[scene, 0]] * 2) for scene in wrong[:12]],
        boxes=[[truth(scene).drawn(), after[scene].drawn()] for scene in wrong[:12]],
        labels=["what there is", "what it found"],
        names=NAMES,
        caption=[f"{faults(scene)}.".capitalize() for scene in wrong[:12]],
    )

done: Tally = totals["after your nms"]
live.say(f"Of {done.digits} digits {done.hits} were hit, and {done.named} of these got their right name.")
live.result(
    f1=done.f1,
    gain=done.f1 - totals["before your nms"].f1,
    precision=done.precision,
    recall=done.recall,
    before_nms=totals["before your nms"].f1,
    precision_before=totals["before your nms"].precision,
    heaps=totals["heaps of bright pixels"].f1,
    named=done.named / max(done.hits, 1),
)
