"""How long the commands take, beside the least that such a command could take, in one run.

python benchmarks/commands.py
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rows import HEAD, Row, ratio, seconds_of

from tutor.course import Course
from tutor.course.model import ExerciseStep

ROOT = Path(__file__).parents[1]
PROGRAM = str(Path(sys.executable).with_name("dltutor"))
ONE_COMMAND = """
import typer
app = typer.Typer()

@app.command()
def hello(name: str = "you") -> None:
    print("hello", name)

app()
"""


def rows() -> Iterator[Row]:
    """`--version`, `list` and a cold `check`."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "dltutor-workspace"
        environment = os.environ | {"DLTUTOR_WORKSPACE": str(workspace), "HOME": folder}
        small = Path(folder) / "small.py"
        small.write_text(ONE_COMMAND)

        def dltutor(*arguments: str) -> float:
            return seconds_of([PROGRAM, *arguments], env=environment, cwd=folder)

        def python(*arguments: str) -> float:
            return seconds_of([sys.executable, *arguments], env=environment, cwd=folder)

        one = f"{small}"
        yield ratio("`dltutor --version`", lambda: dltutor("--version"), lambda: python(one), 1.5)
        yield ratio("`dltutor list`", lambda: dltutor("list"), lambda: python(one), 1.5)
        solve(workspace, "ch10/dot-score")
        cold = ("-c", "import torch, pytest")
        yield ratio(
            "cold `dltutor check ch10/dot-score`",
            lambda: dltutor("check", "ch10/dot-score"),
            lambda: python(*cold),
            1.4,
        )


def solve(workspace: Path, address: str) -> None:
    """Puts the reference of an exercise, and of what it uses, into the workspace as if a learner had written it."""
    course = Course.open(ROOT)
    chapter, step = course.find(address)
    assert isinstance(step, ExerciseStep)
    for home, each in [(chapter, step), *(course.resolve(chapter, use) for use in step.uses)]:
        (workspace / home.name).mkdir(parents=True, exist_ok=True)
        shutil.copy(course.reference(home, each), workspace / home.name / each.file)


if __name__ == "__main__":
    print(HEAD)
    for row in rows():
        print(row, flush=True)
