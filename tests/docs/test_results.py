"""docs/results.md says what the records say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scripts.generated import ROOT, Stale
from scripts.results import EXPECTED, OUT, Expected, number, page
from tests.tiny import tiny_course
from tutor.course import Course
from tutor.training.recorded import Recorded

__all__ = ["tiny_course"]


@pytest.fixture
def measured(tiny_course: Path) -> Course:
    """The tiny course with a record of its training."""
    record = Recorded(
        metrics={"size": 64.0, "control": 0.5},
        curves={},
        seeds={"size": [64.0, 66.0], "control": [0.5, 0.5]},
        whatif={"double:thrice": {"size": 729.0}, "double:crash": {}},
        seconds=1.4,
        machine="a machine",
    )
    record.save(tiny_course / "solutions" / "ch01_small" / "train.json")
    return Course.open(tiny_course)


def test_the_page_is_up_to_date() -> None:
    expected = yaml.safe_load(EXPECTED.read_text("utf-8"))
    assert OUT.read_text("utf-8") == page(Course.open(ROOT), expected), "run `make results`, and look at the difference"


def test_a_row_holds_what_was_measured_beside_what_was_expected(measured: Course) -> None:
    entries: Expected = {
        "ch01/train": {"size": {"is": "how large it grew", "expected": 63.5}, "control": {"expected": "less"}}
    }
    lines = page(measured, entries).splitlines()
    assert "### ch01/train: Grow a number" in lines
    assert "`exercises/ch01_small/train.py`, 2 seeds, 1 s of one core each (a machine)." in lines
    assert "| `size` | how large it grew | **65.000** ± 1.414 | 64.000 to 66.000 | 63.500 | at least 60 |" in lines
    assert "| `control` | – | **0.500** ± 0.000 | 0.500 to 0.500 | less | – |" in lines


def test_what_a_mistake_does_stands_beside_the_metrics_that_have_a_target(measured: Course) -> None:
    lines = page(measured, {}).splitlines()
    at = lines.index("| with this mistake | `size` |")
    assert lines[at + 2 : at + 5] == [
        "| none | 64.000 |",
        "| `double:thrice` | 729.000 |",
        "| `double:crash` | broke off |",
    ]


@pytest.mark.parametrize(
    "entries", [{"ch01/train": {"weight": {}}}, {"ch01/look": {"size": {}}}, {"ch09/x": {"y": {}}}]
)
def test_an_expected_figure_of_nothing_recorded_is_refused(measured: Course, entries: Expected) -> None:
    with pytest.raises(Stale, match="which no record has"):
        page(measured, entries)


def test_a_number_is_short() -> None:
    assert [number(value) for value in (0.12345, 0, 2.5e-7, 12345.0, "0.9 to 1", float("nan"))] == [
        "0.123",
        "0.000",
        "2.5e-07",
        "1.23e+04",
        "0.9 to 1",
        "nan",
    ]
