"""Where each head of your block looks: its weights, computed once more, since the block keeps them for itself."""

import math

import torch
from torch import Tensor
from transformer_block import TransformerBlock

import tutor.chapters

from ch10_attention.masked_softmax import masked_softmax


@torch.no_grad()
def attention_maps(block: TransformerBlock, x: Tensor, mask: Tensor | None = None) -> Tensor:
    """x (B, T, D), as it comes to the block -> (B, heads, T, T), a row for each place that asks."""
    B, T, D = x.shape
    seen = block.norm1(x)
    q, k = ((seen @ W.T).reshape(B, T, block.heads, -1).transpose(1, 2) for W in (block.Wq, block.Wk))
    scores = q @ k.transpose(-2, -1) / math.sqrt(D / block.heads)  # (B, heads, T, T)
    keep = torch.ones(B, T, T, dtype=torch.bool) if mask is None else mask.expand(B, T, T)
    return masked_softmax(scores, keep[:, None].expand_as(scores))
