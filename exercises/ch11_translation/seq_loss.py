# Made from solutions/ch11_translation/seq_loss.py by `dltutor author stubs`; edit that file. [ad5151ce]
"""The loss of a batch of sentences, for which padding does not count."""

import torch
from torch import Tensor
from torch.nn import functional as F


def seq_loss(logits: Tensor, y: Tensor, pad: int = 0) -> Tensor:
    """The mean of −log p over all real tokens of the batch.

    p is the probability that the softmax over the V logits of a place
    gives to the right token there. Each token counts the same, whether
    its sentence is long or short.

    Args:
        logits: (B, T, V), the scores at each place; also large ones.
        y: (B, T) int64, the right ids, 0 to V - 1. It is left as it is.
        pad: where y holds this id there is no token, and the place counts
            neither above nor below the fraction.

    Returns:
        A scalar, shape (), in the dtype of the logits. If there is no
        token at all it is 0, and so are the gradients. Gradients reach the
        logits of the tokens; those of the padding get 0.
    """
    raise NotImplementedError


if __name__ == "__main__":
    logits = torch.tensor([[[0.0, 2.0, 0.0], [0.0, 0.0, 0.0]], [[0.0, 0.0, 4.0], [3.0, 0.0, 0.0]]])  # (B=2, T=2, V=3)
    y = torch.tensor([[1, 2], [1, 0]])
    print(seq_loss(logits, y))
    print("expected: 1.7914")
