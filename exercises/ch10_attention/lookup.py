"""The keyed lookup: a bag of cards, each with a letter and a handwritten digit. A letter asks; its card has the answer.

    cards   [ C | picture of a 7 ]   [ F | picture of a 2 ]   [ A | picture of a 7 ]   ...   2 to 8 of them
    query   F
    answer  2

Here are the data, the training loop and the judging; the networks are in networks.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from tutor import live
from tutor.datasets import digits

LETTERS = "ABCDEFGHIJ"
PLACES = 8  # a bag has room for eight cards
PIXELS = 64
CARD = PIXELS + len(LETTERS)  # a card is 64 pixels and a one-hot letter: 74 numbers


@dataclass(frozen=True)
class Bags:
    """N bags. `place` and `letters` are for us to look at; no network sees them."""

    cards: Tensor  # (N, 8, 74), zeros where a place is empty
    mask: Tensor  # (N, 8) bool, True where a card lies
    query: Tensor  # (N, 10), the letter asked for, one-hot
    answer: Tensor  # (N,), the digit on the card with that letter
    place: Tensor  # (N,), where that card lies
    letters: Tensor  # (N, 8), the letter of each card, 0 to 9

    def batches(self, size: int) -> list[tuple[Tensor, ...]]:
        """(cards, mask, query, answer) in pieces of `size`."""
        parts = (self.cards, self.mask, self.query, self.answer)
        return list(zip(*(part.split(size) for part in parts), strict=True))


def draw_bags(count: int, pictures: Tensor, labels: Tensor, generator: torch.Generator) -> Bags:
    """Fresh bags of 2 to 8 cards, with different letters in a bag and any pictures (M, 1, 8, 8), labels (M,)."""
    size = torch.randint(2, PLACES + 1, (count,), generator=generator)  # (N,)
    letters = torch.rand(count, len(LETTERS), generator=generator).argsort(dim=1)[:, :PLACES]  # (N, 8)
    chosen = torch.randint(len(pictures), (count, PLACES), generator=generator)  # (N, 8)
    place = (torch.rand(count, generator=generator) * size).long()  # (N,), one of the cards that are there
    mask = torch.arange(PLACES) < size.unsqueeze(1)  # (N, 8)
    cards = torch.cat([pictures[chosen].flatten(2), one_hot(letters)], dim=2)  # (N, 8, 64), (N, 8, 10) -> (N, 8, 74)
    bag = torch.arange(count)
    return Bags(
        cards=cards * mask.unsqueeze(2),
        mask=mask,
        query=one_hot(letters[bag, place]),
        answer=labels[chosen[bag, place]],
        place=place,
        letters=letters,
    )


def one_hot(letters: Tensor) -> Tensor:
    """Letters 0 to 9 as rows of ten numbers, one of them 1."""
    return F.one_hot(letters, len(LETTERS)).float()


def train(
    model: nn.Module,
    data: digits.Digits,
    test: Bags,
    *,
    epochs: int,
    seed: int,
    look: Callable[[int], None] = lambda epoch: None,
) -> float:
    """The ordinary loop, over 4,000 fresh bags in every epoch; the same bags for every model.

    Calls `look` after each epoch; returns the accuracy on `test` at the end.
    """
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    reached = 0.0
    for epoch in live.epochs(epochs):
        bags = draw_bags(4000, data.train_x, data.train_y, generator)
        for cards, mask, query, answer in live.batches(bags.batches(64)):
            loss = F.cross_entropy(model(cards, mask, query), answer)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            live.log(loss=loss)
        reached = accuracy(model, test)
        live.log(test_accuracy=reached)
        look(epoch + 1)
    return reached


@torch.no_grad()
def accuracy(model: nn.Module, bags: Bags) -> float:
    """The share of bags that are answered correctly."""
    right = [model(cards, mask, query).argmax(dim=1) == answer for cards, mask, query, answer in bags.batches(250)]
    return torch.cat(right).float().mean().item()
