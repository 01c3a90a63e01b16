"""The step that runs torchvision's Faster R-CNN: with trained weights, without them, never with the network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
import torch

from tutor import torchvision_compat
from tutor.downloads.table import TABLE

SCRIPT = Path(__file__).parent.parent / "exercises" / "ch08_segmentation" / "look_faster_rcnn.py"
NAME = "fasterrcnn_mobilenet_v3_large_320_fpn-907ea3f9.pth"
NO_NETWORK = """
import runpy, socket, sys
def refused(*args, **kwargs):
    raise AssertionError("the script reached for the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refused
sys.path.insert(0, sys.argv[1].rpartition("/")[0])
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def run(folder: Path, *, events: bool = False) -> str:
    """The script's output, or its events, where torch keeps its weights in `folder`."""
    file = folder / "events"
    with file.open("w") as out:
        environment = {
            **os.environ,
            "TORCH_HOME": str(folder),
            "DLTUTOR_DOWNLOADS": str(folder),
            "OMP_NUM_THREADS": "1",
        }
        if events:
            environment["DLTUTOR_EVENTS"] = str(out.fileno())
        script = folder / SCRIPT.name
        if not script.exists():
            shutil.copy(SCRIPT, script)
        done = subprocess.run(
            [sys.executable, "-c", NO_NETWORK, str(script)],
            capture_output=True,
            text=True,
            env=environment,
            pass_fds=[out.fileno()],
        )
    assert done.returncode == 0, done.stderr
    return file.read_text() if events else done.stdout


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights made here: those of an untrained network that takes everything for a dog."""
    torchvision_compat.ensure()
    detection = import_module("torchvision.models.detection")
    torch.manual_seed(0)
    model = detection.fasterrcnn_mobilenet_v3_large_320_fpn(weights=None, weights_backbone=None)
    with torch.no_grad():
        model.roi_heads.box_predictor.cls_score.weight.zero_()
        model.roi_heads.box_predictor.cls_score.bias[18] = 9.0
    folder = tmp_path_factory.mktemp("torch")
    file = folder / "fasterrcnn" / NAME
    file.parent.mkdir(parents=True)
    torch.save(model.state_dict(), file)
    return folder


def test_without_weights_the_shapes_are_shown_and_the_command_that_fetches_them(tmp_path: Path) -> None:
    output = run(tmp_path)
    for shape in (
        "(3, 427, 640)",
        "(1, 3, 320, 480)",
        "(1, 256, 10, 15)",
        "(5100, 4)",
        "(150, 256, 7, 7)",
        "(150, 91)",
    ):
        assert shape in output
    words = " ".join(output.split())
    assert "Faster R-CNN for COCO are not on this computer" in words
    assert "(74 MB), type in a terminal: dltutor fetch fasterrcnn" in words
    assert "proposals: something may be here" not in output
    assert list(tmp_path.glob("**/*.pth")) == [], "nothing is downloaded"


def test_with_weights_the_proposals_and_the_boxes_are_drawn(trained: Path) -> None:
    events = [json.loads(line) for line in run(trained, events=True).splitlines()]
    pictures = {event["title"]: event for event in events if event["event"] == "picture"}
    assert list(pictures) == ["Twenty proposals: something may be here", "What it found"]
    assert set(pictures["What it found"]["caption"].replace(".", "").partition(": ")[2].split(", ")) == {"dog"}
    assert all("are not on this computer" not in event.get("text", "") for event in events)


def test_a_photograph_of_ones_own_is_taken(trained: Path) -> None:
    from PIL import Image

    own = trained / "photo.jpg"
    Image.new("RGB", (1280, 960), (200, 30, 30)).save(own)
    try:
        assert "(3, 480, 640)" in run(trained)
    finally:
        own.unlink()


def test_the_address_of_the_weights_and_the_names_of_kinds_are_torchvisions() -> None:
    torchvision_compat.ensure()
    detection = import_module("torchvision.models.detection")
    theirs = detection.FasterRCNN_MobileNet_V3_Large_320_FPN_Weights.DEFAULT
    (file,) = TABLE["fasterrcnn"].files
    assert (file.name, file.urls) == (NAME, (theirs.url,))
    assert theirs.meta["categories"][18] == "dog" and len(theirs.meta["categories"]) == 91
