"""What the generator pays in the game of two networks."""

import torch
from torch import Tensor
from torch.nn import functional as F


def g_loss(fake_logits: Tensor) -> Tensor:
    """The generator's loss, the non-saturating one (Goodfellow et al.
    2014): what it made is to be called real.

    -log σ(fake), averaged; σ(logit) is how probable D finds it that an
    example is real.

    Args:
        fake_logits: any shape, at least one: what D says of made-up
            examples. A logit is any number, as it comes out of the last
            layer.

    Returns:
        A 0-dim tensor in the dtype of the logits. Value and gradient are
        right for logits of any size, such as 1,000, 0 or -1,000. Gradients
        reach the logits, which are left as they are.
    """
    return -F.logsigmoid(fake_logits).mean()


if __name__ == "__main__":
    print(g_loss(torch.tensor([0.0, 0.0])))
    print("expected: 0.6931, log 2: D can't tell")
    print(g_loss(torch.tensor([-4.0])))
    print("expected: 4.0181: D is 98 % sure that it is made up")
