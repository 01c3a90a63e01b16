# Made from solutions/ch15_gpt/cached_attention.py by `dltutor author stubs`; edit that file. [fb0e91fa]
"""Attention that remembers: old keys and values are kept, not made again."""

import math

import torch
from torch import Tensor

import tutor.chapters

from ch10_attention.masked_softmax import masked_softmax
from ch12_transformers.causal_mask import causal_mask


def cached_attention(
    x: Tensor,
    Wq: Tensor,
    Wk: Tensor,
    Wv: Tensor,
    Wo: Tensor,
    heads: int,
    past: tuple[Tensor, Tensor] | None = None,
) -> tuple[Tensor, tuple[Tensor, Tensor]]:
    """What multi_head_attention with a causal mask gives for the new
    places, without going through the old ones again.

    A text of S + t places is read in two or more calls: S places are known
    from earlier calls, x holds the t that follow. Each new place looks at
    all S old ones, at the new ones before it, and at itself.

    Args:
        x: (B, t, D), the new places alone, t at least 1.
        Wq, Wk, Wv, Wo: (D, D) each, as in multi_head_attention.
        heads: divides D.
        past: what the last call returned; None at the start of a text. A
            text can be read on from one past in several ways.

    Returns:
        out: (B, t, D), the last t rows of multi_head_attention for the
            whole text with causal_mask(S + t).
        past: (keys, values), (B, S + t, D) each: x Wkᵀ and x Wvᵀ of all
            places so far, for the next call.

        The arguments are left as they are; gradients reach x, the matrices
        and the past.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]])  # (B=1, T=3, D=2)
    eye, past = torch.eye(2), None
    for t in range(3):
        out, past = cached_attention(x[:, t : t + 1], eye, eye, eye, eye, heads=1, past=past)
        print(out)
    print("expected: [1, 0], [0.3302, 0.6698], [0.7517, 0.7517]")
