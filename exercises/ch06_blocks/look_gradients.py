"""How much of the gradient reaches each layer? Networks of 20 layers before their first step. About 2 seconds.

torch's own parts, 64 wide, and one batch of digits. Nothing is trained: it is the gradient of the very first step.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

WIDTH = 64
DEPTHS = [5, 10, 20, 50]


class Residual(nn.Module):
    """What came in, and on top of it what the layers make of it."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        self.branch = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.branch(x)


def linear() -> nn.Module:
    return nn.Linear(WIDTH, WIDTH)


LAYERS = {
    "sigmoid": lambda: nn.Sequential(linear(), nn.Sigmoid()),
    "tanh": lambda: nn.Sequential(linear(), nn.Tanh()),
    "ReLU": lambda: nn.Sequential(linear(), nn.ReLU()),
    "leaky ReLU": lambda: nn.Sequential(linear(), nn.LeakyReLU(0.01)),
    "ReLU, normed": lambda: nn.Sequential(linear(), nn.BatchNorm1d(WIDTH), nn.ReLU()),
    "way around": lambda: Residual(nn.ReLU(), linear()),
    "both": lambda: Residual(nn.BatchNorm1d(WIDTH), nn.ReLU(), linear()),
}

seed = live.seed()
data = digits.load()
x, y = data.train_x[:64].flatten(1), data.train_y[:64]  # (64, 64), (64,)


def reach(name: str, depth: int) -> list[float]:
    """The length of the gradient of each layer's weights, the layer at the input first."""
    torch.manual_seed(seed)
    model = nn.Sequential(*(LAYERS[name]() for _ in range(depth)), nn.Linear(WIDTH, 10))
    F.cross_entropy(model(x), y).backward()
    return [p.grad.norm().item() for p in model.parameters() if p.dim() == 2][:depth]


reaches = torch.tensor([reach(name, 20) for name in LAYERS])  # (7, 20)
live.picture(
    "The gradient of each layer's weights, 20 layers",
    (reaches.log10() + 18) / 20,
    rows=list(LAYERS),
    columns=range(1, 21),
    caption="Layer 1 is at the input. 90 stands for a length of 1, and every 10 less for a hundredth of it.",
)

lines = [f"{name:12}" + "".join(f"{reach(name, depth)[0]:10.1g}" for depth in DEPTHS) for name in LAYERS]
head = f"{'layers':12}" + "".join(f"{depth:>10}" for depth in DEPTHS)
live.text("The gradient of layer 1, in networks of so many layers", "\n".join([head, *lines]))
live.say("Plain descent moves by the rate times this length. With 1e-18, a layer stays what chance made it.")
