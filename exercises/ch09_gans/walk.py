"""Walks through the noise of a WGAN-GP: straight and round, and along directions found from labels. About 8 seconds."""

import torch
from critic_loss import critic_loss
from judging import Judge
from playing import TRAIN, Z, adam, generator, network, play, sheet, some
from slerp import lerp, slerp
from torch import Tensor

from tutor import live

STEPS = [0.0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1.0]

live.seed()
judge = Judge()
G, D = generator(), network(64, 1, norms=False)
opt_g, opt_d = adam(G, 2e-3, (0.0, 0.9)), adam(D, 2e-3, (0.0, 0.9))


def move() -> None:
    """Two steps of the critic, one of the generator, as in digits.py."""
    for _ in range(2):
        loss = critic_loss(D, some(TRAIN), G(torch.randn(64, Z)), strength=10.0)
        opt_d.zero_grad()
        loss.backward()
        opt_d.step()
    opt_g.zero_grad()
    (-D(G(torch.randn(64, Z))).mean()).backward()
    opt_g.step()


@torch.no_grad()
def draw(z: Tensor) -> Tensor:
    """(N, Z) -> (N, 64)."""
    return G(z)


def report(number: int) -> None:
    live.log(distance=judge.distance(draw(torch.randn(2000, Z))))


play(move, 10, report, fading=[opt_g, opt_d])

# 1. Between two noises. The lengths and the distances are those of 2,000 pairs.
starts, ends = torch.randn(2000, Z), torch.randn(2000, Z)
frames, captions = [], []
for t in STEPS:
    straight, round_ = lerp(starts, ends, t), slerp(starts, ends, t)  # (2000, Z) each
    frames.append((f"t = {t:g}", sheet(draw(straight[:9]), draw(round_[:9]))))
    lengths = [way.norm(dim=1).mean().item() for way in (straight, round_)]
    distances = [judge.distance(draw(way)) for way in (straight, round_)]
    captions.append(
        f"Top: straight, mean length {lengths[0]:.2f}, distance {distances[0]:.0f}. "
        f"Bottom: your slerp, {lengths[1]:.2f} and {distances[1]:.0f}."
    )
live.slider("Nine walks from one picture to another", frames, caption=captions)
live.picture(
    "Three walks as films",
    sheet(*(draw(torch.stack([slerp(starts[i], ends[i], t) for t in STEPS])) for i in (0, 1, 2))),
    caption="From left to right, by your slerp: every step is a picture of its own.",
)

# 2. Directions. The judge's answers are the labels; a direction leads from the mean of the others to the mean of these.
z = torch.randn(5000, Z)
pictures = draw(z)
ink = pictures.mean(dim=1)  # (5000,): how much white
labels = {
    "bolder": ink > ink.median(),
    "towards 0": judge.read(pictures) == 0,
    "towards 7": judge.read(pictures) == 7,
}
fresh = torch.randn(500, Z)  # other noise than the one that the directions were found with
for name, yes in labels.items():
    direction = z[yes].mean(dim=0) - z[~yes].mean(dim=0)  # (Z,)
    direction = direction / direction.norm()
    frames, captions = [], []
    for step in (-3, -2, -1, 0, 1, 2, 3):
        moved = draw(fresh + step * direction)
        frames.append((f"{step:+d}", sheet(moved[:9], moved[9:18])))
        zeros, sevens = ((judge.read(moved) == digit).double().mean() for digit in (0, 7))
        captions.append(f"Of 500: {zeros:.0%} are read as 0, {sevens:.0%} as 7; mean brightness {moved.mean():.2f}.")
    live.slider(f"Along a direction: {name}", frames, caption=captions)
