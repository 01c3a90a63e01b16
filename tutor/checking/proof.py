"""An exercise tried from outside, for those who write one: trusted answers, judged and diagnosed in this process.

The same judgement as for a learner, without the two processes: the files of a course are trusted, and a proof tries
hundreds of them.
"""

from __future__ import annotations

import base64
import importlib.util
import itertools
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import torch

from tutor.checking import given
from tutor.checking.answers import Answers, load_answers
from tutor.checking.diagnosis import Found
from tutor.checking.job import plan
from tutor.checking.judgement import Judgement, local_subject
from tutor.checking.run import load
from tutor.checking.verdict import CheckResult
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep

_COUNT = itertools.count()


@dataclass(frozen=True, slots=True)
class Tried:
    """What one answer came to."""

    results: tuple[CheckResult, ...]
    found: dict[str, Found]

    @property
    def passed(self) -> bool:
        return all(result.status == "passed" for result in self.results)

    @property
    def failed(self) -> tuple[str, ...]:
        """The ids of the checks that failed (not those in error)."""
        return tuple(result.id for result in self.results if result.status == "failed")

    @property
    def named(self) -> set[str]:
        """The mistakes that the diagnosis names for the failed checks; an empty name where it is silent."""
        return {self.found.get(check, {}).get("mistake", "") for check in self.failed}

    @property
    def told(self) -> str:
        """The messages of what did not pass, for an author to read."""
        return "\n".join(f"{r.id}: {r.status}: {r.message}" for r in self.results if r.status != "passed")


class Proof:
    """One exercise of a course, with its reference and its other answers."""

    def __init__(self, course: Course, chapter: Chapter, step: ExerciseStep) -> None:
        torch.set_num_threads(1)  # as in a judge
        self.job = plan(course, chapter, step, course.root / "solutions").to_json()
        self.reference = course.reference(chapter, step).read_text("utf-8")
        self.answers: Answers = load_answers(course.answers_file(chapter, step))
        self.checks = _import(Path(self.job["check_file"]))

    def attempt(self, text: str, *, seed: int = 0, diagnose: bool = False) -> Tried:
        """Judges `text` in the place of the learner's file. Trusted: it runs here."""
        target = self.job["target"]
        job = self.job | {"learner": self.job["reference"] | {target: _encoded(f"<{target}>", text)}, "seed": seed}
        subject = local_subject(job, "learner")
        judgement = Judgement(job, subject, lambda result: None)
        _, raised = load(subject.library, target)
        if raised:
            judgement.all_failed(raised.reason, raised.sentence, raised.line)
        else:
            for check in judgement.titles:
                judgement.run_check(check, getattr(self.checks, check))
        results = tuple(judgement.finish(""))
        found = judgement.diagnose(seconds=600) if diagnose else {}
        given.remove_folders()
        return Tried(results, found)


def _encoded(path: str, text: str) -> tuple[str, str]:
    return path, base64.b64encode(text.encode()).decode()


def _import(path: Path) -> ModuleType:
    """The check file as a module under a name of its own: two chapters may use one file name."""
    name = f"_dltutor_checks_{next(_COUNT)}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
