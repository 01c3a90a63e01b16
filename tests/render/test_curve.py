"""Curves: every number finds its place or is counted, and the drawing keeps its size."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.render.curve import plot


def test_a_falling_line_goes_from_the_upper_left_to_the_lower_right() -> None:
    lines = plot({"loss": [4.0, 3.0, 2.0, 1.0]}, 40, 10, colour=False).plain.split("\n")
    assert lines[0].startswith("4┤*") and lines[6].startswith("1┤") and lines[6].endswith("*")
    assert lines[8].split() == ["1", "4"]
    assert lines[9] == "* loss"


def test_each_series_has_its_mark_and_its_name() -> None:
    text = plot({"control": [1.0, 1.0], "technique": [0.0, 0.0]}, 40, 10, colour=False).plain
    assert "* control" in text and "+ technique" in text
    assert text.split("\n")[0].count("*") > 20 and text.split("\n")[6].count("+") > 20


def test_six_series_are_all_named_in_lines_of_eighty() -> None:
    names = [
        "SGD 0.01",
        "SGD 0.1",
        "SGD 1.0",
        "SGD 1.0 along a cosine",
        "momentum 0.9 and a rate of 0.01",
        "Adam 0.003",
    ]
    text = plot({name: [float(at), 2.0 * at] for at, name in enumerate(names)}, 80, 14)
    *_, first, second = text.plain.split("\n")
    assert (first + second).count("━━") == 6 and all(name in first + second for name in names)
    assert len(text.plain.split("\n")) == 14
    longer = plot({f"{name} {name} {name}": [float(at)] for at, name in enumerate(names)}, 80, 14, colour=False).plain
    assert all(f"{mark} {name}"[:8] in longer for mark, name in zip("*+ox#@", names))


def test_with_colour_the_lines_are_braille() -> None:
    text = plot({"a": [0.0, 1.0]}, 40, 10)
    assert any(0x2800 < ord(char) < 0x2900 for char in text.plain)
    assert "bright_cyan" in {str(span.style) for span in text.spans}


def test_what_is_no_number_breaks_the_line_and_is_counted() -> None:
    whole = plot({"loss": [1.0] * 5}, 40, 8, colour=False).plain
    broken = plot({"loss": [1.0, 1.0, math.nan, math.inf, 1.0]}, 40, 8, colour=False).plain
    assert "(2 not drawn)" in broken
    assert broken.count("*") < whole.count("*")


def test_a_logarithmic_scale_is_even_in_powers_and_leaves_out_zero() -> None:
    text = plot({"loss": [100.0, 10.0, 1.0, 0.0]}, 41, 10, log=True, colour=False).plain
    lines = text.split("\n")
    assert lines[0].startswith("100┤*")
    assert lines[3].count("*") > 0  # 10 lies in the middle
    assert "(1 not drawn)" in text


def test_without_a_single_number_it_says_so() -> None:
    assert plot({}).plain == "No points yet."
    assert plot({"loss": [math.nan]}).plain.startswith("No points yet.")


numbers = st.floats(allow_nan=True, allow_infinity=True)


@settings(max_examples=200, deadline=None)
@given(
    series=st.dictionaries(
        st.text(max_size=20),
        st.lists(numbers, max_size=20) | st.lists(st.tuples(numbers, numbers), max_size=20),
        max_size=5,
    ),
    width=st.integers(1, 120),
    height=st.integers(1, 40),
    log=st.booleans(),
    colour=st.booleans(),
)
def test_any_numbers_are_drawn_within_the_size(
    series: dict[str, list[float]], width: int, height: int, log: bool, colour: bool
) -> None:
    lines = plot(series, width, height, log=log, colour=colour).plain.split("\n")
    assert all(cell_len(line) <= max(width, 14) for line in lines)
    assert len(lines) <= max(height, 4)
