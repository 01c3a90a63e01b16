"""A course by somebody else, in a package of its own: installed, proven and learnt like the one that comes along."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent / "course"
PROGRAM = Path(sys.executable).with_name("dltutor")
NAME = "fitting-lines"
UNFINISHED = "raise NotImplementedError"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has installed the package, offline."""
    folder = tmp_path_factory.mktemp("outsider")
    project = shutil.copytree(PROJECT, folder / "project", ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, *offline, "--target", str(folder / "site"), str(project)], check=True)
    return folder / "site"


class Learner:
    """Someone at a shell, with a home and a workspace of their own."""

    def __init__(self, site: Path, home: Path) -> None:
        self.home = home
        self.workspace = home / "dltutor-workspace"
        home.mkdir()
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(site),
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "OMP_NUM_THREADS": "1",
        }
        self.environment.pop("DLTUTOR_WORKSPACE", None)

    def __call__(self, *arguments: str, says: str = "", code: int = 0) -> str:
        done = subprocess.run(
            [str(PROGRAM), *arguments],
            cwd=self.home,
            env=self.environment,
            input=says,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def writes(self, file: str, old: str, new: str) -> None:
        path = self.workspace / "ch01_lines" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def dltutor(site: Path, tmp_path: Path) -> Learner:
    return Learner(site, tmp_path / "home")


def test_it_is_listed_by_the_name_of_its_entry_point(dltutor: Learner, site: Path) -> None:
    listed = dltutor("list", "--courses")
    assert any(line.split() == [NAME, "Fitting", "lines", str(site / "fitting_lines")] for line in listed.splitlines())
    assert "ch01/gradient-step" in dltutor("list", "--course", NAME)
    told = dltutor("find", "offset", "--course", NAME)
    assert told.startswith("offset\n  How long the spring is without a load")


def test_it_is_sound_and_its_first_chapter_keeps_the_house_rules(dltutor: Learner) -> None:
    whole = json.loads(dltutor("author", "lint", "--course", NAME, "--seed", "0", "--json"))
    assert whole["problems"] == [] and whole["clean"]
    assert [row["id"] for row in whole["exercises"]] == ["ch01/mean-squared-error", "ch01/gradient-step"]
    strict = json.loads(
        dltutor("author", "lint", "ch01", "--strict", "--mutate", "--seed", "0", "--course", NAME, "--json")
    )
    assert strict["problems"] == []
    assert [row["survivors"] for row in strict["exercises"]] == [[], []]


def test_it_is_learnt_with_its_own_data(dltutor: Learner) -> None:
    exercise = "mean_squared_error.py"
    shown = dltutor("show", "ch01/mean-squared-error", "--course", NAME)
    assert "Write mean_squared_error in ~/dltutor-workspace/ch01_lines/mean_squared_error.py" in shown
    assert (dltutor.workspace / "ch01_lines" / "spring.csv").is_file()

    assert "untouched" in dltutor("check", "ch01/mean-squared-error", code=1)
    dltutor.writes(exercise, UNFINISHED, "return (line[0] * x + line[1] - y).abs().mean()")
    assert "What this looks like: absolute" in dltutor("check", "ch01/mean-squared-error", code=1)
    dltutor.writes(exercise, ".abs()", ".pow(2)")
    assert "passed, 4 of 4 checks" in dltutor("check", "ch01/mean-squared-error")

    assert "Right." in dltutor("quiz", "ch01/by-hand", says="2\n")
    assert "6.04  right offset" in dltutor("train", "ch01/three-lines")

    steps = "line = line.detach().requires_grad_()\n    error = mean_squared_error(line, x, y)\n"
    answer = "return line.detach() - rate * torch.autograd.grad(error, line)[0]"
    dltutor.writes("gradient_step.py", UNFINISHED, f"{steps}    {answer}")
    assert "target met" in dltutor("train", "ch01")


def test_a_chapter_without_exercises_is_read_like_any_other(dltutor: Learner) -> None:
    assert "No line follows that." in dltutor("show", "ch02/when-it-bends", "--course", NAME).replace("\n", " ")
    assert "Right." in dltutor("quiz", "ch02", says="4\n")


def test_beside_the_default_course_it_has_a_workspace_of_its_own(dltutor: Learner) -> None:
    dltutor("show", "ch01/tensor")
    assert dltutor("start", "--course", NAME, code=2) == ""
    apart = "--workspace ~/dltutor-workspace-fitting-lines"
    assert dltutor("list", "--courses").endswith(f"Next: dltutor start --course {NAME} {apart}\n")
    own = dltutor.home / "dltutor-workspace-fitting-lines"
    begun = dltutor("start", "--course", NAME, "--workspace", str(own))
    assert begun.endswith(f"Next: dltutor show ch01/a-spring {apart}\n")
    assert "A spring and five weights" in dltutor("show", "ch01/a-spring", "--workspace", str(own))
    assert dltutor("progress", "--workspace", str(own)).startswith(f"This is the course {NAME} (Fitting lines).\n")
    assert "You are at ch01/tensor." in dltutor("progress")
