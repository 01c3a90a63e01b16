# Made from solutions/ch09_gans/critic_loss.py by `dltutor author stubs`; edit that file. [44c7687e]
"""The loss of a critic, whose scores are no probabilities, with the
penalty that keeps it from growing steep."""

from collections.abc import Callable

import torch
from gradient_penalty import gradient_penalty
from torch import Tensor


def critic_loss(
    D: Callable[[Tensor], Tensor],
    real: Tensor,
    fake: Tensor,
    strength: float,
    generator: torch.Generator | None = None,
) -> Tensor:
    """The critic's loss: made-up examples are to get lower scores than
    real ones (Arjovsky et al. 2017).

    The mean score of the made-up examples, less the mean score of the real
    ones, plus strength times `gradient_penalty` (Gulrajani et al. 2017).

    Args:
        D: the critic, any callable that is asked about B examples at a
            time, in their order; D(examples) are the scores, one for each,
            of shape (B,) or (B, 1). The score of an example depends on no
            other one.
        real, fake: (B, ...), both alike in shape and dtype, with one axis
            of features or more. They are left as they are; fake may hang
            on the graph of what made it.
        strength: at least 0.
        generator: where the penalty's chance comes from; None is torch's
            global one.

    Returns:
        A 0-dim tensor in the dtype of the examples. Gradients reach the
        critic's parameters; none reaches what made fake.
    """
    raise NotImplementedError


if __name__ == "__main__":
    real, fake = torch.tensor([[1.0, 1.0], [3.0, 0.0]]), torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    print(critic_loss(lambda x: x @ torch.tensor([3.0, 4.0]), real, fake, strength=10.0))
    print("expected: 153.5 = 1.5 - 8 + 10 · 16")
    print(critic_loss(lambda x: x @ torch.tensor([0.6, 0.8]), real, fake, strength=10.0))
    print("expected: -1.3 = 0.3 - 1.6 + 10 · 0")
