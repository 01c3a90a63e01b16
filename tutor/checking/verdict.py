"""What a check says: plain data that goes to the screen, to JSON and into the progress database.

The fields are those of `dltutor check --json`, one for one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Status = Literal["passed", "failed", "skipped", "error"]
ExerciseStatus = Literal["passed", "failed", "error", "skipped", "untouched"]
Reason = Literal[
    "ok",
    "wrong",
    "exception",
    "unfinished",
    "forbidden",
    "early_exit",
    "signal",
    "time",
    "memory",
    "output",
    "import",
    "syntax",
    "unreadable",
    "tampered",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One promise, kept or not.

    `message` is what the learner reads, without the promise itself (that is `title`). `mistake` names the recognised
    mistakes (`unscaled`, or `unscaled + mask-after-softmax`), `diagnosis` is its sentence; both come with the second
    event, after the verdict. `line` is the line of the learner's file to look at. `reason` is None where `status` is
    `skipped` or `error`.
    """

    id: str
    title: str
    status: Status
    reason: Reason | None
    message: str = ""
    mistake: str | None = None
    diagnosis: str = ""
    line: int | None = None
    seconds: float = 0.0
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseVerdict:
    """All promises of one exercise. `note` is one sentence where there is something to say about the whole file
    (untouched, skipped because of another exercise, a fault of the course, a file beside it that hides a module).
    `sandbox` names what the kernel kept the learner's code from: `files`, `network`, `processes`; empty where
    nothing ran or the kernel offers nothing."""

    id: str
    status: ExerciseStatus
    sha256: str
    seconds: float
    output: str
    checks: tuple[CheckResult, ...]
    note: str = ""
    sandbox: tuple[str, ...] = ()

    @property
    def passed(self) -> int:
        return sum(check.status == "passed" for check in self.checks)

    @property
    def first_failure(self) -> CheckResult | None:
        return next((check for check in self.checks if check.status in ("failed", "error")), None)

    def with_checks(self, checks: tuple[CheckResult, ...]) -> ExerciseVerdict:
        return replace(self, checks=checks)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Cancelled(Exception):
    """The check was called off (a newer save, the learner left); no verdict."""
