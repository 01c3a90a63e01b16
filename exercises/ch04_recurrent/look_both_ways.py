"""Which letters does each state know of? Your loops, asked by the gradient: it is 0 where a letter was never read."""

import torch
from bidirectional import bidirectional
from rnn_cell import rnn_cell
from rnn_forward import rnn_forward
from torch import Tensor

from tutor import live

NAME, PADDING, WIDTH = "ivanova", 2, 16

live.seed()
T = len(NAME) + PADDING
lengths = torch.tensor([len(NAME)])
h0 = torch.zeros(1, WIDTH)


def a_cell():
    """A cell with weights of its own; the factor keeps the gradient from fading too soon to be seen."""
    W_ih = torch.randn(WIDTH, WIDTH) / WIDTH**0.5
    W_hh = 0.9 * torch.linalg.qr(torch.randn(WIDTH, WIDTH))[0]
    return lambda x_t, h: rnn_cell(x_t, h, W_ih, W_hh, torch.zeros(WIDTH))


def knows(out: Tensor, x: Tensor) -> Tensor:
    """(T, T): how strongly the state at step t (row) depends on the letter at step s (column); the most is 1."""
    rows = []
    for t in range(len(NAME)):
        (gradient,) = torch.autograd.grad(out[0, t].sum(), x, retain_graph=True)  # (1, T, D)
        rows.append(gradient[0].norm(dim=1))
    seen = torch.stack(rows)
    return (seen / seen.max()).sqrt()  # the root makes faint traces visible


x = (0.3 * torch.randn(1, T, WIDTH)).requires_grad_()
forth, back = a_cell(), a_cell()
letters = list(NAME) + ["·"] * PADDING

one_way = rnn_forward(x, lengths, forth, h0)
both_ways = bidirectional(x, lengths, forth, back, h0)
live.say("Rows: the state at a letter. Columns: the letter it may know of. Dots are padding: always 0.")
for title, out in [
    ("one direction: each state knows the letters so far", one_way),
    ("the backward half: each state knows the letters still to come", both_ways[:, :, WIDTH:]),
    ("both halves together: each state knows the whole name", both_ways),
]:
    live.picture(title, knows(out, x), rows=letters[: len(NAME)], columns=letters)
