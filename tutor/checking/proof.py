"""An exercise tried from outside, for those who write one: trusted answers, judged and diagnosed in this process.

The same judgement as for a learner, without the two processes: the files of a course are trusted, and a proof tries
hundreds of them. What was observed once (of the reference, of a mistake) is remembered as long as the proof lives.
"""

from __future__ import annotations

import base64
import importlib.util
import itertools
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from tutor.checking import given
from tutor.checking.answers import Answers, load_answers
from tutor.checking.bench import Subject
from tutor.checking.diagnosis import Found
from tutor.checking.evidence import Remembered
from tutor.checking.forbid import exists, operator_named, operators, said
from tutor.checking.job import plan
from tutor.checking.judgement import AT_FAULT, Judgement, local_subject
from tutor.checking.ship import check_titles
from tutor.checking.suspects import Suspects
from tutor.checking.verdict import CheckResult
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep
from tutor.syntax import parse

_COUNT = itertools.count()
_PATIENCE = 600.0


class FaultyFile(Exception):
    """An author's file that can't be used: one sentence, with the file and, where known, the line."""

    def __init__(self, file: str, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.file = file
        self.line = line

    @property
    def fact(self) -> dict[str, Any]:
        """As the prover tells it."""
        return {"fact": "fault", "file": self.file, "line": self.line, "sentence": str(self)}


@dataclass(frozen=True, slots=True)
class Tried:
    """What one answer came to. `seconds` is what a learner would wait: the reference runs beside their file."""

    results: tuple[CheckResult, ...]
    found: dict[str, Found]
    seconds: float = 0.0

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
        self.titles, self.checks = _load_checks(Path(job["check_file"]))
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
        diagnose: bool = False,
        hasty: bool = False,
        through: Callable[[Subject], Subject] | None = None,
    ) -> Tried:
        """Judges `text` in the place of the learner's file, by the first broken promise alone where `hasty`. Trusted:
        it runs here. `through` puts something between the checks and the text."""
        target = self.job["target"]
        files = self.job["reference"] | {target: _encoded(f"<{target}>", text)}
        job = self.job | {"learner": files, "seed": seed}
        subject = local_subject(job, "learner", self.forbid)
        judgement = Judgement(job, through(subject) if through else subject, lambda result: None, self._judge)
        started, before = time.monotonic(), self._judge.seconds
        try:
            self._run(judgement, subject.load, hasty)
            seconds = time.monotonic() - started - (self._judge.seconds - before)
            results = judgement.results.values() if hasty else judgement.finish("")
            found = judgement.diagnose(_PATIENCE, self._suspects) if diagnose and judgement.failures else {}
        finally:
            given.remove_folders()
        return Tried(tuple(results), found, seconds)

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
        for check in judgement.titles:
            judgement.run_check(check, getattr(self.checks, check))
            if hasty and judgement.results[check].status != "passed":
                return


def _text(path: str, data: str) -> str:
    try:
        return base64.b64decode(data).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise FaultyFile(path, f"it is no UTF-8: {fault}") from None


def _encoded(path: str, text: str) -> tuple[str, str]:
    return path, base64.b64encode(text.encode()).decode()


def _load_checks(path: Path) -> tuple[Sequence[str], ModuleType]:
    """The ids of the checks, and the check file as a module under a name of its own: two chapters may use one file
    name. FaultyFile."""
    name = f"_dltutor_checks_{next(_COUNT)}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
        titles = tuple(check_titles(parse(path.read_bytes())))
        for check in titles:
            getattr(module, check)
    except FileNotFoundError:
        raise FaultyFile(str(path), f"there is no check file; write {path.name}") from None
    except SyntaxError as fault:
        raise FaultyFile(str(path), f"it is no Python: {fault.msg}", fault.lineno or 1) from None
    except (Exception, SystemExit) as fault:
        lines = [frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == str(path)]
        said = f"it can't be loaded: {type(fault).__name__}: {fault}"
        raise FaultyFile(str(path), said, (lines or [1])[-1] or 1) from None
    return titles, module
