"""Attention before any training: a handwritten digit looks for others like it, with the functions you wrote."""

import torch
import torch.nn.functional as F
from attend import attend
from dot_score import dot_score
from masked_softmax import masked_softmax
from torch import Tensor

from tutor import live
from tutor.datasets import digits

SHELF = [0, 1, 3, 4, 8, 9]


def vectors(pictures: Tensor) -> Tensor:
    """Pictures (N, 1, 8, 8) as vectors (N, 64) around 0 and of length 8, so that a score is 8 times their cosine."""
    flat = pictures.flatten(1)
    return 8 * F.normalize(flat - flat.mean(dim=1, keepdim=True), dim=1)


def main() -> None:
    data = digits.load()
    shelf = [int((data.train_y == digit).nonzero()[0]) for digit in SHELF]  # the first training picture of each
    asked = int((data.test_y == 3).nonzero()[0])  # a 3 that is not among them
    query, keys = vectors(data.test_x[[asked]]), vectors(data.train_x[shelf]).unsqueeze(0)  # (1, 64), (1, 6, 64)
    values = data.train_x[shelf].flatten(1).unsqueeze(0)  # (1, 6, 64), the pictures themselves
    everything = torch.ones(1, 6, dtype=torch.bool)

    pictures = [data.test_x[asked, 0], *data.train_x[shelf, 0]]
    live.picture("The query, and the six keys", pictures, labels=["query", *SHELF])

    weights, blends = [], []
    for sharpness in (0.0, 0.3, 1.0):
        weights.append(masked_softmax(dot_score(sharpness * query, keys), everything))
        blends.append(attend(weights[-1], values).reshape(8, 8))
    live.picture(
        "The weights of the six keys, in hundredths",
        torch.cat(weights),
        rows=["query x 0", "query x 0.3", "query x 1"],
        columns=SHELF,
        caption="Longer queries make sharper weights. A query of length 0 has no preference: the plain mean.",
    )
    live.picture("What attend returns: the six pictures, blended", blends, labels=["x 0", "x 0.3", "x 1"])

    mask = everything.clone()
    mask[0, SHELF.index(3)] = False
    without = masked_softmax(dot_score(query, keys), mask)
    live.picture(
        "With the 3 masked out",
        torch.cat([weights[-1], without]),
        rows=["all", "without 3"],
        columns=SHELF,
        caption="The others share what the 3 had; the masked place gets exactly nothing.",
    )
    all_training_pictures(data)


def all_training_pictures(data: digits.Digits) -> None:
    """Every training picture is a key, and its label the value: attention as a classifier that was never trained."""
    queries = vectors(data.test_x)  # (450, 64)
    keys = vectors(data.train_x).expand(len(queries), -1, -1)  # (450, 1347, 64), one shelf seen by all
    labels = F.one_hot(data.train_y, 10).float().expand(len(queries), -1, -1)  # (450, 1347, 10)
    mask = torch.ones(keys.shape[:2], dtype=torch.bool)
    right = {}
    for sharpness in (0.0, 1.0, 5.0):
        votes = attend(masked_softmax(dot_score(sharpness * queries, keys), mask), labels)  # (450, 10)
        right[sharpness] = (votes.argmax(dim=1) == data.test_y).float().mean().item()
    live.say(
        "All 1,347 training pictures as keys, their labels as values, 450 unseen pictures as queries. "
        f"Right with the query x 0: {right[0.0]:.1%}, x 1: {right[1.0]:.1%}, x 5: {right[5.0]:.1%}."
    )
    live.result(untrained_accuracy=right[5.0])


main()
