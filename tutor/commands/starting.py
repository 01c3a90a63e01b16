"""`dltutor start`: the TUI, or without a terminal what the course is and how to go on."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, WorkspaceOption
from tutor.session import Session


def start(
    target: Annotated[
        str | None, typer.Argument(metavar="STEP", help="Open this step; else the list of chapters.")
    ] = None,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Open the course where you left off. Without a terminal: print it, and the next command."""
    with session(course, workspace) as opened:
        if target is not None:
            opened.find(target)
        if opened.progress.forgotten:
            _rebuild(opened)
        if sys.stdin.isatty() and sys.stdout.isatty():
            gc.disable()  # until the first screen is painted, which switches it on again
            from tutor.tui.app import run

            run(opened, target)
        else:
            _print(opened)


def _rebuild(opened: Session) -> None:
    """After a damaged or lost database, before anything is shown: rare, and a tenth of a second a file."""
    print("Checking your files again, to find out what you have passed ...", file=sys.stderr)
    opened.rebuild(lambda verdict: print(f"{verdict.id}: {verdict.status}", file=sys.stderr))


def _print(opened: Session) -> None:
    from tutor.commands.targets import way_on
    from tutor.learner.files import shown
    from tutor.render.plain import plain

    print(opened.course.title)
    for chapter in opened.course.chapters:
        done, of = opened.chapter_progress(chapter)
        print(f"  {chapter.id}  {chapter.title}: {done} of {of} steps")
    for name in opened.course.broken:
        print(f"  {name} can't be used; `dltutor list` says why.")
    where = opened.where()
    print(f"Your files: {shown(opened.workspace.root)}")
    print(plain(f"Next: {way_on(opened, where)}"))
