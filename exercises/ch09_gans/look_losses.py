"""Two losses for one wish: what each of them tells a generator that fools nobody yet. About a second."""

from collections.abc import Callable

import torch
from g_loss import g_loss
from torch import Tensor
from torch.nn import functional as F

from tutor import live

LOGITS = [-20.0, -8.0, -4.0, -2.0, 0.0, 2.0, 4.0]
START, RATE = -8.0, 0.5

live.seed()


def first_idea(fake_logits: Tensor) -> Tensor:
    """log(1 - p), averaged: what the discriminator wins, the generator loses."""
    return F.logsigmoid(-fake_logits).mean()


def slope(loss: Callable[[Tensor], Tensor], logit: float) -> tuple[float, float]:
    """The loss at one logit, and its slope there."""
    x = torch.tensor([logit], dtype=torch.float64, requires_grad=True)
    value = loss(x)
    (push,) = torch.autograd.grad(value, x)
    return value.item(), push.item()


lines = [f"{'logit':>6}{'p(real)':>10}{'log(1-p)':>12}{'slope':>12}{'your g_loss':>14}{'slope':>10}"]
for logit in LOGITS:
    p = torch.tensor(logit).sigmoid().item()
    (first, first_slope), (yours, your_slope) = slope(first_idea, logit), slope(g_loss, logit)
    lines.append(f"{logit:6.0f}{p:10.2g}{first:12.4f}{first_slope:12.2g}{yours:14.4f}{your_slope:10.4f}")
live.text("What a made-up picture costs, and how its logit is pushed", "\n".join(lines))

# A generator of one number, the logit itself: it starts where the discriminator is nearly certain, and goes downhill.
for name, loss in {"log(1-p)": first_idea, "your g_loss": g_loss}.items():
    live.stage(name, of=2)
    logit = START
    for _ in live.batches(range(60)):
        logit -= RATE * slope(loss, logit)[1]
        live.log(logit=logit)
    p = torch.tensor(logit).sigmoid().item()
    live.say(f"Downhill on {name} from {START}: after 60 steps the logit is {logit:.2f}, p(real) {p:.4f}.")
