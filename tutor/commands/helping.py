"""`dltutor hint`, `solution`, `reset` and `history`: help with one exercise."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tutor.checking.sourcetext import lines_of
from tutor.commands.opening import session
from tutor.commands.options import CourseOption, ExerciseArgument, JsonOption, StepArgument, WorkspaceOption
from tutor.commands.targets import as_address, exercise_here
from tutor.learner.refused import WrongUsage
from tutor.render.plain import pictured


def hint(
    step: ExerciseArgument = None,
    again: Annotated[bool, typer.Option("--again", help="Show those already given, and no new one.")] = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Give the next hint: from a question to almost the line."""
    from tutor.commands.console import markdown, say

    with session(course, workspace) as opened:
        if step is None:
            chapter, here = exercise_here(opened)
            address = chapter.address(here)
            say((address, "bold"), f"  {here.title}")
        else:
            address = as_address(opened, step)
        given = opened.hints_shown(address) if again else (opened.hint(address),)
        for each in given:
            say((f"Hint {each.number} of {each.of}", "bold"))
            markdown(each.text)
        if not given:
            say(f"No hint was given yet. `{opened.command(f'hint {address}')}` gives the first.")


def solution(
    step: StepArgument,
    give_up: Annotated[bool, typer.Option("--give-up", help="Show it although the exercise has not passed.")] = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the course's own solution, after a pass or with --give-up."""
    from tutor.commands.console import out

    with session(course, workspace) as opened:
        text = opened.solution(as_address(opened, step), give_up=give_up)
        if out().is_terminal:
            from rich.syntax import Syntax

            out().print(Syntax(text, "python", theme="ansi_dark", background_color="default"))
        else:
            print(text, end="")


def reset(step: StepArgument, course: CourseOption = None, workspace: WorkspaceOption = None) -> None:
    """Put the course's file back; yours is kept as a dated backup."""
    from tutor.commands.console import say
    from tutor.learner.files import shown

    with session(course, workspace) as opened:
        address = as_address(opened, step)
        backup = opened.reset(address)
        say(f"{shown(opened.file(address))} is as the course gives it. Yours is kept: {shown(backup)}")


def history(
    step: StepArgument,
    number: Annotated[
        int | None, typer.Option("--show", metavar="N", help="Print what you handed in at attempt N.")
    ] = None,
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List your attempts at an exercise, or print the code of one."""
    from tutor.commands.console import print_json, say, word

    with session(course, workspace, make=False) as opened:
        attempts = opened.history(as_address(opened, step))
        if number is not None:
            if not 1 <= number <= len(attempts):
                raise WrongUsage(f"There is no attempt {number}: {step} has {len(attempts)}.")
            _source(attempts[number - 1].source)
        elif as_json:
            listed = [
                {"number": each.number, "at": each.at.isoformat(timespec="seconds"), "verdict": each.verdict.to_json()}
                for each in attempts
            ]
            print_json({"schema": 1, "id": step, "attempts": listed})
        else:
            for each in attempts:
                failed = each.verdict.first_failure
                when = each.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
                what = f"  {failed.mistake or failed.title}" if failed else ""
                counted = f"{each.verdict.passed} of {len(each.verdict.checks)} checks"
                say(f"{each.number:3}  {when}  ", word(each.status, 6), f"  {counted}{what}")
            if not attempts:
                say(f"You have not handed in anything for {step} yet.")


def _source(text: str) -> None:
    """On a terminal as it can be shown; in a pipe byte for byte, so that `--show 3 > double.py` brings work back."""
    if sys.stdout.isatty():
        print("\n".join(map(pictured, lines_of(text.encode("utf-8", "surrogateescape")))), end="")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()
