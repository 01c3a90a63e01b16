"""The rows of the progress database as plain data, and verdicts back from JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

from tutor.checking.verdict import CheckResult, ExerciseStatus, ExerciseVerdict

RunKind = Literal["own", "borrowed", "reference", "mistake"]
RunState = Literal["running", "ended", "stopped", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One check of a file: what was handed in, and what was said to it. `number` counts from 1 within the exercise.

    Bytes of `source` that are not UTF-8 are surrogates in it, as Python has them in file names.
    """

    number: int
    at: datetime
    source: str
    sha256: str
    verdict: ExerciseVerdict

    @property
    def status(self) -> ExerciseStatus:
        return self.verdict.status


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One training run. `met` is about the learner's own code: a run of any other kind never met a target, nor did
    one on other `data` than the lesson's.

    A run that is still `running` although its process is gone was killed; what it had logged is here all the same.
    """

    number: int
    at: datetime
    kind: RunKind
    state: RunState
    mistake: str | None
    borrowed: tuple[str, ...]
    metrics: dict[str, float]
    met: bool
    seconds: float
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One line of a run's log."""

    step: int | None
    epoch: int | None
    stage: str
    metrics: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a quiz question."""

    at: datetime
    given: str
    right: bool


def verdict_from_json(data: dict[str, Any]) -> ExerciseVerdict:
    """The inverse of `ExerciseVerdict.to_json`. Fields that another version knew are passed over."""
    checks = tuple(CheckResult(**_known(CheckResult, check)) for check in data["checks"])
    sandbox = tuple(data.get("sandbox", ()))
    return ExerciseVerdict(**{**_known(ExerciseVerdict, data), "checks": checks, "sandbox": sandbox})


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in data.items() if name in names}
