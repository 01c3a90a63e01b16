"""Small archives of the real formats, served and fetched as the real ones are: MNIST's idx.gz, CIFAR-10's tar.gz of
pickled batches, and a zip of tab-separated sentences."""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.downloads.serving import Server
from tutor import downloads
from tutor.commands import fetching as command
from tutor.datasets import images, opened
from tutor.downloads import fetching, table
from tutor.downloads.fetching import Watcher
from tutor.downloads.table import TABLE, Download, File

Array = np.ndarray[Any, Any]
SILENT = Watcher(lambda *_: None, lambda *_: None, lambda _: None)
CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
SENTENCES = (
    "Go.\tVa !\nHi there.\tSalut toi !\nHi there.\tBonjour toi.\nI'm at home.\tJe suis à la maison.\n"
    + "".join(f"He sees {word}.\tIl voit {said}.\n" for word, said in zip("abcdefghij", "klmnopqrst", strict=True))
    + "no tab in this line\n"
    + f"A sentence {'that is much too long ' * 5}.\tUne phrase.\n"
    + "Don't cry, it's summer.\tNe pleure pas, c’est l'été.\n"
)


def pixels(count: int, side: int, channels: int, seed: int) -> tuple[Array, Array]:
    """Pictures whose brightness tells their class, the classes of unequal size: (N, H, W, C) and (N,), uint8."""
    chance = np.random.RandomState(seed)
    labels = np.concatenate([np.arange(10), chance.randint(10, size=count - 10)]).astype(np.uint8)
    grey = 25 * labels[:, None, None, None] + chance.randint(20, size=(count, side, side, channels))
    return grey.astype(np.uint8), labels


def idx(array: Array) -> bytes:
    """An array of bytes as MNIST's authors write it, packed."""
    head = struct.pack(">HBB", 0, 8, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(head + array.tobytes(), mtime=0)


def four(seed: int = 0) -> dict[str, bytes]:
    """MNIST's four files: 200 pictures to train and 60 to test with."""
    files = {}
    for name, count in (("train", 200), ("t10k", 60)):
        x, y = pixels(count, 28, 1, seed + count)
        files[f"{name}-images-idx3-ubyte.gz"] = idx(x[..., 0])
        files[f"{name}-labels-idx1-ubyte.gz"] = idx(y)
    return files


def tar(**more: bytes) -> bytes:
    """CIFAR-10's archive, with 20 pictures in each of the six batches; `more` are other members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:

        def add(name: str, data: bytes) -> None:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))

        for number, name in enumerate([*(f"data_batch_{n}" for n in range(1, 6)), "test_batch"]):
            x, y = pixels(20, 32, 3, number)
            batch = {"data": x.transpose(0, 3, 1, 2).reshape(20, -1), "labels": y.tolist()}
            add(f"cifar-10-batches-py/{name}", pickle.dumps(batch))
        add("cifar-10-batches-py/batches.meta", pickle.dumps({"label_names": list(CLASSES)}))
        for name, data in more.items():
            add(name, data)
    return packed.getvalue()


def zipped(text: str = SENTENCES) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/names/English.txt", "Abbas\n")
        archive.writestr("data/eng-fra.txt", text)
    return packed.getvalue()


FILES: dict[str, Callable[[], dict[str, bytes]]] = {
    "mnist": four,
    "fashion": lambda: four(1),
    "cifar10": lambda: {"cifar-10-python.tar.gz": tar()},
}


def entry(name: str, files: dict[str, bytes], url: str) -> Download:
    """The table's entry, as if these were the publisher's files."""
    made = tuple(
        File(each, len(data), hashlib.sha256(data).hexdigest(), (f"{url}/{name}/{each}",))
        for each, data in files.items()
    )
    real = TABLE[name]
    return Download(name, real.title, real.licence, made)


class Shelf:
    """A file server that has the sets, and a table that knows their checksums."""

    def __init__(self, server: Server, patch: pytest.MonkeyPatch) -> None:
        self.server = server
        self._patch = patch
        self._table = dict(TABLE)
        for module in (downloads, table, command, opened):
            patch.setattr(module, "TABLE", self._table)
        datasets = pytest.importorskip("torchvision.datasets")
        for part in ("train_list", "test_list"):  # torchvision knows the MD5 sums of the real batches
            known = getattr(datasets.CIFAR10, part)
            patch.setattr(datasets.CIFAR10, part, [[name, None] for name, _ in known])
        patch.setattr(datasets.CIFAR10, "meta", {**datasets.CIFAR10.meta, "md5": None})
        for name, make in FILES.items():
            self.put(name, make())
        self.put("tatoeba", {"data.zip": zipped()})

    def put(self, name: str, files: dict[str, bytes]) -> None:
        """Serves these files as what is fetched by that name."""
        for each, data in files.items():
            self.server.files[f"/{name}/{each}"] = data
        self._table[name] = entry(name, files, self.server.url)
        images._read.cache_clear()

    def fetch(self, name: str) -> Path:
        """As `dltutor fetch` does."""
        images._read.cache_clear()
        return fetching.fetch(self._table[name], "", SILENT)[0]
