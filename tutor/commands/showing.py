"""A step or a chapter on paper: what the lesson screen of the TUI shows, as text with the command that goes on."""

from __future__ import annotations

from functools import singledispatch

from tutor.commands.console import markdown, say, warn, word
from tutor.commands.targets import command_for
from tutor.course import Chapter, Step
from tutor.course.model import ExerciseStep, QuizStep, ReadStep, RunStep, TrainStep
from tutor.learner.files import shown
from tutor.session import Session


def show_chapter(opened: Session, chapter: Chapter) -> None:
    """What a chapter is about, what it needs, and its steps."""
    done, of = opened.chapter_progress(chapter)
    say((f"{chapter.id}  {chapter.title}", "bold"))
    say(f"{chapter.summary}", indent=2)
    say(f"{chapter.minutes:g} minutes; {done} of {of} steps done.", indent=2)
    _warn_of_needs(opened, chapter)
    if chapter.objectives:
        say()
        say("After this chapter you can:")
        for objective in chapter.objectives:
            say(f"- {objective}", indent=2)
    say()
    width = max((len(chapter.address(step)) for step in chapter.steps), default=0)
    for step in chapter.steps:
        address = chapter.address(step)
        say(word(opened.status(address), 4), f"  {address:{width}}  {step.kind:8}  {step.title}", indent=2)
    if chapter.steps:
        say()
        say(f"Next: {opened.command(f'show {chapter.address(chapter.steps[0])}')}")


def show_one(opened: Session, chapter: Chapter, step: Step) -> None:
    """One step: where it stands, its text, what belongs to its kind, further reading, the next command."""
    number = chapter.steps.index(step) + 1
    say((step.title, "bold"))
    say((f"{chapter.address(step)}  {step.kind}, step {number} of {len(chapter.steps)} of {chapter.title}", "dim"))
    if number == 1:
        _warn_of_needs(opened, chapter)
    say()
    if text := getattr(step, "text", ""):
        markdown(text)
        say()
    _belongs(step, opened, chapter)
    for link in step.reading:
        say(f"Further reading: {link.title}, {link.url}")
    if isinstance(step, ReadStep):
        following = chapter.steps[number:]
        target = chapter.address(following[0]) if following else "--next"
        say(f"Next: {opened.command(f'show {target}')}")


@singledispatch
def _belongs(step: Step, opened: Session, chapter: Chapter) -> None:
    """What a kind of step needs besides its text."""


@_belongs.register
def _(step: QuizStep, opened: Session, chapter: Chapter) -> None:
    choices(step)
    say()
    say(f"Next: {command_for(opened, chapter.address(step), step.kind)}")


@_belongs.register
def _(step: ExerciseStep, opened: Session, chapter: Chapter) -> None:
    address = chapter.address(step)
    say(f"Write {_names(step.implement)} in {shown(opened.file(address))}")
    if step.forbid:
        say(f"without {_names(step.forbid)}.", indent=2)
    say(f"Difficulty {step.difficulty} of 5, about {step.minutes:g} min{', optional' if step.optional else ''}.")
    for hint in opened.hints_shown(address):
        say(f"Hint {hint.number} of {hint.of}: {hint.text}")
    if opened.status(address) == "done" and step.after:
        say()
        markdown(step.after)
    say()
    say(f"Next: {command_for(opened, address, step.kind)}")
    if step.hints:
        say(f"Help: {opened.command(f'hint {address}')}")


@_belongs.register(RunStep)
@_belongs.register(TrainStep)
def _(step: RunStep | TrainStep, opened: Session, chapter: Chapter) -> None:
    address = chapter.address(step)
    say(f"The script is {shown(opened.file(address))}")
    for metric, bound in step.target.items() if isinstance(step, TrainStep) else ():
        say(f"Target: {metric} {bound}")
    still_open = opened.open_uses(address)
    if still_open:
        say(f"First finish {', '.join(still_open)}.")
    say()
    say(f"Next: {command_for(opened, address, step.kind)}")


def choices(step: QuizStep) -> None:
    """The choices of a question, each with the letter that answers it."""
    for index, choice in enumerate(step.choices):
        markdown(f"{chr(ord('a') + index)})  {choice.text}")


def _warn_of_needs(opened: Session, chapter: Chapter) -> None:
    missing = opened.missing_needs(chapter)
    if missing:
        warn(
            f"{chapter.id} builds on {' and '.join(missing)}, which you have not finished. You can go on all the same."
        )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(names)
