"""Handwritten digits from the mean and a few patterns: your pca and your reconstruct. About a second."""

import torch
from fitting import SHOWN, TEST, TEST_DIGIT, TRAIN, error, sheet
from pca import pca
from reconstruct import reconstruct

from tutor import live

SIZES = [0, 1, 2, 4, 8, 16, 32, 64]

live.seed()
mean, W = pca(TRAIN, 64)  # (64,), (64, 64): all the patterns there are, the most important first
codes = (TRAIN - mean) @ W.T  # (1347, 64)

live.picture("The mean of 1,347 digits", sheet(mean[None], size=16))
live.picture(
    "The first six patterns",
    [pattern.reshape(8, 8) for pattern in W[:6]],
    labels=[f"w{i}" for i in range(6)],
    low=-0.35,
    high=0.35,
    caption="White is added, black taken away, grey left alone. A negative number in the code turns that round.",
)
share = codes.var(dim=0) / codes.var(dim=0).sum()  # (64,), of all the spread
lines = {"pattern": range(12), "share": share[:12].tolist(), "so far": share.cumsum(dim=0)[:12].tolist()}
live.text(
    "How much of the spread the first twelve hold",
    "\n".join(
        f"{name:8}" + "".join(f"{v:5.2f}" if name != "pattern" else f"{v:5}" for v in vs) for name, vs in lines.items()
    ),
)


def through(k: int, x: torch.Tensor) -> torch.Tensor:
    """x squeezed into k numbers and rebuilt."""
    return reconstruct((x - mean) @ W[:k].T, W[:k], mean)


live.slider(
    "Seven test digits, and what k numbers bring back",
    [(f"k = {k}", sheet(TEST[SHOWN], through(k, TEST[SHOWN]), size=10)) for k in SIZES],
    caption=[f"Test error {error(lambda x, k=k: through(k, x), TEST):.4f} for each pixel." for k in SIZES],
)
live.scatter(
    "The test digits by their first two numbers",
    (TEST - mean) @ W[:2].T,
    TEST_DIGIT,
    names=[str(i) for i in range(10)],
    caption="Each sign is the digit of most points there. The code never saw a label.",
)
