"""Points between two axes: each where it belongs, under the character of its class, within the drawing's size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.render.axes import even
from tutor.render.colours import marks_of
from tutor.render.scatter import scatter_text

Point = tuple[float, float]


def scatter(points: Sequence[Point], labels: list[int] | None = None, names: tuple[str, ...] = (), **more: Any) -> Any:
    fields = {"title": "t", "x": None, "y": None, "joined": False, "caption": None, "left_out": 0, "background": None}
    told = [list(point) for point in points]
    return fields | {"names": list(names), "points": told, "labels": labels or [0] * len(points)} | more


def lines_of(event: Any, width: int = 40, height: int = 14) -> list[str]:
    return [line.rstrip() for line in scatter_text(event, width=width, height=height, colour=False).plain.split("\n")]


def test_a_point_stands_where_it_belongs_and_the_axes_say_their_ranges() -> None:
    lines = lines_of(scatter([(-2, -1), (2, 1), (0, 0)], [0, 1, 1], ("low", "high"), caption="below"), width=46)
    assert lines[0] == "t"
    assert lines[1].startswith(" 1┤") and lines[1].endswith("h")
    assert lines[9].startswith("-1┤l")
    assert [line.count("h") for line in lines[1:10]].count(1) == 2
    assert lines[11].split() == ["-2", "2"]
    assert lines[12:] == ["l low  h high", "below"]
    assert len(lines) == 14


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        (("plain", "momentum", "Adam"), "pmA"),
        (tuple("0123456789"), "0123456789"),
        (("cat", "cow", "c"), "coa"),
        (("", "ß", "Latin a"), "abL"),
        (tuple(map(str, range(12))), "0123456789ab"),
    ],
)
def test_a_class_is_the_first_letter_of_its_name_that_is_still_free(names: tuple[str, ...], marks: str) -> None:
    assert marks_of(names) == marks


def test_a_place_shows_the_class_of_most_of_its_points() -> None:
    event = scatter([(0, 0)] * 3 + [(1, 1)], [1, 0, 1, 0], ("a", "b"))
    lines = lines_of(event)
    assert "b" in lines[-4] and "a" not in lines[-4]
    assert lines[-1] == "a  b", "a name that is its own mark stands once"


def test_without_classes_a_point_is_a_dot_and_there_is_no_legend() -> None:
    lines = lines_of(scatter([(0.0, 0.0), (1.0, 1.0)]))
    assert sum(line.count("•") for line in lines) == 2
    assert lines[-1].split() == ["0", "1"]


def test_a_path_is_joined_in_its_order() -> None:
    event = scatter([(0, 0), (1, 0), (1, 1), (0, 0)], names=("path",), joined=True)
    text = "\n".join(lines_of(event, width=20))
    assert text.count("p") - "p path".count("p") == 3
    assert "─" in text.split("└")[0] and text.count("│") > 12 and "╱" in text and "╲" not in text


def test_the_background_is_drawn_as_lines_between_its_levels() -> None:
    levels = ["0011" * 2] * 8  # four columns of two, none of which changes upwards
    lines = lines_of(scatter([(0.0, 0.0)], x=[0, 1], y=[0, 1], background=levels))
    columns = {tuple(at for at, char in enumerate(line) if char == ".") for line in lines[1:-3]}
    assert len(columns) == 1 and len(columns.pop()) == 3


def test_what_was_left_out_is_counted() -> None:
    assert "2 of 3 points lie outside." in lines_of(scatter([(0.0, 0.0)], left_out=2))


def test_a_long_legend_ends_where_two_lines_are_full() -> None:
    names = tuple(f"class number {at}" for at in range(30))
    lines = lines_of(scatter([(0, 0)] * 30, list(range(30)), names))
    assert len(lines) == 14 and lines[-1].endswith(" …") and lines[-2].startswith("c class…  l class…")


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ((0.0, 2e-311), (0.0, 1e-300)),
        ((0.13, 0.97), (0.1, 1.0)),
        ((-1.83, 2.04), (-2.0, 2.5)),
        ((0.3, 0.9), (0.3, 0.9)),
        ((7.0, 1234.0), (0.0, 1400.0)),
        ((1e-9, 3e-9), (1e-9, 3e-9)),
        ((-1.0, 1.0), (-1.0, 1.0)),
    ],
)
def test_a_range_is_widened_to_even_ends(bounds: Point, wanted: Point) -> None:
    assert even(bounds) == wanted


numbers = st.floats(-1e150, 1e150)


@settings(max_examples=200, deadline=None)
@given(
    points=st.lists(st.tuples(numbers, numbers), max_size=30),
    names=st.lists(st.text(max_size=20), min_size=1, max_size=62),
    width=st.integers(1, 120),
    height=st.integers(1, 50),
    title=st.text(max_size=90),
    joined=st.booleans(),
    background=st.none() | st.lists(st.just("0123"), min_size=1, max_size=9),
)
def test_any_points_are_drawn_within_their_size(
    points: list[Point],
    names: list[str],
    width: int,
    height: int,
    title: str,
    joined: bool,
    background: list[str] | None,
) -> None:
    labels = [at % len(names) for at in range(len(points))]
    more = {"joined": joined, "background": background, "caption": title, "left_out": 3, "title": title}
    text = scatter_text(scatter(points, labels, tuple(names), **more), width=width, height=height)
    lines = text.plain.split("\n")
    assert max(map(cell_len, lines)) <= width
    if width >= 80:
        assert len(lines) <= max(height, 6 + 2 + 1 + 2 + 1 + 3)
    assert not any(ord(char) < 32 and char != "\n" for char in text.plain)


@given(low=numbers, more=st.floats(1e-150, 1e150))
def test_an_even_range_holds_the_range_and_is_hardly_larger(low: float, more: float) -> None:
    high = low + more
    if high > low:
        first, last = even((low, high))
        slack = 1e-8 * max(abs(low), abs(high))
        assert first <= low + slack and last >= high - slack
        assert last - first <= 1.5 * (high - low) + slack
