# Made from solutions/ch09_gans/d_loss.py by `dltutor author stubs`; edit that file. [3f85f5c1]
"""What the discriminator pays in the game of two networks."""

import torch
from torch import Tensor
from torch.nn import functional as F


def d_loss(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """The discriminator's loss: real is to be called real, made-up made-up
    (Goodfellow et al. 2014).

    -log σ(real), averaged over the real ones, plus -log(1 - σ(fake)),
    averaged over the made-up ones; σ(logit) is how probable D finds it
    that an example is real.

    Args:
        real_logits: any shape, at least one: what D says of real examples.
            A logit is any number, as it comes out of the last layer.
        fake_logits: any shape, at least one: what D says of made-up ones.
            There may be more or fewer of them than of the real ones.

    Returns:
        A 0-dim tensor in the dtype of the logits: the sum of the two
        means. Value and gradient are right for logits of any size, such
        as 1,000 or -1,000. Gradients reach both inputs, which are left as
        they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(d_loss(torch.tensor([0.0, 0.0]), torch.tensor([0.0])))
    print("expected: 1.3863, twice log 2: D can't tell them apart")
    print(d_loss(torch.tensor([4.5951]), torch.tensor([-4.5951])))
    print("expected: 0.0201: D is 99 % sure, and right")
