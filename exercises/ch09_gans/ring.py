"""Eight islands and two games: a GAN with your gan_step, a WGAN-GP with your critic_loss. About 15 seconds.

After every hundred moves you see where made-up points land, and on how many islands.
"""

import torch
from critic_loss import critic_loss
from gan_step import gan_step
from islands import draw, landed, network, real
from playing import adam, play
from torch import Tensor, nn

from tutor import live

BATCH = 128
ENOUGH = 20  # of 2,000 points on an island, and it counts; its fair share would be 250

seed = live.seed()


def players() -> tuple[nn.Module, nn.Module]:
    """A generator from two numbers to a point, and a network that gives a point one number. Always the same two."""
    torch.manual_seed(seed)
    return network(2), network(1)


def noise(count: int = BATCH) -> Tensor:
    """(count, 2): what points are made from."""
    return torch.randn(count, 2)


def look(G: nn.Module, title: str, move: int, counts: list[Tensor]) -> None:
    """Draws where points land after so many moves, and adds the eight counts."""
    with torch.no_grad():
        points = G(noise(2000))
    counts.append(landed(points))  # (8,)
    islands = int((counts[-1] >= ENOUGH).sum())
    live.log(islands=islands)
    draw(title, points[:400], f"After {move} moves: {islands} of 8 islands.")


def gan(title: str, rounds: int, betas: tuple[float, float]) -> list[Tensor]:
    """The first game, with your gan_step; returns the counts after each round of a hundred moves."""
    live.stage(title, of=4)
    G, D = players()
    opt_g, opt_d = adam(G, 2e-3, betas), adam(D, 2e-3, betas)
    counts: list[Tensor] = []
    play(
        lambda: gan_step(G, D, opt_g, opt_d, real(BATCH), noise()),
        rounds,
        lambda number: look(G, title, 100 * number + 100, counts),
    )
    return counts


def wgan(title: str, rounds: int, betas: tuple[float, float]) -> list[Tensor]:
    """The second game, with your critic_loss: three steps of the critic, then one of the generator."""
    live.stage(title, of=4)
    G, D = players()
    opt_g, opt_d = adam(G, 2e-3, betas), adam(D, 2e-3, betas)
    counts: list[Tensor] = []

    def move() -> None:
        for _ in range(3):
            loss = critic_loss(D, real(BATCH), G(noise()), strength=1.0)
            opt_d.zero_grad()
            loss.backward()
            opt_d.step()
        opt_g.zero_grad()
        (-D(G(noise())).mean()).backward()
        opt_g.step()

    play(move, rounds, lambda number: look(G, title, 100 * number + 100, counts))
    return counts


USUAL, SHORT = (0.9, 0.999), (0.5, 0.9)  # Adam's betas: as it comes, and with a shorter memory

counts = {
    "GAN, usual Adam": gan("GAN, usual Adam", 10, USUAL),
    "WGAN-GP, usual Adam": wgan("WGAN-GP, usual Adam", 8, USUAL),
    "GAN, short memory": gan("GAN, short memory", 16, SHORT),
    "WGAN-GP, short memory": wgan("WGAN-GP, short memory", 8, SHORT),
}


def table(found: list[Tensor], every: int) -> str:
    """Some of the rounds: how many points each island got."""
    head = f"{'moves':>6}" + "".join(f"{f'no. {island}':>7}" for island in range(8))
    kept = [(100 * number + 100, found[number].tolist()) for number in range(every - 1, len(found), every)]
    return "\n".join([head, *(f"{moves:6}" + "".join(f"{c:7}" for c in row) for moves, row in kept)])


for title, found in counts.items():
    live.text(f"{title}: of 2,000 points, how many on each island", table(found, len(found) // 4))


def summary(title: str) -> tuple[float, float]:
    """Over the second half of the rounds: how many islands, and how many points on the emptiest one."""
    found = counts[title]
    late = torch.stack(found[len(found) // 2 :]).double()  # (rounds, 8)
    return (late >= ENOUGH).sum(dim=1).double().mean().item(), late.min(dim=1).values.mean().item()


islands, emptiest = summary("WGAN-GP, short memory")
gan_islands, gan_emptiest = summary("GAN, short memory")
usual_islands, _ = summary("WGAN-GP, usual Adam")
gan_usual_islands, _ = summary("GAN, usual Adam")
live.result(
    islands=islands,
    emptiest=emptiest,
    gain=usual_islands - gan_usual_islands,
    gan_islands=gan_islands,
    gan_emptiest=gan_emptiest,
    gan_usual_islands=gan_usual_islands,
)
