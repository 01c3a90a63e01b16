# Made from solutions/ch15_gpt/gpt.py by `dltutor author stubs`; edit that file. [73cead98]
"""A small GPT, put together from your own parts."""

import torch
from torch import Tensor, nn

import tutor.chapters

from ch06_blocks.layer_norm import LayerNorm
from ch12_transformers.add_positions import AddPositions
from ch12_transformers.causal_mask import causal_mask
from ch12_transformers.transformer_block import TransformerBlock


class GPT(nn.Module):
    """At each place of a text: what comes next?

    The ids become vectors, the positions are added, and the vectors go
    through one block after the other, each of them with a mask that lets
    a place look at itself and at what comes before it. Then come a norm,
    once, and the head.

    Attributes, all of which a script may use:
        context: the most ids it can read at once, an int.
        embed: nn.Embedding, a vector of D numbers for each character.
        positions: your AddPositions for `context` places.
        blocks: nn.ModuleList with your TransformerBlocks, each with a small
            network of width 4 · D.
        norm: your LayerNorm.
        head: nn.Linear from D to V without a bias, with a weight of its
            own.

    All of them begin as they are made: no number is set or scaled.

    Source: Radford et al. 2018, section 3.1, with the norms as in Radford
    et al. 2019, section 2.3.
    """

    def __init__(self, V: int, context: int, D: int, heads: int, layers: int, dropout: float = 0.1) -> None:
        """V: how many characters there are. D: numbers of a vector. heads:
        divides D. layers: how many blocks. dropout: that of the blocks; there
        is no other."""
        super().__init__()  # given
        raise NotImplementedError

    def forward(self, ids: Tensor) -> Tensor:
        """The scores of what follows each id.

        ids: (B, T) int64 with T from 1 to `context`; they are left as they
          are.
        Returns (B, T, V) logits, in the dtype of the parameters. Those at
          place t hang on the ids 0 to t alone. Gradients reach all
          parameters.
        """
        raise NotImplementedError


if __name__ == "__main__":
    model = GPT(V=3, context=8, D=2, heads=1, layers=1).eval()
    with torch.no_grad():
        model.embed.weight.copy_(torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]]))
        model.head.weight.copy_(torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]]))
        for parameter in model.blocks.parameters():
            parameter.zero_()  # so that the block adds nothing
        print(model(torch.tensor([[0, 1]])).round(decimals=3))
    print("expected: [[[1, -2, 2], [-1, 2, -2]]]")
    print(sum(parameter.numel() for parameter in model.parameters()))
    print("expected: 82")
