# Made from solutions/ch11_translation/beam_decode.py by `dltutor author stubs`; edit that file. [36738385]
"""Translate with several beginnings at once: the best few are kept."""

import torch
from torch import Tensor, nn


def beam_decode(
    model: nn.Module, src: Tensor, max_len: int, width: int = 4, alpha: float = 1.0, sos: int = 1, eos: int = 2
) -> tuple[list[int], float]:
    """The best translation of one sentence that a beam finds, and its score.

    A hypothesis is a list of ids. Its score is

        (log p_1 + … + log p_n) / n^alpha

    with n the number of its ids, the eos included, and p_i the probability
    that the model gives to id i after those before it. The beam starts
    with one empty hypothesis. In each of `max_len` rounds every hypothesis
    that has not ended is replaced by all of its continuations by one id;
    those that ended with eos stay as they are. Of all these together the
    `width` with the highest scores are kept. When all have ended, or after
    `max_len` rounds, the one with the highest score wins, whether it has
    ended or not.

    Args:
        model: as in `greedy_decode`: `encode(src)` returns (h, enc, mask),
            `step(y_prev, h, enc, mask)` returns (logits (B, V), h, w), for
            any B, and a row does not depend on the others. It is asked in
            eval mode and without a graph, and left as it came, like there.
        src: (1, S) int64, one source sentence; left as it is.
        max_len: how many ids a hypothesis may have, eos included; at least 1.
        width: at least 1; it may be larger than V. With 1 the result is
            that of `greedy_decode`.
        alpha: at least 0. With 0 the score is the log probability itself,
            with 1 its mean for each id.
        sos: what the first step is told.
        eos: the id that ends a hypothesis.

    Returns:
        The ids of the winner without its eos, and its score, a float.

    Source: Wu et al. 2016, section 7, with the plain length as the penalty.
    """
    raise NotImplementedError


if __name__ == "__main__":
    rows = [[0, 0, 0, 0, 0], [0, 0, 0, 0.6, 0.4], [0, 0, 1, 0, 0], [0, 0, 0.5, 0.25, 0.25], [0, 0, 0.9, 0.1, 0]]

    class Table(nn.Module):
        """What comes next hangs on the last id alone; `rows` holds the
        probabilities of the ids 0 to 4."""

        def encode(self, src: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            return torch.zeros(1, 1), torch.zeros(1, 1, 1), src > 0

        def step(self, y_prev: Tensor, h: Tensor, enc: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            return torch.tensor(rows)[y_prev].clamp(min=1e-9).log(), h, mask.float()

    for width in (1, 2):
        print(beam_decode(Table(), torch.tensor([[5]]), max_len=3, width=width, alpha=0.0))
    print("expected: ([3], -1.2040) and ([4], -1.0217)")
