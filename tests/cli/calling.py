"""How tests call a command: in this process, with the tiny course and a workspace of its own."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from tutor.cli import app


class Dltutor:
    """Calls a command with the tiny course and the workspace of the test."""

    def __init__(self, course: Path, workspace: Path) -> None:
        self.course = course
        self.workspace = workspace

    def __call__(self, *arguments: str, input: str | None = None) -> Result:
        named = ["--course", str(self.course), "--workspace", str(self.workspace)]
        return CliRunner().invoke(app, [arguments[0], *named, *arguments[1:]], input=input)
