# Made from solutions/ch12_transformers/transformer_block.py by `dltutor author stubs`; edit that file. [f0af1017]
"""A transformer block: look around, then think it over, each as an addition
to what is there."""

import torch
from multi_head_attention import multi_head_attention
from torch import Tensor, nn


class TransformerBlock(nn.Module):
    """Attention and a small network, each behind a norm and around a
    shortcut (pre-norm).

        x = x + dropout(attention(norm1(x)))
        x = x + dropout(down(relu(up(norm2(x)))))

    Wq, Wk, Wv, Wo are the matrices of multi_head_attention. up and down
    are the small network, which works on each place by itself.

    Source: Vaswani et al. 2017, section 3; Xiong et al. 2020, figure 1 b,
    for the place of the norms.
    """

    def __init__(self, D: int, heads: int, ff: int, dropout: float = 0.1) -> None:
        """D: numbers of a vector. heads: divides D. ff: width of the small
        network. dropout: the share that is dropped in training."""
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(D), nn.LayerNorm(D)
        self.Wq, self.Wk, self.Wv, self.Wo = (nn.Parameter(torch.randn(D, D) / D**0.5) for _ in range(4))
        self.up, self.down = nn.Linear(D, ff), nn.Linear(ff, D)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """One round for every place.

        x: (B, T, D); it is left as it is.
        mask: bool, broadcasts to (B, T, T), True: may look; None: all may.
        Returns (B, T, D), in the dtype of x; the same in eval mode every
          time. Gradients reach x and all parameters.
        """
        raise NotImplementedError


if __name__ == "__main__":
    block = TransformerBlock(D=2, heads=1, ff=3, dropout=0.0)
    x = torch.tensor([[[1.0, 3.0], [5.0, 1.0]]])  # (B=1, T=2, D=2)
    with torch.no_grad():
        for W in (block.Wq, block.Wk, block.Wv, block.Wo):
            W.copy_(torch.eye(2))
        block.up.weight.copy_(torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]))
        block.down.weight.copy_(torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
        block.up.bias.zero_(), block.down.bias.zero_()
        print(block(x))
    print("expected: [[[0.1116, 4.8884], [6.8884, 0.1116]]]")
