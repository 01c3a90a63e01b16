"""A learner with a workspace, the tiny course and real checks: `dltutor` in this process, with a checker that is lent.

A real fork parent costs seconds to start, so every command borrows the one that all outcomes share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.tiny import solve, write_course
from tutor.checking.checker import Checker
from tutor.cli import app
from tutor.session import Session

RIGHT = "2 * x"


class Lent:
    """The checker of someone else: all it can, but to end it."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker

    def __getattr__(self, name: str) -> Any:
        return getattr(self._checker, name)

    def close(self) -> None:
        return None


class Workplace:
    """See the module's docstring. `file` is the learner's file for ch01/double, still the stub at first."""

    def __init__(self, root: Path, workspace: Path | None = None) -> None:
        self.course = write_course(root / "course")
        self.root = workspace or root / "workspace"
        with self.session() as session:
            session.visit("ch01/double")
        self.file = self.root / "ch01_small" / "double.py"
        self.stub = self.file.read_text()

    def __call__(self, *arguments: str, input: str | None = None) -> Result:
        """One command."""
        named = ["--course", str(self.course), "--workspace", str(self.root)]
        return CliRunner().invoke(app, [arguments[0], *named, *arguments[1:]], input=input)

    def check(self, *options: str) -> Result:
        return self("check", "ch01/double", *options)

    def solve(self, expression: str = RIGHT) -> Path:
        return solve(self.root, "ch01_small/double", expression=expression)

    def solved(self, expression: str = RIGHT) -> str:
        """The text of an answer."""
        return self.stub.replace("raise NotImplementedError", f"return {expression}")

    @contextmanager
    def session(self) -> Iterator[Session]:
        opened = Session.open(self.course, self.root)
        try:
            yield opened
        finally:
            opened.close()


@contextmanager
def working(root: Path, checker: Checker, workspace: Path | None = None) -> Iterator[Workplace]:
    """A workplace below `root`, its home and caches too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(root / "home"))
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        patch.delenv("DLTUTOR_WORKSPACE", raising=False)
        patch.setattr("tutor.checking.checker.Checker", lambda: Lent(checker))
        patch.chdir(root)
        yield Workplace(root, workspace)
