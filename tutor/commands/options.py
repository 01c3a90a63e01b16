"""The arguments and options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def _folder(name: str) -> Path:
    """A folder as it was named. An empty name, as of a shell variable that is not set, would be the current one."""
    if not name:
        raise typer.BadParameter("it is empty; name a folder, or leave the option out.")
    return Path(name)


CourseOption = Annotated[
    Path | None,
    typer.Option(
        "--course", metavar="DIR", parser=_folder, help="A course's folder, or its name; else the workspace's."
    ),
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", metavar="DIR", parser=_folder, help="Where your files are kept (also DLTUTOR_WORKSPACE)."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
TargetArgument = Annotated[
    str | None,
    typer.Argument(metavar="TARGET", help="A chapter or a step, such as ch10 or ch10/dot-score; else where you are."),
]
StepArgument = Annotated[str, typer.Argument(metavar="STEP", help="A step, such as ch10/dot-score.")]
ExerciseArgument = Annotated[
    str | None,
    typer.Argument(metavar="STEP", help="An exercise, such as ch10/dot-score; else the one where you are."),
]
