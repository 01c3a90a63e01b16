"""The largest digit of a bag: a task that needs every picture and no query. Does attention still win?"""

import torch
import torch.nn.functional as F
from additive_score import AdditiveScore
from attend import attend
from bag_mask import bag_mask
from masked_mean import masked_mean
from masked_softmax import masked_softmax
from networks import WIDTH, network
from torch import Tensor, nn

from tutor import live
from tutor.datasets import digits

PLACES = 4
EPOCHS = 12


class Concatenation(nn.Module):
    """All places end to end."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = network(PLACES * 64, 10)

    def forward(self, bags: Tensor) -> Tensor:
        """(B, 4, 8, 8) -> (B, 10)"""
        return self.answer(bags.flatten(1))


class Mean(nn.Module):
    """Reads every picture with one network and averages, over the places that your bag_mask finds."""

    def __init__(self) -> None:
        super().__init__()
        self.value = nn.Sequential(network(64, WIDTH), nn.ReLU())
        self.answer = network(WIDTH, 10)

    def forward(self, bags: Tensor) -> Tensor:
        """(B, 4, 8, 8) -> (B, 10)"""
        return self.answer(self.summary(self.value(bags.flatten(2)), bag_mask(bags)))

    def summary(self, values: Tensor, mask: Tensor) -> Tensor:
        """(B, 4, 64), (B, 4) -> (B, 64)"""
        return masked_mean(values, mask)


class Attention(Mean):
    """The same with weights; since nobody asks, the mean of the bag is the query."""

    def __init__(self) -> None:
        super().__init__()
        self.score = AdditiveScore(WIDTH, WIDTH, WIDTH)

    def summary(self, values: Tensor, mask: Tensor) -> Tensor:
        """(B, 4, 64), (B, 4) -> (B, 64)"""
        scores = self.score(masked_mean(values, mask), values)  # (B, 4)
        return attend(masked_softmax(scores, mask), values)


def draw(count: int, pictures: Tensor, labels: Tensor, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Bags (N, 4, 8, 8) of 1 to 4 pictures, empty places filled with 0, and the largest digit (N,) of each."""
    size = torch.randint(1, PLACES + 1, (count, 1), generator=generator)  # (N, 1)
    chosen = torch.randint(len(pictures), (count, PLACES), generator=generator)  # (N, 4)
    here = torch.arange(PLACES) < size  # (N, 4)
    bags = pictures[chosen].squeeze(2) * here[:, :, None, None]  # (N, 4, 8, 8)
    return bags, labels[chosen].masked_fill(~here, -1).max(dim=1).values


def main() -> None:
    seed = live.seed()
    data = digits.load()
    test_bags, test_answers = draw(2000, data.test_x, data.test_y, torch.Generator().manual_seed(1000 + seed))
    live.picture("A bag of the test set", test_bags[1], caption=f"The largest digit is {test_answers[1]}.")
    reached = {}
    for name, make in {"concatenation": Concatenation, "mean": Mean, "attention": Attention}.items():
        live.stage(name, of=3)
        model, generator = make(), torch.Generator().manual_seed(seed)
        optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
        for _ in live.epochs(EPOCHS):
            bags, answers = draw(4000, data.train_x, data.train_y, generator)
            for bag, answer in live.batches(list(zip(bags.split(64), answers.split(64), strict=True))):
                loss = F.cross_entropy(model(bag), answer)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                live.log(loss=loss)
            with torch.no_grad():
                reached[name] = (model(test_bags).argmax(dim=1) == test_answers).float().mean().item()
            live.log(test_accuracy=reached[name])
    live.result(**reached)


main()
