"""The gradient penalty, which keeps a critic from growing steep."""

from collections.abc import Callable

import torch
from torch import Tensor


def gradient_penalty(
    D: Callable[[Tensor], Tensor], real: Tensor, fake: Tensor, generator: torch.Generator | None = None
) -> Tensor:
    """How far the critic's slope is from 1, between real and made-up
    examples (Gulrajani et al. 2017).

    The mean over the examples of (‖∇D(x̂)‖ - 1)², where x̂ = ε · real +
    (1 - ε) · fake, and ε is uniform between 0 and 1, one for each example.

    Args:
        D: the critic, any callable that is asked about B examples at a
            time, in their order; D(examples) are the scores, one for each,
            of shape (B,) or (B, 1). The score of an example depends on no
            other one.
        real, fake: (B, ...), both alike in shape and dtype, with one axis
            of features or more. They are left as they are; fake may hang
            on the graph of what made it.
        generator: where all chance comes from; None is torch's global one,
            which is left alone otherwise.

    Returns:
        A 0-dim tensor in the dtype of the examples, from which gradients
        reach the critic's parameters; whether any reach real and fake is
        left open. The call itself puts no gradient on any of them.

        ‖∇D(x̂)‖ is the length of the gradient of one example's score with
        respect to all numbers of that example. Where the critic is flat it
        is 0, and the penalty's gradient there is finite.
    """
    share = torch.rand(len(real), *[1] * (real.dim() - 1), generator=generator, dtype=real.dtype)  # (B, 1, ...)
    mixed = (share * real + (1 - share) * fake).detach().requires_grad_()  # (B, ...)
    (slopes,) = torch.autograd.grad(D(mixed).sum(), mixed, create_graph=True)  # (B, ...)
    return (slopes.flatten(1).norm(dim=1) - 1).square().mean()  # (B,) -> ()


if __name__ == "__main__":
    real, fake = torch.tensor([[1.0, 2.0], [0.0, 5.0]]), torch.tensor([[0.0, 0.0], [3.0, 1.0]])
    print(gradient_penalty(lambda x: x @ torch.tensor([3.0, 4.0]), real, fake))
    print("expected: 16 = (5 - 1)²: the slope is [3, 4] everywhere, of length 5")
    print(gradient_penalty(lambda x: x @ torch.tensor([0.6, 0.8]), real, fake))
    print("expected: 0: the slope has length 1 everywhere")
