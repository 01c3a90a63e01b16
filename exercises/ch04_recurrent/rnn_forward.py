# Made from solutions/ch04_recurrent/rnn_forward.py by `dltutor author stubs`; edit that file. [f40e6f71]
"""A whole batch of names, letter by letter, each as long as it is."""

from collections.abc import Callable

import torch
from torch import Tensor


def rnn_forward(x: Tensor, lengths: Tensor, cell: Callable[[Tensor, Tensor], Tensor], h0: Tensor) -> Tensor:
    """Runs the cell over time and keeps every state.

    x: (B, T, D) the inputs.
    lengths: (B,) int64, the real steps of each row, 1..T (T may be more
      than all of them).
    cell: takes x_t (B, D) and h (B, H), returns the next state (B, H).
    h0: (B, H), the state before the first step.
    Returns out: (B, T, H). out[i, t] is row i's state after step t; where
      a row is over, its last state is repeated.
    Gradients flow back through every step, to x and h0. No argument is
    changed.
    """
    raise NotImplementedError


if __name__ == "__main__":

    def cell(x_t: Tensor, h: Tensor) -> Tensor:
        return 0.5 * h + x_t  # forget half, then add what comes in

    x = torch.tensor([[[1.0], [1.0], [1.0]], [[4.0], [9.0], [9.0]]])  # (B=2, T=3, D=1)
    out = rnn_forward(x, torch.tensor([3, 1]), cell, torch.zeros(2, 1))
    print(out.squeeze(2))  # [[1, 1.5, 1.75], [4, 4, 4]]: the nines are padding
