"""`dltutor train`: the learner's own code, trained, with bars in a terminal, lines in a pipe, or events as JSON."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tutor.commands.opening import session
from tutor.commands.options import CourseOption, JsonOption, TargetArgument, WorkspaceOption
from tutor.course import Chapter
from tutor.course.model import RunStep, TrainStep
from tutor.render.plain import json_text
from tutor.session import Session
from tutor.training import lines

if TYPE_CHECKING:
    from tutor.training.lines import Descriptor
    from tutor.training.runner import TrainingRun

Event = dict[str, Any]


def train(
    target: TargetArgument = None,
    as_json: JsonOption = False,
    reference: Annotated[bool, typer.Option("--reference", help="Run the course's solutions, not yours.")] = False,
    borrow: Annotated[
        bool, typer.Option("--borrow", help="Lend the solution of what you have not finished; not counted as met.")
    ] = False,
    mistake: Annotated[
        str | None,
        typer.Option("--mistake", metavar="EXERCISE:NAME", help="Run with a known mistake, as dot-score:unscaled."),
    ] = None,
    data: Annotated[
        str,
        typer.Option(
            "--data", metavar="NAME", help="Use real data that was fetched: mnist, fashion, cifar10, tatoeba."
        ),
    ] = "",
    device: Annotated[str, typer.Option("--device", metavar="NAME", help="cpu, cuda, mps, or auto.")] = "auto",
    course: CourseOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Train your code (or run a demonstration). Exit 0 if the target was met, 1 if not.

    With --data nothing is asked for, so a run that gets to its end exits 0.
    """
    from tutor.commands.targets import script

    with session(course, workspace, checker=True) as opened:
        chapter, step = script(opened, target)
        address = chapter.address(step)
        opened.usable(address, device=device, data=data)  # before anything is checked
        if not reference and mistake is None:
            _check_open(opened, address, quiet=as_json)
        opened.visit(address)
        keyboard = None if as_json else lines.keyboard()
        run = opened.train(
            address,
            reference=reference,
            borrow=borrow,
            mistake=mistake,
            device=device,
            data=data,
            asks=keyboard is not None,
        )
        result = _stream(run) if as_json else _draw(opened, chapter, step, run, keyboard)
    well = result["ended"] == "finished" if data else result["met"]
    raise typer.Exit(0 if well else 1)


def _check_open(opened: Session, address: str, quiet: bool) -> None:
    """Says which exercises are still open, after checking those that were saved without a check."""
    for name in reversed(opened.open_uses(address)):
        verdict = opened.check(name)
        if not quiet:
            from tutor.commands.console import say, word

            say(f"{name}: ", word(verdict.status))


def _stream(run: TrainingRun) -> Event:
    """Every event on a line of its own, the result last."""
    result: Event = {"met": False, "ended": "stopped"}
    with _stopping(run):
        for event in run:
            print(json_text(event), flush=True)
            result = event
    return result


def _draw(
    opened: Session, chapter: Chapter, step: RunStep | TrainStep, run: TrainingRun, keyboard: Descriptor | None
) -> Event:
    """Bars, pictures and words as they come; at the end the metrics against the target. What the script asks is asked
    of the keyboard."""
    from tutor.commands.console import out, say
    from tutor.commands.running import Screen, result_words
    from tutor.commands.targets import way_on

    say((step.title, "bold"))
    screen = Screen(out(), run.plan)
    result: Event = {"met": False, "ended": "stopped"}
    with _stopping(run):
        for event in run:
            screen.send(event)
            result = event
            if event["event"] == "ask":
                run.answer((keyboard and keyboard.line(lambda: run.asking)) or "")
    screen.close(run.curves)
    say()
    for sentence in result_words(chapter.address(step), step, run.plan, result, logged=bool(run.curves)):
        say(sentence)
    following = chapter.steps[chapter.steps.index(step) + 1 :]
    if result["met"] and following:
        say(f"Next: {way_on(opened, chapter.address(following[0]))}")
    return result


@contextlib.contextmanager
def _stopping(run: TrainingRun) -> Iterator[None]:
    """Ctrl+C asks the script to end, and everything it has logged is kept; a second one ends it at once.

    The work is done by a thread: the main one may hold the very locks that ending needs.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = 0

    def stop(number: int, frame: object) -> None:
        nonlocal pressed
        pressed += 1
        if pressed == 1:
            print("\nStopping ... (Ctrl+C again ends it at once)", file=sys.stderr)
        threading.Thread(target=run.stop if pressed == 1 else run.close, daemon=True).start()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
