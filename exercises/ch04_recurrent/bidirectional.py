# Made from solutions/ch04_recurrent/bidirectional.py by `dltutor author stubs`; edit that file. [61c1e042]
"""Reading a name from both ends."""

from collections.abc import Callable

import torch
from rnn_forward import rnn_forward
from torch import Tensor

Cell = Callable[[Tensor, Tensor], Tensor]


def bidirectional(x: Tensor, lengths: Tensor, cell_f: Cell, cell_b: Cell, h0: Tensor) -> Tensor:
    """Two networks over the same names, one in each direction (Schuster
    and Paliwal 1997).

    x: (B, T, D), lengths: (B,) int64, 1..T; cell_f and cell_b as in
        `rnn_forward`, both start at h0: (B, H).
    Returns out: (B, T, 2H). out[i, t, :H] is cell_f's state after it has
    read steps 0..t of row i; out[i, t, H:] is cell_b's state after it has
    read row i's last real step, ..., down to step t. What out holds at
    padding steps (t >= lengths[i]) is left open. No argument is changed.
    """
    raise NotImplementedError


if __name__ == "__main__":

    def total(x_t: Tensor, h: Tensor) -> Tensor:
        return h + x_t  # remembers the sum of all it has read

    x = torch.tensor([[[1.0], [2.0], [4.0]], [[1.0], [2.0], [9.0]]])  # (B=2, T=3, D=1)
    out = bidirectional(x, torch.tensor([3, 2]), total, total, torch.zeros(2, 1))
    print(out[0])  # [[1, 7], [3, 6], [7, 4]]: sums from the left, sums from the right
    print(out[1, :2])  # [[1, 3], [3, 2]]: the nine is padding
