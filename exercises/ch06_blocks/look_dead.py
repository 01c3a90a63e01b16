"""Can a network come back whose units are all silent? ReLU, and your LeakyReLU. About 4 seconds.

Both hidden layers begin with biases that are 2 too low, as after one step that was much too long.
"""

import torch
from fitting import fit
from leaky_grad import LeakyReLU
from torch import Tensor, nn

from tutor import live
from tutor.datasets import digits

EPOCHS = 12
SLOPES = {"ReLU": 0.0, "leaky 0.01": 0.01, "leaky 0.1": 0.1}


class Network(nn.Module):
    """64-64-64-10, with a slope for negative sums: 0 is the plain ReLU."""

    def __init__(self, slope: float) -> None:
        super().__init__()
        self.slope = slope
        self.first, self.second, self.last = nn.Linear(64, 64), nn.Linear(64, 64), nn.Linear(64, 10)
        with torch.no_grad():
            self.first.bias -= 2
            self.second.bias -= 2

    def sums(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """What the two hidden layers add up, before the activation: (B, 64) each."""
        first = self.first(x.flatten(1))
        return first, self.second(LeakyReLU.apply(first, self.slope))

    def forward(self, x: Tensor) -> Tensor:
        return self.last(LeakyReLU.apply(self.sums(x)[1], self.slope))  # (B, 10)


seed = live.seed()
data = digits.load()
answers, share = {}, {}
for name, slope in SLOPES.items():
    live.stage(name, of=3)
    torch.manual_seed(seed)
    model = Network(slope)
    answers[name] = []

    def look(model: Network = model, name: str = name) -> None:
        """For each unit of the second layer, the share of training pictures for which its sum is positive."""
        with torch.no_grad():
            positive = (model.sums(data.train_x)[1] > 0).float().mean(dim=0)  # (64,)
        answers[name].append(positive.reshape(8, 8))
        live.log(silent_units=(positive == 0).float().mean().item())

    look()
    share[name] = fit(model, data, EPOCHS, seed=seed, look=look)

live.slider(
    "The 64 units of the second layer: how often each of them answers",
    [(f"epoch {epoch}", [answers[name][epoch] for name in answers]) for epoch in range(EPOCHS + 1)],
    labels=list(answers),
    caption="Black: never, for no picture. White: for all of them.",
)
live.result(relu_accuracy=share["ReLU"], leaky_001_accuracy=share["leaky 0.01"], leaky_01_accuracy=share["leaky 0.1"])
