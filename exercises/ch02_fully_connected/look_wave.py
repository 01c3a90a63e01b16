"""Three networks through 200 points of a wave: a line, three linear layers, and ten hidden units with a bend."""

import torch
import torch.nn.functional as F
from pictures import curve_picture
from torch import Tensor, nn

from tutor import live

STEPS = 1500
NOISE = 0.5
HIGH = (-2.0, 14.0)  # the range of y in the pictures


def main() -> None:
    seed = live.seed()
    x = torch.linspace(0, 12, 200).unsqueeze(1)  # (200, 1)
    y = x + 2 * x.sin() + NOISE * torch.randn(200, 1, generator=torch.Generator().manual_seed(seed))
    inputs, centre, spread = (x - x.mean()) / x.std(), y.mean(), y.std()  # networks like numbers around 0
    networks = {
        "a line": nn.Linear(1, 1),
        "deep and linear": nn.Sequential(nn.Linear(1, 10), nn.Linear(10, 10), nn.Linear(10, 1)),
        "a bend": nn.Sequential(nn.Linear(1, 10), nn.Tanh(), nn.Linear(10, 1)),
    }
    errors = {}
    for name, model in networks.items():
        live.stage(name, of=3)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
        for step in live.epochs(STEPS):
            guesses = model(inputs) * spread + centre  # (200, 1), in the unit of y
            loss = F.mse_loss(guesses, y)
            optimizer.zero_grad()
            (loss / spread**2).backward()
            optimizer.step()
            live.log(squared_error=loss)
            if step in (0, 10, 30, 100, 300, STEPS - 1):
                image = curve_picture(x[:, 0], y[:, 0], guesses[:, 0].detach(), HIGH)
                caption = f"{name}, step {step + 1:,}: mean squared error {loss:.2f}"
                live.picture("The guesses", image, colour=True, caption=caption)
        errors[name] = loss.item()
    show_sum(networks["a bend"], x, y)
    live.say(f"The noise alone has a mean square of {NOISE**2}: no smooth curve can expect to do much better.")
    live.result(line=errors["a line"], deep_and_linear=errors["deep and linear"], bend=errors["a bend"])


@torch.no_grad()
def show_sum(model: nn.Sequential, x: Tensor, y: Tensor) -> None:
    """The bent curve as a sum: what one hidden unit makes, then two, up to all ten; the largest first."""
    inputs, centre, spread = (x - x.mean()) / x.std(), y.mean(), y.std()
    parts = spread * model[1](model[0](inputs)) * model[2].weight  # (200, 10): each tanh times its weight
    ups = parts - parts.mean(dim=0)  # around 0
    order = ups.abs().amax(dim=0).argsort(descending=True)
    sums = ups[:, order].cumsum(dim=1) + parts.mean(dim=0).sum() + spread * model[2].bias + centre  # (200, 10)
    frames = {}
    for number in range(10):
        loss = F.mse_loss(sums[:, number], y[:, 0])
        frames[f"{number + 1} of 10 units, error {loss:.2f}"] = curve_picture(x[:, 0], y[:, 0], sums[:, number], HIGH)
    live.slider("The curve as a sum", frames, colour=True)


main()
