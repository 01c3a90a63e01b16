# Made from solutions/ch04_recurrent/name_classifier.py by `dltutor author stubs`; edit that file. [84089117]
"""From letters to a language: embedding, recurrent network, scores."""

import torch
from last_state import last_state
from rnn_cell import rnn_cell
from rnn_forward import rnn_forward
from torch import Tensor, nn


class NameClassifier(nn.Module):
    """Reads a name letter by letter and scores every language.

    The architecture is yours. What is promised, in eval mode: the scores
    of a name depend on every letter and on their order, but not on how
    much padding follows, nor on the other names in the batch. All that is
    learnt is a parameter of the module; the first weights are random,
    around zero, and so small that one per cent moves the scores a little.
    Id 0 is padding: the embedding's row 0 is zero, and training leaves it
    at zero (`padding_idx=0`).
    """

    def __init__(self, vocab: int, langs: int, dim: int = 32, hidden: int = 128) -> None:
        """vocab: ids are 0..vocab-1; langs: languages; dim: width of a
        letter's vector; hidden: width of the state."""
        super().__init__()  # given
        raise NotImplementedError

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        """x: (B, T) int64 ids, 0 where a name is over; lengths: (B,)
        int64. Returns the scores (logits), (B, langs)."""
        raise NotImplementedError


if __name__ == "__main__":
    model = NameClassifier(vocab=30, langs=16)
    x = torch.tensor([[3, 5, 5, 3], [9, 7, 0, 0]])  # (B=2, T=4)
    print(model(x, torch.tensor([4, 2])).shape)  # torch.Size([2, 16])
    print(sum(p.numel() for p in model.parameters()))  # 23632 numbers to learn
