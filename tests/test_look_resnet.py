"""The step that operates on torchvision's ResNet-18: with weights that were fetched, without them, never by itself."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import torch

from tests.downloads.serving import file, serving
from tutor import torchvision_compat
from tutor.downloads import fetching
from tutor.downloads.table import TABLE

ROOT = Path(__file__).parent.parent
CHAPTER = "ch13_transfer"
NO_NETWORK = """
import runpy, socket, sys
def refused(*args, **kwargs):
    raise AssertionError("the script reached for the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
sys.path.insert(0, sys.argv[1].rpartition("/")[0])
runpy.run_path(sys.argv[1], run_name="__main__")
"""


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chapter's scripts, with the solutions in the stubs' place."""
    folder = tmp_path_factory.mktemp("course") / CHAPTER
    shutil.copytree(ROOT / "exercises" / CHAPTER, folder)
    for solution in (ROOT / "solutions" / CHAPTER).glob("*.py"):
        shutil.copy(solution, folder)
    return folder


@pytest.fixture(scope="module")
def weights() -> bytes:
    """The file that torch.save makes of an untrained network that takes everything for a goldfish."""
    torchvision_compat.ensure()
    torch.manual_seed(0)
    model = import_module("torchvision.models").resnet18(weights=None)
    with torch.no_grad():
        model.fc.weight.zero_()
        model.fc.bias[1] = 9.0
    out = io.BytesIO()
    torch.save(model.state_dict(), out)
    return out.getvalue()


def run(chapter: Path, downloads: Path) -> list[dict[str, object]]:
    """The script's events, where what was fetched lies in `downloads`."""
    events = downloads.parent / "events"
    with events.open("w") as out:
        environment = {
            **os.environ,
            "DLTUTOR_DOWNLOADS": str(downloads),
            "TORCH_HOME": str(downloads.parent / "torch"),
            "DLTUTOR_EVENTS": str(out.fileno()),
            "OMP_NUM_THREADS": "1",
        }
        done = subprocess.run(
            [sys.executable, "-c", NO_NETWORK, str(chapter / "look_resnet.py")],
            capture_output=True,
            text=True,
            env=environment,
            pass_fds=[out.fileno()],
        )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in events.read_text().splitlines()]


def of_kind(events: list[dict[str, object]], kind: str) -> list[dict[str, object]]:
    return [event for event in events if event["event"] == kind]


def surgery(events: list[dict[str, object]]) -> str:
    (text,) = [event for event in of_kind(events, "text") if event["title"] == "The head of ResNet-18"]
    return str(text["text"])


def test_without_weights_the_surgery_is_shown_and_the_command_that_fetches_them(chapter: Path, tmp_path: Path) -> None:
    events = run(chapter, tmp_path / "downloads")
    said = " ".join(str(event["text"]) for event in of_kind(events, "say"))
    assert "ResNet-18 for ImageNet are not on this computer" in said and "dltutor fetch resnet18" in said
    shown = surgery(events)
    for words in ("(1000, 512)", "11,689,512", "(5, 512)", "11,179,077", "2,565 of them new"):
        assert words in shown
    assert [event["title"] for event in of_kind(events, "picture")] == ["Filters of the first layer, untrained"]
    assert list(tmp_path.glob("**/*.pth")) == [], "nothing is downloaded"


def test_weights_from_a_file_server_are_taken(
    chapter: Path, weights: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLTUTOR_DOWNLOADS", str(tmp_path / "downloads"))
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    monkeypatch.setenv("NO_PROXY", "*")
    (real,) = TABLE["resnet18"].files
    ours = dataclasses.replace(TABLE["resnet18"], files=(file(real.name, weights),))  # those bytes, no other address
    with serving() as server:
        server.files[f"/resnet18/{real.name}"] = weights
        watcher = fetching.Watcher(lambda *_: None, lambda *_: None, lambda _: None)
        path, came = fetching.fetch(ours, server.url, watcher)
    assert came and path == tmp_path / "downloads" / "resnet18" / real.name

    events = run(chapter, tmp_path / "downloads")
    pictures = {event["title"]: event for event in of_kind(events, "picture")}
    assert list(pictures) == ["Filters of the first layer, trained on ImageNet", "china.jpg", "flower.jpg"]
    assert str(pictures["china.jpg"]["caption"]).startswith("goldfish 0.89")  # e^9 / (e^9 + 999)
    assert "11,179,077" in surgery(events)
    assert all("not on this computer" not in str(event["text"]) for event in of_kind(events, "say"))


def test_the_weights_and_the_numbers_of_the_text_are_torchvisions() -> None:
    torchvision_compat.ensure()
    models = import_module("torchvision.models")
    theirs = models.ResNet18_Weights.DEFAULT
    (known,) = TABLE["resnet18"].files
    assert known.urls == (theirs.url,) and known.name == theirs.url.rpartition("/")[2]
    assert theirs.meta["categories"][1] == "goldfish"
    assert theirs.meta["num_params"] == 11_689_512
    assert (theirs.transforms().mean, theirs.transforms().std) == ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
