"""Three digits in three colours, mixed and taken apart again by your conv1x1: nine weights. About 2 seconds."""

import torch
from conv1x1 import conv1x1
from torch import Tensor
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

EPOCHS, STEPS = 20, 20
MIXTURE = torch.tensor([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.3, 0.1, 0.6]])  # (mixed, digit): each sees all three
NOTHING = torch.zeros(3)

seed = live.seed()
data = digits.load()


def triples(x: Tensor) -> tuple[Tensor, Tensor]:
    """Three digits as three channels, and their mixtures: (N, 3, 8, 8) each."""
    apart = x[torch.randperm(len(x))[: len(x) // 3 * 3]].reshape(-1, 3, 8, 8)
    return apart, conv1x1(apart, MIXTURE, NOTHING)


apart, mixed = triples(data.train_x)
test_apart, test_mixed = triples(data.test_x)
w = torch.eye(3).requires_grad_()  # (3, 3): at first every channel stays as it is
b = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.Adam([w, b], lr=2e-2)


def show(step: int) -> tuple[str, Tensor]:
    """What the weights of now make of a mixture that they haven't learnt from: a frame of three pictures."""
    with torch.no_grad():
        out = conv1x1(test_mixed[:1], w, b)[0]  # (3, 8, 8)
    return f"step {step}", enlarged(out)


def enlarged(x: Tensor) -> Tensor:
    """(3, 8, 8) -> (3, 12, 12): a little larger and smoother, for the eye."""
    return F.interpolate(x[None], size=(12, 12), mode="bilinear")[0]


frames = [show(0)]
for epoch in live.epochs(EPOCHS):
    for _ in range(STEPS):
        loss = (conv1x1(mixed, w, b) - apart).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    live.log(loss=loss.item())
    if epoch + 1 in (1, 2, 3, 5, 10, EPOCHS):
        frames.append(show((epoch + 1) * STEPS))

live.picture("Three digits", enlarged(test_apart[0]))
live.slider("What the nine weights make of their mixture", frames, labels=["red", "green", "blue"])
exact = torch.linalg.inv(MIXTURE)
lines = [
    "  ".join(f"{value:6.2f}" for value in row) + "      " + "  ".join(f"{value:6.2f}" for value in best)
    for row, best in zip(w.tolist(), exact.tolist(), strict=True)
]
live.text("The nine weights that were learnt, and the inverse of the mixture", "\n".join(lines))
with torch.no_grad():
    left = (conv1x1(test_mixed, w, b) - test_apart).square().mean()
live.result(test_error=left, test_error_before=(test_mixed - test_apart).square().mean())
