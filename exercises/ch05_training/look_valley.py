"""Your step functions walk through chapter 1's stretched bowl, the same bowl turned, and steeper ones."""

from collections.abc import Callable
from typing import Any

import torch
from adam_step import adam_step
from sgd_step import sgd_step
from torch import Tensor

from tutor import live

MOST = 5000  # steps
NEAR = 0.01  # this far from the lowest point a walk is done
DRAWN = 20  # steps

Range = tuple[float, float]  # the lowest and the highest value drawn on an axis
Valley = Callable[[Tensor], Tensor]
Walk = tuple[Callable[..., None], float, dict[str, Any]]  # a step function, a rate, settings


def bowl(times: float) -> Valley:
    """Chapter 1's bowl: across, along y, it is so many times as steep as along x."""
    return lambda p: p[0] ** 2 + times * p[1] ** 2


def turned(f: Valley) -> Valley:
    """The same, turned to the left by 45 degrees."""
    return lambda p: f(torch.stack([p[0] + p[1], p[1] - p[0]]) / 2**0.5)


def rosenbrock(p: Tensor) -> Tensor:
    return (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2


def walk(f: Valley, start: Tensor, goal: Tensor, step: Callable[..., None], lr: float, **settings: Any) -> Tensor:
    """The places it comes to until it is near the goal: (steps + 1, 2)"""
    p, state = start.clone().requires_grad_(), {}
    places = [p.detach().clone()]
    while len(places) <= MOST and (places[-1] - goal).norm() > NEAR:
        (grad,) = torch.autograd.grad(f(p), p)
        step(p, grad, state, lr, **settings)
        places.append(p.detach().clone())
    return torch.stack(places)


def draw(title: str, f: Valley, start: Tensor, x: Range, y: Range, walks: dict[str, Walk]) -> None:
    """The first steps of three walks, and contour lines of f."""
    paths = [walk(f, start, torch.zeros(2), step, lr, **more)[: DRAWN + 1] for step, lr, more in walks.values()]
    columns, rows = torch.linspace(*x, 80)[None, :], torch.linspace(*y, 40)[:, None]
    live.scatter(
        title,
        torch.cat(paths),
        [number for number, path in enumerate(paths) for _ in path],
        names=list(walks),
        x=x,
        y=y,
        joined=True,
        background=f(torch.stack(torch.broadcast_tensors(columns, rows))),  # (40, 80)
        caption=f"{DRAWN} steps each, from ({start[0]:.2f}, {start[1]:.2f}). The lowest point is (0, 0).",
    )


def line(title: str, f: Valley, start: Tensor, goal: Tensor, rates: list[float]) -> str:
    """How many steps the four need, each with a good rate that was found in trials."""
    walks: list[Walk] = [
        (sgd_step, rates[0], {}),
        (sgd_step, rates[1], {"momentum": 0.9}),
        (sgd_step, rates[2], {"momentum": 0.9, "nesterov": True}),
        (adam_step, rates[3], {}),
    ]
    paths = [walk(f, start, goal, step, lr, **more) for step, lr, more in walks]
    counts = [f"{len(path) - 1:>10,}" if len(path) <= MOST else f"{'never':>10}" for path in paths]
    return f"{title:22}" + "".join(counts)


zero = torch.zeros(2)
start = torch.tensor([-1.5, 1.0])
after = torch.stack([start[0] - start[1], start[0] + start[1]]) / 2**0.5  # the start, turned along with the bowl

shown: dict[str, Walk] = {
    "plain": (sgd_step, 0.036, {}),  # the rate of chapter 1
    "momentum": (sgd_step, 0.01, {"momentum": 0.9}),
    "Adam": (adam_step, 0.2, {}),
}
draw("A bowl 25 times as steep across", bowl(25), start, (-2.0, 0.6), (-1.0, 1.2), shown)
draw("The same bowl, turned by 45 degrees", turned(bowl(25)), after, (-2.0, 1.0), (-1.6, 1.0), shown)
lines = [
    f"{'':22}{'plain':>10}{'momentum':>10}{'Nesterov':>10}{'Adam':>10}",
    line("25 times as steep", bowl(25), start, zero, [0.036, 0.006, 0.005, 0.3]),
    line("the same, turned", turned(bowl(25)), after, zero, [0.036, 0.006, 0.005, 0.5]),
    line("1,000 times as steep", bowl(1000), start, zero, [0.0008, 0.001, 0.0006, 0.3]),
    line("the same, turned", turned(bowl(1000)), after, zero, [0.0008, 0.001, 0.0006, 0.8]),
    line("Rosenbrock's valley", rosenbrock, torch.tensor([-1.5, 2.0]), torch.ones(2), [0.002, 0.002, 0.001, 0.8]),
]
live.text("Steps until 0.01 from the lowest point", "\n".join(lines))
