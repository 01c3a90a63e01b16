"""A few labelled digits, some of them labelled wrongly, and the loop that learns from them with your mixup."""

import torch
from mixup import mixup
from mixup_loss import mixup_loss
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

from ch05_training.cosine_lr import cosine_lr

RATE = 2e-3


def choose(data: digits.Digits, count: int, wrong: float, seed: int) -> tuple[Tensor, Tensor]:
    """So many training pictures, drawn by chance, and their labels; that share of the labels is another digit."""
    chance = torch.Generator().manual_seed(seed)
    rows = torch.randperm(len(data.train_y), generator=chance)[:count]
    x, y = data.train_x[rows], data.train_y[rows].clone()
    lies = torch.randperm(count, generator=chance)[: round(wrong * count)]
    y[lies] = (y[lies] + torch.randint(1, 10, lies.shape, generator=chance)) % 10  # never the right one
    return x, y


def network(colours: int = 1) -> nn.Sequential:
    """Two convolutions, a pooling, two linear layers: 71,754 numbers to learn, many more than there are labels."""
    return nn.Sequential(
        nn.Conv2d(colours, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),  # (B, 32, 4, 4)
        nn.Flatten(),
        nn.Linear(512, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def fit(
    model: nn.Module, x: Tensor, y: Tensor, data: digits.Digits, epochs: int, *, alpha: float, seed: int = 0
) -> list[float]:
    """Trains on mixed batches of 32, with your cosine from 0.002 to 0. Nothing is mixed in the test.

    Returns the share of test pictures read right after every epoch.
    """
    order, chance = torch.Generator().manual_seed(seed), torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    total = epochs * -(-len(y) // 32)
    step, shares = 0, []
    for _ in live.epochs(epochs):
        for rows in torch.randperm(len(y), generator=order).split(32):
            optimizer.param_groups[0]["lr"] = cosine_lr(step, RATE, total)
            mixed, y_a, y_b, lam = mixup(x[rows], y[rows], alpha, chance)
            loss = mixup_loss(model(mixed), y_a, y_b, lam)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        share, surprise = quality(model, data)
        shares.append(share)
        live.log(test_accuracy=share, test_loss=surprise)
    return shares


@torch.no_grad()
def quality(model: nn.Module, data: digits.Digits) -> tuple[float, float]:
    """The share of test pictures that are read right, and the mean cross-entropy of all of them."""
    logits = model(data.test_x)
    return (logits.argmax(dim=1) == data.test_y).float().mean().item(), F.cross_entropy(logits, data.test_y).item()


@torch.no_grad()
def sure(model: nn.Module, x: Tensor) -> Tensor:
    """The largest probability of each picture: how sure the network is of what it reads. (N,)."""
    return model(x).softmax(dim=1).amax(dim=1)


def sure_between(model: nn.Module, data: digits.Digits, shares: list[float]) -> list[float]:
    """How sure it is on the way from one test picture to another: for each share, the mean over about 200 pairs."""
    rows = (data.test_y[:225] != data.test_y[225:]).nonzero().flatten()  # pairs of different digits
    first, second = data.test_x[:225][rows], data.test_x[225:][rows]
    return [sure(model, share * first + (1 - share) * second).mean().item() for share in shares]


@torch.no_grad()
def sure_when_wrong(model: nn.Module, data: digits.Digits) -> float:
    """How sure it is of the test pictures that it reads wrongly."""
    wrong = model(data.test_x).argmax(dim=1) != data.test_y
    return sure(model, data.test_x[wrong]).mean().item()
