"""`dltutor list` and `show`: the course as plain text."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, JsonOption, TargetArgument, WorkspaceOption
from tutor.course import Chapter, Step
from tutor.session import Session


def list_chapters(
    chapter: Annotated[str | None, typer.Argument(metavar="CHAPTER", help="Only this one, such as ch10.")] = None,
    courses: Annotated[
        bool, typer.Option("--courses", help="List the courses instead: the default one and the installed ones.")
    ] = False,
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """List the chapters and their steps with what you have done."""
    if courses:
        from tutor.commands.courses import list_courses

        list_courses(as_json)
        return
    with session(course, workspace, make=False) as opened:
        known = opened.progress.steps.all()
        chapters = opened.course.chapters if chapter is None else opened.find(chapter)[:1]
        if as_json:
            print_chapters_json(opened, chapters, known)
        else:
            for each in chapters:
                _list(opened, each, known)
        broken = opened.course.broken if chapter is None else {}
    if broken:
        from tutor.commands.console import warn

        for error in broken.values():
            warn(str(error))
        raise typer.Exit(3)


def show_step(
    target: TargetArgument = None,
    following: Annotated[bool, typer.Option("--next", help="Go on to the step after where you are.")] = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show a step and remember it as where you are, or show a chapter."""
    from tutor.commands.showing import show_chapter, show_one

    with session(course, workspace) as opened:
        here = opened.where()
        address = target or here
        if following:
            address = step_after(opened, address)
        chapter, step = opened.find(address)
        if step is None:
            show_chapter(opened, chapter)
            return
        address = chapter.address(step)
        if address != here:
            opened.leave(here)
        opened.visit(address)
        show_one(opened, chapter, step)


def step_after(opened: Session, address: str) -> str:
    """The step that follows, in the next sound chapter after the last of one; the same at the end of the course."""
    chapter, step = opened.find(address)
    at = chapter.steps.index(step) + 1 if step is not None else 0
    if at < len(chapter.steps):
        return chapter.address(chapter.steps[at])
    chapters = opened.course.chapters
    for later in chapters[chapters.index(chapter) + 1 :]:
        if later.steps:
            return later.address(later.steps[0])
    return address


def print_chapters_json(opened: Session, chapters: tuple[Chapter, ...], known: dict[str, bool]) -> None:
    """`list --json`."""
    from tutor.render.plain import json_text

    listed = [
        {
            "id": chapter.id,
            "title": chapter.title,
            "minutes": chapter.minutes,
            "needs": list(chapter.needs),
            "steps": [_step_json(chapter, step, known) for step in chapter.steps],
        }
        for chapter in chapters
    ]
    print(json_text({"schema": 1, "course": opened.course.title, "chapters": listed}))


def _step_json(chapter: Chapter, step: Step, known: dict[str, bool]) -> dict[str, Any]:
    address = chapter.address(step)
    return {"id": address, "kind": step.kind, "title": step.title, "status": status_of(known.get(address))}


def status_of(done: bool | None) -> str:
    return "new" if done is None else "done" if done else "open"


def _list(opened: Session, chapter: Chapter, known: dict[str, bool]) -> None:
    """One chapter with its steps. Printed without rich, whose import costs as much as all the rest of `list`."""
    done, of = opened.chapter_progress(chapter)
    print(f"{chapter.id}  {chapter.title}  ({chapter.minutes:g} min, {done} of {of} steps)")
    width = max((len(chapter.address(step)) for step in chapter.steps), default=0)
    for step in chapter.steps:
        address = chapter.address(step)
        print(f"  {status_of(known.get(address)):4}  {address:{width}}  {step.kind:8}  {step.title}")
    print()
