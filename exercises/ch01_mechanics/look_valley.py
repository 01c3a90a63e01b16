"""Your minimize in three landscapes: a round bowl, a stretched one, and Rosenbrock's banana valley."""

from collections.abc import Callable

import torch
from minimize import minimize
from pictures import contour_map
from torch import Tensor

from tutor import live


def round_bowl(x: Tensor) -> Tensor:
    return x[0] ** 2 + x[1] ** 2


def stretched_bowl(x: Tensor) -> Tensor:
    return x[0] ** 2 + 25 * x[1] ** 2


def rosenbrock(x: Tensor) -> Tensor:
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def show(
    name: str, f: Callable[[Tensor], Tensor], start: list[float], goal: list[float], lr: float, steps: int
) -> None:
    """One walk by your minimize, drawn on the map of f; then how it went."""
    x, history = minimize(f, torch.tensor(start), lr, steps, 1e-5)
    apart = float((x - torch.tensor(goal)).norm())
    ended = f"After {len(history) - 1} steps it is {apart:.4f} from the lowest point."
    if not apart < 1e6:
        ended = "It runs away."
    image = contour_map(f, history, x=(-2.0, 2.0), y=(-1.0, 2.2), goal=goal)
    live.picture(f"{name}, learning rate {lr}", image, colour=True, caption=ended)


live.say("Dark is low; f doubles from band to band. White: the start. Orange: your steps. Green: the lowest point.")
show("Round bowl", round_bowl, start=[-1.5, 2.0], goal=[0.0, 0.0], lr=0.1, steps=4000)
show("Stretched bowl", stretched_bowl, start=[-1.5, 2.0], goal=[0.0, 0.0], lr=0.1, steps=4000)
show("Stretched bowl", stretched_bowl, start=[-1.5, 2.0], goal=[0.0, 0.0], lr=0.036, steps=4000)
show("Rosenbrock's valley", rosenbrock, start=[-1.5, 2.0], goal=[1.0, 1.0], lr=0.001, steps=8000)
