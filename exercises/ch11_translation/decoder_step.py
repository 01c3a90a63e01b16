# Made from solutions/ch11_translation/decoder_step.py by `dltutor author stubs`; edit that file. [77f02f6c]
"""One step of the decoder: from the last word to the scores of the next."""

import torch
from torch import Tensor, nn

import tutor.chapters

from ch10_attention.attend import attend
from ch10_attention.dot_score import dot_score
from ch10_attention.masked_softmax import masked_softmax


class DecoderStep(nn.Module):
    """Reads the word before, looks back at the source, scores every word.

    words: the vector of each of the V words. cell: the recurrent cell.
    mix: makes H numbers of state and context. out: scores the V words.
    """

    def __init__(self, vocab: int, dim: int = 64, hidden: int = 128) -> None:
        """vocab: V, the number of ids. dim: D, the width of a word's
        vector. hidden: H, the width of the state."""
        super().__init__()
        self.words = nn.Embedding(vocab, dim)  # (B,) -> (B, D)
        self.cell = nn.GRUCell(dim, hidden)  # (B, D), (B, H) -> (B, H)
        self.mix = nn.Linear(2 * hidden, hidden)  # (B, 2H) -> (B, H)
        self.out = nn.Linear(hidden, vocab)  # (B, H) -> (B, V)

    def forward(self, y_prev: Tensor, h: Tensor, enc: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One step, for each of the B sentences.

        Args:
            y_prev: (B,) int64, the id that was written last.
            h: (B, H), the state so far.
            enc: (B, S, H), what the encoder says of the S source places.
            mask: (B, S) bool, True: a word is there, False: padding.

        The cell makes the new state of y_prev's vector and h. The new state
        is the query: scaled dot products with enc, a softmax among the real
        places, and the weighted mean of enc under it, the context. State
        and context, in this order, go through mix, tanh and out.

        Returns:
            The logits (B, V), the new state (B, H), and the weights (B, S).
            The arguments are left as they are. For a source without any
            word, weights and context are 0.

        Source: Luong et al. 2015, section 3 (equation 5), with the scaled
        dot product as the score.
        """
        raise NotImplementedError


if __name__ == "__main__":
    torch.manual_seed(0)
    step = DecoderStep(vocab=11, dim=4, hidden=6)
    y_prev, h, enc = torch.tensor([1, 1]), torch.zeros(2, 6), torch.randn(2, 3, 6)  # (B=2,), (B, H=6), (B, S=3, H)
    mask = torch.tensor([[True, True, True], [True, False, False]])
    logits, h, w = step(y_prev, h, enc, mask)
    print(tuple(logits.shape), tuple(h.shape), w[1].tolist())
    print("expected: (2, 11) (2, 6) [1.0, 0.0, 0.0]")
