# Made from solutions/ch10_attention/additive_score.py by `dltutor author stubs`; edit that file. [b2718236]
"""The additive score: a small network looks at query and key together."""

import torch
from torch import Tensor, nn


class AdditiveScore(nn.Module):
    """score[b, t] = v · tanh(W [query[b]; keys[b, t]] + c)

    `mix` is the linear layer (W, c) over query and key joined end to end, the
    query first; `out` is v, a linear layer with one output and no bias.

    Source: Bahdanau, Cho and Bengio 2015, appendix A.1.2.
    """

    def __init__(self, query_dim: int, key_dim: int, hidden: int) -> None:
        super().__init__()
        self.mix = nn.Linear(query_dim + key_dim, hidden)  # W (H, Q + K), c (H,)
        self.out = nn.Linear(hidden, 1, bias=False)  # v, stored as (1, H)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        """Score every key of a bag against the query of the same bag.

        Args:
            query: (B, Q), one query for each of the B bags.
            keys: (B, T, K), the keys of the T items in each bag. K need not
                be Q.

        Returns:
            (B, T), in the dtype of the inputs; also where B or T is 1. The
            inputs are left as they are; gradients reach them and all
            parameters.
        """
        raise NotImplementedError


if __name__ == "__main__":
    score = AdditiveScore(query_dim=1, key_dim=2, hidden=2)
    with torch.no_grad():
        score.mix.weight.copy_(torch.tensor([[1.0, 1.0, 0.0], [0.0, 1.0, -1.0]]))
        score.mix.bias.zero_()
        score.out.weight.copy_(torch.tensor([[1.0, 2.0]]))
    query = torch.tensor([[1.0]])
    keys = torch.tensor([[[0.0, 1.0], [-1.0, 0.0], [0.0, -1.0]]])
    print(score(query, keys).detach())
    print("expected: [[-0.7616, -1.5232, 2.2848]]")
