# Made from solutions/ch06_blocks/lstm_cell.py by `dltutor author stubs`; edit that file. [3a18b8c2]
"""The LSTM cell: a memory that is added to, and gates that open and close."""

import torch
from torch import Tensor


def lstm_cell(x: Tensor, h: Tensor, c: Tensor, W_ih: Tensor, W_hh: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """One step of a long short-term memory, for each row of the batch.

    All four parts are made of the same sum, W_ih x + W_hh h + b, which has
    4H entries for each row. In this order, H entries each, they are:

        i = sigmoid(...)  input gate: how much of g is written
        f = sigmoid(...)  forget gate: how much of c is kept
        g = tanh(...)     what would be written
        o = sigmoid(...)  output gate: how much of the memory is shown

        c' = f · c + i · g        h' = o · tanh(c')

    x: (B, D) what comes in now. h: (B, H) the output so far. c: (B, H) the
      memory so far.
    W_ih: (4H, D), W_hh: (4H, H), b: (4H,), the rows of i, f, g, o in turn.
    Returns h' and c', a pair of (B, H), in the dtype of x. No argument is
      changed; gradients flow to all six. Results and gradients are right
      also where the numbers are very large.

    Source: Gers et al. 2000, section 3, in the layout of nn.LSTMCell.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x, h, c = torch.tensor([[1.0]]), torch.tensor([[0.0]]), torch.tensor([[2.0]])  # (B=1, D=1), (B=1, H=1) twice
    W_ih = torch.tensor([[0.0], [2.0], [1.0], [0.0]])  # (4H=4, D=1)
    print(lstm_cell(x, h, c, W_ih, torch.zeros(4, 1), torch.zeros(4)))
    print("expected: h' = 0.4864, c' = 2.1424")
