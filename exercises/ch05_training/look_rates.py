"""Five schedules on digits of which every fifth has a wrong label, by plain descent with your step functions' rates.

Four starts each: the curves are those of the first, the table holds the means.
"""

import torch
from cosine_lr import cosine_lr
from exp_lr import exp_lr
from fitting import Pairs, Schedule, learn, measure
from plateau_schedule import PlateauSchedule
from step_lr import step_lr
from torch import Tensor

from tutor import live
from tutor.datasets import digits

EPOCHS = 20
RATE = 0.3
STARTS = 4


@torch.no_grad()
def plain_step(p: Tensor, grad: Tensor, state: dict[str, Tensor], lr: float) -> None:
    """Descent as it was until now."""
    p -= lr * grad


def spoiled(y: Tensor, share: float) -> Tensor:
    """Some of the labels are drawn anew, from all ten digits, and so one in ten of these is right by chance."""
    chance = torch.Generator().manual_seed(0)
    hit = torch.rand(len(y), generator=chance) < share
    return torch.where(hit, torch.randint(0, 10, y.shape, generator=chance), y)


def compare(title: str, train: Pairs, valid: Pairs, test: Pairs, curve: str | None) -> list[str]:
    """Trains with every schedule; returns the lines of a table."""
    plateau = PlateauSchedule(RATE)  # made anew for every start, below
    schedules: dict[str, Schedule] = {
        "constant": lambda epoch: RATE,
        "exponential": lambda epoch: exp_lr(epoch, RATE, 0.8),
        "in steps": lambda epoch: step_lr(epoch, RATE, 0.1, 10),
        "cosine": lambda epoch: cosine_lr(epoch, RATE, EPOCHS),
        "plateau": lambda epoch: plateau.lr,
    }
    lines = [f"{title:16}{'mean':>8}{'worst start':>13}{'last rate':>12}"]
    for name, rate in schedules.items():
        if curve:
            live.stage(name, of=len(schedules))
        ends, last = [], 0.0
        for start in range(STARTS):
            plateau = PlateauSchedule(RATE, factor=0.2, patience=1)
            hear = plateau.step if name == "plateau" else None
            shown = curve if start == 0 else None
            model, _ = learn(
                plain_step, rate, train, valid, epochs=EPOCHS, seed=seed + 100 * start, hear=hear, curve=shown
            )
            ends.append(measure(model, *test)[1])
            last = rate(EPOCHS - 1)
        lines.append(f"{name:16}{sum(ends) / STARTS:>8.3f}{min(ends):>13.3f}{last:>12.4f}")
    return lines


seed = live.seed()
data = digits.load()
x, y = data.train_x, spoiled(data.train_y, 0.2)
test = (data.test_x, data.test_y)
noisy = compare("one in five wrong", (x[:1047], y[:1047]), (x[1047:], y[1047:]), test, "accuracy")
live.text("Test digits read right", "\n".join(noisy))
