"""A slider shows one frame under a rail that says which, keeps to its width, and never raises."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.render.slider import every_frame, frame_under, slider_text


def slider(*labels: str, caption: str | None = None, below: str | None = None) -> dict[str, Any]:
    frames = []
    for number, label in enumerate(labels):
        pixels = base64.b64encode(bytes([number]) * 4).decode()
        picture = {"height": 2, "width": 2, "colour": False, "pixels": pixels, "label": None}
        frames.append({"label": label, "caption": below, "pictures": [picture]})
    return {"title": "t", "rows": None, "columns": None, "caption": caption, "low": 0.0, "high": 1.0, "frames": frames}


def test_the_rail_says_which_frame_of_how_many_and_its_label() -> None:
    event = slider("none", "some", "all", caption="below every frame", below="below this one")
    lines = slider_text(event, 1).plain.split("\n")
    assert lines[:2] == ["t", "← ──●── →  2/3  some"]
    assert lines[-2:] == ["below this one", "below every frame"]
    assert slider_text(event, 0).plain.split("\n")[1] == "← ●──── →  1/3  none"
    assert slider_text(event, 2).plain.split("\n")[1] == "← ────● →  3/3  all"


def test_an_arrow_that_leads_nowhere_is_dim() -> None:
    event = slider("a", "b")
    styles = {at: [str(span.style) for span in slider_text(event, at).spans] for at in (0, 1)}
    assert styles[0][1] == "dim" and styles[1][1] == "bold"


def test_only_the_pixels_of_that_frame_are_drawn() -> None:
    styles = [[str(span.style) for span in slider_text(slider("a", "b"), at).spans] for at in (0, 1)]
    assert "#000000 on #000000" in styles[0] and "#010101 on #010101" not in styles[0]
    assert "#010101 on #010101" in styles[1] and "#000000 on #000000" not in styles[1]


def test_where_nothing_can_be_moved_every_frame_stands_under_its_label() -> None:
    lines = every_frame(slider("weak", "strong", caption="all", below="one"), colour=False).plain.split("\n")
    assert [line for line in lines if line.strip()] == ["t", "1/2  weak", "one", "2/2  strong", "one", "all"]
    assert lines.index("2/2  strong") == lines.index("one") + 2


@pytest.mark.parametrize(
    ("column", "frame"), [(0, 1), (1, 1), (2, 0), (4, 1), (6, 2), (8, 3), (9, 3), (10, 3), (30, 2)]
)
def test_a_click_goes_to_its_place_on_the_rail(column: int, frame: int) -> None:
    assert frame_under(slider(*"abcd"), 2, column, 80) == frame


@given(
    labels=st.lists(st.text(max_size=40), min_size=1, max_size=100),
    at=st.integers(0, 99),
    width=st.integers(1, 120),
    colour=st.booleans(),
    words=st.none() | st.text(max_size=60),
)
def test_any_slider_is_drawn_within_its_width(
    labels: list[str], at: int, width: int, colour: bool, words: str | None
) -> None:
    event = slider(*labels, caption=words, below=words)
    for text in (slider_text(event, at % len(labels), width=width, colour=colour), every_frame(event, width=width)):
        assert max(cell_len(line) for line in text.plain.split("\n")) <= width
        assert not any(ord(char) < 32 and char != "\n" for char in text.plain)
    assert all(0 <= frame_under(event, at % len(labels), column, width) < len(labels) for column in range(width))
