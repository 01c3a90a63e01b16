"""What one check is about: which file, which others it may import, against which reference. No torch, no judgement."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.checking.limits import MEMORY
from tutor.checking.snapshot import Unreadable, read
from tutor.course import Chapter, Course
from tutor.course.hiding import hiding
from tutor.course.locate import program_courses
from tutor.course.model import ExerciseStep, Limits, RunStep, TrainStep
from tutor.downloads import places

Files = dict[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckJob:
    """One exercise to check. `learner` and `reference` map `ch10_attention.dot_score` to (path, bytes); `uses` lists
    the other exercises whose files are among them, `sha256` covers all of the learner's files, `note` is a sentence
    about the files beside them."""

    address: str
    target: str
    implement: tuple[str, ...]
    forbid: tuple[str, ...]
    limits: Limits
    check_file: Path
    answers_file: Path
    learner: Files
    reference: Files
    uses: tuple[tuple[Chapter, ExerciseStep, Path], ...]
    sha256: str
    seeds: dict[str, int] = field(default_factory=dict)
    untouched: bool = False
    unreadable: str = ""
    note: str = ""
    memory: int = MEMORY

    @property
    def seed(self) -> int:
        """From the file's hash: an edit brings fresh inputs, the same file always the same verdict."""
        return int(self.sha256[:8], 16) % 1_000_003

    @property
    def hidden(self) -> list[str]:
        """What a worker must not read: the solutions and checks of this course and of the one that comes along."""
        roots = {self.check_file.parents[3], *program_courses()}
        return [str(root / name) for root in roots for name in ("solutions", "tests") if (root / name).is_dir()]

    @property
    def readable(self) -> list[str]:
        """What it may read beside Python and what is installed: the course's scripts and data, and what was fetched."""
        return [str(self.check_file.parents[3] / "exercises"), str(places.folder()), str(places.torchs())]

    def to_json(self) -> dict[str, Any]:
        """What the judge is told."""
        return {
            "hidden": self.hidden,
            "readable": self.readable,
            "address": self.address,
            "target": self.target,
            "implement": self.implement,
            "forbid": self.forbid,
            "check_seconds": self.limits.check_seconds,
            "file_seconds": self.limits.file_seconds,
            "check_file": str(self.check_file),
            "answers_file": str(self.answers_file),
            "learner": _text(self.learner),
            "reference": _text(self.reference),
            "seeds": self.seeds,
            "seed": self.seed,
            "memory": self.memory,
        }


def plan(
    course: Course,
    chapter: Chapter,
    step: ExerciseStep,
    workspace: Path,
    *,
    file: Path | None = None,
    seeds: dict[str, int] | None = None,
) -> CheckJob:
    """Reads every file of one check. A learner's file that can't be read is told in `unreadable`, never raised."""
    used = uses_of(course, chapter, step)
    mine = file or workspace / chapter.name / step.file
    target = module_name(chapter, step)
    learner, reference = given_modules(course, chapter), given_modules(course, chapter)
    unreadable = ""
    try:
        learner[target] = (str(mine), read(mine))
    except Unreadable as fault:
        learner[target] = (str(mine), b"")
        unreadable = str(fault)
    reference[target] = _file(course.reference(chapter, step))
    paths = []
    for other, exercise in used:
        path = workspace / other.name / exercise.file
        learner |= given_modules(course, other)
        reference |= given_modules(course, other)
        try:
            learner[module_name(other, exercise)] = (str(path), read(path))
        except Unreadable as fault:
            unreadable = unreadable or str(fault)
        reference[module_name(other, exercise)] = _file(course.reference(other, exercise))
        paths.append((other, exercise, path))
    digest = hashlib.sha256()
    for name in [target, *(module_name(other, exercise) for other, exercise, _ in paths)]:
        digest.update(name.encode() + b"\0" + hashlib.sha256(learner.get(name, ("", b""))[1]).digest())
    return CheckJob(
        address=chapter.address(step),
        target=target,
        implement=step.implement,
        forbid=step.forbid,
        limits=step.limits,
        check_file=course.check_file(chapter, step),
        answers_file=course.answers_file(chapter, step),
        learner=learner,
        reference=reference,
        uses=tuple(paths),
        sha256=digest.hexdigest(),
        seeds=seeds or {},
        untouched=not unreadable and is_untouched(learner[target][1], course.stub(chapter, step)),
        unreadable=unreadable,
        note=hiding((mine.parent, workspace)),
    )


def module_name(chapter: Chapter, step: ExerciseStep) -> str:
    """`ch10_attention.dot_score`."""
    return f"{chapter.name}.{step.file.removesuffix('.py')}"


def uses_of(
    course: Course, chapter: Chapter, step: ExerciseStep | RunStep | TrainStep
) -> tuple[tuple[Chapter, ExerciseStep], ...]:
    """All exercises that `step` builds on, transitively, the nearest first."""
    found: dict[str, tuple[Chapter, ExerciseStep]] = {}
    waiting = [(chapter, use) for use in step.uses]
    while waiting:
        home, use = waiting.pop(0)
        other, exercise = course.resolve(home, use)
        address = other.address(exercise)
        if address not in found:
            found[address] = (other, exercise)
            waiting += [(other, deeper) for deeper in exercise.uses]
    return tuple(found.values())


def given_modules(course: Course, chapter: Chapter) -> Files:
    """The chapter's complete helper modules: its Python files that are no exercise, in the course's own copy."""
    stubs = {exercise.file for exercise in chapter.exercises}
    folder = course.exercises_dir(chapter)
    if not folder.is_dir():
        return {}
    return {
        f"{chapter.name}.{path.stem}": _file(path) for path in sorted(folder.glob("*.py")) if path.name not in stubs
    }


def is_untouched(data: bytes, stub: Path) -> bool:
    """Whether a file is still the stub, apart from white space at line ends."""
    from tutor.course.stubtext import learner_text

    try:
        pristine = learner_text(stub.read_text("utf-8"))
        return _lines(pristine) == _lines(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _file(path: Path) -> tuple[str, bytes]:
    return str(path), path.read_bytes()


def _text(files: Files) -> dict[str, tuple[str, str]]:
    return {name: (path, base64.b64encode(data).decode()) for name, (path, data) in files.items()}


def files_from_json(files: dict[str, tuple[str, str]]) -> Files:
    """The other end of `to_json`."""
    return {name: (path, base64.b64decode(data)) for name, (path, data) in files.items()}
