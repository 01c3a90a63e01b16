"""An exercise tried from outside, for those who write one: trusted answers, judged and diagnosed in this process.

The same judgement as for a learner, without the two processes: the files of a course are trusted, and a proof tries
hundreds of them. What was observed once (of the reference, of a mistake) is remembered as long as the proof lives.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from tutor.checking import given
from tutor.checking.answers import Answers, load_answers
from tutor.checking.bench import Subject
from tutor.checking.checkfile import CheckFile, FaultyFile
from tutor.checking.diagnosis import Found
from tutor.checking.evidence import Remembered
from tutor.checking.forbid import exists, operator_named, operators, said
from tutor.checking.job import plan
from tutor.checking.judgement import AT_FAULT, Judgement, local_subject
from tutor.checking.suspects import Suspects
from tutor.checking.verdict import CheckResult
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

_PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Tried:
    """What one answer came to. `seconds` is what a learner would wait: the reference runs beside their file."""

    results: tuple[CheckResult, ...]
    judgement: Judgement
    seconds: float = 0.0
    found: dict[str, Found] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(result.status == "passed" for result in self.results)

    @property
    def failed(self) -> tuple[str, ...]:
        """The ids of the checks that failed (not those in error)."""
        return tuple(result.id for result in self.results if result.status == "failed")

    @property
    def not_passed(self) -> list[str]:
        """The ids of the checks that failed or are in error."""
        return [result.id for result in self.results if result.status != "passed"]

    @property
    def named(self) -> set[str]:
        """The mistakes that the diagnosis names for the failed checks; an empty name where it is silent."""
        return {self.found.get(check, {}).get("mistake", "") for check in self.failed}

    @property
    def forbidden(self) -> str:
        """What is said of a forbidden call, if there is one."""
        return next((result.message for result in self.results if result.reason == "forbidden"), "")

    @property
    def told(self) -> str:
        """The messages of what did not pass, for an author to read."""
        told = ((r.id, r.status, r.message.removeprefix(AT_FAULT)) for r in self.results if r.status != "passed")
        return "\n".join(": ".join(each) for each in told)


class Proof:
    """One exercise of a course, with its reference and its other answers, from its job (see `CheckJob.to_json`).
    FaultyFile where the checks or the reference can't be read."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.reference = _text(*job["reference"][job["target"]])
        self.checks = CheckFile(Path(job["check_file"]))
        self.functions = self.checks.module  # FaultyFile at once, not at the first attempt
        self._strictest = list(self.checks.titles)  # for the hasty: what has rejected others comes first
        self.forbid: tuple[str, ...] = tuple(name for name in job["forbid"] if exists(name))
        self._judge = Remembered(local_subject(job, "reference"))

    @classmethod
    def of(cls, course: Course, chapter: Chapter, step: ExerciseStep) -> Proof:
        """The proof of one exercise of a course that could be loaded."""
        return cls(plan(course, chapter, step, course.root / "solutions").to_json())

    @cached_property
    def answers(self) -> Answers:
        """The other answers. FaultyFile."""
        path = self.job["answers_file"]
        try:
            return load_answers(Path(path))
        except FileNotFoundError:
            raise FaultyFile(path, f"there is no file of other answers; write {Path(path).name}") from None
        except (OSError, ValueError) as fault:
            raise FaultyFile(path, str(fault).removeprefix(f"{path}: ")) from None

    @cached_property
    def _suspects(self) -> Suspects:
        return Suspects(self.job, self._judge)

    def attempt(
        self,
        text: str,
        *,
        seed: int = 0,
        hasty: bool = False,
        watched: bool = True,
        again: bool = True,
        through: Callable[[Subject], Subject] | None = None,
    ) -> Tried:
        """Judges `text` in the place of the learner's file. Trusted: it runs here.

        Args:
            text: a file of its own, or a change of the reference.
            seed: decides the inputs.
            hasty: whether the first broken promise is enough.
            watched: whether calls of what is forbidden are looked for; it takes half of the time.
            again: whether what is kept from call to call is looked for, too.
            through: puts something between the checks and the text.
        """
        target = self.job["target"]
        files = self.job["reference"] | {target: _encoded(f"<{target}>", text)}
        job = self.job | {"learner": files, "seed": seed}
        subject = local_subject(job, "learner", self.forbid if watched else ())
        asked = through(subject) if through else subject
        judgement = Judgement(job, self.checks.titles, asked, _unheard, self._judge, again=again)
        started, before = time.monotonic(), self._judge.seconds
        try:
            self._run(judgement, subject.load, hasty)
            seconds = time.monotonic() - started - (self._judge.seconds - before)
            results = judgement.results.values() if hasty else judgement.finish("")
        finally:
            given.remove_folders()
        return Tried(tuple(results), judgement, seconds)

    def mistake(self, name: str, text: str, seed: int) -> Tried:
        """Judges a named mistake, whose file is `text`. What it shows in each check is remembered for the diagnosis of
        others, which would ask it the same."""
        tried = self.attempt(text, seed=seed)
        for suspect in self._suspects.single:
            if suspect.name == name:
                for ran in tried.judgement.ran:
                    suspect.seen(*ran)
        return tried

    def diagnosed(self, tried: Tried) -> Tried:
        """The same, with the mistakes that explain what failed."""
        try:
            return replace(tried, found=tried.judgement.diagnose(_PATIENCE, self._suspects))
        finally:
            given.remove_folders()

    def alone(self, seed: int) -> Tried:
        """Judges the reference by itself: what it observes is compared with nothing, so that each probe runs once."""
        judgement = Judgement(self.job | {"seed": seed}, self.checks.titles, self._judge, _unheard, self._judge)
        try:
            self._run(judgement, lambda: None, hasty=False)
        finally:
            given.remove_folders()
        return Tried(tuple(judgement.finish("")), judgement)

    def uses(self, tried: Tried) -> str:
        """The forbidden name that an attempt was refused for, as the lesson spells it."""
        for name in self.forbid:
            if tried.forbidden in map(said, [name, *map(operator_named, operators(name))]):
                return name
        return ""

    def _run(self, judgement: Judgement, load: Callable[[], Any], hasty: bool) -> None:
        raised = load()
        if raised:
            judgement.all_failed(raised.reason, raised.sentence, raised.line)
            return
        for check in tuple(self._strictest) if hasty else judgement.titles:
            judgement.run_check(check, getattr(self.functions, check))
            if hasty and judgement.results[check].status != "passed":
                self._strictest.remove(check)
                self._strictest.insert(0, check)
                return


def _text(path: str, data: str) -> str:
    try:
        return base64.b64decode(data).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FaultyFile(path, f"it is no UTF-8: {fault}") from None


def _encoded(path: str, text: str) -> tuple[str, str]:
    return path, base64.b64encode(text.encode()).decode()


def _unheard(result: CheckResult) -> None:
    """Nobody waits for a single result of a proof."""
