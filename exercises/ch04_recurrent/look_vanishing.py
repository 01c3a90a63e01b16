"""How far back does the error reach? Your cell and your loop, 20 steps, recurrent weights of different strength.

W_hh is a rotation times a factor, so without tanh each step back would multiply the gradient by exactly that factor.
"""

import torch
from rnn_cell import rnn_cell
from rnn_forward import rnn_forward

from tutor import live

STEPS, WIDTH = 20, 32
FACTORS = [0.5, 0.8, 1.0, 1.2, 1.5]
SHOWN = [1, 5, 10, 19]

live.seed()
turn, _ = torch.linalg.qr(torch.randn(WIDTH, WIDTH))  # (H, H): changes no length
W_ih, b = torch.eye(WIDTH), torch.zeros(WIDTH)


def reach(factor: float, loudness: float) -> list[float]:
    """How long the last state's gradient is at the inputs 0, 1, ... 19 steps before; the last step's is 1."""
    x = (loudness * torch.randn(1, STEPS, WIDTH)).requires_grad_()  # (1, T, D)
    out = rnn_forward(
        x, torch.tensor([STEPS]), lambda x_t, h: rnn_cell(x_t, h, W_ih, factor * turn, b), torch.zeros(1, WIDTH)
    )
    out[0, -1].backward(torch.randn(WIDTH))
    lengths = x.grad[0].norm(dim=1).flip(0)  # (T,), the last step first
    return (lengths / lengths[0]).tolist()


for loudness, kind, why in [(1e-6, "quiet", "tanh is almost a straight line"), (1.0, "loud", "tanh is often flat")]:
    rows = torch.tensor([reach(factor, loudness) for factor in FACTORS])  # (factors, T)
    live.picture(
        f"a {kind} input: {why}",
        (rows.log10() + 6) / 10,
        rows=[f"× {factor}" for factor in FACTORS],
        columns=[str(step) for step in range(STEPS)],
        caption="Columns: steps back. 60 is the gradient at the end; 10 more is ten times as much, 10 less a tenth.",
    )
    lines = ["steps back" + "".join(f"{step:>12}" for step in SHOWN)]
    for factor, row in zip(FACTORS, rows.tolist()):
        lines.append(f"× {factor:<8}" + "".join(f"{row[step]:12.2g}" for step in SHOWN))
    live.text(f"what is left of the gradient, {kind} input", "\n".join(lines))
