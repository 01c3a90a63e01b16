# Made from solutions/ch11_translation/greedy_decode.py by `dltutor author stubs`; edit that file. [be2e48ff]
"""Translate word by word, always with the likeliest next word."""

import torch
from torch import Tensor, nn


def greedy_decode(model: nn.Module, src: Tensor, max_len: int, sos: int = 1, eos: int = 2, pad: int = 0) -> Tensor:
    """Write one sentence for each source, each word from those before.

    Args:
        model: has two methods, which work for any B. `encode(src)` returns
            (h (B, H), enc (B, S, H), mask (B, S)), `step(y_prev, h, enc,
            mask)` takes the last ids, (B,) int64, and returns (logits
            (B, V), the new h (B, H), the weights (B, S)). What a row gets
            does not depend on the other rows. The model is asked in eval
            mode and without a graph; afterwards it is in the mode in which
            it came, with all its parts, and gradients are on or off as
            they were.
        src: (B, S) int64, the source sentences; left as they are.
        max_len: how many words a sentence may have, at least 1.
        sos: what the first step is told. Each later one is told the id that
            was chosen by the step before: the one with the largest logit.
        eos: the id that ends a sentence. It is not written.
        pad: stands in all places from the end of a sentence on.

    Returns:
        (B, max_len) int64. A sentence ends by its own eos, or after max_len
        words; the others go on.
    """
    raise NotImplementedError


if __name__ == "__main__":

    class Countdown(nn.Module):
        """Counts down from the source's first id to 3; then comes the end,
        2."""

        def encode(self, src: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            return src[:, :1], src.unsqueeze(-1).float(), src > 0

        def step(self, y_prev: Tensor, h: Tensor, enc: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
            logits = nn.functional.one_hot(h[:, 0].clamp(min=2), 10).float()
            return logits, h - 1, mask.float()

    print(greedy_decode(Countdown(), torch.tensor([[6], [3], [9]]), max_len=5))
    print("expected: [[6, 5, 4, 3, 0], [3, 0, 0, 0, 0], [9, 8, 7, 6, 5]]")
