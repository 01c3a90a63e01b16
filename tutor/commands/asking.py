"""`dltutor quiz` and `review`: questions in the terminal, with answers from the keyboard or a pipe."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import typer

from tutor.commands.console import markdown, say
from tutor.commands.opening import session
from tutor.commands.options import CourseOption, TargetArgument, WorkspaceOption
from tutor.commands.showing import choices
from tutor.course import Chapter
from tutor.course.model import QuizStep
from tutor.learner.refused import Refused
from tutor.render.plain import plain
from tutor.session import Session

MISUNDERSTOOD = 3


def quiz(target: TargetArgument = None, course: CourseOption = None, workspace: WorkspaceOption = None) -> None:
    """Ask the questions of a chapter, or one. Exit 0 if all answers were right, 1 if not."""
    from tutor.commands.targets import questions

    with session(course, workspace) as opened:
        chapter, steps = questions(opened, target)
        passed = _ask_all(opened, [(chapter, step) for step in steps])
    raise typer.Exit(0 if passed else 1)


def review(
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Ask again what was wrong, or was right some days ago."""
    with session(course, workspace) as opened:
        now = datetime.now(UTC)
        asked = []
        for address in opened.due(now):
            chapter, step = opened.find(address)
            if isinstance(step, QuizStep):
                asked.append((chapter, step))
        if not asked:
            say(_when(opened, now))
            return
        passed = _ask_all(opened, asked)
    raise typer.Exit(0 if passed else 1)


def _ask_all(opened: Session, asked: list[tuple[Chapter, QuizStep]]) -> bool:
    """Whether all were answered right. The end of the input ends the questions."""
    right = 0
    for number, (chapter, step) in enumerate(asked, 1):
        say((f"{chapter.address(step)}  question {number} of {len(asked)}", "dim"))
        answered = _ask(opened, chapter, step)
        if answered is None:
            say()
            say(f"Stopped: {right} of {len(asked)} right. What you answered is kept.")
            return False
        right += answered
    say(f"{right} of {len(asked)} right.")
    return right == len(asked)


def _ask(opened: Session, chapter: Chapter, step: QuizStep) -> bool | None:
    """Whether the answer was right; None at the end of the input. An answer that is no choice is asked for again."""
    say((step.title, "bold"))
    if step.text:
        markdown(step.text)
    choices(step)
    for _ in range(MISUNDERSTOOD):
        given = _read("Your answer: ")
        if given is None:
            return None
        try:
            result = opened.answer(chapter.address(step), given)
        except Refused as error:
            say(str(error))
            continue
        say(("Right.", "green") if result.right else ("Not right.", "bold red"))
        markdown(result.why)
        say()
        return result.right
    return False


def _read(prompt: str) -> str | None:
    """One line that is not empty, or None at the end of the input."""
    while True:
        print(prompt, end="", flush=True)
        line = plain(sys.stdin.readline())  # an arrow key in a pipe or a dumb terminal is no part of an answer
        if not sys.stdin.isatty():
            print(line.rstrip("\n"))
        if not line:
            return None
        if line.strip():
            return line.strip()


def _when(opened: Session, now: datetime) -> str:
    """Why there is nothing to ask, and when there will be."""
    for days in range(1, 100):
        later = opened.due(now + timedelta(days=days))
        if later:
            return f"Nothing to review today. The next question comes back in {days} day{'s' if days > 1 else ''}."
    return "Nothing to review yet: answer some questions first, with `dltutor quiz`."
