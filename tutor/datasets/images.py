"""Pictures to learn from: the handwritten digits of scikit-learn, or what `--data` asks for in their place.

    from tutor.datasets import images
    data = images.load()                    # like digits.load(), (N, 1, 8, 8), unless another set was asked for
    data = images.load(size=16, colour=True)    # the larger sets keep more of what they have; the digits stay 8 x 8

MNIST, Fashion-MNIST and CIFAR-10 are read by torchvision from what `dltutor fetch` has brought, and from nowhere else.
A run takes as many pictures of them as the digits are, so that it takes as long: an equal share of every class, always
the same ones, averaged down to the size that the networks of the course read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from tutor import live, torchvision_compat
from tutor.datasets import digits
from tutor.datasets.opened import Unavailable, damaged, gunzip, opened, untar

TRAIN, TEST = 1347, 450  # as many as the digits are
SMALL = 8  # pixels, the side of a digit
GREY = (0.299, 0.587, 0.114)  # how bright red, green and blue look (ITU-R BT.601)

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Images(digits.Digits):
    """Pictures of ten classes and their labels; the shapes are those of `digits` unless a script asks for others.

    Attributes:
        train_x: (N, C, H, W) float32, 0 (black) to 1 (white); C is 1, or 3 for colours.
        train_y: (N,) int64, the class.
        test_x: (M, C, H, W) float32.
        test_y: (M,) int64.
        names: of the classes: "0" to "9", or "T-shirt/top", "Trouser", ...
        name: "digits", "mnist", "fashion" or "cifar10".
    """

    names: tuple[str, ...]
    name: str

    def to(self, device: torch.device) -> Images:
        """The same on another device; which one a run is to use, `live.device()` says."""
        train_x, train_y, test_x, test_y = (each.to(device) for each in _fields(self))
        return Images(train_x, train_y, test_x, test_y, self.names, self.name)


@dataclass(frozen=True, slots=True)
class _Set:
    """One of torchvision's sets: its class there, how its archives are opened, and what to call it."""

    title: str
    kind: str
    write: Callable[[Path, Path], None]


def load(
    name: str | None = None,
    *,
    size: int = SMALL,
    colour: bool = False,
    train: int = TRAIN,
    test: int = TEST,
) -> Images:
    """The pictures of a set, or of the one that this run was asked to use (`live.data`).

    Args:
        name: "digits", "mnist", "fashion" or "cifar10"; without it, what `--data` says, or the digits. Then the script
            says in words what it has been given.
        size: the side in pixels that larger pictures are averaged down to. The digits are 8 x 8 always.
        colour: whether CIFAR-10 keeps its three channels; else it is turned into grey.
        train, test: how many pictures of a larger set. The digits are 1,347 and 450 always.

    Every call returns fresh tensors.

    Raises:
        Unavailable: the set is not on this computer, or damaged; the text says what to type.
        SystemExit: the same, where no name was given, so that a script ends with the sentence alone.
        ValueError: there is no such set, or it has no pictures so large or so many.
    """
    asked = name is None
    name = (live.data() if name is None else name) or "digits"
    if name == "digits":
        return Images(*_fields(digits.load()), tuple("0123456789"), "digits")
    try:
        if name not in SETS:
            raise ValueError(f"there are no pictures called {name!r}; there are digits, {', '.join(SETS)}")
        found, told = _load(name, size, colour, train, test)
    except (Unavailable, ValueError) as error:
        if asked:
            raise SystemExit(str(error)) from None
        raise
    if asked:
        live.say(told)
    return found


def _fields(data: digits.Digits) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    return data.train_x, data.train_y, data.test_x, data.test_y


def _load(name: str, size: int, colour: bool, train: int, test: int) -> tuple[Images, str]:
    """The pictures, and a sentence about them."""
    whole = _read(name)
    side, parts = whole.train_x.shape[1], []
    if not 1 <= size <= side:
        raise ValueError(f"{SETS[name].title} has pictures of {side} x {side}, not of {size} x {size}")
    for x, y, count in ((whole.train_x, whole.train_y, train), (whole.test_x, whole.test_y, test)):
        chosen = sample(y.numpy(), count)
        parts += [_scaled(x[chosen], size, colour), y[chosen]]
    smaller = f", averaged from {side} x {side} pixels down to {size} x {size}" if size < side else ""
    grey = " in grey" if whole.train_x.shape[3] > 1 and not colour else ""
    told = (
        f"{SETS[name].title}: {train:,} of its {len(whole.train_y):,} training pictures and {test:,} of its "
        f"{len(whole.test_y):,} test pictures{grey}{smaller}."
    )
    if whole.names != tuple("0123456789"):
        told += f" The classes: {', '.join(f'{number} {each}' for number, each in enumerate(whole.names))}."
    train_x, train_y, test_x, test_y = parts
    return Images(train_x, train_y, test_x, test_y, whole.names, name), told


def sample(labels: Array, count: int, seed: int = 0) -> Tensor:
    """(count,) int64, which examples to take: an equal share of every class as it is in labels (N,), in any order, and
    the same ones each time. ValueError where there are not so many."""
    if not 1 <= count <= len(labels):
        raise ValueError(f"{count:,} pictures were asked for, and there are {len(labels):,}")
    random = np.random.RandomState(seed)
    counts = np.bincount(labels)
    of_each = digits.share(counts, count, random)
    by_class = np.split(np.argsort(labels, kind="mergesort"), np.cumsum(counts)[:-1])
    chosen = [random.permutation(own)[:wanted] for own, wanted in zip(by_class, of_each, strict=True)]
    return torch.from_numpy(random.permutation(np.concatenate(chosen)))


def _scaled(x: Tensor, size: int, colour: bool) -> Tensor:
    """(N, H, W, C) uint8 -> (N, C, size, size) float32 from 0 to 1, or (N, 1, size, size) without colour."""
    pixels = x.permute(0, 3, 1, 2).float() / 255
    if pixels.shape[1] == 3 and not colour:
        pixels = (pixels * torch.tensor(GREY).reshape(1, 3, 1, 1)).sum(dim=1, keepdim=True)
    return F.interpolate(pixels, size=(size, size), mode="area") if size < x.shape[1] else pixels


# ------------------------------------------------------------------------------------------ torchvision


@lru_cache(maxsize=1)
def _read(name: str) -> Images:
    """All of a set, as torchvision reads it: (N, H, W, C) uint8. What was opened badly is opened once more."""
    try:
        return _by_torchvision(name, opened(name, SETS[name].write))
    except Unavailable:
        raise
    except Exception:  # torchvision, numpy and pickle have many ways to say that a file is another one
        try:
            return _by_torchvision(name, opened(name, SETS[name].write, anew=True))
        except Unavailable:
            raise
        except Exception:
            raise damaged(name) from None


def _by_torchvision(name: str, root: Path) -> Images:
    torchvision_compat.ensure()
    kind = getattr(import_module("torchvision.datasets"), SETS[name].kind)
    train, test = kind(root, train=True, download=False), kind(root, train=False, download=False)
    parts = [(torch.as_tensor(part.data), torch.as_tensor(part.targets)) for part in (train, test)]
    if any(len(x) != len(y) for x, y in parts):
        raise ValueError("there are not as many labels as pictures")
    (train_x, train_y), (test_x, test_y) = [(x if x.ndim == 4 else x.unsqueeze(3), y) for x, y in parts]
    names = tuple("0123456789") if name == "mnist" else tuple(train.classes)
    return Images(train_x, train_y, test_x, test_y, names, name)


def _idx(kind: str) -> Callable[[Path, Path], None]:
    """MNIST's four files, where torchvision looks for them."""
    names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    return lambda home, folder: gunzip(home, names, folder / kind / "raw")


def _batches(home: Path, folder: Path) -> None:
    """CIFAR-10's pickled batches, where torchvision looks for them."""
    inside = "cifar-10-batches-py"
    names = (*(f"data_batch_{number}" for number in range(1, 6)), "test_batch", "batches.meta")
    untar(home / "cifar-10-python.tar.gz", tuple(f"{inside}/{name}" for name in names), folder / inside)


SETS = {
    "mnist": _Set("MNIST", "MNIST", _idx("MNIST")),
    "fashion": _Set("Fashion-MNIST", "FashionMNIST", _idx("FashionMNIST")),
    "cifar10": _Set("CIFAR-10", "CIFAR10", _batches),
}
