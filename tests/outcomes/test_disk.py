"""The learner's code reads no solution and no check from disk, and writes nowhere but in its own folder.

Both in a checkout and in an installed wheel, which brings the course along in `tutor/default_course`. Where the kernel
has no Landlock, the verdict does not claim that files were kept from it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.outcomes.disk import MAY

ROOT = Path(__file__).parents[2]
COURSE = ("lessons", "exercises", "solutions", "tests/checks")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program and its course as a wheel lays them out."""
    packages = tmp_path_factory.mktemp("installed") / "lib" / "site-packages"
    shutil.copytree(ROOT / "tutor", packages / "tutor", ignore=shutil.ignore_patterns("__pycache__", "default_course"))
    for part in COURSE:
        shutil.copytree(ROOT / part, packages / "tutor" / "default_course" / part)
    return packages


def tried(packages: Path, folder: Path) -> dict[str, Any]:
    """What a learner's file could do that is checked by the program in `packages`."""
    done = subprocess.run(
        [sys.executable, "-P", str(ROOT / "tests" / "outcomes" / "disk.py"), str(folder)],
        env=os.environ | {"PYTHONPATH": str(packages), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("layout", ["checkout", "wheel"])
def test_no_solution_and_no_check_is_read_from_disk(layout: str, installed: Path, tmp_path: Path) -> None:
    packages = installed if layout == "wheel" else ROOT
    answer = tried(packages, tmp_path / "workspace")
    assert answer["root"] == str(installed / "tutor" / "default_course" if layout == "wheel" else ROOT)
    assert (answer["status"], "ok" in answer["reasons"], "error" in answer["reasons"]) == ("failed", False, False)
    if answer["kernel"]:
        assert answer["got"] == list(MAY)
        assert "files" in answer["sandbox"]
    else:
        assert "files" not in answer["sandbox"]
