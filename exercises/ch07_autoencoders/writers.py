"""The network that writes, how surprised it is by a text, and rivals that only count."""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IGNORED = -1  # in the place of a target: this place doesn't count


class Writer(nn.Module):
    """What comes next, after each character: an embedding, a GRU (its gates are chapter 6), scores for every sign.

    `writer(tokens, state)` takes ids (B, T) and the state that an earlier call returned, None at the beginning. It
    returns scores (B, T, vocab) and the state after the last character, (1, B, hidden).
    """

    def __init__(self, vocab: int, dim: int = 32, hidden: int = 128) -> None:
        super().__init__()
        self.signs = nn.Embedding(vocab, dim)
        self.gru = nn.GRU(dim, hidden, batch_first=True)
        self.scores = nn.Linear(hidden, vocab)

    def forward(self, tokens: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        out, state = self.gru(self.signs(tokens), state)  # (B, T, hidden), (1, B, hidden)
        return self.scores(out), state


def surprise(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """The mean of -ln p over all characters y (B, T) that count, each guessed from those before it in x (B, T)."""
    scores, _ = model(x)  # (B, T, vocab)
    return F.cross_entropy(scores.flatten(0, 1), y.flatten(), ignore_index=IGNORED)


@torch.no_grad()
def bits(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """The same in bits for each character, in eval mode."""
    model.eval()
    return surprise(model, x, y).item() / math.log(2)


def counted(train: Tensor, test: Tensor, vocab: int, before: int) -> float:
    """Bits for each character of a text, from counts of what followed the last `before` characters in another text.

    Counts of shorter beginnings fill the gaps: seen n times, what was counted weighs n / (n + 5), the shorter the rest.
    """
    p = torch.full((len(test) - before,), 1 / vocab, dtype=torch.float64)  # of each true next character
    for length in range(before + 1):
        of_train, of_test = (_runs(text, length, before, vocab) for text in (train, test))
        seen = _times(of_train, of_test)
        followed = _times(of_train * vocab + train[before:], of_test * vocab + test[before:])
        p = (followed + 5 * p) / (seen + 5)
    return -p.log2().mean().item()


def _runs(text: Tensor, length: int, before: int, vocab: int) -> Tensor:
    """One number for the `length` characters in front of each place from `before` on."""
    number = torch.zeros(len(text) - before, dtype=torch.int64)
    for back in range(length, 0, -1):
        number = number * vocab + text[before - back : len(text) - back]
    return number


def _times(seen: Tensor, asked: Tensor) -> Tensor:
    """How often each number that is asked for was seen."""
    values, counts = seen.unique(return_counts=True)
    places = torch.searchsorted(values, asked).clamp(max=len(values) - 1)
    return torch.where(values[places] == asked, counts[places], 0)
