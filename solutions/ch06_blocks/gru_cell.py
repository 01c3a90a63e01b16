"""The GRU cell: two gates, and no memory beside the state."""

import torch
from torch import Tensor


def gru_cell(x: Tensor, h: Tensor, W_ih: Tensor, W_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> Tensor:
    """One step of a gated recurrent unit, for each row of the batch.

    Two sums have 3H entries for each row: a = W_ih x + b_ih, from what
    comes in, and s = W_hh h + b_hh, from the state. In this order, H
    entries each, their parts belong to r, z and n:

        r = sigmoid(a_r + s_r)    reset gate: how much of s_n is used
        z = sigmoid(a_z + s_z)    update gate: how much of h is kept
        n = tanh(a_n + r · s_n)   the new content

        h' = (1 - z) · n + z · h

    x: (B, D) what comes in now, h: (B, H) the state so far.
    W_ih: (3H, D), W_hh: (3H, H), b_ih and b_hh: (3H,), the rows of r, z
      and n in turn.
    Returns h', (B, H), in the dtype of x. No argument is changed; gradients
      flow to all six. The result and the gradients are right also where the
      numbers are very large.

    Source: Cho et al. 2014, section 2.3, in the layout of nn.GRUCell, which
      resets after the product with W_hh and lets z keep the old state.
    """
    a_r, a_z, a_n = (x @ W_ih.T + b_ih).chunk(3, dim=1)  # (B, H) each
    s_r, s_z, s_n = (h @ W_hh.T + b_hh).chunk(3, dim=1)  # (B, H) each
    r, z = torch.sigmoid(a_r + s_r), torch.sigmoid(a_z + s_z)  # (B, H)
    n = torch.tanh(a_n + r * s_n)  # (B, H)
    return (1 - z) * n + z * h


if __name__ == "__main__":
    x, h = torch.tensor([[1.0]]), torch.tensor([[2.0]])  # (B=1, D=1), (B=1, H=1)
    W_ih = torch.tensor([[0.0], [2.0], [1.0]])  # (3H=3, D=1)
    W_hh = torch.tensor([[0.0], [0.0], [0.5]])  # (3H=3, H=1)
    print(gru_cell(x, h, W_ih, W_hh, torch.zeros(3), torch.zeros(3)))
    print("expected: 1.8695")
