"""Digits from noise: four trainings that differ in the game and in the layer norms. About 20 seconds.

The two games are your gan_step and your critic_loss. Whatever they draw is read by a judge that never sees them learn.
"""

from collections.abc import Callable

import torch
from critic_loss import critic_loss
from gan_step import gan_step
from judging import Judge, copied, nearest
from playing import TEST, TRAIN, Z, adam, generator, network, play, sheet, some
from torch import Tensor, nn

from tutor import live

seed = live.seed()
judge = Judge()
live.say(f"The judge reads {judge.accuracy:.1%} of the test digits rightly.")
fixed = torch.randn(27, Z, generator=torch.Generator().manual_seed(1))  # the same noise for every picture
WORST = 250.0  # random pixels are at 196; what is worse still counts as this
walls: dict[str, Tensor] = {}  # a wall of pictures at the end of each training


def noise(count: int = 64) -> Tensor:
    """(count, Z): what digits are drawn from."""
    return torch.randn(count, Z)


@torch.no_grad()
def drawn(G: nn.Module, count: int = 2000) -> Tensor:
    """(count, 64): new pictures."""
    return G(noise(count))


@torch.no_grad()
def wall(G: nn.Module) -> Tensor:
    """Twenty-seven pictures, always from the same noise."""
    return sheet(*G(fixed).split(9))


def look(G: nn.Module, title: str) -> Callable[[int], None]:
    """What is done after each round: the distance goes on the curve, twenty-seven pictures on the wall."""

    def after_round(number: int) -> None:
        distance = judge.distance(drawn(G))
        live.log(distance=min(distance, WORST))  # a higher one would flatten the rest of the curve
        caption = f"Round {number + 1}, the same noise each time. Distance {distance:.0f}."
        live.picture("Twenty-seven digits from noise", wall(G), caption=f"{title}. {caption}")

    return after_round


def gan(title: str, rounds: int, *, norms: bool) -> nn.Module:
    """The first game: your gan_step."""
    live.stage(title, of=4)
    torch.manual_seed(seed)
    G, D = generator(norms=norms), network(64, 1, norms=norms)
    opt_g, opt_d = adam(G, 1e-3, (0.5, 0.99)), adam(D, 1e-3, (0.5, 0.99))
    play(lambda: gan_step(G, D, opt_g, opt_d, some(TRAIN), noise()), rounds, look(G, title), fading=[opt_g, opt_d])
    walls[title] = wall(G)
    return G


def wgan(title: str, rounds: int, *, norms: bool) -> nn.Module:
    """The second game: your critic_loss, two steps of the critic for one of the generator. The critic has no norms."""
    live.stage(title, of=4)
    torch.manual_seed(seed)
    G, D = generator(norms=norms), network(64, 1, norms=False)
    opt_g, opt_d = adam(G, 2e-3, (0.0, 0.9)), adam(D, 2e-3, (0.0, 0.9))

    def move() -> None:
        for _ in range(2):
            loss = critic_loss(D, some(TRAIN), G(noise()), strength=10.0)
            opt_d.zero_grad()
            loss.backward()
            opt_d.step()
        opt_g.zero_grad()
        (-D(G(noise())).mean()).backward()
        opt_g.step()

    play(move, rounds, look(G, title), fading=[opt_g, opt_d])
    walls[title] = wall(G)
    return G


players = {
    "GAN, no norms": gan("GAN, no norms", 10, norms=False),
    "GAN": gan("GAN", 16, norms=True),
    "WGAN-GP, no norms": wgan("WGAN-GP, no norms", 6, norms=False),
    "WGAN-GP": wgan("WGAN-GP", 9, norms=True),
}
made_up = {title: drawn(G) for title, G in players.items()}

# The plain rival: one normal distribution with the mean and the covariance of all training digits. No network at all.
root = torch.linalg.cholesky(TRAIN.T.cov() + 1e-4 * torch.eye(64))
made_up["one normal"] = (TRAIN.mean(dim=0) + torch.randn(2000, 64) @ root.T).clamp(0, 1)
walls["one normal"] = sheet(*made_up["one normal"][:27].split(9))
walls["real"] = sheet(*TEST[:27].split(9))
live.slider("What each of them draws", walls)

found = {title: judge.distance(pictures) for title, pictures in made_up.items()}
lines = [f"{'':18}{'distance':>8}{'of 2,000, how many of each digit, 0 to 9':>50}"]
for title, pictures in [*made_up.items(), ("450 test digits", TEST)]:
    counts = "".join(f"{c:5}" for c in judge.classes(pictures).tolist())
    lines.append(f"{title:18}{judge.distance(pictures):8.1f}{counts}")
lines.append(f"{'random pixels':18}{judge.distance(torch.rand(2000, 64)):8.1f}")
live.text("Distance, and what the judge takes the pictures for", "\n".join(lines))

shown, far = made_up["WGAN-GP"][:9], copied(made_up["WGAN-GP"])
live.picture(
    "Are they copies?",
    sheet(shown, nearest(shown)),
    caption=f"Top: drawn by the WGAN-GP. Bottom: the training digit most like it, {far:.2f} away on average. "
    f"For a real test digit it is {copied(TEST):.2f}.",
)
live.result(
    classes=judge.drawn(made_up["GAN"]),
    distance=found["GAN"],
    wgan_distance=found["WGAN-GP"],
    bare_distance=found["WGAN-GP, no norms"],
    gain=min(found["GAN, no norms"], WORST) - min(found["WGAN-GP, no norms"], WORST),
    gan_bare_distance=min(found["GAN, no norms"], WORST),
    normal_distance=found["one normal"],
)
