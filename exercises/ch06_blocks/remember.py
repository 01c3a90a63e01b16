"""The task, the network and the loop of the two scripts about memory; the loop over time is your own, of chapter 4."""

import torch
from gru_cell import gru_cell
from lstm_cell import lstm_cell
from torch import Tensor, nn
from torch.nn import functional as F

from tutor import live

from ch04_recurrent.rnn_cell import rnn_cell
from ch04_recurrent.rnn_forward import rnn_forward


def draw(count: int, length: int, chance: torch.Generator) -> tuple[Tensor, Tensor]:
    """Sequences (count, length) of symbols 0 ... 9, and what their first symbol was, 0 ... 3: (count,).

    The symbols behind it are noise, drawn from the other six.
    """
    y = torch.randint(0, 4, (count,), generator=chance)
    x = torch.randint(4, 10, (count, length), generator=chance)
    x[:, 0] = y
    return x, y


class Cell(nn.Module):
    """The weights of one of your cells, called as chapter 4's loop wants it: `cell(x_t, state)` gives the next state.

    The LSTM's state is h and c side by side. `keep` is added to the bias of the gate that keeps: the forget gate of the
    LSTM, the update gate of the GRU.
    """

    def __init__(self, kind: str, dim: int, hidden: int, keep: float = 0.0) -> None:
        super().__init__()
        parts = {"RNN": 1, "LSTM": 4, "GRU": 3}[kind]
        self.kind, self.width = kind, 2 * hidden if kind == "LSTM" else hidden
        spread = hidden**-0.5
        self.W_ih = nn.Parameter(torch.empty(parts * hidden, dim).uniform_(-spread, spread))
        self.W_hh = nn.Parameter(torch.empty(parts * hidden, hidden).uniform_(-spread, spread))
        self.b = nn.Parameter(torch.empty(parts * hidden).uniform_(-spread, spread))
        if kind == "GRU":
            self.b_hh = nn.Parameter(torch.empty(parts * hidden).uniform_(-spread, spread))
        if keep:
            with torch.no_grad():
                self.b[hidden : 2 * hidden] += keep  # the second part: f of i, f, g, o, and z of r, z, n

    def forward(self, x: Tensor, state: Tensor) -> Tensor:
        """x: (B, dim), state: (B, width). Returns the next state."""
        if self.kind == "LSTM":
            return torch.cat(lstm_cell(x, *state.chunk(2, dim=1), self.W_ih, self.W_hh, self.b), dim=1)
        if self.kind == "GRU":
            return gru_cell(x, state, self.W_ih, self.W_hh, self.b, self.b_hh)
        return rnn_cell(x, state, self.W_ih, self.W_hh, self.b)


class Reader(nn.Module):
    """Embedding, a cell over time, and scores from what it shows after the last step."""

    def __init__(self, kind: str, symbols: int, classes: int, dim: int, hidden: int, keep: float = 0.0) -> None:
        super().__init__()
        self.symbols = nn.Embedding(symbols, dim)
        self.cell = Cell(kind, dim, hidden, keep)
        self.scores = nn.Linear(hidden, classes)
        self.hidden = hidden

    def forward(self, x: Tensor, lengths: Tensor | None = None) -> Tensor:
        """x: (B, T) int64, lengths: (B,), or None if all rows are full. Returns (B, classes)."""
        if lengths is None:
            lengths = torch.full((len(x),), x.shape[1])
        out = rnn_forward(self.symbols(x), lengths, self.cell, torch.zeros(len(x), self.cell.width))  # (B, T, width)
        return self.scores(out[:, -1, : self.hidden])  # behind the end the last state is repeated


def fit(model: nn.Module, length: int, epochs: int, *, seed: int = 0) -> float:
    """Learns to recall the first of `length` symbols; returns the share of 500 fresh sequences that are right."""
    chance = torch.Generator().manual_seed(seed)
    x, y = draw(2000, length, chance)
    test_x, test_y = draw(500, length, chance)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    share = 0.0
    for _ in live.epochs(epochs):
        for rows in live.batches(torch.randperm(len(x), generator=chance).split(100)):
            loss = F.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            optimizer.step()
            live.log(loss=loss.item())
        with torch.no_grad():
            share = (model(test_x).argmax(dim=1) == test_y).float().mean().item()
        live.log(test_accuracy=share)
    return share
