"""The general (bilinear) score: a learned matrix between query and key."""

import math

import torch
from torch import Tensor, nn


class GeneralScore(nn.Module):
    """score[b, t] = query[b] W keys[b, t]

    `weight` is W, of shape (query_dim, key_dim). There is no division by √D:
    W can learn the size of the scores.

    Source: Luong, Pham and Manning 2015, section 3.1, "general".
    """

    def __init__(self, query_dim: int, key_dim: int) -> None:
        super().__init__()
        start = torch.randn(query_dim, key_dim) / math.sqrt(query_dim * key_dim)
        self.weight = nn.Parameter(start)  # (Q, K)

    def forward(self, query: Tensor, keys: Tensor) -> Tensor:
        """Score every key of a bag against the query of the same bag.

        Args:
            query: (B, Q), one query for each of the B bags.
            keys: (B, T, K), the keys of the T items in each bag. K need not
                be Q.

        Returns:
            (B, T), in the dtype of the inputs; also where B or T is 1. The
            inputs are left as they are; gradients reach them and `weight`.
        """
        wanted = query @ self.weight  # (B, Q) @ (Q, K) -> (B, K)
        return (keys @ wanted.unsqueeze(-1)).squeeze(-1)  # (B, T, K) @ (B, K, 1) -> (B, T, 1) -> (B, T)


if __name__ == "__main__":
    score = GeneralScore(query_dim=2, key_dim=3)
    with torch.no_grad():
        score.weight.copy_(torch.tensor([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]))
    query = torch.tensor([[1.0, 2.0]])
    keys = torch.tensor([[[1.0, 1.0, 5.0], [2.0, -1.0, 7.0], [0.0, 1.0, 0.0]]])
    print(score(query, keys).detach())
    print("expected: [[3.0, 0.0, 2.0]]")
