"""Adam and AdamW, for one parameter."""

from typing import Any

import torch
from torch import Tensor


def adam_step(
    p: Tensor,
    grad: Tensor,
    state: dict[str, Any],
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 0.0,
    decoupled: bool = False,
) -> None:
    """One step: p itself changes. In its step number t = 1, 2, ...

        g ← grad + weight_decay · p      (Adam, decoupled=False)
        p ← p - lr · weight_decay · p    (AdamW, decoupled=True; g is grad)
        m ← β₁ · m + (1 - β₁) · g        the first moment, 0 at the start
        s ← β₂ · s + (1 - β₂) · g²       the second moment, 0 at the start
        p ← p - lr · m̂ / (√ŝ + eps)

    with m̂ = m / (1 - β₁ᵗ) and ŝ = s / (1 - β₂ᵗ).

    p: (...), float, often an nn.Parameter. It is changed in place, or gets
      a new p.data. No graph is recorded, neither for p nor in the state;
      p.grad is neither read nor written.
    grad: the gradient, in the shape of p; it stays as it is. The caller may
      write the next one into the same memory.
    state: what is kept between the steps of this one parameter, all of it.
      It is {} before the first step; put in what you need, under names of
      your own. Each parameter has a dict of its own.
    lr: the rate of this step; the next may have another one.
    betas: (β₁, β₂), each at least 0 and below 1. eps: above 0.
    weight_decay: at least 0. These, and decoupled, are the same in all
      steps of a parameter.

    Source: Kingma and Ba 2015, algorithm 1; Loshchilov and Hutter 2019,
    algorithm 2, with the decay multiplied by lr as in torch.optim.AdamW.
    """
    beta1, beta2 = betas
    with torch.no_grad():
        if decoupled:
            p *= 1 - lr * weight_decay
            g = grad
        else:
            g = grad + weight_decay * p
        t = state["t"] = state.get("t", 0) + 1
        m = state["m"] = beta1 * state.get("m", 0.0) + (1 - beta1) * g  # (...)
        s = state["s"] = beta2 * state.get("s", 0.0) + (1 - beta2) * g**2  # (...)
        p -= lr * (m / (1 - beta1**t)) / ((s / (1 - beta2**t)).sqrt() + eps)


if __name__ == "__main__":
    p, state = torch.tensor([1.0, 1.0]), {}
    for grad in ([4.0, 0.01], [4.0, 0.01], [-4.0, 0.01]):
        adam_step(p, torch.tensor(grad), state, lr=0.1)
        print(p)
    print("expected: [0.9, 0.9], [0.8, 0.8], [0.7738, 0.7]")
