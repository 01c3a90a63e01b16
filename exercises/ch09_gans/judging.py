"""Who looks at made-up digits: a network that reads them, and a distance between two heaps of pictures."""

import torch
import torch.nn.functional as F
from playing import TEST, TEST_DIGIT, TRAIN, TRAIN_DIGIT
from torch import Tensor, nn

Normal = tuple[Tensor, Tensor]  # a mean (64,) and a covariance (64, 64)


class Judge:
    """A small convolutional network that has learnt to read the training digits: a second's work, always the same."""

    def __init__(self) -> None:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            self._features = nn.Sequential(
                nn.Unflatten(1, (1, 8, 8)),
                nn.Conv2d(1, 16, 3, padding=1),
                nn.ReLU(),
                nn.Conv2d(16, 32, 3, padding=1),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Flatten(),
                nn.Linear(512, 64),
                nn.ReLU(),
            )
            self._head = nn.Linear(64, 10)
            model = nn.Sequential(self._features, self._head)
            optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
            for _ in range(10):
                for rows in torch.randperm(len(TRAIN)).split(64):
                    loss = F.cross_entropy(model(TRAIN[rows]), TRAIN_DIGIT[rows])
                    optimizer.zero_grad()
                    loss.backward()
                    optimizer.step()
        self.accuracy = (self.read(TEST) == TEST_DIGIT).double().mean().item()
        self._real = self._normal(TEST)

    @torch.no_grad()
    def read(self, pictures: Tensor) -> Tensor:
        """(N, 64) -> (N,): the digit that it takes each picture for."""
        return self._head(self._features(pictures)).argmax(dim=1)

    def classes(self, pictures: Tensor) -> Tensor:
        """(10,): how many of the pictures it takes for a 0, for a 1, and so on."""
        return torch.bincount(self.read(pictures), minlength=10)

    def drawn(self, pictures: Tensor) -> int:
        """How many of the ten digits make up at least a hundredth of the pictures each."""
        return int((self.classes(pictures) >= len(pictures) / 100).sum())

    def distance(self, pictures: Tensor) -> float:
        """The Fréchet distance of (N, 64) pictures from the 450 test digits, in the judge's 64 features."""
        return frechet(self._normal(pictures), self._real)

    @torch.no_grad()
    def _normal(self, pictures: Tensor) -> Normal:
        features = self._features(pictures).double()  # (N, 64)
        return features.mean(dim=0), features.T.cov()


def frechet(one: Normal, other: Normal) -> float:
    """How far two normal distributions are apart: |m - n|² + trace(S + T - 2 (S T)^½) (Heusel and others 2017)."""
    (m, S), (n, T) = one, other
    values, vectors = torch.linalg.eigh(S)
    root = vectors * values.clamp(min=0).sqrt() @ vectors.T  # S^½
    shared = torch.linalg.eigvalsh(root @ T @ root).clamp(min=0).sqrt().sum()  # the trace of (S T)^½
    return max(0.0, ((m - n).square().sum() + S.trace() + T.trace() - 2 * shared).item())


def nearest(pictures: Tensor) -> Tensor:
    """(N, 64) -> (N, 64): for each picture the training digit that is most like it."""
    return TRAIN[torch.cdist(pictures, TRAIN).argmin(dim=1)]


def copied(pictures: Tensor) -> float:
    """How far pictures are, on average, from the nearest training digit: 0 would mean copies."""
    return (pictures - nearest(pictures)).norm(dim=1).mean().item()
