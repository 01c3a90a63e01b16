"""The project file, the tested set and the commands belong together."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import tutor

ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
REQUIREMENTS = [
    Requirement(text) for text in [*PROJECT["dependencies"], *(each for of in EXTRAS.values() for each in of)]
]
PINS = [
    line for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_a_dependency_is_a_range_and_its_pin_lies_in_it(requirement: Requirement) -> None:
    if requirement.name == "dltutor":
        return
    assert "==" not in str(requirement.specifier)
    pins = dict(line.split("==") for line in PINS)
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    assert pinned[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_dependency_gives_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r'    "[A-Za-z_.-]+[<>=]', line)]
    own = [requirement for requirement in REQUIREMENTS if requirement.name == "dltutor"]  # one extra in another
    assert len(lines) == len(REQUIREMENTS) - len(own)
    assert [line for line in lines if "  # " not in line] == []


def test_the_tested_set_names_versions_only() -> None:
    """No path, address or build of one machine: `torch==2.13.0` takes the CPU build where an index offers one."""
    assert [line for line in PINS if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9a-z.]+", line)] == []


def test_the_version_has_an_entry_in_the_changelog() -> None:
    assert f"## {tutor.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_continuous_integration_runs_what_a_person_runs() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make test" in (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("python", "words"),
    [
        ("no-such-python", "dltutor needs Python 3.11 or newer"),
        ("{old}", "dltutor needs Python 3.11 or newer"),
        ("{bare}", "has no venv or pip. On Debian: sudo apt install"),
    ],
)
def test_make_says_in_words_what_is_missing(tmp_path: Path, python: str, words: str) -> None:
    """`old` is an interpreter that is too old, `bare` one without venv and pip."""
    for name, answer in (("old", "exit 1"), ("bare", 'case "$*" in *ensurepip*) exit 1;; esac')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{answer}\n")
        (tmp_path / name).chmod(0o755)
    named = python.format(old=tmp_path / "old", bare=tmp_path / "bare")
    done = subprocess.run(
        ["make", "start", f"PYTHON={named}", f"VENV={tmp_path / 'venv'}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert words in done.stdout
    assert not (tmp_path / "venv").exists()
