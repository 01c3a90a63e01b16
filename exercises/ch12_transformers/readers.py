"""Five ways to read a sentence, and answer which of several classes it belongs to. They run on what you wrote.

All of them take ids (B, T), 0 for padding, and return (B, classes), one score for each class. They begin with an
embedding, as in chapter 4, and end with one linear layer; what differs is how many vectors become one.
"""

import torch
from add_positions import AddPositions
from conv1d_max import conv1d_max
from learning import cut
from padding_mask import padding_mask
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence
from transformer_block import TransformerBlock

import tutor.chapters

from ch10_attention.attend import attend
from ch10_attention.masked_mean import masked_mean
from ch10_attention.masked_softmax import masked_softmax

WIDTH = 64


class Reader(nn.Module):
    """What all have in common: words become vectors, the vectors one, and that one scores."""

    def __init__(self, words: int, classes: int, width: int = WIDTH, summary: int | None = None) -> None:
        """summary: how many numbers the one vector has, if not `width`."""
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.dropout = nn.Dropout(0.3)
        self.scores = nn.Linear(summary or width, classes)
        nn.init.normal_(self.words.weight, std=0.1)

    def forward(self, ids: Tensor) -> Tensor:
        """(B, T) -> (B, classes)."""
        ids = cut(ids)
        mask = padding_mask(ids)  # (B, T), True: a word
        return self.scores(self.dropout(self.summary(self.dropout(self.words(ids)), mask)))

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        """One vector for the sentence: (B, T, D), (B, T) -> (B, D)."""
        raise NotImplementedError


class Average(Reader):
    """The plain mean of the words."""

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        return masked_mean(x, mask)


class AttentionAverage(Reader):
    """A weighted mean. How much a word counts depends on that word alone."""

    def __init__(self, words: int, classes: int) -> None:
        super().__init__(words, classes)
        self.weight = nn.Linear(WIDTH, 1)

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        return attend(masked_softmax(self.weight(x).squeeze(-1), mask), x)


class Windows(Reader):
    """Patterns of two, three and five words in a row, and how well each fits where it fits best."""

    def __init__(self, words: int, classes: int, patterns: int = 48) -> None:
        super().__init__(words, classes, summary=3 * patterns)
        self.convolutions = nn.ModuleList(nn.Conv1d(WIDTH, patterns, k) for k in (2, 3, 5))

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        best = [conv1d_max(x, mask, layer.weight, layer.bias) for layer in self.convolutions]  # (B, 48) each
        return torch.cat(best, dim=1).relu()


class Recurrent(Reader):
    """A GRU from the left and one from the right; their last states."""

    def __init__(self, words: int, classes: int) -> None:
        super().__init__(words, classes, summary=2 * WIDTH)
        self.gru = nn.GRU(WIDTH, WIDTH, batch_first=True, bidirectional=True)

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        lengths = mask.sum(dim=1).clamp(min=1).cpu()
        _, last = self.gru(pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False))  # (2, B, D)
        return torch.cat([last[0], last[1]], dim=1)


class Transformer(Reader):
    """Positions, two blocks of attention, and the mean of what they make of the words."""

    def __init__(
        self, words: int, classes: int, width: int = WIDTH, heads: int = 4, blocks: int = 2, positions: bool = True
    ) -> None:
        super().__init__(words, classes, width)
        self.places = AddPositions(64, width) if positions else nn.Identity()
        self.blocks = nn.ModuleList(TransformerBlock(width, heads, 2 * width, dropout=0.1) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)

    def places_read(self, x: Tensor, mask: Tensor) -> Tensor:
        """What the blocks make of every word: (B, T, D)."""
        x = self.places(x * x.shape[-1] ** 0.5)  # or the places would drown the words, which are small numbers
        for block in self.blocks:
            x = block(x, mask[:, None, :])  # every place may look at every word, and at no padding
        return self.norm(x)

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        return masked_mean(self.places_read(x, mask), mask)
