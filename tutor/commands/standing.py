"""`dltutor progress`: how far you are."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, JsonOption, WorkspaceOption
from tutor.commands.targets import way_on
from tutor.course import Chapter
from tutor.learner.owner import DEFAULT
from tutor.session import Session


def progress(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Check every file you have worked on, to find out again what passes.")
    ] = False,
    as_json: JsonOption = False,
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Show how far you are and what comes next."""
    from tutor.commands.console import print_json, say, warn

    with session(course, workspace, make=rebuild) as opened:
        if rebuild:
            opened.rebuild(lambda verdict: warn(f"{verdict.id}: {verdict.status}"))
        where = opened.where()
        chapters = [_chapter(opened, chapter) for chapter in opened.course.chapters]
        done, of = sum(each["done"] for each in chapters), sum(each["of"] for each in chapters)
        following = way_on(opened, where)
        if as_json:
            head = {"schema": 1, "course": opened.course.title, "done": done, "of": of, "where": where}
            print_json(head | {"next": following, "chapters": chapters})
            return
        if opened.belongs != DEFAULT:
            say(f"This is {opened.belongs}.")
            say()
        for each in chapters:
            say((f"{each['id']}", "bold"), f"  {each['title']}: {_words(each)}")
            for run in each["runs"]:
                metrics = ", ".join(f"{name} {value}" for name, value in run["metrics"].items())
                say(f"{run['id']}: {'target met' if run['met'] else 'target not met yet'}, {metrics}", indent=2)
        say()
        say(f"{done} of {of} steps done. You are at {where}.")
        say(f"Next: {following}")


def _chapter(opened: Session, chapter: Chapter) -> dict[str, Any]:
    """One chapter in numbers."""
    done, of = opened.chapter_progress(chapter)
    known = opened.progress.steps.all()
    wanted = [step for step in chapter.exercises if not step.optional or known.get(chapter.address(step))]
    passed = [step for step in wanted if known.get(chapter.address(step))]
    return {
        "id": chapter.id,
        "title": chapter.title,
        "done": done,
        "of": of,
        "exercises": {"passed": len(passed), "of": len(wanted)},
        "points": sum(step.points for step in passed),
        "runs": [run for step in chapter.steps if step.kind == "train" for run in _run(opened, chapter.address(step))],
    }


def _run(opened: Session, address: str) -> list[dict[str, Any]]:
    """The learner's own last run that met the target, else their last one that came to an end."""
    own = [run for run in opened.runs(address) if run.kind == "own" and run.state == "ended" and not run.data]
    best = [run for run in own if run.met] or own
    return [{"id": address, "met": best[-1].met, "metrics": best[-1].metrics}] if best else []


def _words(chapter: dict[str, Any]) -> str:
    exercises = chapter["exercises"]
    words = f"{chapter['done']} of {chapter['of']} steps"
    return f"{words}, {exercises['passed']} of {exercises['of']} exercises" if exercises["of"] else words
