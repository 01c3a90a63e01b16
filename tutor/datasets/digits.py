"""The handwritten digits of scikit-learn: 1,797 pictures of 8 x 8 pixels that come with the library.

The file is read without importing scikit-learn, which would cost 1.4 s (reading costs 0.05 s). The pixels are counts
from 0 to 16 in the source (E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998).
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

from tutor.datasets import bundled

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Digits:
    """Pictures and their labels, split once and for all; an equal share of every digit in both parts.

    Attributes:
        train_x: (1347, 1, 8, 8) float32, 0 (black) to 1 (white).
        train_y: (1347,) int64, the digit, 0 to 9.
        test_x: (450, 1, 8, 8) float32.
        test_y: (450,) int64.
    """

    train_x: torch.Tensor
    train_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def load() -> Digits:
    """The digits with the stratified 75/25 split that scikit-learn's `train_test_split(..., random_state=0)` makes.

    Every call returns fresh tensors, so changing them in place harms nobody else.
    """
    pixels, labels = _read()
    train, test = split(labels)
    x = torch.tensor(pixels, dtype=torch.float32).reshape(-1, 1, 8, 8) / 16
    y = torch.tensor(labels, dtype=torch.int64)
    return Digits(x[train], y[train], x[test], y[test])


def data_file() -> Path:
    """Where the installed scikit-learn keeps the digits. FileNotFoundError says how to get them."""
    return bundled.find("digits.csv.gz", "digits")


@lru_cache(maxsize=1)
def _read() -> tuple[Array, Array]:
    with gzip.open(data_file(), "rt", encoding="ascii") as file:
        rows = np.array([line.split(",") for line in file], dtype=np.float64).astype(np.int64)
    return rows[:, :-1], rows[:, -1]


def split(labels: Array, test_size: float = 0.25, random_state: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Indices of a stratified training and test part: those of scikit-learn's `StratifiedShuffleSplit`.

    Args:
        labels: (N,) integers from 0, each value occurring.

    Returns:
        Two int64 tensors that share no index and together hold all N.
    """
    random = np.random.RandomState(random_state)
    counts = np.bincount(labels)
    n_test = int(np.ceil(test_size * len(labels)))
    in_train = share(counts, len(labels) - n_test, random)
    in_test = share(counts - in_train, n_test, random)
    train: list[int] = []
    test: list[int] = []
    by_class = np.split(np.argsort(labels, kind="mergesort"), np.cumsum(counts)[:-1])
    for own, of_train, of_test in zip(by_class, in_train, in_test, strict=True):
        shuffled = own.take(random.permutation(len(own)), mode="clip")
        train.extend(shuffled[:of_train])
        test.extend(shuffled[of_train : of_train + of_test])
    return torch.from_numpy(random.permutation(train)), torch.from_numpy(random.permutation(test))


def share(counts: Array, draws: int, random: np.random.RandomState) -> Array:
    """How many of each class, if `draws` are drawn and the shares are as even as can be; ties are decided by chance."""
    exact = counts / counts.sum() * draws
    shares = np.floor(exact)
    missing = int(draws - shares.sum())
    if missing > 0:
        remainder = exact - shares
        for value in np.sort(np.unique(remainder))[::-1]:
            (candidates,) = np.where(remainder == value)
            add = min(len(candidates), missing)
            shares[random.choice(candidates, size=add, replace=False)] += 1
            missing -= add
            if missing == 0:
                break
    result: Array = shares.astype(np.int64)
    return result
