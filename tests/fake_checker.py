"""A checker that looks for the right expression instead of running anything: for tests of what surrounds a check."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.tiny import EXERCISES
from tutor.checking.job import CheckJob
from tutor.checking.verdict import Cancelled, CheckResult, ExerciseVerdict

OnVerdict = Callable[[ExerciseVerdict], None]


class FakeChecker:
    """Passes a file that returns the right expression. `held` makes each check wait until it is cancelled or let go."""

    def __init__(self) -> None:
        self.jobs: list[CheckJob] = []
        self.closed = False
        self.warmed = 0
        self.held = False
        self.entered = threading.Event()
        self._go = threading.Event()
        self._cancelled = False

    def check(self, job: CheckJob, on_verdict: OnVerdict | None = None) -> ExerciseVerdict:
        self.jobs.append(job)
        self._cancelled = False
        self.entered.set()
        if self.held:
            self._go.wait(10)
            self._go.clear()
        if self._cancelled:
            raise Cancelled
        verdict = self._judge(job)
        if on_verdict is not None:
            on_verdict(verdict)
        if verdict.status == "passed":
            return verdict
        diagnosed = replace(verdict.checks[1], mistake="wrong-factor", diagnosis="The factor is another one.")
        return verdict.with_checks((verdict.checks[0], diagnosed))

    def _judge(self, job: CheckJob) -> ExerciseVerdict:
        source = job.learner[job.target][1].decode("utf-8", "replace")
        right = f"return {EXERCISES[job.target.replace('.', '/')][3]}" in source
        first = CheckResult(id="test_the_worked_example", title="The worked example", status="passed", reason="ok")
        second = CheckResult(id="test_every_number_counts", title="Each number counts", status="passed", reason="ok")
        if not right:
            second = replace(second, status="failed", reason="wrong", message="got\n  [3]", line=8, seed=job.seed)
        return ExerciseVerdict(
            id=job.address,
            status="passed" if right else "failed",
            sha256=job.sha256,
            seconds=0.05,
            output="\x1b[2J[bold]hi[/bold]\n" if "print" in source else "",
            checks=(first, second),
        )

    def cancel(self) -> None:
        self._cancelled = True
        self._go.set()

    def let_go(self) -> None:
        self._go.set()

    def warm(self) -> None:
        self.warmed += 1

    def parent(self) -> None:
        return None

    def close(self) -> None:
        self.closed = True
        self.cancel()


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> FakeChecker:
    """Every session of the test checks with this one."""
    fake = FakeChecker()
    monkeypatch.setattr("tutor.checking.checker.Checker", lambda: fake)
    return fake
