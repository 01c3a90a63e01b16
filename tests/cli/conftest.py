"""The tiny course, a workspace of its own for every test, a checker that runs nothing, and the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Dltutor
from tests.fake_checker import FakeChecker, checker
from tests.tiny import tiny_course, workspace
from tutor.session import Session

__all__ = ["checker", "dltutor", "tiny_course", "workspace"]


@pytest.fixture
def dltutor(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Dltutor:
    prepared = Session.open(tiny_course, workspace)
    prepared.visit("ch02/eight")
    prepared.visit("ch01/double")
    prepared.close()
    return Dltutor(tiny_course, workspace)
