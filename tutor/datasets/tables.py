"""Two small tables that come with scikit-learn: wines by their chemistry, and lumps of the breast by their cells.

They are read as they are, in their own units, so that a lesson can show what scaling them does. scikit-learn is not
imported, which would cost 1.4 s (reading both costs 0.01 s). Wine: S. Aeberhard and M. Forina, UCI, 1991; breast
cancer: W. Wolberg, O. Mangasarian, N. Street and W. Street, UCI, 1993.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch

from tutor.datasets import bundled
from tutor.datasets.digits import Array, split

_WINE = (
    "alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids",
    "nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "od280/od315", "proline",
)  # fmt: skip
_CELLS = (
    "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
    "fractal dimension",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of numbers and their classes, split once and for all; an equal share of every class in both parts.

    Attributes:
        features: the names of the D columns.
        classes: the names of the classes; `train_y` and `test_y` index them.
        train_x: (N, D) float32, each column in its own unit.
        train_y: (N,) int64.
        test_x: (M, D) float32, a quarter of all rows.
        test_y: (M,) int64.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]
    train_x: torch.Tensor
    train_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def wine() -> Table:
    """178 wines of three growers in one region of Italy, 13 measurements each: 133 to train on, 45 to test on."""
    return _table("wine_data.csv", _WINE, ("grower 1", "grower 2", "grower 3"))


def breast_cancer() -> Table:
    """569 lumps, 357 benign and 212 malignant, 30 measurements of the cells each: 426 to train on, 143 to test on.

    Ten features, each as its mean over the cells of one sample, its standard error, and the mean of its three largest
    values ("worst"). Class 0 is malignant, class 1 benign, as in scikit-learn.
    """
    features = tuple(f"{kind} {feature}" for kind in ("mean", "error of", "worst") for feature in _CELLS)
    return _table("breast_cancer.csv", features, ("malignant", "benign"))


def _table(name: str, features: tuple[str, ...], classes: tuple[str, ...]) -> Table:
    rows = _read(name)
    x, y = torch.tensor(rows[:, :-1], dtype=torch.float32), torch.tensor(rows[:, -1], dtype=torch.int64)
    train, test = split(y.numpy())
    return Table(features, classes, x[train], y[train], x[test], y[test])


@lru_cache(maxsize=2)
def _read(name: str) -> Array:
    with bundled.find(name, "tables").open(encoding="ascii") as file:
        return np.loadtxt(file, delimiter=",", skiprows=1)
