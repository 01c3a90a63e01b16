"""One call for every set of pictures: the digits as ever, and what `dltutor fetch` brought, read by torchvision."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from tests.datasets.real import CLASSES, Shelf, four, tar
from tutor.datasets import digits, images
from tutor.datasets.images import Images
from tutor.datasets.opened import Unavailable

FIELDS = ("train_x", "train_y", "test_x", "test_y")
SMALL: dict[str, Any] = {"train": 40, "test": 20}


def same(one: digits.Digits, other: digits.Digits) -> bool:
    return all(torch.equal(getattr(one, name), getattr(other, name)) for name in FIELDS)


def test_without_a_word_it_is_the_digits_bit_for_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DLTUTOR_DATA", raising=False)
    found = images.load(size=28, colour=True, train=5)
    assert same(found, digits.load())
    assert (found.name, found.names, found.train_x.dtype) == ("digits", tuple("0123456789"), torch.float32)


@pytest.mark.parametrize("name", ["mnist", "fashion"])
def test_a_fetched_set_has_the_digits_shapes(shelf: Shelf, name: str) -> None:
    shelf.fetch(name)
    found = images.load(name, **SMALL)
    assert [tuple(getattr(found, field).shape) for field in FIELDS] == [(40, 1, 8, 8), (40,), (20, 1, 8, 8), (20,)]
    assert [getattr(found, field).dtype for field in FIELDS] == [torch.float32, torch.int64] * 2
    assert found.train_x.min() >= 0 and found.train_x.max() <= 1
    brightness = found.train_x.mean(dim=(1, 2, 3)) * 255 - 25 * found.train_y
    assert brightness.min() > 5 and brightness.max() < 15, "each picture kept its label"
    assert found.names[0] == ("0" if name == "mnist" else "T-shirt/top")


def test_what_is_averaged_is_the_mean_of_the_pixels(shelf: Shelf) -> None:
    shelf.fetch("mnist")
    whole, small = images.load("mnist", size=28, **SMALL), images.load("mnist", size=4, **SMALL)
    assert torch.allclose(small.train_x, torch.nn.functional.avg_pool2d(whole.train_x, 7), atol=1e-6)


def test_photographs_are_grey_unless_colours_are_asked_for(shelf: Shelf) -> None:
    shelf.fetch("cifar10")
    colours = images.load("cifar10", size=32, colour=True, **SMALL)
    grey = images.load("cifar10", size=32, **SMALL)
    assert (colours.train_x.shape, grey.train_x.shape) == ((40, 3, 32, 32), (40, 1, 32, 32))
    red, green, blue = colours.train_x.unbind(dim=1)
    assert torch.allclose(grey.train_x[:, 0], 0.299 * red + 0.587 * green + 0.114 * blue, atol=1e-6)
    assert colours.names == CLASSES


def test_the_same_pictures_come_each_time_and_fresh(shelf: Shelf) -> None:
    shelf.fetch("mnist")
    first = images.load("mnist", **SMALL)
    kept = first.train_x.clone()
    first.train_x.zero_()
    assert torch.equal(images.load("mnist", **SMALL).train_x, kept)


def test_every_class_has_its_share() -> None:
    labels = np.repeat(np.arange(4), [400, 300, 200, 100])
    chosen = images.sample(labels, 50)
    assert torch.tensor(labels)[chosen].bincount().tolist() == [20, 15, 10, 5]
    assert len(chosen.unique()) == 50
    assert not torch.equal(chosen, chosen.sort().values)
    assert sorted(images.sample(labels, 1000).tolist()) == list(range(1000))
    with pytest.raises(ValueError, match="1,001 pictures were asked for, and there are 1,000"):
        images.sample(labels, 1001)


def test_the_archives_stay_packed_and_are_opened_once(shelf: Shelf, folder: Path) -> None:
    home = shelf.fetch("mnist")
    images.load("mnist", **SMALL)
    raw = home / "opened" / "MNIST" / "raw"
    assert sorted(path.name for path in raw.iterdir()) == sorted(name.removesuffix(".gz") for name in four())
    before = (raw / "train-images-idx3-ubyte").stat().st_mtime_ns
    images._read.cache_clear()
    images.load("mnist", **SMALL)
    assert (raw / "train-images-idx3-ubyte").stat().st_mtime_ns == before
    assert {path.name for path in home.iterdir()} == {*four(), "opened", ".lock"}


def test_what_was_opened_and_then_damaged_is_opened_again(shelf: Shelf) -> None:
    home = shelf.fetch("mnist")
    whole = images.load("mnist", **SMALL)
    (home / "opened" / "MNIST" / "raw" / "train-images-idx3-ubyte").write_bytes(b"\0\0\x08\x03 cut off")
    images._read.cache_clear()
    assert same(images.load("mnist", **SMALL), whole)
    shutil.rmtree(home / "opened" / "MNIST")
    images._read.cache_clear()
    assert same(images.load("mnist", **SMALL), whole)


def test_a_run_that_was_ended_while_it_opened_leaves_nothing_in_the_way(shelf: Shelf) -> None:
    home = shelf.fetch("mnist")
    (home / ".opening-abc" / "MNIST").mkdir(parents=True)
    images.load("mnist", **SMALL)
    assert not list(home.glob(".opening-*"))


def test_a_damaged_archive_is_never_opened(shelf: Shelf) -> None:
    home = shelf.fetch("cifar10").parent
    with (home / "cifar-10-python.tar.gz").open("ab") as file:
        file.write(b"more")
    with pytest.raises(Unavailable, match=r"tar.gz is damaged. To fetch it again, type .*: dltutor fetch cifar10$"):
        images.load("cifar10", **SMALL)
    assert not (home / "opened").exists()


def test_an_archive_of_another_content_is_told(shelf: Shelf) -> None:
    shelf.put("mnist", four() | {"train-images-idx3-ubyte.gz": b"no gzip at all"})
    home = shelf.fetch("mnist")
    with pytest.raises(Unavailable, match="is damaged"):
        images.load("mnist", **SMALL)
    assert not [path for path in home.iterdir() if path.is_dir()]


def test_no_path_out_of_an_archive_is_followed(shelf: Shelf, folder: Path) -> None:
    evil = {"../../evil": b"x", "/tmp/dltutor-evil": b"x", "cifar-10-batches-py/../../evil": b"x"}
    shelf.put("cifar10", {"cifar-10-python.tar.gz": tar(**evil)})
    home = shelf.fetch("cifar10").parent
    images.load("cifar10", **SMALL)
    found = {path.name for path in folder.parent.rglob("*") if path.is_file()}
    assert "evil" not in found and not Path("/tmp/dltutor-evil").exists()
    assert len(list((home / "opened" / "cifar-10-batches-py").iterdir())) == 7


def test_what_is_not_here_is_told_with_what_to_type(folder: Path) -> None:
    with pytest.raises(Unavailable) as caught:
        images.load("fashion")
    assert str(caught.value) == (
        "The clothes of Fashion-MNIST are not on this computer. To fetch them (29 MB), type in a terminal: "
        "dltutor fetch fashion"
    )
    with pytest.raises(ValueError, match="no pictures called 'minst'; there are digits, mnist, fashion, cifar10"):
        images.load("minst")


def test_more_than_there_is_is_told(shelf: Shelf) -> None:
    shelf.fetch("mnist")
    with pytest.raises(ValueError, match="MNIST has pictures of 28 x 28, not of 32 x 32"):
        images.load("mnist", size=32, **SMALL)
    with pytest.raises(ValueError, match="500 pictures were asked for"):
        images.load("mnist", train=500)


def test_by_hand_the_environment_chooses_and_the_script_says_what_it_was_given(shelf: Shelf) -> None:
    shelf.fetch("mnist")
    said = by_hand("found = images.load(train=40, test=20); print(found.name, tuple(found.train_x.shape))", "digits")
    assert said.stdout == "digits (1347, 1, 8, 8)\n"


def test_by_hand_what_is_not_here_ends_a_script_with_the_sentence_alone(folder: Path) -> None:
    done = by_hand("images.load()", "mnist")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The handwritten digits of MNIST are not on this computer.")
    assert by_hand("images.load()", "nonsense").stderr.startswith("there are no pictures called 'nonsense'")


def by_hand(code: str, data: str) -> subprocess.CompletedProcess[str]:
    code = f"from tutor.datasets import images; {code}"
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "DLTUTOR_DATA": data}
    )


def test_all_of_it_moves_to_a_device() -> None:
    found = images.load("digits")
    moved = found.to(torch.device("meta"))
    assert {getattr(moved, field).device.type for field in FIELDS} == {"meta"}
    assert (moved.names, moved.train_x.shape) == (found.names, found.train_x.shape)
    assert found.train_x.device.type == "cpu"


def test_what_was_asked_for_is_told_in_words(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.fetch("fashion")
    shelf.fetch("cifar10")
    said: list[str] = []
    monkeypatch.setattr("tutor.live.say", said.append)
    monkeypatch.setenv("DLTUTOR_DATA", "fashion")
    assert isinstance(images.load(**SMALL), Images)
    monkeypatch.setenv("DLTUTOR_DATA", "cifar10")
    images.load(size=32, colour=True, **SMALL)
    images.load(size=32, **SMALL)
    assert said[0] == (
        "Fashion-MNIST: 40 of its 200 training pictures and 20 of its 60 test pictures, averaged from 28 x 28 pixels "
        "down to 8 x 8. The classes: 0 T-shirt/top, 1 Trouser, 2 Pullover, 3 Dress, 4 Coat, 5 Sandal, 6 Shirt, "
        "7 Sneaker, 8 Bag, 9 Ankle boot."
    )
    assert said[1].startswith("CIFAR-10: 40 of its 100 training pictures and 20 of its 20 test pictures. The classes:")
    assert "20 of its 20 test pictures in grey." in said[2]
