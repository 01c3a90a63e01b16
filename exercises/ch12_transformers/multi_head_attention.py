# Made from solutions/ch12_transformers/multi_head_attention.py by `dltutor author stubs`; edit that file. [9b8af218]
"""Self-attention with several heads: every word asks every other word, in
several ways at once."""

import math

import torch
from torch import Tensor

import tutor.chapters

from ch10_attention.masked_softmax import masked_softmax


def multi_head_attention(
    x: Tensor, Wq: Tensor, Wk: Tensor, Wv: Tensor, Wo: Tensor, heads: int, mask: Tensor | None = None
) -> Tensor:
    """Let each place of a sentence look at the places of the same sentence.

    Queries are x Wqᵀ, keys x Wkᵀ and values x Wvᵀ. Head h works with the
    numbers h · d to (h + 1) · d - 1 of each of them, d = D / heads: scaled
    dot products q · k / √d, a softmax over the places that may be looked
    at, and the weighted sum of their values, d numbers. The results of the
    heads, end to end and in their order, go through Wo: out = joined Woᵀ.

    Args:
        x: (B, T, D).
        Wq, Wk, Wv, Wo: (D, D) each, in the layout of nn.Linear; no biases.
        heads: divides D.
        mask: bool, of any shape that broadcasts to (B, T, T). True in row
            t, column s: place t may look at place s. None: every place may
            look at every place.

    Returns:
        (B, T, D), in the dtype of x. A place that may look at nothing gets
        zeros. The arguments are left as they are; gradients reach x and
        the four matrices, and none is NaN.

    Source: Vaswani et al. 2017, section 3.2.2.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.tensor([[[1.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, 2.0], [1.0, 1.0, 0.0, 0.0]]])  # (B=1, T=3, D=4)
    eye = torch.eye(4)
    mask = torch.tensor([[True, False, False], [True, True, False], [False, False, False]])
    print(multi_head_attention(x, eye, eye, eye, eye, heads=2, mask=mask))
    print("expected, row 1: [0.3302, 0.6698, 0.1116, 1.8884]")
