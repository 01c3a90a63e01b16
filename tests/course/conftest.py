"""A small course on disk, and lessons whose faults are marked with ▸ where they are to be reported."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from tutor.course import Course, CourseError, Problem

HEAD = """\
id: ch01
title: Counting
summary: Count things.
minutes: 5
steps:
"""
READ = """\
- id: start
  read: Where it starts
  text: One thing.
"""
EXERCISE = """\
- id: add-one
  exercise: Add one
  file: add_one.py
  implement: [add_one]
  difficulty: 1
  minutes: 2
  text: Add one.
"""
SOLUTION = '''\
def add_one(x: int) -> int:
    """The number after x."""
    return x + 1
'''
MARK = "▸"


class TinyCourse:
    """A course of one chapter `ch01_counting` with the exercise `add-one`; tests overwrite what they are about."""

    name = "ch01_counting"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("lessons/course.yaml", "format: 1\ntitle: Tiny\nauthors: [Ada]\nlicence: MIT\n")
        self.exercise(self.name, "add_one", SOLUTION)
        self.lesson(READ + EXERCISE)

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def exercise(self, chapter: str, stem: str, solution: str) -> None:
        """Everything that an exercise needs beside its step."""
        self.write(f"solutions/{chapter}/{stem}.py", solution)
        self.write(f"solutions/{chapter}/answers/{stem}.yaml", "wrong: {}\nright: {}\n")
        self.write(f"exercises/{chapter}/{stem}.py", "raise NotImplementedError\n")
        self.write(f"tests/checks/{chapter}/test_{stem}.py", "")

    def lesson(self, steps: str, head: str = HEAD, name: str = name) -> None:
        self.write(f"lessons/{name}.yaml", head + indent(dedent(steps), "  "))

    def open(self) -> Course:
        return Course.open(self.root)

    def problems(self, name: str = name) -> tuple[Problem, ...]:
        try:
            self.open().chapter(name)
        except CourseError as error:
            return error.problems
        return ()

    def reports(self, marked: str, name: str = name) -> tuple[Problem, ...]:
        """The problems of a lesson in which ▸ marks their places; asserts that they are at these and at no others."""
        places = []
        for number, line in enumerate(marked.split("\n"), 1):
            pieces = line.split(MARK)
            places += [(number, len("".join(pieces[: index + 1])) + 1) for index in range(len(pieces) - 1)]
        self.write(f"lessons/{name}.yaml", marked.replace(MARK, ""))
        problems = self.problems(name)
        found = [(problem.line, problem.column) for problem in problems]
        assert sorted(set(found)) == places, "\n".join(map(str, problems))
        return problems


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TinyCourse:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return TinyCourse(tmp_path / "course")
