"""Digits on order: a generator that is told the digit, and a critic that is told it, too. About 15 seconds.

First a control in which the critic isn't told what was ordered. Then the game with your cond_critic_loss, and in the
end it is your turn: type the digits that you want.
"""

import torch
from cond_critic_loss import cond_critic_loss
from cond_discriminator import CondDiscriminator
from cond_generator import CondGenerator
from judging import Judge
from playing import TEST, TEST_DIGIT, TRAIN, TRAIN_DIGIT, Z, adam, generator, network, play, sheet
from torch import Tensor, nn

from tutor import live

SIZE = 10  # numbers that stand for a digit

seed = live.seed()
judge = Judge()
fixed = torch.randn(1, Z, generator=torch.Generator().manual_seed(1)).expand(10, Z)  # one noise for all ten digits


class Deaf(nn.Module):
    """A critic that is handed the labels and doesn't listen: the control."""

    def __init__(self) -> None:
        super().__init__()
        self.body = network(64, 1, norms=False)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        return self.body(x).squeeze(1)  # (B,)


def two_rows(pictures: Tensor) -> Tensor:
    """(10, 64) -> 0 to 4, and below them 5 to 9, large."""
    return sheet(*pictures.split(5), size=14)


@torch.no_grad()
def measured(G: nn.Module) -> tuple[float, float]:
    """How often a picture is read as the digit that was ordered, and the distance of 2,000 pictures."""
    labels = torch.arange(10).repeat(200)
    pictures = G(torch.randn(2000, Z), labels)
    return (judge.read(pictures) == labels).double().mean().item(), judge.distance(pictures)


def train(title: str, D: nn.Module, rounds: int) -> nn.Module:
    """Two steps of the critic, one of the generator, a hundred times a round."""
    live.stage(title, of=2)
    G = CondGenerator(generator(Z + SIZE), classes=10, size=SIZE)
    opt_g, opt_d = adam(G, 2e-3, (0.0, 0.9)), adam(D, 2e-3, (0.0, 0.9))

    def move() -> None:
        for _ in range(2):
            rows = torch.randint(len(TRAIN), (64,))
            loss = cond_critic_loss(G, D, TRAIN[rows], TRAIN_DIGIT[rows], torch.randn(64, Z), strength=10.0)
            opt_d.zero_grad()
            loss.backward()
            opt_d.step()
        ordered = torch.randint(10, (64,))
        opt_g.zero_grad()
        (-D(G(torch.randn(64, Z), ordered), ordered).mean()).backward()
        opt_g.step()

    def look(number: int) -> None:
        right, distance = measured(G)
        live.log(right_digit=right)
        with torch.no_grad():
            pictures = G(fixed, torch.arange(10))
        caption = f"{title}, round {number + 1}: {right:.2f} are read as ordered, distance {distance:.0f}."
        live.picture("Ordered, with one noise: 0 to 4, 5 to 9", two_rows(pictures), caption=caption)

    play(move, rounds, look, fading=[opt_g, opt_d])
    return G


torch.manual_seed(seed)
deaf = train("critic not told", Deaf(), 3)
torch.manual_seed(seed)
G = train("critic told", CondDiscriminator(network(64 + SIZE, 1, norms=False), classes=10, size=SIZE), 12)

(deaf_right, _), (right, distance) = measured(deaf), measured(G)

# The plain rival: ten normal distributions, one for each digit. Counting, no network.
rows = []
for digit in range(10):
    x = TRAIN[TRAIN_DIGIT.eq(digit)]  # all training pictures of one digit
    root = torch.linalg.cholesky(x.T.cov() + 1e-4 * torch.eye(64))
    rows.append((x.mean(dim=0) + torch.randn(200, 64) @ root.T).clamp(0, 1))
normals, labels = torch.cat(rows), torch.arange(10).repeat_interleave(200)
with torch.no_grad():
    frames = {
        "your generator": two_rows(G(torch.randn(10, Z), torch.arange(10))),
        "ten normals": two_rows(normals[::200]),
        "real": two_rows(TEST[[TEST_DIGIT.tolist().index(digit) for digit in range(10)]]),
    }
live.slider("0 to 9: drawn, counted, real", frames)
lines = [
    ("critic not told", deaf_right, measured(deaf)[1]),
    ("critic told", right, distance),
    ("ten normals", (judge.read(normals) == labels).double().mean().item(), judge.distance(normals)),
    ("450 test digits", judge.accuracy, 0.0),
]
head = f"{'':18}{'read as ordered':>16}{'distance':>10}"
live.text("How good", "\n".join([head, *(f"{name:18}{a:16.3f}{b:10.1f}" for name, a, b in lines)]))
live.result(
    right_digit=right,
    gain=right - deaf_right,
    distance=distance,
    deaf_right_digit=deaf_right,
    normals_right_digit=lines[2][1],
    normals_distance=lines[2][2],
)

for line in live.ask("Your order", "digits", examples=["1984", "777777777"]):
    digits = [int(sign) for sign in line if sign in "0123456789"][:9]
    if not digits:
        live.text("What the judge reads", f"There is no digit in '{line}'. Type one to nine of them, such as 1984.")
        continue
    ordered = torch.tensor(digits)
    with torch.no_grad():
        pictures = G(torch.randn(len(ordered), Z), ordered)
    live.picture("What was drawn", sheet(pictures))
    asked, read = ("".join(str(digit) for digit in row) for row in (digits, judge.read(pictures).tolist()))
    live.text("What the judge reads", f"{asked} was ordered; the judge reads {read}.")
