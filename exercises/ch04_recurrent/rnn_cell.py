# Made from solutions/ch04_recurrent/rnn_cell.py by `dltutor author stubs`; edit that file. [cab03881]
"""The RNN cell: one letter comes in, the memory moves on."""

import torch
from torch import Tensor


def rnn_cell(x: Tensor, h: Tensor, W_ih: Tensor, W_hh: Tensor, b: Tensor) -> Tensor:
    """One step of a recurrent network (Elman 1990), for each row of the
    batch: h' = tanh(W_ih x + W_hh h + b).

    x: (B, D) what comes in now, h: (B, H) the state so far.
    W_ih: (H, D) input to hidden, W_hh: (H, H) hidden to hidden, b: (H,).
    Returns the new state, (B, H), every entry between -1 and 1. No
    argument is changed.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[1.0, 2.0, 0.0]])  # (B=1, D=3)
    h = torch.tensor([[0.5, -1.0]])  # (B=1, H=2)
    W_ih = torch.tensor([[0.5, 0.0, 1.0], [-0.5, 0.5, 0.0]])  # (H=2, D=3)
    W_hh = torch.tensor([[1.0, 0.5], [0.0, -0.5]])  # (H=2, H=2)
    b = torch.tensor([0.0, 0.5])  # (H=2,)
    print(rnn_cell(x, h, W_ih, W_hh, b))  # tanh of [0.5, 1.5]: tensor([[0.4621, 0.9051]])
