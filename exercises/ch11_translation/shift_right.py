# Made from solutions/ch11_translation/shift_right.py by `dltutor author stubs`; edit that file. [b8dd3e82]
"""What the decoder is told: the right words so far, one place later."""

import torch
from torch import Tensor


def shift_right(y: Tensor, sos: int) -> Tensor:
    """The decoder's input, made of what it is to write.

    Args:
        y: (B, T) int64, T at least 1: the ids of the right words, with
            the end sign and padding behind them. It is left as it is.
        sos: the id that stands for "the sentence begins".

    Returns:
        (B, T) int64, a new tensor. Place t holds what is to be written at
        place t - 1, whatever that is, and place 0 holds `sos`. The last
        column of y falls out at the end.
    """
    raise NotImplementedError


if __name__ == "__main__":
    y = torch.tensor([[5, 8, 6, 2], [7, 2, 0, 0]])  # (B=2, T=4); 2 is the end, 0 padding
    print(shift_right(y, 1))
    print("expected: [[1, 5, 8, 6], [1, 7, 2, 0]]")
