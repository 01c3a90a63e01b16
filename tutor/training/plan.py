"""Which script runs, on whose code: everything a training process is told, read before it starts.

A run has one *subject*: the learner's own files, the reference's, or the reference with one named mistake in it. Only a
learner's run may borrow: the reference of an exercise that is still open, asked for and labelled.
"""

from __future__ import annotations

import base64
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.checking.answers import load_answers
from tutor.checking.job import Files, given_modules, module_name, uses_of
from tutor.checking.snapshot import read
from tutor.course import Chapter, Course
from tutor.course.hiding import hiding
from tutor.course.model import Bound, ExerciseStep, RunStep, TrainStep
from tutor.training.threads import threads


class UnknownMistake(ValueError):
    """A mistake that no answers file knows; the text names those there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """One run. `files` maps `ch10_attention.dot_score` to (path, bytes); the script itself is among them.

    `subject` is "yours", "reference", "stubs" or "mistake dot-score:unscaled". `edited` tells that the learner's copy
    of the script is not the course's any more. `folders` come last on the module search path, where the learner's own
    helpers are. `note` is a sentence to say first, if there is one. `data` names the real data that the script is asked
    to use in place of its own; then the target, which is for its own, can't be met.
    """

    address: str
    chapter: str
    script: Path
    files: Files
    subject: str
    uses: tuple[str, ...]
    borrowed: tuple[str, ...]
    target: dict[str, Bound]
    edited: bool
    folders: tuple[str, ...]
    device: str = "cpu"
    seed: int | None = None
    note: str = ""
    data: str = ""

    @property
    def module(self) -> str:
        return f"{self.chapter}.{self.script.stem}"

    def to_json(self) -> dict[str, Any]:
        """What the process is told."""
        return {
            "module": self.module,
            "chapter": self.chapter,
            "script": str(self.script),
            "files": {name: (path, base64.b64encode(data).decode()) for name, (path, data) in self.files.items()},
            "folders": self.folders,
            "device": self.device,
            "data": self.data,
            "seed": self.seed,
            "threads": threads(),
            "note": self.note,
            "start": {
                "script": self.script.name,
                "subject": self.subject,
                "uses": self.uses,
                "borrowed": self.borrowed,
                "data": self.data,
            },
        }


def plan_run(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    workspace: Path | None,
    *,
    reference: bool = False,
    stubs: bool = False,
    mistake: str | None = None,
    borrow: Collection[str] = (),
    device: str = "cpu",
    seed: int | None = None,
    data: str = "",
) -> RunPlan:
    """Reads all files of a run. `borrow` holds the addresses of the exercises whose reference is lent.

    With `reference`, `stubs` or `mistake` (`dot-score:unscaled`, or `ch04/rnn-cell:no-tanh`) nothing is taken from the
    workspace, which may then be None.

    Raises:
        Unreadable: a file of the learner's can't be read.
        UnknownMistake: there is no such exercise or mistake.
        StaleEdit: the mistake no longer fits the reference.
    """
    own = workspace if not reference and not stubs and mistake is None else None
    used = uses_of(course, chapter, step) if own is not None else _every_exercise(course, chapter, step)
    files: Files = {}
    for home in {home.id: home for home in [chapter, *(home for home, _ in used)]}.values():
        files |= _complete_modules(course, home, own)
    lent = tuple(home.address(each) for home, each in used if own is not None and home.address(each) in borrow)
    for home, each in used:
        if stubs:
            files[module_name(home, each)] = _ours(course.stub(home, each))
        elif own is None or home.address(each) in lent:
            files[module_name(home, each)] = _ours(course.reference(home, each))
        else:
            files[module_name(home, each)] = _theirs(own / home.name / each.file)
    if mistake is not None:
        files |= _with_mistake(course, chapter, mistake)
    original = course.exercises_dir(chapter) / step.script
    script = original if own is None else own / chapter.name / step.script
    files[f"{chapter.name}.{script.stem}"] = _ours(script) if own is None else _theirs(script)
    subject = "yours" if own is not None else "stubs" if stubs else "reference"
    subject = f"mistake {mistake}" if mistake is not None else subject
    return RunPlan(
        address=chapter.address(step),
        chapter=chapter.name,
        script=script,
        files=files,
        subject=subject,
        uses=tuple(home.address(each) for home, each in uses_of(course, chapter, step)),
        borrowed=lent,
        target=step.target if isinstance(step, TrainStep) else {},
        edited=own is not None and script.read_bytes() != original.read_bytes(),
        folders=() if own is None else (str(script.parent), str(own)),
        device=device,
        seed=seed,
        note="" if own is None else hiding((script.parent, own)),
        data=data,
    )


def _every_exercise(
    course: Course, chapter: Chapter, step: TrainStep | RunStep
) -> tuple[tuple[Chapter, ExerciseStep], ...]:
    """What a run without the workspace may import: the chapter's exercises, and what those and the step build on."""
    found = {}
    for each in (step, *chapter.exercises):
        for owner, exercise in uses_of(course, chapter, each):
            found[owner.address(exercise)] = (owner, exercise)
    for exercise in chapter.exercises:
        found[chapter.address(exercise)] = (chapter, exercise)
    return tuple(found.values())


def _ours(path: Path) -> tuple[str, bytes]:
    return str(path), path.read_bytes()


def _theirs(path: Path) -> tuple[str, bytes]:
    return str(path), read(path)


def _complete_modules(course: Course, home: Chapter, workspace: Path | None) -> Files:
    """The chapter's helper modules, the learner's copies where there are some."""
    found = given_modules(course, home)
    if workspace is not None:
        for name in found:
            copy = workspace / home.name / f"{name.partition('.')[2]}.py"
            if copy.is_file():
                found[name] = _theirs(copy)
    return found


def _with_mistake(course: Course, chapter: Chapter, mistake: str) -> Files:
    """The reference of one exercise with one mistake in it."""
    exercise, _, name = mistake.partition(":")
    home, step = _exercise(course, chapter, exercise)
    file = course.answers_file(home, step)
    wrong = load_answers(file).wrong if file.is_file() else {}
    if name not in wrong:
        known = ", ".join(f"{exercise}:{each}" for each in wrong) or "none"
        raise UnknownMistake(f"{home.address(step)} knows no mistake called {name!r}; it knows {known}.")
    reference = course.reference(home, step)
    text = wrong[name].apply(reference.read_text("utf-8"))
    return {module_name(home, step): (f"{reference} with {name}", text.encode())}


def _exercise(course: Course, chapter: Chapter, name: str) -> tuple[Chapter, ExerciseStep]:
    try:
        return course.resolve(chapter, name)
    except LookupError as error:
        raise UnknownMistake(
            f"A mistake is named EXERCISE:MISTAKE, such as dot-score:unscaled. {error.args[0]}"
        ) from None
