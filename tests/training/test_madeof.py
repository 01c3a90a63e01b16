"""What makes a recording stale, and what does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tutor.course import Course, TrainStep
from tutor.training.madeof import differing, made_of, of_python


@pytest.fixture
def root(course: Course, tmp_path: Path) -> Path:
    return shutil.copytree(course.root, tmp_path / "course", ignore=shutil.ignore_patterns("__pycache__"))


def now(root: Path) -> dict[str, str]:
    course = Course.open(root)
    chapter, step = course.find("ch02/train")
    assert isinstance(step, TrainStep)
    return made_of(course, chapter, step)


def test_the_script_what_it_imports_and_each_what_if_are_named(root: Path) -> None:
    assert set(now(root)) == {"ch01_one/double.py", "hill.py", "slope.py", "slope:uphill", "train.py"}


def test_what_changes_the_run_is_another_recording_and_is_named(root: Path) -> None:
    before = now(root)
    double = root / "solutions/ch01_one/double.py"
    double.write_text(double.read_text().replace("return ", "return 0 + ", 1))
    assert differing(before, now(root)) == ["ch01_one/double.py"]
    (root / "exercises/ch02_two/spring.csv").write_text("1,2\n")
    assert differing(before, now(root)) == ["ch01_one/double.py", "spring.csv"]


def test_a_comment_a_docstring_or_the_layout_may_change(root: Path) -> None:
    before = now(root)
    script = root / "exercises/ch02_two/train.py"
    script.write_text(f'"""Another docstring."""\n\n# a comment\n{script.read_text()}')
    assert of_python('"""a"""\nx = (1)\n') == of_python('"""b"""\n\nx = 1  # c\n')
    assert of_python("x = 1\n") != of_python("x = True\n") != of_python("x = 1.0\n")
    assert differing(before, now(root)) == []


def test_the_hash_does_not_change_with_the_version_of_python() -> None:
    source = "@d\ndef f(x: int = 1, *a, **k) -> str:\n    return f'{x!r:>3} y' + x[1:]\n"
    assert of_python(source) == "d567112bb2b74b1a"
