"""What two kinds of normalisation do to a table of numbers, and what small batches do to them. About 6 seconds."""

import torch
from batch_norm import BatchNorm2d
from fitting import accuracy
from layer_norm import LayerNorm
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live
from tutor.datasets import digits

STEPS = 300
SIZES = [64, 8, 2]


class OverBatch(nn.Module):
    """Your BatchNorm2d for rows of numbers: every number is a channel of one pixel."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x[:, :, None, None])[:, :, 0, 0]  # (B, D) -> (B, D, 1, 1) -> (B, D)


NORMS = {"none": lambda width: nn.Identity(), "batch": OverBatch, "layer": LayerNorm}


def network(norm: str) -> nn.Module:
    """64-64-64-64-10; the normalisation comes before each ReLU."""
    layers: list[nn.Module] = [nn.Flatten()]
    for _ in range(3):
        layers += [nn.Linear(64, 64), NORMS[norm](64), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(64, 10))


def train(model: nn.Module, size: int) -> None:
    """So many steps, whatever the size of a batch is."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, STEPS)  # falls to 0, step by step
    for _ in range(STEPS):
        rows = torch.randperm(len(data.train_x), generator=order)[:size]
        loss = F.cross_entropy(model(data.train_x[rows]), data.train_y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()


seed = live.seed()
data = digits.load()
order = torch.Generator().manual_seed(seed)

# A table as a layer may leave it: columns on scales of their own, and three rows much louder than the rest.
table = torch.randn(8, 12) * torch.linspace(0.3, 2.0, 12) + torch.linspace(-2, 2, 12)  # (rows of a batch, numbers)
table[[1, 4, 6]] *= 2.5
with torch.no_grad():
    tables = {"as it is": table, "batch": OverBatch(12)(table), "layer": LayerNorm(12)(table)}
live.slider(
    "A batch of 8 rows of 12 numbers",
    {name: numbers / 6 + 0.5 for name, numbers in tables.items()},
    rows=[f"row {i}" for i in range(8)],
    columns=range(12),
    caption=[
        "0 stands for -3 or less, 50 for 0, 100 for +3 or more. Columns differ in scale; rows 1, 4 and 6 are loud.",
        "Batch: every column has the mean 0 and the variance 1. The loud rows are still loud.",
        "Layer: every row has the mean 0 and the variance 1. The columns still differ.",
    ],
)

shares: dict[str, list[float]] = {"none": [], "batch": [], "no eval()": [], "layer": []}
for norm in NORMS:
    for size in SIZES:
        live.stage(f"{norm}, batches of {size}", of=len(NORMS) * len(SIZES))
        torch.manual_seed(seed)
        model = network(norm)
        train(model, size)
        model.eval()
        shares[norm].append(accuracy(model, data.test_x, data.test_y))
        if norm == "batch":
            model.train()  # as if eval() had been forgotten
            shares["no eval()"].append(accuracy(model, data.test_x, data.test_y, size=2))
live.picture(
    "Test pictures read right, in hundredths",
    list(shares.values()),
    rows=list(shares),
    columns=SIZES,
    caption="Columns: the size of a batch. Without eval(), two test pictures at a time are normalised by each other.",
)
live.result(
    batch_64=shares["batch"][0],
    batch_2=shares["batch"][2],
    layer_64=shares["layer"][0],
    layer_2=shares["layer"][2],
    forgotten_eval=shares["no eval()"][0],
)
