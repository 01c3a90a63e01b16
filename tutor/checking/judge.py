"""The judge: runs the hidden checks with pytest and says what each promise came to. No learner code runs here.

It hears one job from the supervisor, asks the worker for observations, sends each result as it is known, then the
verdict, then the diagnosis. It is forked for one job and ends with it.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import socket
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch

from tutor.checking import given
from tutor.checking.bench import Bench, Broken, CheckFault, as_broken
from tutor.checking.channel import Closed, receive, send
from tutor.checking.diagnosis import Diagnosis
from tutor.checking.evidence import Failure
from tutor.checking.fixtures import FixtureNames, call_check
from tutor.checking.job import files_from_json
from tutor.checking.loading import Library
from tutor.checking.local import LocalSubject
from tutor.checking.remote import RemoteSubject
from tutor.checking.run import Raised
from tutor.checking.ship import check_titles, shipped
from tutor.checking.verdict import CheckResult

_REHEARSAL = Path(__file__).with_name("rehearsal") / "test_rehearsal.py"
_DRAWS = 3
# Plugins of pytest that a check has no use for; each costs time at every run.
_OFF = (
    *("cacheprovider", "terminal", "faulthandler", "junitxml", "stepwise", "doctest", "unittest", "nose", "logging"),
    *("unraisableexception", "threadexception", "warnings", "pastebin", "debugging", "setuponly", "setupplan"),
)


def main(control: socket.socket, worker: socket.socket, *, warm: bool) -> None:
    """Judges one job and leaves. A spare (`warm`) rehearses while it waits."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):  # nothing of the judge's may land on the learner's screen
        os.dup2(null, fd)
    torch.set_num_threads(1)
    if warm:
        rehearse()
    try:
        job, _ = receive(control)
        Judge(control, worker, job).judge()
    except Closed:
        return
    finally:
        given.remove_folders()


class Judge:
    """One job: the checks of one exercise on one learner's file."""

    def __init__(self, control: socket.socket, worker: socket.socket, job: dict[str, Any]) -> None:
        self.control = control
        self.job = job
        self.check_file = Path(job["check_file"])
        text = self.check_file.read_text("utf-8")
        self.titles = check_titles(ast.parse(text))
        chapter = job["target"].partition(".")[0]
        self.subject = RemoteSubject(control, worker, job, shipped(text))
        self.reference = LocalSubject(Library.of_files(files_from_json(job["reference"]), chapter), job["target"])
        self.results: dict[str, CheckResult] = {}
        self.failures: list[Failure] = []
        self.kept: list[tuple[str, Callable[..., None], int]] = []
        self.fault = ""

    def judge(self) -> None:
        """Results as they come, the verdict, the diagnosis."""
        try:
            raised = self.subject.load()
            if raised:
                self._all_failed(raised)
            else:
                self.fault = run_pytest(self.check_file, self)
        except CheckFault as fault:
            self.fault = f"The check's file is at fault, not your code: {fault}"
        for check in self.titles:
            if check not in self.results:
                why = self.fault or "The check did not run: its file is at fault, not your code."
                self._tell(self._result(check, "error", None, why))
        self._send("verdict", checks=[asdict(self.results[check]) for check in self.titles])
        diagnosis: dict[str, Any] = {}
        if self.failures:
            with contextlib.suppress(OSError, ValueError):
                diagnosis = Diagnosis(self.job, self.reference, self.failures, self.kept).find()
        self._send("diagnosis", found=diagnosis)

    # -- called by pytest

    def run_check(self, check: str, function: Callable[..., None]) -> None:
        """One check: a seed that failed before is tried first, then the file's own."""
        kept = self.job["seeds"].get(check)
        seeds = [self.job["seed"]] if kept is None or kept == self.job["seed"] else [kept, self.job["seed"]]
        started = time.monotonic()
        self.subject.begin(self.titles[check])
        for seed in seeds:
            result = self._attempt(check, function, seed)
            if result.status != "passed":
                break
        else:
            self.kept.append((check, function, self.job["seed"]))
        self._tell(_with_seconds(result, time.monotonic() - started))

    def _attempt(self, check: str, function: Callable[..., None], seed: int) -> CheckResult:
        for draw in range(_DRAWS):
            bench = Bench(self.subject, self.reference, check, seed + draw)
            try:
                call_check(function, bench)
                return self._result(check, "passed", "ok", "", seed=seed)
            except CheckFault as fault:
                return self._result(check, "error", None, f"The check is at fault, not your code: {fault}")
            except Broken as broken:
                return self._failed(check, function, bench, broken, seed + draw)
            except Exception as exception:
                if not self._breaks_on_reference(function, check, seed + draw):
                    return self._failed(check, function, bench, as_broken(exception), seed + draw)
        why = "The check is at fault, not your code: the reference does not keep this promise either."
        return self._result(check, "error", None, why)

    def _breaks_on_reference(self, function: Callable[..., None], check: str, seed: int) -> bool:
        try:
            call_check(function, Bench(self.reference, self.reference, check, seed))
        except Exception:
            return True
        return False

    def _failed(
        self, check: str, function: Callable[..., None], bench: Bench, broken: Broken, seed: int
    ) -> CheckResult:
        line = broken.line or self.line_of_definition()
        if broken.reason in ("wrong", "exception"):
            self.failures.append(Failure(check, function, seed, bench, broken))
        return self._result(check, "failed", broken.reason, broken.message, line=line, seed=seed)

    # -- telling

    def _all_failed(self, raised: Raised) -> None:
        for check in self.titles:
            self._tell(self._result(check, "failed", raised.reason, raised.sentence, line=raised.line))

    def _result(self, check: str, status: Any, reason: Any, message: str, **more: Any) -> CheckResult:
        return CheckResult(id=check, title=self.titles[check], status=status, reason=reason, message=message, **more)

    def _tell(self, result: CheckResult) -> None:
        self.results[result.id] = result
        self._send("check", result=asdict(result))

    def _send(self, event: str, **fields: Any) -> None:
        send(self.control, {"event": event, **fields})

    def line_of_definition(self) -> int | None:
        """Where the learner defines what is to be implemented."""
        _, data = self.subject.learner[self.job["target"]]
        for name in self.job["implement"]:
            pattern = rf"^\s*(?:def|class|async def)\s+{re.escape(name.rpartition('.')[2])}\b".encode()
            if found := re.search(pattern, data, re.MULTILINE):
                return data.count(b"\n", 0, found.end()) + 1
        return None


def _with_seconds(result: CheckResult, seconds: float) -> CheckResult:
    return CheckResult(**(asdict(result) | {"seconds": round(seconds, 4)}))


class _Plugin(FixtureNames):
    """Hands every collected check to the judge instead of calling it."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.faults: list[str] = []

    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.tbstyle = "no"  # saves 40 ms a failing check; `--tb` is unknown without the terminal plugin

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        self.judge.run_check(pyfuncitem.name, pyfuncitem.obj)
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.faults.append(str(report.longrepr))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.faults.append(str(report.longrepr))


def run_pytest(check_file: Path, judge: Judge) -> str:
    """Runs the checks of a file; what pytest itself complains of, or nothing."""
    plugin = _Plugin(judge)
    _pytest(check_file, [plugin])
    return f"The check's file is at fault, not your code: {plugin.faults[0]}" if plugin.faults else ""


def _pytest(file: Path, plugins: list[Any]) -> None:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    arguments = [str(file), "-c", os.devnull, f"--rootdir={file.parent}", f"--confcutdir={file.parent}"]
    arguments += ["--import-mode=importlib", "--assert=plain", "--capture=no"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*arguments, *(part for name in _OFF for part in ("-p", f"no:{name}"))], plugins=plugins)


def rehearse() -> None:
    """What a first run of pytest and a first use of torch cost, paid before there is anything to judge."""
    from tutor.checking import worker

    worker.warm_up()
    _pytest(_REHEARSAL, [])
