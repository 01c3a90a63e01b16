"""Taking noise away: two networks of one kind, one of them taught with your corrupt and denoise_loss. About 7 seconds.

Beside them two plain rivals: PCA, which can only draw sums of patterns, and the best linear map from noisy to clean.
"""

import torch
from autoencoder import Autoencoder
from corrupt import corrupt
from denoise_loss import denoise_loss
from fitting import SHOWN, TEST, TRAIN, error, fit, sheet
from torch import Tensor, nn

from tutor import live

SIGMA = 0.3  # what the network learns with
SIZES = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]

seed = live.seed()
chance = torch.Generator().manual_seed(seed)


def noisy(x: Tensor, sigma: float) -> Tensor:
    """Test pictures with noise that is always the same, whoever looks at them."""
    return x + sigma * torch.randn(x.shape, generator=torch.Generator().manual_seed(1))


def wide() -> nn.Module:
    """A code of 128 numbers for 64 pixels: nothing forces it to leave anything out."""
    torch.manual_seed(seed)
    return Autoencoder(64, 128, hidden=(128,))


live.picture(
    "What your corrupt makes of one picture",
    sheet(corrupt(TRAIN[[4] * 7], SIGMA, 0.0, chance, True), corrupt(TRAIN[[4] * 7], 0.0, SIGMA, chance, True)),
    caption="Top: Gaussian noise with sigma 0.3. Bottom: three pixels in ten dropped. Seven copies, each with its own.",
)

live.stage("clean in, clean out", of=2)
plain = wide()
fit(plain, 60, rate=4e-3)

live.stage("noise in, clean out", of=2)
mender = wide()
fit(mender, 60, rate=4e-3, loss_of=lambda model, x: denoise_loss(model, x, SIGMA, 0.0, chance))

mean = TRAIN.mean(dim=0)
_, _, patterns = torch.linalg.svd(TRAIN - mean, full_matrices=False)
W = patterns[:16]  # sixteen do best against this noise
many = TRAIN.repeat(20, 1)
ones = torch.ones(len(many), 1)
line = torch.linalg.lstsq(torch.cat([many + SIGMA * torch.randn(many.shape, generator=chance), ones], 1), many).solution
rivals = {
    "left as it is": lambda x: x,
    "PCA, 16 patterns": lambda x: (x - mean) @ W.T @ W + mean,
    "best linear map": lambda x: x @ line[:-1] + line[-1],
    "clean in, clean out": plain,
    "noise in, clean out": mender,
}

found = {name: [error(rival, noisy(TEST, sigma), TEST) for sigma in SIZES] for name, rival in rivals.items()}
with torch.no_grad():
    inputs = [noisy(TEST, sigma)[SHOWN] for sigma in SIZES]  # (7, 64) each
    frames = [(f"sigma {s}", sheet(x, plain(x), mender(x))) for s, x in zip(SIZES, inputs, strict=True)]
live.slider(
    "Seven test digits with more and more noise",
    frames,
    caption="Top: what goes in. Middle: the network that saw no noise. Bottom: yours.",
)
head = f"{'sigma':20}" + "".join(f"{sigma:>8}" for sigma in SIZES)
lines = [f"{name:20}" + "".join(f"{value:8.4f}" for value in values) for name, values in found.items()]
live.text("How far from the clean picture, squared, for each pixel", "\n".join([head, *lines]))

at = {name: values[SIZES.index(SIGMA)] for name, values in found.items()}
live.result(
    denoised=at["noise in, clean out"],
    gain=at["clean in, clean out"] - at["noise in, clean out"],
    plain_error=at["clean in, clean out"],
    pca_error=at["PCA, 16 patterns"],
    linear_error=at["best linear map"],
)
