"""An overlap of masks that a network can climb."""

import torch
from torch import Tensor


def soft_dice(logits: Tensor, mask: Tensor, smooth: float = 1.0) -> Tensor:
    """The Dice coefficient of each picture, with probabilities in the
    place of a drawn mask (Milletari et al. 2016).

    With p the probabilities and m the mask as 0 and 1, both added up
    over the pixels of one picture:

        (2 · Σ p·m + smooth) / (Σ p + Σ m + smooth)

    Args:
        logits: (B, ...), floats of any size; p is their sigmoid.
        mask: bool, of the same shape, True where the object is.
        smooth: more than 0; it makes a picture without an object, where
            none is seen, count about 1.

    Returns:
        (B,), the dtype of logits, from 0 to 1; 1 is the best. Gradients
        reach the logits. (The loss is 1 minus the mean of it.)
    """
    p, m = logits.sigmoid().flatten(1), mask.flatten(1)  # (B, pixels)
    both = (p * m).sum(dim=1)  # (B,)
    return (2 * both + smooth) / (p.sum(dim=1) + m.sum(dim=1) + smooth)


if __name__ == "__main__":
    logits = torch.tensor([[0.8, 0.6, 0.2, 0.4], [0.1, 0.1, 0.1, 0.1]]).logit()  # so that p is 0.8, 0.6, ...
    mask = torch.tensor([[1, 1, 0, 0], [0, 0, 0, 0]]).bool()
    print(soft_dice(logits, mask))
    print("expected: [0.76, 0.7143]: (2 · 1.4 + 1) / (2 + 2 + 1) and 1 / (0.4 + 1)")
