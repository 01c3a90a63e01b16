"""What arrives on the pipe is believed only as far as it has the shape of an event."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.training.events import Lines, parse

GOOD = {"event": "log", "step": 1, "epoch": None, "stage": "a", "metrics": {"loss": 0.5, "odd": "nan"}}


def test_a_good_event_is_handed_on_as_it_is() -> None:
    assert parse(json.dumps(GOOD).encode()) == GOOD


@pytest.mark.parametrize(
    "change",
    [
        {"event": "unknown"},
        {"event": 3},
        {"event": []},
        {"step": "1"},
        {"metrics": {"loss": [1]}},
        {"metrics": {"loss": "much"}},
        {"metrics": {"loss": None}},
        {"metrics": []},
        {"stage": 7},
    ],
)
def test_what_is_shaped_otherwise_is_dropped(change: dict[str, object]) -> None:
    assert parse(json.dumps(GOOD | change).encode()) is None


PICTURE = {"height": 1, "width": 1, "colour": False, "pixels": "AA==", "label": None}
FRAME = {"label": "a", "caption": None, "pictures": [PICTURE]}
SLIDER = {"event": "slider", "title": "t", "rows": None, "columns": None, "caption": None, "frames": [FRAME]}


def test_a_slider_is_handed_on_with_its_frames() -> None:
    assert parse(json.dumps(SLIDER).encode()) == SLIDER


@pytest.mark.parametrize(
    "frames",
    [
        [],
        {},
        [FRAME] * 101,
        ["frame"],
        [FRAME, {}],
        [FRAME | {"label": 3}],
        [FRAME | {"caption": []}],
        [FRAME | {"pictures": {}}],
        [FRAME | {"pictures": [PICTURE] * 65}],
        [FRAME | {"pictures": ["picture"]}],
        [FRAME | {"pictures": [PICTURE | {"pixels": 7}]}],
        [FRAME | {"pictures": [PICTURE | {"pixels": "A" * 6_000_000}]}],
        [FRAME | {"pictures": [PICTURE | {"mask": "A" * 6_000_000}]}],
        [FRAME | {"pictures": [PICTURE | {"mask": 7}]}],
        [FRAME | {"pictures": [PICTURE | {"boxes": [[0, 0, 1, 1, "a"]]}]}],
    ],
    ids=lambda frames: str(frames)[:40],
)
def test_a_slider_with_other_frames_is_dropped(frames: object) -> None:
    assert parse(json.dumps(SLIDER | {"frames": frames}).encode()) is None


BOX = [0, 0.5, 1, 2, "a", 0]
SHOWN = {"event": "picture", "title": "t", "rows": None, "columns": None, "caption": None}
OVERLAID = SHOWN | {"pictures": [PICTURE | {"mask": "AA==", "boxes": [BOX]}]}


def test_a_picture_is_handed_on_with_what_lies_over_it() -> None:
    assert parse(json.dumps(OVERLAID).encode()) == OVERLAID


@pytest.mark.parametrize(
    "over",
    [
        {"mask": None},
        {"boxes": {}},
        {"boxes": [BOX] * 101},
        {"boxes": ["box"]},
        {"boxes": [[0, 0, 1, "x", "a", 0]]},
        {"boxes": [[0, 0, 1, float("nan"), "a", 0]]},
        {"boxes": [[0, 0, 1, 1, 7, 0]]},
        {"boxes": [[0, 0, 1, 1, "a", -1]]},
        {"boxes": [[0, 0, 1, 1, "a", 62]]},
        {"boxes": [[0, 0, 1, 1, "a", "b"]]},
    ],
    ids=str,
)
def test_a_picture_with_anything_else_over_it_is_dropped(over: dict[str, object]) -> None:
    assert parse(json.dumps(SHOWN | {"pictures": [PICTURE | over]}).encode()) is None


ASK = {"event": "ask", "title": "t", "prompt": "p", "suggestion": "", "number": 1}


@pytest.mark.parametrize("change", [{"title": 1}, {"prompt": None}, {"suggestion": None}, {"number": "1"}], ids=str)
def test_a_question_of_another_shape_is_dropped(change: dict[str, object]) -> None:
    assert parse(json.dumps(ASK).encode()) == ASK
    assert parse(json.dumps(ASK | change).encode()) is None


SCATTER = {
    "event": "scatter",
    "title": "t",
    "names": ["a", "b"],
    "x": None,
    "y": [0, 1.5],
    "joined": False,
    "caption": None,
    "points": [[0.5, 1], [2, 3]],
    "labels": [0, 1],
    "left_out": 0,
    "background": ["01", "12"],
}


def test_points_are_handed_on() -> None:
    assert parse(json.dumps(SCATTER).encode()) == SCATTER
    assert parse(json.dumps(SCATTER | {"names": [], "labels": [0, 0]}).encode()) is not None


@pytest.mark.parametrize(
    "change",
    [
        {"points": [[0, 1]]},
        {"points": [[0, 1], [2]]},
        {"points": [[0, 1], 2]},
        {"points": [[0, 1], [2, "3"]]},
        {"points": [[0, 1], [2, 1e200]]},
        {"points": [[0, 1]] * 5001, "labels": [0] * 5001},
        {"labels": [0, 2]},
        {"labels": [0, -1]},
        {"labels": [0, 0.5]},
        {"names": ["a", 3]},
        {"names": ["a"] * 63},
        {"x": [1, 1]},
        {"x": [1]},
        {"y": [0, float("nan")]},
        {"background": []},
        {"background": [""]},
        {"background": ["01", "1"]},
        {"background": ["0a"]},
        {"background": [1]},
        {"background": ["0" * 257]},
    ],
    ids=lambda change: str(change)[:40],
)
def test_other_points_are_dropped(change: dict[str, object]) -> None:
    assert parse(json.dumps(SCATTER | change).encode()) is None


def test_a_missing_field_is_dropped() -> None:
    for name in ("step", "metrics"):
        assert parse(json.dumps({key: value for key, value in GOOD.items() if key != name}).encode()) is None


@given(st.binary(max_size=60) | st.text().map(lambda text: json.dumps({"event": text}).encode()))
def test_no_bytes_make_it_raise(line: bytes) -> None:
    parse(line)


def test_deep_nesting_and_huge_numbers_are_dropped() -> None:
    assert parse(b"[" * 100_000) is None
    assert parse(json.dumps(GOOD | {"metrics": {"loss": 10**400}}).encode()) is None


def test_lines_are_whole_however_they_are_cut() -> None:
    reading, writing = os.pipe()
    lines = Lines(reading)
    seen = []
    for piece in (b"on", b"e\ntwo\nthr", b"", b"ee"):
        os.write(writing, piece)
        seen += lines.read()
    assert seen == [b"one\n", b"two\n"] and lines.open
    os.close(writing)
    assert lines.read() == [b"three"]
    assert not lines.open and lines.read() == []
    lines.close()
