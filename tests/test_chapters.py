"""A file that imports another chapter can be run by hand, from any folder, as the learner's editor does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiny import solve, tiny_course, workspace
from tutor.session import Session

__all__ = ["tiny_course", "workspace"]

TRAIN = """
from tutor import live
from ch01_small.twice import twice
import double

live.result(same=double.double is twice.__globals__["double"], eight=2 * twice(4))
"""


@pytest.fixture
def solved(tiny_course: Path, workspace: Path) -> Path:
    """A workspace in which everything is solved; `eight.py` builds on `twice.py`, and that on `double.py` beside it."""
    session = Session.open(tiny_course, workspace)
    session.visit("ch02/eight")
    session.close()
    for name in ("ch01_small/double", "ch01_small/twice", "ch02_more/eight"):
        solve(workspace, name)
    return workspace


def by_hand(file: Path | str, folder: Path | str) -> str:
    """What `python FILE` prints in this folder."""
    done = subprocess.run([sys.executable, str(file)], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("file", "folder"),
    [("ch02_more/eight.py", "."), ("eight.py", "ch02_more"), ("../ch02_more/eight.py", "ch01_small")],
)
def test_an_exercise_on_another_chapter_runs_from_every_folder_of_the_workspace(
    solved: Path, file: str, folder: str
) -> None:
    assert by_hand(file, solved / folder) == "[8.0, 8.0]\n"


def test_and_from_elsewhere(solved: Path) -> None:
    assert by_hand(solved / "ch02_more" / "eight.py", "/") == "[8.0, 8.0]\n"


def test_a_solution_of_the_course_runs_so_too(tiny_course: Path) -> None:
    assert by_hand(tiny_course / "solutions" / "ch02_more" / "eight.py", "/") == "[8.0, 8.0]\n"


def test_a_script_that_reports_needs_nothing_else_and_meets_each_module_once(solved: Path) -> None:
    script = solved / "ch02_more" / "train.py"
    script.write_text(TRAIN)
    table = by_hand(script, "/")
    assert "│ same   │ 1      │" in table and "│ eight  │ 32     │" in table


def test_a_name_beside_the_script_comes_first(solved: Path) -> None:
    (solved / "ch02_more" / "double.py").write_text("def double(x):\n    return 10 * x\n")
    assert by_hand(solved / "ch02_more" / "eight.py", "/") == "[200.0, 200.0]\n"


def test_a_chapter_may_have_any_name(solved: Path) -> None:
    (solved / "intro_more").mkdir()
    script = solved / "intro_more" / "eight.py"
    script.write_bytes((solved / "ch02_more" / "eight.py").read_bytes())
    assert by_hand(script, "/") == "[8.0, 8.0]\n"


def test_a_name_that_is_nowhere_is_missed_in_the_usual_words(solved: Path) -> None:
    script = solved / "ch02_more" / "lost.py"
    script.write_text("import tutor.chapters\nimport ch01_small.twice\nimport nowhere\n")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("ModuleNotFoundError: No module named 'nowhere'\n")


def test_a_script_that_belongs_to_no_course_sees_what_it_saw_before(tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    (tmp_path / "mine").mkdir()
    script = tmp_path / "mine" / "script.py"
    script.write_text("import sys\nbefore = list(sys.path)\nimport tutor.chapters\nprint(sys.path == before)\n")
    assert by_hand(script, tmp_path) == "True\n"
