"""Helpers that probes build on. They are installed, reach the worker, and hold no answer."""

from __future__ import annotations

import contextlib
import math
import random
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import nn

_FOLDERS: list[Path] = []


def weights(module: nn.Module) -> dict[str, torch.Tensor]:
    """Copies of all parameters by name, as plain values."""
    return {name: parameter.detach().clone() for name, parameter in module.named_parameters()}


def state(module: nn.Module) -> dict[str, torch.Tensor]:
    """Copies of the whole state, buffers too."""
    return {name: value.detach().clone() for name, value in module.state_dict().items()}


def gradients(out: torch.Tensor, upstream: torch.Tensor, *inputs: torch.Tensor) -> list[torch.Tensor | None]:
    """The gradients that `upstream` sends back to each input; None where none flows (also when `out` has no graph).

    A random `upstream` shows what `.sum().backward()` hides: a sum of weights that is constant has no gradient.
    """
    if not isinstance(out, torch.Tensor) or not out.requires_grad:
        return [None for _ in inputs]
    flown: tuple[torch.Tensor | None, ...] = torch.autograd.grad(
        out, inputs, upstream.to(out.dtype), allow_unused=True, retain_graph=True
    )
    return [None if gradient is None else gradient.detach() for gradient in flown]


def parameter_gradients(module: nn.Module) -> dict[str, torch.Tensor | None]:
    """The gradients that lie on the parameters now, by name."""
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in module.named_parameters()}


def adopt(module: nn.Module, numbers: dict[str, torch.Tensor]) -> list[str]:
    """Sets the module's parameters and buffers to `numbers`, by name; returns what did not fit, as a learner reads it.

    Yield the result as the first observation: a learner whose names differ from the contract hears that first.
    """
    own = dict(module.named_parameters()) | dict(module.named_buffers())
    faults = []
    for name, value in numbers.items():
        if name not in own:
            faults.append(f"{name} is missing")
        elif own[name].shape != value.shape:
            faults.append(f"{name} has shape {tuple(own[name].shape)}, not {tuple(value.shape)}")
        else:
            own[name].data = value.detach().clone()
    return faults


def parameter_names(module: nn.Module) -> list[str]:
    """The names of the registered parameters, sorted."""
    return sorted(name for name, _ in module.named_parameters())


def Watched(optimizer: type[torch.optim.Optimizer]) -> Callable[..., Any]:
    """The optimizer class, with `.seen`: the gradients that each `step()` saw, and `.last`, those of the newest step.

    Effects instead of the order of calls: zeroing before or after, through the model or the optimizer, is all one.
    """

    class WatchedOptimizer(optimizer):  # type: ignore[misc, valid-type]
        def __init__(self, params: Iterable[Any], **settings: Any) -> None:
            super().__init__(params, **settings)
            self.seen: list[list[torch.Tensor | None]] = []

        @property
        def last(self) -> list[torch.Tensor | None] | None:
            return self.seen[-1] if self.seen else None

        def step(self, closure: Callable[[], float] | None = None) -> Any:
            loss = None
            if closure is not None:
                with torch.enable_grad():
                    loss = closure()
            self.seen.append(
                [
                    None if parameter.grad is None else parameter.grad.detach().clone()
                    for group in self.param_groups
                    for parameter in group["params"]
                ]
            )
            super().step()
            return loss

    return WatchedOptimizer


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Runs a block under one seed and puts the generators back afterwards."""
    torch_state, python_state = torch.get_rng_state(), random.getstate()
    torch.manual_seed(seed)
    random.seed(seed)
    try:
        yield
    finally:
        torch.set_rng_state(torch_state)
        random.setstate(python_state)


def generator(seed: int) -> torch.Generator:
    """A generator of its own for code that takes one."""
    return torch.Generator().manual_seed(seed)


def folder() -> Path:
    """A new empty folder, removed when the check is over."""
    made = Path(tempfile.mkdtemp(prefix="dltutor-"))
    _FOLDERS.append(made)
    return made


def remove_folders() -> None:
    """Removes what `folder` made in this process; the judge calls it, the worker's folder goes with the worker."""
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


class Scripted(nn.Module):
    """A language model whose next token is certain and depends on everything it was fed.

    `forward(tokens (B, T), state=None) -> (logits (B, T, V), state)`. The state is a running hash, so a prompt fed
    twice, a state thrown away or a batch mixed up leads elsewhere; sampling at any temperature gives the same token.
    """

    def __init__(self, vocabulary: int, secret: int) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.secret = secret
        self.anchor = nn.Parameter(torch.zeros(1))

    def forward(self, tokens: torch.Tensor, state: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor]:
        """One step of the hash per token; see the class."""
        if state is None:
            state = torch.full((tokens.shape[0],), self.secret, dtype=torch.int64)
        logits = torch.full((*tokens.shape, self.vocabulary), -1e4)
        for t in range(tokens.shape[1]):
            state = (state * 31 + tokens[:, t] + 7) % 1_000_003
            logits[torch.arange(tokens.shape[0]), t, state % self.vocabulary] = 1e4
        return logits + self.anchor, state


def ks_uniform(samples: torch.Tensor) -> float:
    """The p-value of a Kolmogorov-Smirnov test that `samples` are uniform on [0, 1] (asymptotic series)."""
    ordered = samples.double().flatten().sort().values
    n = ordered.numel()
    steps = torch.arange(n + 1, dtype=torch.float64) / n
    apart = max(float((steps[1:] - ordered).max()), float((ordered - steps[:-1]).max()))
    scaled = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * apart
    if scaled < 0.2:
        return 1.0
    terms = ((2 if k % 2 else -2) * math.exp(-2 * (k * scaled) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, sum(terms)))


def chi_square(counts: Sequence[int] | torch.Tensor, probabilities: Sequence[float] | torch.Tensor) -> float:
    """The p-value of Pearson's test that `counts` were drawn with `probabilities`."""
    seen = torch.as_tensor(counts, dtype=torch.float64)
    chances = torch.as_tensor(probabilities, dtype=torch.float64)
    expected = chances * seen.sum()
    if ((chances == 0) & (seen > 0)).any():
        return 0.0
    kept = chances > 0
    statistic = ((seen - expected)[kept] ** 2 / expected[kept]).sum()
    freedom = torch.tensor((int(kept.sum()) - 1) / 2, dtype=torch.float64)
    upper: float = torch.special.gammaincc(freedom, statistic / 2).item()
    return 1.0 if freedom == 0 else upper
