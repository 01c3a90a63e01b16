"""Files in the workspace that Python or pytest would take for something else: by accident, or on purpose.

A check is not touched by them; where a script that is run by hand would be, the verdict says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outcomes.workplace import Workplace, working
from tests.outcomes.world import World
from tutor.course.hiding import hiding

EVIL = {
    "conftest.py": "raise SystemExit('conftest')\n",
    "pytest.ini": "[pytest]\naddopts = -k nothing --exitfirst\n",
    "setup.cfg": "[tool:pytest]\naddopts = -k nothing\n",
    "sitecustomize.py": "raise SystemExit('sitecustomize')\n",
    "usercustomize.py": "raise SystemExit('usercustomize')\n",
    "__init__.py": "raise SystemExit('package')\n",
    ".env": "PYTEST_ADDOPTS=--collect-only\n",
}


@pytest.fixture
def learner(world: World, tmp_path: Path) -> Iterator[Workplace]:
    with working(tmp_path, world.checker) as place:
        yield place


def test_what_pytest_and_python_would_read_at_start_changes_no_verdict(
    learner: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (learner.root, learner.file.parent):
        for name, text in EVIL.items():
            (folder / name).write_text(text)
    monkeypatch.chdir(learner.file.parent)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    learner.file.write_text(learner.solved("x + 1"))
    assert learner.check().exit_code == 1
    learner.file.write_text(learner.solved())
    done = learner.check()
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(("name", "words"), [("torch", "installed module `torch`"), ("random", "own module `random`")])
def test_a_file_that_hides_a_module_is_to_be_renamed(
    learner: Workplace, monkeypatch: pytest.MonkeyPatch, name: str, words: str
) -> None:
    (learner.file.parent / f"{name}.py").write_text("raise SystemExit('hidden')\n")
    monkeypatch.chdir(learner.file.parent)
    learner.file.write_text(learner.solved())
    done = learner.check()
    assert done.exit_code == 0, done.output
    told = " ".join(done.output.split())
    assert f"Rename your file {name}.py" in told
    assert words in told
    learner.file.write_text(learner.solved("x + 1"))
    assert f"Rename your file {name}.py" in learner.check().output
    assert f"Rename your file {name}.py" in " ".join(learner("doctor").output.split())


def test_a_folder_of_ordinary_files_hides_nothing(tmp_path: Path) -> None:
    for name in ("double.py", "test.py", "scratch.py", "my-notes.py", "torch.txt"):
        (tmp_path / name).write_text("")
    assert hiding([tmp_path, tmp_path / "none"]) == ""
