"""`dltutor author record`: the scripts of a chapter are measured, and its target is held against the result."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tutor.cli import app
from tutor.course import Bound, Course
from tutor.training.recorded import file_of, load
from tutor.training.targets import misfits


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course of the training tests, to be changed."""
    original = Path(__file__).parents[1] / "training" / "course"
    return shutil.copytree(original, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))


def record(course: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["author", "record", *arguments, "--course", str(course)])


def test_a_chapter_is_measured_and_the_next_command_is_named(course: Path) -> None:
    done = record(course, "ch02", "--seeds", "3")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "ch02/train: train.py, 3 seeds"
    assert [line.split(":")[0].strip() for line in lines[1:5]] == ["seed 0", "seed 1", "seed 2", "slope"]
    assert re.search(r"distance: mean 0\.03\d+, .*; a target may ask at_least .* or at_most 0\.04\d", done.stdout)
    assert "the target fits: distance at most 0.1" in done.stdout
    assert "written to solutions/ch02_two/train.json" in done.stdout
    assert lines[-1] == f"Next: `dltutor author lint ch02 --course {course}`"
    opened = Course.open(course)
    chapter, step = opened.find("ch02/train")
    stored = load(opened, chapter, step)  # type: ignore[arg-type]
    assert stored is not None and len(stored.seeds["distance"]) == 3
    assert set(stored.curves) == {"control", "rolling"}


def test_a_record_is_renewed_where_a_run_still_gives_its_numbers(course: Path) -> None:
    assert record(course, "ch02/train", "--renew").exit_code == 1, "it was never recorded"
    record(course, "ch02/train", "--seeds", "2")
    file = course / "solutions" / "ch02_two" / "train.json"
    first = file.read_text()
    assert "ch02/train: nothing has changed" in record(course, "ch02/train", "--renew").stdout
    script = course / "exercises" / "ch02_two" / "train.py"
    script.write_text(script.read_text().replace("for _ in live.epochs(3)", "for _epoch in live.epochs(3)"))
    renewed = record(course, "ch02/train", "--renew")
    assert renewed.exit_code == 0, renewed.output
    assert "ch02/train: train.py\n  the same numbers, so the record stays" in renewed.stdout
    again = file.read_text()
    assert first != again and first.split('"made_of"')[0] == again.split('"made_of"')[0]
    script.write_text(script.read_text().replace("0.1 * slope", "0.11 * slope"))
    other = record(course, "ch02/train", "--renew")
    assert other.exit_code == 1
    assert "other numbers than recorded. Next: `dltutor author record ch02/train`" in other.stdout
    assert file.read_text() == again


def test_a_renewed_mistake_is_tried_too(course: Path) -> None:
    record(course, "ch02/train", "--seeds", "1")
    answers = course / "solutions" / "ch02_two" / "answers" / "slope.yaml"
    text = answers.read_text()
    assert '"return -double(x)"' in text
    answers.write_text(text.replace('"return -double(x)"', '"return -1.1 * double(x)"'))
    done = record(course, "ch02/train", "--renew")
    assert (done.exit_code, "slope:uphill" in done.stdout) == (1, True), done.output


def test_a_run_step_is_recorded_once_it_was_named(course: Path) -> None:
    assert record(course, "ch02/say-all", "--seeds", "1").exit_code == 0
    again = record(course, "ch02", "--seeds", "1")
    assert again.exit_code == 0
    assert [line for line in again.stdout.splitlines() if line.startswith("ch02/")] == [
        "ch02/train: train.py, 1 seed",
        "ch02/say-all: say_all.py, 1 seed",
    ]


def test_a_script_that_reports_nothing_leaves_no_record(course: Path) -> None:
    (course / "exercises/ch02_two/say_all.py").write_text("print('hello')\n")
    done = record(course, "ch02/say-all")
    assert done.exit_code == 2
    assert "reports no number (`live.log`, `live.result`), there is nothing to record." in done.stderr
    assert not (course / "solutions/ch02_two/say_all.json").exists()


def test_a_target_that_asks_too_much_is_told_and_ends_with_1(course: Path) -> None:
    lesson = course / "lessons" / "ch02_two.yaml"
    lesson.write_text(lesson.read_text().replace("at_most: 0.1", "at_most: 0.01"))
    done = record(course, "ch02/train", "--seeds", "2")
    assert done.exit_code == 1
    assert "the target does not fit: `distance` asks at most 0.01, but 2 seeds allow at_least" in done.stdout


def test_a_broken_chapter_is_refused_with_all_its_problems(course: Path) -> None:
    lesson = course / "lessons" / "ch02_two.yaml"
    lesson.write_text(
        lesson.read_text().replace("    script: forever.py", "    script: forevr.py").replace("minutes:", "minuts:", 1)
    )
    done = record(course, "ch02")
    assert done.exit_code == 3
    assert "unknown key `minuts`" in done.stderr and "forevr.py" in done.stderr
    assert f"`dltutor author lint ch02 --course {course}` says whether you have" in done.stderr
    assert not (course / "solutions" / "ch02_two" / "train.json").exists()


def test_a_script_that_fails_leaves_no_record(course: Path) -> None:
    (course / "exercises" / "ch02_two" / "train.py").write_text("1 / 0\n")
    done = record(course, "ch02")
    assert done.exit_code == 3
    assert "ch02/train failed with seed 0: ZeroDivisionError" in done.stderr
    assert f"Mend it, then `dltutor author record ch02/train --course {course}`." in done.stderr
    opened = Course.open(course)
    chapter, step = opened.find("ch02/train")
    assert not file_of(opened, chapter, step).exists()  # type: ignore[arg-type]


def test_a_stale_mistake_is_named(course: Path) -> None:
    solution = course / "solutions" / "ch02_two" / "slope.py"
    solution.write_text(solution.read_text().replace("double(x)", "double( x )"))
    done = record(course, "ch02/train", "--seeds", "1")
    assert done.exit_code == 3
    assert "'uphill'" in done.stderr and "stands 0 times in the reference" in done.stderr


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("ch02/slope", "ch02/slope runs no script; name a train"),
        ("ch01", "ch01 has no train step; to record a run step, name it"),
        ("ch02/trian", "did you mean ch02/train?"),
    ],
)
def test_what_runs_no_script_is_wrong_usage(course: Path, target: str, sentence: str) -> None:
    done = record(course, target)
    assert done.exit_code == 2
    assert sentence in done.stderr


def test_a_target_fits_where_honest_runs_keep_it() -> None:
    seeds = {"accuracy": [0.90, 0.92, 0.94], "loss": [0.5, 0.5]}
    assert misfits({"accuracy": Bound(at_least=0.86), "loss": Bound(at_most=0.51)}, seeds) == ()
    assert misfits({"accuracy": Bound(at_least=0.87)}, seeds) == (
        "`accuracy` asks at least 0.87, but 3 seeds allow at_least 0.86 or at_most 0.98: ask for that",
    )
    assert misfits({"gain": Bound(at_least=0.1)}, seeds) == (
        "`gain` is no result of the script, which reports accuracy, loss; name one of these",
    )
    assert misfits({"loss": Bound(at_most=1)}, {"loss": [0.5, float("nan")]}) == (
        "`loss` asks at most 1, but 2 seeds allow nothing: not every run gave a number: mend what makes it so",
    )
