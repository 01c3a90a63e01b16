"""What training scripts say, as events, as bars in a terminal and as lines in a pipe."""

from __future__ import annotations

import base64
import io
import json
import math
import os
import pty
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from rich.console import Console

from tutor import live
from tutor.training import current
from tutor.training.byhand import Bars, Lines
from tutor.training.events import parse
from tutor.training.reporter import Reporter

Event = dict[str, Any]


class Kept:
    """A sink that keeps what it is sent."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def send(self, event: Event) -> None:
        self.events.append(event)

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass

    def of(self, kind: str) -> list[Event]:
        current.reporter().flush()
        return [event for event in self.events if event["event"] == kind]


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Kept:
    """What `live` says in this test."""
    kept = Kept()
    monkeypatch.setattr(current, "_current", Reporter(kept))
    return kept


def test_epochs_and_batches_count_the_steps_of_their_stage(sink: Kept) -> None:
    for title in ("control", "technique"):
        live.stage(title, of=2)
        for epoch in live.epochs(2):
            for batch in live.batches("abc"):
                live.log(loss=ord(batch))
            live.log(accuracy=epoch)
    assert [(event["title"], event["number"], event["of"]) for event in sink.of("stage")] == [
        ("control", 1, 2),
        ("technique", 2, 2),
    ]
    for stage in ("control", "technique"):
        logs = [event for event in sink.of("log") if event["stage"] == stage]
        assert [(event["step"], event["epoch"], *event["metrics"]) for event in logs] == [
            (1, 1, "loss"), (2, 1, "loss"), (3, 1, "loss"), (3, 1, "accuracy"),
            (4, 2, "loss"), (5, 2, "loss"), (6, 2, "loss"), (6, 2, "accuracy"),
        ]  # fmt: skip
    assert sink.of("epoch")[-1] | {"event": ""} == {"event": "", "epoch": 2, "of": 2, "done": 2}
    assert sink.of("batch")[-1]["batch"] == 3


def test_an_epoch_without_batches_is_a_step_and_so_is_a_log_outside_all_loops(sink: Kept) -> None:
    for _ in live.epochs(3):
        live.log(x=1)
    live.stage("free")
    live.log(y=1)
    live.log(y=2)
    assert [event["step"] for event in sink.of("log")] == [1, 2, 3, 1, 2]


def test_a_loop_inside_a_loop_has_no_bar_of_its_own(sink: Kept) -> None:
    for _ in live.epochs(2):
        assert list(live.epochs(3)) == [0, 1, 2]
    assert {event["of"] for event in sink.of("epoch")} == {2}


def test_breaking_out_of_a_loop_leaves_everything_in_order(sink: Kept) -> None:
    for epoch in live.epochs(10):
        for _ in live.batches(range(100)):
            break
        if epoch == 1:
            break
    for _ in live.epochs(4):
        live.log(x=0)
    assert sink.of("epoch")[-1]["of"] == 4
    assert sink.of("log")[-1]["epoch"] == 4


def test_bars_are_told_about_ten_times_a_second(sink: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(10**9))
    monkeypatch.setattr("time.perf_counter", lambda: next(now) * 0.001)  # a batch takes about a millisecond
    for _ in live.epochs(1):
        for _ in live.batches(range(5_000)):
            pass
    assert 40 <= len(sink.of("batch")) <= 60
    steady = sink.of("batch")[20]
    assert steady["rate"] == pytest.approx(1000, rel=0.05)
    assert steady["left"] == pytest.approx((5_000 - steady["batch"]) / 1000, rel=0.1)


def test_the_time_left_covers_the_epochs_to_come(sink: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(10**9))
    monkeypatch.setattr("time.perf_counter", lambda: next(now) * 0.1)
    for _ in live.epochs(3):
        for _ in live.batches(range(10)):
            pass
    first = sink.of("batch")[3]
    assert first["left"] == pytest.approx((30 - first["batch"]) / first["rate"], abs=0.1)


@pytest.mark.parametrize(
    "value",
    [
        0.5,
        1,
        True,
        np.float32(0.5),
        np.array([2.0]),
        torch.tensor(0.5, requires_grad=True),
        torch.tensor([[3]]),
        torch.tensor(True),
    ],
)
def test_a_number_may_be_of_any_make(sink: Kept, value: Any) -> None:
    live.log(x=value)
    (event,) = sink.of("log")
    assert type(event["metrics"]["x"]) is float
    assert event["metrics"]["x"] == float(getattr(value, "item", lambda: value)())


def test_what_is_not_one_number_is_refused_by_name(sink: Kept) -> None:
    with pytest.raises(TypeError, match=r"`loss` must be one number, got a Tensor of shape \(3,\); take its mean"):
        live.log(loss=torch.zeros(3))
    for odd in ("0.5", None, [1.0], 1j):
        with pytest.raises(TypeError, match="`loss` must be one number"):
            live.log(loss=odd)


def test_numbers_that_are_not_finite_travel_as_text(sink: Kept) -> None:
    live.log(a=math.nan, b=math.inf, c=-math.inf, d=10**400)
    live.result(a=math.nan)
    assert sink.of("log")[0]["metrics"] == {"a": "nan", "b": "inf", "c": "-inf", "d": "inf"}
    assert math.isnan(float(sink.of("result")[0]["metrics"]["a"]))


def test_results_add_up_and_curves_are_complete_before_them(sink: Kept) -> None:
    for _ in live.epochs(300):  # more than are kept one by one
        live.log(loss=1.0)
    live.log(loss=5.0)
    live.result(loss=1.0)
    live.result(gain=2)
    assert sink.of("result")[-1]["metrics"] == {"loss": 1.0, "gain": 2.0}
    assert sink.events.index(sink.of("log")[-1]) < sink.events.index(sink.of("result")[0])
    assert sink.of("log")[-1]["metrics"]["loss"] in (3.0, 5.0)


def pixels(picture: Event) -> list[int]:
    return list(base64.b64decode(picture["pixels"]))


def test_pictures_of_every_make_become_bytes(sink: Kept) -> None:
    live.picture("list", [[0.0, 0.5], [1.0, 2.0]])
    live.picture("tensor", torch.tensor([[0.0, 0.5], [1.0, -1.0]], dtype=torch.bfloat16, requires_grad=True))
    live.picture("bytes", torch.tensor([[0, 7], [255, 1]], dtype=torch.uint8))
    live.picture("odd", np.array([[np.nan, np.inf], [-np.inf, 1]]))
    live.picture("channel", torch.ones(1, 2, 2))
    live.picture("range", [[-1.0, 0.0], [1.0, 3.0]], low=-1, high=1)
    drawn = [pixels(event["pictures"][0]) for event in sink.of("picture")]
    assert drawn == [
        [0, 128, 255, 255],
        [0, 128, 255, 0],
        [0, 7, 255, 1],
        [0, 255, 0, 255],
        [255] * 4,
        [0, 128, 255, 255],
    ]


def test_several_pictures_and_colours(sink: Kept) -> None:
    live.picture("stack", torch.zeros(3, 1, 4, 5), labels=range(3))
    live.picture("several", [torch.zeros(2, 3), [[0.0]]])
    live.picture("colour", torch.stack([torch.ones(2, 2), torch.zeros(2, 2), torch.zeros(2, 2)]), colour=True)
    live.picture("colours", np.zeros((2, 4, 5, 3)), colour=True)
    shapes = [
        [(one["height"], one["width"], one["colour"], one["label"]) for one in event["pictures"]]
        for event in sink.of("picture")
    ]
    assert shapes == [
        [(4, 5, False, "0"), (4, 5, False, "1"), (4, 5, False, "2")],
        [(2, 3, False, None), (1, 1, False, None)],
        [(2, 2, True, None)],
        [(4, 5, True, None)] * 2,
    ]
    assert pixels(sink.of("picture")[2]["pictures"][0]) == [255, 0, 0] * 4


@pytest.mark.parametrize(
    ("image", "options", "words"),
    [
        (torch.zeros(3), {}, r"has the shape \(height, width\), got \(3,\)"),
        (torch.zeros(4, 3, 2, 2), {}, r"got \(3, 2, 2\)"),
        (torch.zeros(2, 2), {"colour": True}, r"\(3, height, width\)"),
        (torch.zeros(0, 3), {}, "1 to 256"),
        (torch.zeros(300, 3), {}, "1 to 256"),
        (torch.zeros(2, 2), {"rows": ["a"]}, "1 names for 2 rows"),
        (torch.zeros(2, 2), {"columns": "abc"}, "3 names for 2 columns"),
        (torch.zeros(2, 2, 2), {"labels": ["a"]}, "2 pictures but 1 labels"),
        (torch.zeros(65, 2, 2), {}, "65 pictures are too many"),
        (torch.zeros(2, 2), {"low": 1, "high": 1}, "high must be above low"),
        ([["a"]], {}, "made of numbers"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(sink: Kept, image: Any, options: Event, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        live.picture("t", image, **options)
    assert not sink.events


def bytes_of(picture: Event) -> list[int]:
    return list(base64.b64decode(picture["mask"]))


def test_masks_and_boxes_of_every_make_lie_over_their_pictures(sink: Kept) -> None:
    live.picture("one", torch.zeros(2, 2), masks=torch.tensor([[0, 1], [2, 0]]), boxes=[(0, 0, 1, 2), (1, 0, 2, 1, 7)])
    live.picture(
        "two", torch.zeros(2, 1, 2), masks=[None, [[True, False]]], boxes=[torch.zeros(0, 4), torch.ones(3, 4)]
    )
    live.picture("names", [[0.0]], boxes=[[2, 3, 0, 1, "dog .9"], [0, 0, 1, 1, "cow"]], names=["cat", "dog"])
    live.picture("odd", [[0.0]], boxes=[(math.nan, 0, 1, 1), (0, 0, math.inf, 1), (0, 0, 1, 1, torch.tensor(3))])
    live.picture("none", [[0.0]], boxes=[])
    one, two, names, odd, none = (event["pictures"] for event in sink.of("picture"))
    assert bytes_of(one[0]) == [0, 1, 2, 0]
    assert one[0]["boxes"] == [[0.0, 0.0, 1.0, 2.0, "", 0], [1.0, 0.0, 2.0, 1.0, "7", 7]]
    assert "mask" not in two[0] and bytes_of(two[1]) == [1, 0]
    assert [len(each["boxes"]) for each in two] == [0, 3]
    assert names[0]["boxes"] == [[0.0, 1.0, 2.0, 3.0, "dog .9", 1], [0.0, 0.0, 1.0, 1.0, "cow", 2]]
    assert odd[0]["boxes"] == [[0.0, 0.0, 1.0, 1.0, "3", 3]]
    assert none[0]["boxes"] == []
    assert all(parse(json.dumps(event, allow_nan=False).encode()) == event for event in sink.of("picture"))


def test_a_slider_has_masks_and_boxes_for_each_frame(sink: Kept) -> None:
    frames = {"before": torch.zeros(2, 2), "after": [torch.zeros(2, 2)] * 2}
    live.slider("s", frames, masks=[None, torch.ones(2, 2, 2)], boxes=[[(0, 0, 1, 1, "b")], [[], [(0, 0, 1, 1, "a")]]])
    (event,) = sink.of("slider")
    before, after = (frame["pictures"] for frame in event["frames"])
    assert "mask" not in before[0] and bytes_of(after[1]) == [1] * 4
    assert before[0]["boxes"] == [[0.0, 0.0, 1.0, 1.0, "b", 0]]
    assert [each["boxes"] for each in after] == [[], [[0.0, 0.0, 1.0, 1.0, "a", 1]]]
    assert parse(json.dumps(event).encode()) == event


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"masks": torch.zeros(3, 2)}, r"the mask of a picture of \(2, 2\) has its shape, got \(3, 2\)"),
        ({"masks": torch.zeros(2, 2, 2)}, "1 pictures but 2 masks"),
        ({"masks": [[0.5, 0], [0, 0]]}, "whole numbers from 0"),
        ({"masks": [[-1, 0], [0, 0]]}, "whole numbers from 0"),
        ({"masks": [[63, 0], [0, 0]]}, "whole numbers from 0"),
        ({"masks": [[math.nan, 0], [0, 0]]}, "whole numbers from 0"),
        ({"masks": [["a", "b"], ["c", "d"]]}, "made of numbers"),
        ({"masks": [[3, 0], [0, 0]], "names": ["a", "b"]}, "2 names, but a mask goes up to 3"),
        ({"boxes": [(0, 0, 1)]}, "a box is"),
        ({"boxes": [(0, 0, 1, "x")]}, "the edges of a box are numbers"),
        ({"boxes": [[(0, 0, 1, 1)], []]}, "1 pictures but 2 lists of boxes"),
        ({"boxes": [(0, 0, 1, 1)] * 101}, "101 boxes are too many"),
        ({"boxes": [], "rows": ["a", "b"]}, "has no masks and no boxes"),
        ({"masks": [[0, 0], [0, 0]], "names": range(63)}, "63 names are too many"),
    ],
)
def test_what_does_not_fit_over_a_picture_is_refused_in_words(sink: Kept, options: Event, words: str) -> None:
    with pytest.raises(ValueError, match=f"live.picture: .*{words}"):
        live.picture("t", torch.zeros(2, 2), **options)
    assert not sink.events


def test_asked_without_a_terminal_each_example_is_given_once(sink: Kept) -> None:
    assert list(live.ask("Try", "A word", examples=["abc", " \t", "  é\n", 7])) == ["abc", "é", "7"]
    assert list(live.ask("Try", "A word", examples="one")) == ["one"]
    assert list(live.ask("Try", "A word")) == []
    lines = [event["line"] for event in sink.of("asked")]
    assert lines == ["abc", "é", "7", None, "one", None, None]


def test_a_loop_that_is_left_early_ends_its_questions(sink: Kept) -> None:
    for _ in live.ask("Try", "A word", examples=["abc", "def"]):
        break
    assert [event["line"] for event in sink.of("asked")] == ["abc", None]


def test_a_slider_tells_each_frame_with_its_label_names_and_sentence(sink: Kept) -> None:
    live.slider("a mapping", {1: [[0.0, 1.0]], "two": torch.ones(2, 1, 2)}, caption="below all")
    live.slider(
        "pairs",
        ((f"epsilon {e}", [torch.full((2, 2), e), torch.eye(2)]) for e in (0.0, 0.5)),
        labels=[["a", "b"], ("c", 4)],
        caption=["first", None],
    )
    live.slider("maps", [("x", [[0.5]])], rows=["r"], columns=[1], labels=["shared"], low=-1)
    mapping, pairs, maps = sink.of("slider")
    assert [frame["label"] for frame in mapping["frames"]] == ["1", "two"]
    assert [len(frame["pictures"]) for frame in mapping["frames"]] == [1, 2]
    assert (mapping["caption"], mapping["frames"][0]["caption"]) == ("below all", None)
    assert [frame["label"] for frame in pairs["frames"]] == ["epsilon 0.0", "epsilon 0.5"]
    assert [[one["label"] for one in frame["pictures"]] for frame in pairs["frames"]] == [["a", "b"], ["c", "4"]]
    assert (pairs["caption"], [frame["caption"] for frame in pairs["frames"]]) == (None, ["first", None])
    assert pixels(pairs["frames"][1]["pictures"][0]) == [128] * 4
    assert (maps["rows"], maps["columns"], maps["low"]) == (["r"], ["1"], -1.0)
    assert maps["frames"][0]["pictures"][0]["label"] == "shared"


@pytest.mark.parametrize(
    ("frames", "options", "words"),
    [
        ({}, {}, "there is no frame"),
        ({"a": torch.zeros(3)}, {}, r"in the frame 'a': a picture has the shape \(height, width\), got \(3,\)"),
        (torch.zeros(3, 4, 4), {}, "a frame is a pair of a label and a picture"),
        ([("a", [[1.0]], "b")], {}, "a frame is a pair"),
        ({"a": [[1.0]]}, {"caption": ["x", "y"]}, "1 frames but 2 captions"),
        ({"a": [[1.0]]}, {"labels": [["x"], ["y"]]}, "1 frames but 2 lists of labels"),
        ({"a": [[1.0]]}, {"labels": ["x", "y"]}, "in the frame 'a': 1 pictures but 2 labels"),
        ({"a": [[1.0]]}, {"rows": ["x", "y"]}, "in the frame 'a': 2 names for 1 rows"),
        ([(1, [[1.0]])] * 101, {}, "101 frames are too many"),
        ([(1, torch.zeros(20, 200, 200))] * 6, {}, "the frames have more than 4,000,000 pixels"),
    ],
)
def test_what_is_no_slider_is_refused_in_words(sink: Kept, frames: Any, options: Event, words: str) -> None:
    with pytest.raises(ValueError, match=f"live.slider: {words}"):
        live.slider("t", frames, **options)
    assert not sink.events


def test_points_of_every_make_are_told_with_their_classes(sink: Kept) -> None:
    weight = torch.zeros(2, requires_grad=True)
    live.scatter("codes", torch.tensor([[0.1234567, 1], [2, 3]], requires_grad=True), torch.tensor([0, 1]))
    live.scatter("path", [weight, (torch.tensor(1.0), 2)], names=["plain"], joined=True, caption="down")
    live.scatter("arrays", np.zeros((2, 2), np.float16), [1.0, 0.0], names="ab")
    live.scatter("odd", [[0, math.nan], [math.inf, 1], [3, 3], [0.5, 0.5]], [0, 1, 1, 0], x=(0, 1), y=(0, 1))
    live.scatter("none", [])
    codes, path, arrays, odd, none = sink.of("scatter")
    assert (codes["points"], codes["labels"], codes["names"]) == ([[0.123457, 1.0], [2.0, 3.0]], [0, 1], ["0", "1"])
    assert (path["points"], path["names"], path["joined"]) == ([[0.0, 0.0], [1.0, 2.0]], ["plain"], True)
    assert (path["caption"], path["x"], path["background"]) == ("down", None, None)
    assert (arrays["labels"], arrays["names"]) == ([1, 0], ["a", "b"])
    assert (odd["points"], odd["labels"], odd["left_out"]) == ([[0.5, 0.5]], [0], 3)
    assert (odd["x"], odd["names"]) == ([0.0, 1.0], ["0", "1"])
    assert (none["points"], none["names"]) == ([], [])
    assert all(parse(json.dumps(event, allow_nan=False).encode()) == event for event in sink.of("scatter"))


def test_a_background_is_told_as_quarters_of_its_values_the_lowest_y_first(sink: Kept) -> None:
    bowl = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 1e9], [math.nan, 0.0]])
    live.scatter("valley", [(0, 0)], x=(-1, 1), y=(-1, 1), background=bowl)
    (event,) = sink.of("scatter")
    assert event["background"] == ["11", "22", "33", "00"]
    assert parse(json.dumps(event).encode()) == event


@pytest.mark.parametrize(
    ("points", "options", "words"),
    [
        (torch.zeros(3), {}, r"points have the shape \(N, 2\), got \(3,\)"),
        (torch.zeros(3, 3), {}, r"got \(3, 3\)"),
        ([[1, 2], [3]], {}, "points are rows of one length"),
        ([["a", "b"]], {}, "points are made of numbers"),
        (torch.zeros(5001, 2), {}, "5,001 points are too many"),
        ([(0, 0)], {"labels": [0, 1]}, r"1 points have labels of the shape \(1,\), got \(2,\)"),
        ([(0, 0)], {"labels": [-1]}, "whole numbers from 0"),
        ([(0, 0)], {"labels": [0.5]}, "whole numbers from 0"),
        ([(0, 0)], {"labels": [math.nan]}, "whole numbers from 0"),
        ([(0, 0)], {"labels": [math.inf]}, "whole numbers from 0"),
        ([(0, 0)], {"labels": [2], "names": "ab"}, "2 names, but the labels go up to 2"),
        ([(0, 0)], {"labels": [99]}, "100 classes are too many"),
        ([(0, 0)], {"x": (1, 1)}, r"x is the range \(low, high\) that is drawn, got \(1, 1\)"),
        ([(0, 0)], {"y": (0, math.inf)}, "y is the range"),
        ([(0, 0)], {"y": "ab"}, "y is the range"),
        ([(0, 0)], {"y": 3}, "y is the range"),
        ([(0, 0)], {"background": [[1.0]], "x": (0, 1)}, "a background needs x and y"),
        ([(0, 0)], {"background": [1.0], "x": (0, 1), "y": (0, 1)}, r"a background has the shape \(height, width\)"),
        ([(0, 0)], {"background": torch.zeros(2, 300), "x": (0, 1), "y": (0, 1)}, "1 to 256 each"),
    ],
)
def test_what_is_no_scatter_is_refused_in_words(sink: Kept, points: Any, options: Event, words: str) -> None:
    with pytest.raises(ValueError, match=f"live.scatter: .*{words}"):
        live.scatter("t", points, **options)
    assert not sink.events


def test_the_seed_sets_every_generator_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DLTUTOR_SEED", raising=False)
    assert live.seed(7) == 7
    first = (random.random(), np.random.rand(), torch.rand(1).item())
    monkeypatch.setenv("DLTUTOR_SEED", "7")
    assert live.seed() == 7
    assert (random.random(), np.random.rand(), torch.rand(1).item()) == first


def test_the_device_is_the_cpu_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DLTUTOR_DEVICE", raising=False)
    assert live.device() == torch.device("cpu")
    monkeypatch.setenv("DLTUTOR_DEVICE", "meta")
    assert live.device() == torch.device("meta")


def test_a_device_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setenv("DLTUTOR_DEVICE", "cuda:1")
    with pytest.raises(RuntimeError, match="finds no cuda:1 on this computer"):
        live.device()


SCRIPT = """
from tutor import live
live.say("hello")
for title in ("control", "technique"):
    live.stage(title, of=2)
    for epoch in live.epochs(3):
        for _ in live.batches(range(4)):
            live.log(loss=0.5)
        live.log(accuracy=0.25)
live.picture("map", [[0.1, 0.9]], rows=["row"], columns=["left", "right"])
live.slider("strength", {"weak": [[0.2]], "strong": [[0.9]]}, caption=["hardly seen", "seen"])
live.scatter("codes", [(0, 0), (1, 1)], [0, 1], names=["zero", "one"], caption="each where it lies")
live.text("sample", "[bold]x[/bold]")
live.result(accuracy=0.25, broken=float("nan"))
"""


def test_in_a_pipe_a_script_prints_plain_lines_and_a_table(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    for line in ("hello", "control (1 of 2)", "  epoch 3/3  loss 0.5  accuracy 0.25", "[bold]x[/bold]"):
        assert line in done.stdout.splitlines()
    assert "strength\n1/2  weak\n" in done.stdout and "hardly seen\n\n2/2  strong\n" in done.stdout
    assert "z zero  o one\neach where it lies\n" in done.stdout and "1┤" in done.stdout
    table = [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in done.stdout.splitlines()
        if line.startswith("│ ") and line.endswith("│")
    ]
    assert table == [["loss", "0.5", "0.5", ""], ["accuracy", "0.25", "0.25", "0.25"], ["broken", "", "", "nan"]]


def test_in_a_terminal_a_script_draws_bars(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text(SCRIPT)
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, str(script)], stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm-256color"}
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end of a terminal is closed
        pass
    os.close(ours)
    assert done.wait() == 0
    text = shown.decode()
    assert "━" in text and "control" in text and "3/3" in text
    assert text.rstrip().endswith("┘") or "\x1b[?25h" in text  # the cursor is back


def test_importing_live_imports_neither_torch_nor_rich() -> None:
    code = "import sys; from tutor import live; print({'torch', 'rich', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_lines_and_bars_take_every_event() -> None:
    for kind in (Lines, Bars):
        output = io.StringIO()
        reporter = Reporter(kind(Console(file=output, force_terminal=kind is Bars, width=60)))
        reporter.stage("a", None)
        for _ in reporter.epochs(2):
            for _ in reporter.batches(iter("xyz"), None):
                reporter.log({"loss": math.inf})
        reporter.send("say", text="[red]plain[/red]")
        reporter.result({"loss": 1})
        reporter.close()
        assert "[red]plain[/red]" in output.getvalue()
        assert "inf" in output.getvalue()
