"""The judge: runs the hidden checks with pytest and says what each promise came to. No learner code runs here.

It hears one job from the supervisor, asks the worker for observations, sends each result as it is known, then the
verdict, then the diagnosis. It is forked for one job and ends with it.
"""

from __future__ import annotations

import contextlib
import io
import os
import socket
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import torch

from tutor.checking import given
from tutor.checking.bench import CheckFault
from tutor.checking.channel import Closed, receive, send
from tutor.checking.checkfile import CheckFile
from tutor.checking.judgement import Judgement
from tutor.checking.remote import RemoteSubject
from tutor.checking.warmup import warm_up

_REHEARSAL = Path(__file__).with_name("rehearsal") / "test_rehearsal.py"
# Plugins of pytest that a check has no use for; each costs time at every run.
_OFF = (
    *("cacheprovider", "terminal", "faulthandler", "junitxml", "stepwise", "doctest", "unittest", "nose", "logging"),
    *("unraisableexception", "threadexception", "warnings", "pastebin", "debugging", "setuponly", "setupplan"),
)
_AT_FAULT = "The check's file is at fault, not your code: "


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
        tempfile.tempdir = job["judge_folder"]  # goes with the pair, also where this process is killed
        Judge(control, worker, job).judge()
    except Closed:
        return
    finally:
        given.remove_folders()


class Judge:
    """One job: the checks of one exercise on one learner's file, which runs in the worker."""

    def __init__(self, control: socket.socket, worker: socket.socket, job: dict[str, Any]) -> None:
        self.control = control
        self.checks = CheckFile(Path(job["check_file"]))
        self.subject = RemoteSubject(control, worker, job, self.checks.shipped)
        self.judgement = Judgement(
            job, self.checks.titles, self.subject, lambda result: self._send("check", result=asdict(result))
        )

    def judge(self) -> None:
        """Results as they come, the verdict, the diagnosis. The worker loads while pytest collects."""
        with contextlib.suppress(Closed):  # of a worker that has died already: `load` asks another one
            self.subject.start_loading()
        collected = _Collected(self._run)
        _pytest(self.checks.path, [collected])
        fault = f"{_AT_FAULT}{collected.faults[0]}" if collected.faults else ""
        self._send("verdict", checks=[asdict(result) for result in self.judgement.finish(fault)])
        self._send("diagnosis", found=self.judgement.diagnose())

    def _run(self, collected: _Collected, items: list[pytest.Item]) -> None:
        """The collected checks, once the learner's file is loaded."""
        try:
            if raised := self.subject.load():
                self.judgement.all_failed(raised.reason, raised.sentence, raised.line)
                return
        except CheckFault as broken:
            collected.faults.insert(0, str(broken))
            return
        for item in items:
            try:
                self.judgement.run_check(item.name, item.obj)  # type: ignore[attr-defined]
            except BaseException as ended:  # a check has no use for `pytest.fail` and its like
                collected.faults.append(f"`{item.name}` ends in {type(ended).__name__}: {ended}")

    def _send(self, event: str, **fields: Any) -> None:
        send(self.control, {"event": event, **fields})


class _Collected:
    """Hands all collected checks to `run` at once: it calls them itself, and pytest sets nothing up for them."""

    def __init__(self, run: Callable[[_Collected, list[pytest.Item]], None]) -> None:
        self.run = run
        self.faults: list[str] = []  # what pytest itself complains of

    def pytest_configure(self, config: pytest.Config) -> None:
        config.option.tbstyle = "no"  # saves 40 ms a fault; `--tb` is unknown without the terminal plugin

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.run(self, session.items)
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.faults.append(str(report.longrepr))


def _pytest(file: Path, plugins: list[Any]) -> None:
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    arguments = [str(file), "-c", os.devnull, f"--rootdir={file.parent}", f"--confcutdir={file.parent}"]
    arguments += ["--import-mode=importlib", "--assert=plain", "--capture=no"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        pytest.main([*arguments, *(part for name in _OFF for part in ("-p", f"no:{name}"))], plugins=plugins)


def rehearse() -> None:
    """What a first run of pytest and a first use of torch cost, paid before there is anything to judge."""
    warm_up()
    _pytest(_REHEARSAL, [])
