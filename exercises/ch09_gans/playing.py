"""The digits, the networks of both players, the rounds of a game, and a wall of pictures to look at."""

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Adam, Optimizer
from torch.optim.lr_scheduler import LinearLR

from tutor import live
from tutor.datasets import images

Z = 16  # numbers of noise that a picture is drawn from
WIDTH = 128  # of the hidden layers

_data = images.load()
TRAIN, TEST = _data.train_x.flatten(1), _data.test_x.flatten(1)  # (1347, 64), (450, 64), each pixel 0 to 1
TRAIN_DIGIT, TEST_DIGIT = _data.train_y, _data.test_y


def network(inputs: int, outputs: int, *, norms: bool, width: int = WIDTH) -> nn.Sequential:
    """Two hidden layers with leaky ReLUs, with or without layer norms behind them."""
    layers: list[nn.Module] = []
    for before in (inputs, width):
        layers += [nn.Linear(before, width), nn.LeakyReLU(0.2)]
        layers += [nn.LayerNorm(width)] if norms else []
    return nn.Sequential(*layers, nn.Linear(width, outputs))


def generator(inputs: int = Z, *, norms: bool = True) -> nn.Sequential:
    """(B, inputs) -> (B, 64): from noise to pixels between 0 and 1."""
    return nn.Sequential(network(inputs, 64, norms=norms), nn.Sigmoid())


def adam(player: nn.Module, rate: float, betas: tuple[float, float]) -> Adam:
    """Adam, with the decay of its two means: a short memory is better where the other player changes all the time."""
    return Adam(player.parameters(), lr=rate, betas=betas)


def some(rows: Tensor, count: int = 64) -> Tensor:
    """Real examples, drawn anew."""
    return rows[torch.randint(len(rows), (count,))]


def play(
    move: Callable[[], None],
    rounds: int,
    after_round: Callable[[int], None],
    *,
    moves: int = 100,
    fading: Sequence[Optimizer] = (),
) -> None:
    """`rounds` rounds of `moves` moves each. The rates of the optimizers in `fading` fall to a tenth meanwhile."""
    schedules = [LinearLR(optimizer, 1.0, 0.1, total_iters=rounds) for optimizer in fading]
    for number in live.epochs(rounds):
        for _ in range(moves):
            move()
        for schedule in schedules:
            schedule.step()
        after_round(number)


def sheet(*rows: Tensor, size: int = 8) -> Tensor:
    """Rows of pictures, each (n, 64), as one picture, a gap between the rows. Larger than 8 they are smoothed."""
    lines = []
    for row in rows:
        pictures = F.interpolate(row.reshape(-1, 1, 8, 8), size=(size, size), mode="bilinear")  # (n, 1, size, size)
        lines.append(F.pad(torch.cat(list(pictures.squeeze(1)), dim=1), (0, 0, 0, 2)))  # (size+2, n·size)
    return torch.cat(lines).clamp(0, 1)[:-2]
