"""The network of this chapter: an encoder that reads English, and your DecoderStep, which writes French.

`Translator` looks back at every English word. `Bottleneck` is its rival without attention: the same layers, but all
that its decoder ever sees is the encoder's last state, one vector for the whole sentence.
"""

import torch
from decoder_step import DecoderStep
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from vocab import PAD

DIM, HIDDEN = 64, 128


class Translator(nn.Module):
    """Reads with a GRU in both directions, writes with a DecoderStep."""

    def __init__(self, english: int, french: int) -> None:
        """english, french: how many ids the two vocabularies have."""
        super().__init__()
        self.words = nn.Embedding(english, DIM)
        self.reader = nn.GRU(DIM, HIDDEN // 2, batch_first=True, bidirectional=True)
        self.step = DecoderStep(french, DIM, HIDDEN)

    def encode(self, src: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, S) -> the first state (B, H), a vector for each place (B, S, H), and where there is a word (B, S)."""
        mask = src != PAD
        words = pack_padded_sequence(self.words(src), mask.sum(dim=1), batch_first=True, enforce_sorted=False)
        places, ends = self.reader(words)  # ends: (2, B, H/2), the last state of each direction
        enc, _ = pad_packed_sequence(places, batch_first=True, total_length=src.shape[1])  # (B, S, H)
        return torch.cat([ends[0], ends[1]], dim=1), enc, mask

    def forward(self, src: Tensor, y_in: Tensor) -> tuple[Tensor, Tensor]:
        """What the decoder makes of (B, S) if y_in (B, T) is what it is told: logits (B, T, V), weights (B, T, S)."""
        h, enc, mask = self.encode(src)
        logits, weights = [], []
        for y_prev in y_in.unbind(dim=1):  # (B,)
            scores, h, w = self.step(y_prev, h, enc, mask)
            logits.append(scores)
            weights.append(w)
        return torch.stack(logits, dim=1), torch.stack(weights, dim=1)


class Bottleneck(Translator):
    """The rival: there is one place to look at, and it holds the encoder's last state."""

    def encode(self, src: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, S) -> (B, H), (B, 1, H), (B, 1): the same vector twice, and a mask that hides nothing."""
        h, _, mask = super().encode(src)
        return h, h.unsqueeze(1), mask[:, :1]
