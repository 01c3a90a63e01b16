"""What can be fetched belongs to the course, and a script finds it without the network."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import get_args

import pytest

from tutor import downloads, torchvision_compat
from tutor.actions.realdata import users
from tutor.course import Course
from tutor.course.model import Data, Weights
from tutor.datasets import images
from tutor.downloads.table import TABLE

DATA = get_args(Data)


def test_data_and_weights_of_lessons_are_all_there_is_to_fetch() -> None:
    assert {*TABLE} == {*DATA, *get_args(Weights)}
    assert {*DATA} == {*images.SETS, "tatoeba"}


@pytest.mark.parametrize("name", get_args(Weights))
def test_a_step_that_names_weights_looks_for_them(name: str) -> None:
    course = Course.open()
    addresses = users(course, name)
    assert addresses
    for address in addresses:
        chapter, step = course.find(address)
        assert step is not None
        script = course.exercises_dir(chapter) / getattr(step, "script", "")
        assert f'downloads.find("{name}")' in script.read_text()


@pytest.mark.parametrize("name", DATA)
def test_real_data_has_steps_that_can_use_it(name: str) -> None:
    assert users(Course.open(), name)


@pytest.mark.parametrize("name", TABLE)
def test_an_entry_can_be_told_and_checked(name: str) -> None:
    download = TABLE[name]
    assert (download.name, download.licence[-1]) == (name, ".")
    for file in download.files:
        assert file.size > 0
        assert len(file.sha256) == 64
        assert file.urls[0].startswith("https://")
        assert all(url.startswith(("https://", "http://")) for url in file.urls)
    if download.from_torch:
        (file,) = download.files
        assert file.name.endswith(f"-{file.sha256[:8]}.pth"), "as torch.hub reads it out of the name"


def test_the_addresses_and_sizes_are_torchvisions() -> None:
    torchvision_compat.ensure()
    models = import_module("torchvision.models")
    theirs = {
        "resnet18": models.ResNet18_Weights.IMAGENET1K_V1,
        "fasterrcnn": models.detection.FasterRCNN_MobileNet_V3_Large_320_FPN_Weights.COCO_V1,
    }
    assert set(theirs) == {name for name, download in TABLE.items() if download.from_torch}
    for name, weights in theirs.items():
        (file,) = TABLE[name].files
        assert file.urls == (weights.url,)
        assert file.size / 2**20 == pytest.approx(weights.meta["_file_size"], abs=0.001)


@pytest.mark.parametrize(("name", "kind"), [("mnist", "MNIST"), ("fashion", "FashionMNIST")])
def test_the_names_and_one_address_are_torchvisions(name: str, kind: str) -> None:
    torchvision_compat.ensure()
    theirs = getattr(import_module("torchvision.datasets"), kind)
    assert [file.name for file in TABLE[name].files] == [file for file, _ in theirs.resources]
    for file in TABLE[name].files:
        assert any(f"{mirror}{file.name}" in file.urls for mirror in theirs.mirrors)


def test_the_photographs_are_torchvisions() -> None:
    torchvision_compat.ensure()
    theirs = import_module("torchvision.datasets").CIFAR10
    (file,) = TABLE["cifar10"].files
    assert (file.name, file.urls) == (theirs.filename, (theirs.url,))


def test_a_script_finds_what_is_here_and_else_says_how_to_get_it(folder: Path) -> None:
    assert downloads.find("resnet18") is None
    assert downloads.missing("resnet18") == (
        "The weights of ResNet-18 for ImageNet are not on this computer. To fetch them (45 MB), type in a terminal: "
        "dltutor fetch resnet18"
    )
    (file,) = TABLE["resnet18"].files
    for place in (folder.parent / "torch" / "hub" / "checkpoints", folder / "resnet18"):
        place.mkdir(parents=True)
        (place / file.name).touch()
        assert downloads.find("resnet18") == place / file.name
    with pytest.raises(KeyError):
        downloads.find("resnet19")


def test_torchs_folder_is_where_torch_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import torch

    for setting in (
        {},
        {"XDG_CACHE_HOME": str(tmp_path)},
        {"TORCH_HOME": str(tmp_path / "torch")},
        {"TORCH_HOME": "~/t"},
    ):
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        monkeypatch.delenv("TORCH_HOME", raising=False)
        for name, value in setting.items():
            monkeypatch.setenv(name, value)
        assert str(downloads.places.torchs()) == f"{torch.hub.get_dir()}/checkpoints"


def test_looking_for_it_imports_no_more_than_a_script_needs() -> None:
    heavy = ("torch", "filelock", "urllib.request", "rich", "typer", "pydantic", "yaml")
    code = f"import sys; from tutor import downloads; downloads.find('resnet18'); print({heavy!r} & sys.modules.keys())"
    code = code.replace(repr(heavy), repr(set(heavy)))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
