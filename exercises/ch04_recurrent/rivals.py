"""What your network is compared with. Each takes ids (B, T) and lengths (B,), and gives scores (B, langs)."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.rnn import pack_padded_sequence


class LetterBag(nn.Module):
    """The control: the letters' vectors are added up, so nothing is left of their order."""

    def __init__(self, vocab: int, langs: int, dim: int = 64, hidden: int = 256) -> None:
        super().__init__()
        self.letters = nn.Embedding(vocab, dim, padding_idx=0)
        self.rest = nn.Sequential(nn.Linear(dim, hidden), nn.ReLU(), nn.Linear(hidden, langs))

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        return self.rest(self.letters(x).sum(dim=1))  # (B, langs); padding adds zeros


class PairsAndTriples(nn.Module):
    """No network at all: a table of points for every language, for each pair and triple of neighbours; add them up."""

    def __init__(self, vocab: int, langs: int) -> None:
        super().__init__()
        self.vocab = vocab
        self.pairs = nn.Embedding(vocab**2, langs, padding_idx=0)
        self.triples = nn.Embedding(vocab**3, langs, padding_idx=0)
        nn.init.zeros_(self.pairs.weight)
        nn.init.zeros_(self.triples.weight)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        x = F.pad(x, (2, 2))  # (B, T+4): the beginning and the end are neighbours too
        pairs = x[:, :-1] * self.vocab + x[:, 1:]  # (B, T+3), one number for each pair; 0 for padding beside padding
        triples = pairs[:, :-1] * self.vocab + x[:, 2:]  # (B, T+2)
        return self.pairs(pairs).sum(dim=1) + self.triples(triples).sum(dim=1)  # (B, langs)


class TorchGRU(nn.Module):
    """The outlook: your network with torch's gated cell in the place of yours."""

    def __init__(self, vocab: int, langs: int, dim: int = 32, hidden: int = 128) -> None:
        super().__init__()
        self.letters = nn.Embedding(vocab, dim, padding_idx=0)
        self.gru = nn.GRU(dim, hidden, batch_first=True)
        self.languages = nn.Linear(hidden, langs)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        packed = pack_padded_sequence(self.letters(x), lengths, batch_first=True, enforce_sorted=False)
        _, h = self.gru(packed)  # (1, B, H): the state after each name's own last letter
        return self.languages(h[0])  # (B, langs)


class RunningGuess(nn.Module):
    """For the first demonstration: torch's plain RNN, whose state can be asked for a guess after every letter."""

    def __init__(self, vocab: int, langs: int, dim: int = 16, hidden: int = 12) -> None:
        super().__init__()
        self.letters = nn.Embedding(vocab, dim, padding_idx=0)
        self.rnn = nn.RNN(dim, hidden, batch_first=True)
        self.languages = nn.Linear(hidden, langs)

    def states(self, x: Tensor) -> Tensor:
        return self.rnn(self.letters(x))[0]  # (B, T, H)

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        out = self.states(x)  # (B, T, H)
        return self.languages(out[torch.arange(len(out)), lengths - 1])  # (B, langs)
