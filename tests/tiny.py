"""A course of two chapters, made in a moment, for the tests of what surrounds a course: real files, real checks."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tutor.authoring.stubs import write_stubs
from tutor.course import Course

FILES = {
    "lessons/course.yaml": """
        format: 1
        title: A tiny course
        authors: [The dltutor authors]
        licence: MIT
        rules: sound
        """,
    "lessons/ch01_small.yaml": """
        id: ch01
        title: Small things
        summary: Doubling, and doubling twice.
        minutes: 5
        steps:
          - id: why
            read: Why we double
            text: Doubling a tensor is the *smallest* exercise there is.
          - id: how-many
            quiz: How many numbers come out?
            choices:
              - {text: As many as went in, correct: true, why: Each number is doubled alone.}
              - {text: Twice as many, why: "The values double, not their number."}
          - id: shape
            quiz: Which shape has the result for an input of shape (3, 5)?
            answer: (3, 5)
            why: Doubling keeps the shape.
          - id: double
            exercise: Double a tensor
            file: double.py
            implement: [double]
            forbid: [torch.add]
            difficulty: 1
            minutes: 1
            text: Return twice the input.
            hints: [What is twice a number?, "Look at `*`."]
            after: Multiplying by two is a linear map.
          - id: twice
            exercise: Double it twice
            file: twice.py
            implement: [twice]
            uses: [double]
            difficulty: 1
            minutes: 1
            text: Return four times the input, by doubling twice.
          - id: extra
            exercise: Halve a tensor
            file: extra.py
            implement: [halve]
            difficulty: 1
            minutes: 1
            optional: true
            text: Return half the input.
          - id: look
            run: Look at one number
            script: look.py
            text: Which number do you expect?
          - id: train
            train: Grow a number
            script: train.py
            uses: [double]
            target: {size: {at_least: 60}}
            minutes: 1
            text: Your doubling, six times.
        """,
    "lessons/ch02_more.yaml": """
        id: ch02
        title: More things
        summary: Built on the first chapter.
        minutes: 5
        needs: [ch01]
        steps:
          - id: eight
            exercise: Eight times
            file: eight.py
            implement: [eight]
            uses: [ch01/twice]
            difficulty: 1
            minutes: 1
            text: Return eight times the input.
        """,
    "solutions/ch01_small/double.py": '''
        """Doubling."""

        import torch


        def double(x: torch.Tensor) -> torch.Tensor:
            """Twice the input, of any shape."""
            return 2 * x
        ''',
    "solutions/ch01_small/twice.py": '''
        """Doubling twice."""

        import torch

        from double import double


        def twice(x: torch.Tensor) -> torch.Tensor:
            """Four times the input, of any shape."""
            return double(double(x))
        ''',
    "solutions/ch01_small/extra.py": '''
        """Halving."""

        import torch


        def halve(x: torch.Tensor) -> torch.Tensor:
            """Half the input, of any shape."""
            return x / 2
        ''',
    "solutions/ch02_more/eight.py": '''
        """Eight times."""

        import torch

        import tutor.chapters
        from ch01_small.twice import twice


        def eight(x: torch.Tensor) -> torch.Tensor:
            """Eight times the input, of any shape."""
            return 2 * twice(x)


        if __name__ == "__main__":
            print(eight(torch.ones(2)).tolist())
        ''',
    "exercises/ch01_small/look.py": """
        from tutor import live

        live.say("the number is 7")
        """,
    "exercises/ch01_small/train.py": """
        import torch

        from double import double
        from tutor import live

        x = torch.ones(())
        for epoch in live.epochs(6):
            x = double(x)
            live.log(size=x)
        live.result(size=x)
        """,
    "exercises/ch01_small/data/numbers.txt": "1 2 3\n",
}
"""Every file but the checks and the other answers, which `ANSWERS` and `CHECKS` make for each exercise."""

CHECK = '''
"""Hidden checks for {address}."""

from tutor.checking import probe


@probe
def values(impl, x):
    """What comes out, and what the input is afterwards."""
    yield {{"the result": impl.{function}(x), "the input afterwards": x}}


def test_the_worked_example(example):
    import torch

    example(values, torch.tensor([1.0, 2.0], dtype=torch.float64))


def test_every_number_counts(agree, rand):
    """Each number of the input is taken {times}."""
    agree(values, rand(3, 5))
'''

EXERCISES: dict[str, tuple[str, str, str, str, str, tuple[str, str]]] = {
    "ch01_small/double": ("double", "ch01/double", "two times", "2 * x", "3 * x", ("x * 2", "torch.mul(x, 2)")),
    "ch01_small/twice": (
        "twice",
        "ch01/twice",
        "four times",
        "double(double(x))",
        "double(x)",
        ("2 * double(x)", "double(x * 2)"),
    ),
    "ch01_small/extra": ("halve", "ch01/extra", "half a time", "x / 2", "x / 3", ("x * 0.5", "torch.div(x, 2)")),
    "ch02_more/eight": (
        "eight",
        "ch02/eight",
        "eight times",
        "2 * twice(x)",
        "twice(x)",
        ("twice(2 * x)", "twice(x) * 2"),
    ),
}
"""Function, address, words, the right expression, a mistake, other right ones."""


def write_course(root: Path) -> Path:
    """Writes the course to `root`, its stubs generated as an author's are."""
    for name, text in FILES.items():
        _write(root / name, dedent(text).lstrip("\n"))
    for name, (function, address, times, right, wrong, others) in EXERCISES.items():
        chapter, stem = name.split("/")
        check = CHECK.format(address=address, function=function, times=times)
        _write(root / "tests" / "checks" / chapter / f"test_{stem}.py", check.lstrip("\n"))
        answers = (
            f"wrong:\n  wrong-factor:\n    says: The factor is not the one that was asked for.\n"
            f"    change: [[{right!r}, {wrong!r}]]\n    caught_by: test_every_number_counts\n"
            "right:\n"
        )
        for nth, other in zip(("other", "another"), others, strict=True):
            answers += f"  {nth}:\n    change: [[{right!r}, {other!r}]]\n"
        _write(root / "solutions" / chapter / "answers" / f"{stem}.yaml", answers)
    assert all(report.good for report in write_stubs(Course.open(root)))
    return root


def solve(workspace: Path, name: str, *, expression: str | None = None) -> Path:
    """Writes the right answer (or another `expression`) of `ch01_small/double` into the learner's file."""
    right = EXERCISES[name][3] if expression is None else expression
    path = workspace / f"{name}.py"
    text = path.read_text()
    assert "raise NotImplementedError" in text
    path.write_text(text.replace("raise NotImplementedError", f"return {right}"))
    return path


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def tiny_course(tmp_path: Path) -> Path:
    """The folder of a tiny course."""
    return write_course(tmp_path / "course")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace that the current folder holds once it is made; the home folder and the caches are elsewhere."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("DLTUTOR_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "dltutor-workspace"


def add_data(course: Path) -> None:
    """From now on the training of the first chapter can use MNIST and Fashion-MNIST."""
    lesson = course / "lessons" / "ch01_small.yaml"
    lesson.write_text(lesson.read_text().replace("target: {size", "data: [mnist, fashion]\n    target: {size"))
