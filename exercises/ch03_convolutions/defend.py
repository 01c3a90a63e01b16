"""Three networks that learn on the same digits: as they are, with noise, and under attack. About 12 seconds.

1. plain: nothing is changed.
2. noise: every batch twice, as it is and with noise of 0.15.
3. defended: every batch twice, as it is and moved by your fgsm, against the network as it stands at that moment.
"""

import torch
from attacks import names, noise, sample
from fgsm import fgsm
from fitting import accuracy, enlarged, fit, plain_loss
from input_gradient import input_gradient
from pgd import pgd
from small_cnn import SmallCNN
from torch import Tensor, nn

from tutor import live
from tutor.datasets import images

EPS = 0.15
SIZES = [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]

seed = live.seed()
data = images.load()
x, y = data.test_x, data.test_y
chosen = sample(y)
chance = torch.Generator().manual_seed(seed)


def noise_loss(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """A batch as it is, and once more with noise."""
    return plain_loss(model, x, y) + plain_loss(model, noise(x, EPS, chance), y)


def attack_loss(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """A batch as it is, and once more as your fgsm leaves it."""
    return plain_loss(model, x, y) + plain_loss(model, fgsm(model, x, y, EPS), y)


def walked(model: nn.Module, eps: float) -> Tensor:
    """The test pictures after ten steps of your pgd."""
    return pgd(model, x, y, eps, eps / 4, 10)


models, scores, strengths = {}, {}, {}
for name, loss_of in {"plain": plain_loss, "noise": noise_loss, "defended": attack_loss}.items():
    live.stage(name, of=3)
    torch.manual_seed(seed)
    model = models[name] = SmallCNN()
    fit(model, data.train_x, data.train_y, 20, loss_of=loss_of, seed=seed)
    scores[name] = {
        "as it is": accuracy(model, x, y),
        "noise": accuracy(model, noise(x, EPS, torch.Generator().manual_seed(seed)), y),
        "fgsm": accuracy(model, fgsm(model, x, y, EPS), y),
        "pgd": accuracy(model, walked(model, EPS), y),
    }
    live.log(straight=scores[name]["as it is"], fgsm=scores[name]["fgsm"], pgd=scores[name]["pgd"])
    changed = [walked(model, eps) for eps in SIZES]
    strengths[name] = [accuracy(model, pictures, y) for pictures in changed]
    live.slider(
        f"What ten steps of pgd do to the network “{name}”",
        [(f"epsilon {eps:.2f}", enlarged(pictures[chosen])) for eps, pictures in zip(SIZES, changed, strict=True)],
        labels=[names(model, pictures[chosen], y[chosen]) for pictures in changed],
        caption=[f"{share:.3f} of all 450 test pictures are read right." for share in strengths[name]],
    )

one = chosen[2:3]  # a 5
slopes = torch.cat([input_gradient(model, x[one], y[one]) for model in models.values()])  # (3, 1, 8, 8)
slopes = slopes / slopes.abs().amax(dim=(1, 2, 3), keepdim=True).clamp(min=1e-12)  # each from -1 to 1
live.picture(
    "A 5, and the slope of each network's loss at its pixels",
    enlarged(torch.cat([x[one] * 2 - 1, slopes]), 16),
    labels=["the picture", *models],
    low=-1,
    caption="White: the loss grows if this pixel gets lighter. Black: if it gets darker.",
)
live.picture(
    "Test pictures read right after ten steps of pgd, in hundredths",
    list(strengths.values()),
    rows=list(strengths),
    columns=[f"{eps:.2f}" for eps in SIZES],
)
head = f"{'':12}" + "".join(f"{change:>10}" for change in scores["plain"])
rows = [f"{name:12}" + "".join(f"{share:>10.3f}" for share in scores[name].values()) for name in scores]
live.text(f"Test pictures read right, changed by up to {EPS}", "\n".join([head, *rows]))
live.result(
    test_accuracy=scores["defended"]["as it is"],
    defended_accuracy=scores["defended"]["fgsm"],
    defended_pgd=scores["defended"]["pgd"],
    gain=scores["defended"]["fgsm"] - scores["plain"]["fgsm"],
    plain_test_accuracy=scores["plain"]["as it is"],
    plain_noise=scores["plain"]["noise"],
    plain_fgsm=scores["plain"]["fgsm"],
    plain_pgd=scores["plain"]["pgd"],
    noise_trained_fgsm=scores["noise"]["fgsm"],
)
