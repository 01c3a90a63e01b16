"""The same game with convolutions: a generator that draws coarsely first and then finer. About 12 seconds."""

import torch
import torch.nn.functional as F
from critic_loss import critic_loss
from judging import Judge
from playing import TRAIN, Z, adam, generator, network, play, sheet, some
from torch import Tensor, nn

from tutor import live

live.seed()
judge = Judge()

G = nn.Sequential(
    nn.Linear(Z, 32 * 2 * 2),
    nn.Unflatten(1, (32, 2, 2)),  # (B, 32, 2, 2)
    nn.BatchNorm2d(32),
    nn.ReLU(),
    nn.ConvTranspose2d(32, 16, 4, stride=2, padding=1),  # (B, 16, 4, 4)
    nn.BatchNorm2d(16),
    nn.ReLU(),
    nn.ConvTranspose2d(16, 1, 4, stride=2, padding=1),  # (B, 1, 8, 8)
    nn.Sigmoid(),
    nn.Flatten(),  # (B, 64)
)
D = nn.Sequential(
    nn.Unflatten(1, (1, 8, 8)),
    nn.Conv2d(1, 16, 4, stride=2, padding=1),  # (B, 16, 4, 4)
    nn.LeakyReLU(0.2),
    nn.Conv2d(16, 32, 4, stride=2, padding=1),  # (B, 32, 2, 2)
    nn.LeakyReLU(0.2),
    nn.Flatten(),
    nn.Linear(128, 1),
)
opt_g, opt_d = adam(G, 2e-3, (0.0, 0.9)), adam(D, 2e-3, (0.0, 0.9))
fixed = torch.randn(27, Z, generator=torch.Generator().manual_seed(1))


def move() -> None:
    """Two steps of the critic, one of the generator."""
    for _ in range(2):
        loss = critic_loss(D, some(TRAIN), G(torch.randn(64, Z)), strength=10.0)
        opt_d.zero_grad()
        loss.backward()
        opt_d.step()
    opt_g.zero_grad()
    (-D(G(torch.randn(64, Z))).mean()).backward()
    opt_g.step()


@torch.no_grad()
def report(number: int) -> None:
    """The distance, and the wall, with the batch norms in eval mode."""
    G.eval()
    distance = judge.distance(G(torch.randn(2000, Z)))
    live.log(distance=distance)
    caption = f"Round {number + 1}, the same noise each time. Distance {distance:.0f}."
    live.picture("Twenty-seven digits from noise", sheet(*G(fixed).split(9)), caption=caption)
    G.train()


play(move, 5, report, fading=[opt_g, opt_d])

G.eval()
with torch.no_grad():
    coarse = G[:4](fixed[:1])  # (1, 32, 2, 2)
    middle = G[4:7](coarse)  # (1, 16, 4, 4)
    finished = G(fixed[:1]).reshape(1, 8, 8)


def tiles(maps: Tensor) -> Tensor:
    """The four maps (C, H, W) with the largest numbers as one picture of 34 by 34."""
    best = maps[maps.amax(dim=(1, 2)).topk(4).indices]  # (4, H, W)
    large = F.interpolate(best[:, None] / best.amax(), size=(16, 16))[:, 0]  # (4, 16, 16)
    large = F.pad(large, (0, 1, 0, 1), value=0.5)
    return torch.cat([torch.cat(list(large[:2]), dim=1), torch.cat(list(large[2:]), dim=1)])


live.picture(
    "How one digit is drawn",
    [tiles(coarse[0]), tiles(middle[0]), F.interpolate(finished[None], size=(34, 34))[0, 0]],
    labels=["4 of 32 maps, 2 x 2", "4 of 16 maps, 4 x 4", "pixels, 8 x 8"],
)


def count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())


live.say(f"Numbers to learn: generator {count(G):,}, critic {count(D):,}.")
live.say(f"Fully connected, as in digits.py: {count(generator()):,} and {count(network(64, 1, norms=False)):,}.")
