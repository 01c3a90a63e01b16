"""Which one came first, A or B? Means and transformers, with places and without. About 12 seconds."""

import torch
from add_positions import AddPositions
from learning import fit
from readers import Average, Transformer
from torch import Tensor, nn

from tutor import live

LETTERS = "abcdefghijklmnopqrst"
PLACES, WIDTH = 12, 32
MEAN = {"epochs": 6, "rate": 1e-2}
BLOCKS = {"epochs": 6, "rate": 5e-3}


class Placed(Average):
    """The mean of words that know their places; with a network, each is thought over by itself before the mean."""

    def __init__(self, network: bool) -> None:
        super().__init__(1 + len(LETTERS), 2, WIDTH)
        self.places = AddPositions(PLACES, WIDTH)
        self.think = nn.Sequential(nn.Linear(WIDTH, 2 * WIDTH), nn.ReLU(), nn.Linear(2 * WIDTH, WIDTH))
        self.network = network

    def summary(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.places(x)
        return super().summary(self.think(x) if self.network else x, mask)


def draw(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """Rows of 12 letters (count, 12), a and b once in each, and whether a stands before b (count)."""
    ids = torch.randint(3, 1 + len(LETTERS), (count, PLACES), generator=generator)  # 1 is a, 2 is b
    places = torch.rand(count, PLACES, generator=generator).argsort(dim=1)[:, :2]  # two different places a row
    ids.scatter_(1, places, torch.tensor([1, 2]).expand(count, 2))
    return ids, (places[:, 0] < places[:, 1]).long()


def main() -> None:
    seed = live.seed()
    generator = torch.Generator().manual_seed(1000 + seed)
    train, test = draw(4000, generator), draw(1000, generator)
    for row, answer in zip(train[0][:3].tolist(), train[1][:3].tolist(), strict=True):
        live.say(f"{' '.join(LETTERS[i - 1] for i in row)}    {'a' if answer else 'b'} came first")

    words = 1 + len(LETTERS)
    arms = {
        "mean": (lambda: Average(words, 2, WIDTH), MEAN),
        "mean with places": (lambda: Placed(network=False), MEAN),
        "places, a network, the mean": (lambda: Placed(network=True), MEAN),
        "transformer without places": (lambda: Transformer(words, 2, WIDTH, positions=False), BLOCKS),
        "transformer with places": (lambda: Transformer(words, 2, WIDTH), BLOCKS),
    }
    right = {}
    for title, (make, how) in arms.items():
        live.stage(title, of=len(arms))
        torch.manual_seed(seed)
        right[title] = fit(make(), train, test, **how)
    mean, placed, thought, blind, sighted = right.values()
    live.result(
        test_accuracy=sighted,
        without_places=blind,
        gain=sighted - blind,
        mean=mean,
        mean_with_places=placed,
        network_before_mean=thought,
    )


main()
