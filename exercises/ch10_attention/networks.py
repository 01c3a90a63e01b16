"""Three networks for the keyed lookup that differ in one thing: how they make one vector of all cards in a bag.

`Concatenation` lays the cards end to end, `Average` takes their mean, `Attention` lets the query weigh them. `Average`
and `Attention` run on the functions that you wrote.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from attend import attend
from lookup import CARD, LETTERS, PLACES
from masked_mean import masked_mean
from masked_softmax import masked_softmax
from torch import Tensor, nn

WIDTH = 64

Score = Callable[[Tensor, Tensor], Tensor]  # query (B, Q), keys (B, T, K) -> (B, T)


class Concatenation(nn.Module):
    """All places end to end, one long vector: what is learned about place 1 says nothing about place 2."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = network(PLACES * CARD + len(LETTERS), 10)

    def forward(self, cards: Tensor, mask: Tensor, query: Tensor) -> Tensor:
        """(B, 8, 74), (B, 8), (B, 10) -> (B, 10), one score for each digit."""
        return self.answer(torch.cat([cards.flatten(1), query], dim=1))


class Average(nn.Module):
    """Reads every card with one and the same small network, takes the mean, and answers from mean and query."""

    def __init__(self) -> None:
        super().__init__()
        self.value = network(CARD, WIDTH)
        self.answer = network(WIDTH + len(LETTERS), 10)

    def forward(self, cards: Tensor, mask: Tensor, query: Tensor) -> Tensor:
        """(B, 8, 74), (B, 8), (B, 10) -> (B, 10), one score for each digit."""
        summary = self.summary(cards, mask, query)  # (B, 64)
        return self.answer(torch.cat([summary, query], dim=1))

    def summary(self, cards: Tensor, mask: Tensor, query: Tensor) -> Tensor:
        """One vector for all cards of a bag: (B, 64)."""
        return masked_mean(self.value(cards), mask)


class Attention(Average):
    """The same, but the query weighs the cards. `score` meets the letter asked for (B, 10) and the cards (B, 8, 74)."""

    def __init__(self, score: Score) -> None:
        super().__init__()
        self.score = score

    def weights(self, cards: Tensor, mask: Tensor, query: Tensor) -> Tensor:
        """How much of each card is taken: (B, 8)."""
        return masked_softmax(self.score(query, cards), mask)

    def summary(self, cards: Tensor, mask: Tensor, query: Tensor) -> Tensor:
        """One vector for all cards of a bag: (B, 64)."""
        return attend(self.weights(cards, mask, query), self.value(cards))


class Projected(nn.Module):
    """For a score that needs queries and keys of one length: two linear layers bring letter and cards there."""

    def __init__(self, score: Score) -> None:
        super().__init__()
        self.query = nn.Linear(len(LETTERS), WIDTH)
        self.key = nn.Linear(CARD, WIDTH)
        self.score = score

    def forward(self, query: Tensor, cards: Tensor) -> Tensor:
        """(B, 10), (B, 8, 74) -> (B, 8)."""
        return self.score(self.query(query), self.key(cards))  # (B, 64), (B, 8, 64) -> (B, 8)


def network(inputs: int, outputs: int) -> nn.Sequential:
    """One hidden layer. It works on the last axis, so all cards of all bags go through in one call."""
    return nn.Sequential(nn.Linear(inputs, WIDTH), nn.ReLU(), nn.Linear(WIDTH, outputs))
