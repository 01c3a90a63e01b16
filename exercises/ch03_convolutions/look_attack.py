"""One network, and digits with noise or with your attack: the same size, another effect. About 3 seconds."""

import torch
from attacks import names, noise, sample
from fgsm import fgsm
from fitting import accuracy, enlarged, fit
from input_gradient import input_gradient
from small_cnn import SmallCNN

from tutor import live
from tutor.datasets import digits

SIZES = [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]

seed = live.seed()
data = digits.load()
x, y = data.test_x, data.test_y
chosen = sample(y)  # five of the test pictures, to be looked at

model = SmallCNN()
fit(model, data.train_x, data.train_y, 15, seed=seed)

slopes = input_gradient(model, x[chosen], y[chosen])  # (5, 1, 8, 8)
slopes = slopes / slopes.abs().amax(dim=(1, 2, 3), keepdim=True).clamp(min=1e-12)  # each from -1 to 1
live.picture("Five test pictures", enlarged(x[chosen]), labels=names(model, x[chosen], y[chosen]))
live.picture(
    "Your input_gradient of the same five",
    enlarged(slopes),
    low=-1,
    caption="White: the loss grows if this pixel gets lighter. Black: if it gets darker. Grey: no slope.",
)

shares = {}
for title, change in {
    "noise": lambda eps: noise(x, eps, torch.Generator().manual_seed(seed)),
    "your fgsm": lambda eps: fgsm(model, x, y, eps),
}.items():
    changed = [change(eps) for eps in SIZES]  # (450, 1, 8, 8) for each size
    shares[title] = [accuracy(model, pictures, y) for pictures in changed]
    live.slider(
        f"The five pictures with {title}",
        [(f"epsilon {eps:.2f}", enlarged(pictures[chosen])) for eps, pictures in zip(SIZES, changed, strict=True)],
        labels=[names(model, pictures[chosen], y[chosen]) for pictures in changed],
        caption=[f"{share:.3f} of all 450 test pictures are read right." for share in shares[title]],
    )

live.picture(
    "Test pictures read right, in hundredths",
    list(shares.values()),
    rows=list(shares),
    columns=[f"{eps:.2f}" for eps in SIZES],
    caption="Every pixel is changed by epsilon, on a scale from 0 (black) to 1 (white).",
)
half = SIZES.index(0.15)
live.result(
    test_accuracy=shares["noise"][0], noise_accuracy=shares["noise"][half], fgsm_accuracy=shares["your fgsm"][half]
)
