"""Your zoo reads digits: a picture of 8 by 8 as a sequence of eight rows. About 20 seconds."""

import torch
from learning import BATCH, fit, shuffled
from torch import Tensor, nn
from torch.nn import functional
from zoo import build

from tutor import live
from tutor.datasets import images

READERS = ["cnn", "rnn", "lstm", "gru", "bilstm", "transformer"]
EPOCHS, RATE = 40, 1e-2


def imitate(model: nn.Module, inputs: tuple[Tensor, ...], wanted: Tensor, epochs: int) -> None:
    """Learns to say `wanted` to `inputs`, by the mean of the squared differences."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=epochs * -(-len(wanted) // BATCH))
    model.train()
    for _ in live.epochs(epochs):
        for rows in live.batches(shuffled(wanted)):
            loss = functional.mse_loss(model(*(part[rows] for part in inputs)), wanted[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            live.log(loss=loss.item())
    model.eval()


@torch.no_grad()
def go_on(model: nn.Module, upper: Tensor) -> Tensor:
    """The lower half of each picture, row by row: each row is told what was drawn above it. (B, 4, 8) -> (B, 4, 8)."""
    told = upper[:, -1:]  # the last row that is given
    for _ in range(4):
        told = torch.cat([told, model(upper, told)[:, -1:].clamp(0, 1)], dim=1)
    return told[:, 1:]


def main() -> None:
    seed = live.seed()
    data = images.load()
    x, x_test = data.train_x.squeeze(1), data.test_x.squeeze(1)  # (1347, 8, 8) and (450, 8, 8), rows are places
    right = {}
    for kind in READERS:
        live.stage(kind, of=len(READERS) + 2)
        torch.manual_seed(seed)
        model = build(kind)
        right[kind] = fit(model, (x, data.train_y), (x_test, data.test_y), epochs=EPOCHS, rate=RATE)
        live.say(f"{kind}: {sum(p.numel() for p in model.parameters()):,} numbers, {right[kind]:.1%} right")

    live.stage("autoencoder", of=len(READERS) + 2)
    torch.manual_seed(seed)
    model = build("autoencoder", inputs=64)
    imitate(model, (x.flatten(1),), x.flatten(1), EPOCHS // 2)
    with torch.no_grad():
        code = model.encode(x_test.flatten(1))
        again = model.decode(code).reshape(-1, 8, 8)
    restored = functional.mse_loss(again, x_test).item()
    live.picture("Seven digits that it never saw", x_test[:7])
    live.picture(f"The same, out of {code.shape[1]} numbers each", again[:7].clamp(0, 1))

    live.stage("encdec", of=len(READERS) + 2)
    torch.manual_seed(seed)
    model = build("encdec", outputs=8)
    imitate(model, (x[:, :4], x[:, 3:7]), x[:, 4:], EPOCHS)
    lower = go_on(model, x_test[:, :4])
    continued = functional.mse_loss(lower, x_test[:, 4:]).item()
    live.picture("The upper half is given, the lower half drawn by encdec", torch.cat([x_test[:, :4], lower], 1)[:7])
    mean_picture = functional.mse_loss(x[:, 4:].mean(dim=0).expand_as(lower), x_test[:, 4:]).item()
    live.say(f"Mean squared difference below: {continued:.4f}; by the mean picture of all digits {mean_picture:.4f}.")
    live.result(worst=min(right.values()), **right, autoencoder_error=restored, encdec_error=continued)


main()
