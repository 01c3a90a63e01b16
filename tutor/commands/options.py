"""The arguments and options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

CourseOption = Annotated[
    Path | None,
    typer.Option("--course", metavar="DIR", help="A course's folder, or its name; else the workspace's."),
]
WorkspaceOption = Annotated[
    Path | None,
    typer.Option("--workspace", metavar="DIR", help="Where your files are kept (also DLTUTOR_WORKSPACE)."),
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
