# Made from solutions/ch15_gpt/bits_per_character.py by `dltutor author stubs`; edit that file. [68385036]
"""How surprised a model is by a text, in bits for each character."""

import math

import torch
from torch import Tensor
from torch.nn import functional


def bits_per_character(logits: Tensor, targets: Tensor) -> Tensor:
    """The mean of -log2 p, where p is what the model gave to the character
    that came.

    p is softmax(logits) over the last axis. An even guess among V
    characters costs log2 V bits, a sure and right one 0.

    Args:
        logits: (..., V), the scores of what comes next, at each place of
            each text; finite numbers, also in the thousands.
        targets: (...) int64, what came next there, from 0 to V - 1.

    Returns:
        One number, a tensor of shape (), in the dtype of logits: the mean
        over all places, each of them counting the same. Gradients reach
        the logits. The arguments are left as they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    p = torch.tensor([[[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]])  # (B=1, T=2, V=3)
    print(bits_per_character(p.log(), torch.tensor([[0, 2]])))
    print("expected: 2.0, the mean of 1 bit and 3 bits")
