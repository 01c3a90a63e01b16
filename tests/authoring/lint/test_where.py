"""The lines of things that are only known by name; line 1 where they are not found."""

from __future__ import annotations

from pathlib import Path

from tutor.authoring.lint import where

ANSWERS = "wrong:\n  one:\n    says: A.\n  'two: three':\n    says: B.\nright: {}\n"
LESSON = """\
id: ch01
steps:
  - id: a
    text: x
  - id: b
    whatif:
      - x:y
      - z:w
    target: {m: {at_least: 1}}
"""
PYTHON = "import a\n\n\n@a.b\nclass C:\n    def method(self):\n        pass\n\n\ndef f():\n    pass\n"


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text)
    return folder / name


def test_an_answer(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", ANSWERS)
    assert where.answer(file, "wrong", "one") == 2
    assert where.answer(file, "wrong", "two: three") == 4
    assert where.answer(file, "right", "gone") == 6
    assert where.answer(file, "equivalent", "gone") == 1


def test_a_step_and_what_stands_in_it(tmp_path: Path) -> None:
    file = write(tmp_path, "l.yaml", LESSON)
    assert where.step(file, "a") == 3
    assert where.step(file, "b") == 5
    assert where.step(file, "a", "text") == 4
    assert where.step(file, "b", "whatif[1]") == 8
    assert where.step(file, "b", "target.m.at_least") == 9
    assert where.step(file, "b", "hints") == 5
    assert where.step(file, "gone", "text") == 2


def test_a_definition(tmp_path: Path) -> None:
    file = write(tmp_path, "p.py", PYTHON)
    assert [where.definition(file, name) for name in ("C", "C.method", "f", "gone")] == [5, 6, 10, 1]
    assert where.last_line(file) == 11


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", ANSWERS)
    assert where.answer(file, "wrong", "one") == 2
    file.write_text("\n\n" + ANSWERS)
    assert where.answer(file, "wrong", "one") == 4


def test_nothing_raises(tmp_path: Path) -> None:
    broken = write(tmp_path, "b.yaml", "a: [")
    odd = write(tmp_path, "o.yaml", "steps: 3\nwrong: [1]\n")
    for file in (broken, odd, tmp_path, tmp_path / "gone"):
        assert where.answer(file, "wrong", "x") in (1, 2)
        assert where.step(file, "x", "y[3]") == 1
        assert where.definition(file, "x") == 1
        assert where.last_line(file) >= 1
