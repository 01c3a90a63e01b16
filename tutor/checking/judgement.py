"""What the promises of one exercise come to for one subject: who asks it (a judge, a proof) does not matter."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tutor.checking.bench import Bench, Broken, CheckFault, Subject, as_broken
from tutor.checking.diagnosis import PATIENCE, Diagnosis, Found
from tutor.checking.evidence import Failure
from tutor.checking.fixtures import call_check
from tutor.checking.job import files_from_json
from tutor.checking.loading import Library
from tutor.checking.local import LocalSubject
from tutor.checking.sourcetext import lines_of
from tutor.checking.suspects import Suspects
from tutor.checking.verdict import CheckResult

AT_FAULT = "The check is at fault, not your code: "
"""How a learner is told of an author's mistake; to the author it is said without."""
_DRAWS = 3
_FIRST = 4  # checks in which two questions are asked again; later, one shows what there is to see
_LONG = 150  # characters of what an exception says
Check = Callable[..., None]


class Judgement:
    """One job (see `CheckJob.to_json`), judged check by check: `titles` are the promises by name. `tell` hears each
    result when it is known. A proof, which judges many answers of one exercise, hands in a reference that remembers.
    Without `again`, no module is asked twice."""

    def __init__(
        self,
        job: dict[str, Any],
        titles: Mapping[str, str],
        subject: Subject,
        tell: Callable[[CheckResult], None],
        reference: Subject | None = None,
        *,
        again: bool = True,
    ) -> None:
        self.job = job
        self.subject = subject
        self.tell = tell
        self.check_file = Path(job["check_file"])
        self.titles = titles
        self.again = again
        self.reference = reference or local_subject(job, "reference")
        self.results: dict[str, CheckResult] = {}
        self.failures: list[Failure] = []
        self.kept: list[tuple[str, Check, int]] = []
        self.ran: list[tuple[str, int, Bench, Broken | None]] = []  # each check with its seed, and how it was broken

    def run_check(self, check: str, function: Check) -> None:
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
        self._note(CheckResult(**(asdict(result) | {"seconds": round(time.monotonic() - started, 4)})))

    def all_failed(self, reason: Any, message: str, line: int | None) -> None:
        """Every promise is broken for one cause: the file can't even be imported."""
        for check in self.titles:
            self._note(self._result(check, "failed", reason, message, line=line))

    def finish(self, fault: str) -> list[CheckResult]:
        """All results in order; what did not run is an error, never a pass."""
        for check in self.titles:
            if check not in self.results:
                why = fault or "The check did not run: its file is at fault, not your code."
                self._note(self._result(check, "error", None, why))
        return [self.results[check] for check in self.titles]

    def diagnose(self, seconds: float = PATIENCE, suspects: Suspects | None = None) -> dict[str, Found]:
        """Which mistakes explain what failed; silence where the answers file can't be used or time is up."""
        if not self.failures:
            return {}
        try:
            suspects = suspects or Suspects(self.job, self.reference)
            return Diagnosis(suspects, self.failures, self.kept, seconds).find()
        except (OSError, ValueError):
            return {}

    def _attempt(self, check: str, function: Check, seed: int) -> CheckResult:
        broken_too: Exception | None = None
        for draw in range(_DRAWS):
            bench = Bench(self.subject, self.reference, check, seed + draw, again=self._again(check))
            try:
                call_check(function, bench)
                self.ran.append((check, seed + draw, bench, None))
                return self._result(check, "passed", "ok", "", seed=seed)
            except CheckFault as fault:
                return self._result(check, "error", None, f"{AT_FAULT}{fault}{self._place(fault)}.")
            except Broken as broken:
                return self._failed(check, function, bench, broken, seed + draw)
            except Exception as exception:
                broken_too = self._on_reference(function, check, seed + draw)
                if broken_too is None:
                    return self._failed(check, function, bench, as_broken(exception), seed + draw)
        words = " ".join(str(broken_too).split())
        words = words if len(words) <= _LONG else f"{words[:_LONG]}…"
        kind = type(broken_too).__name__ + (f": {words}" if words else "")
        why = f"{AT_FAULT}on the reference it ends in {kind}{self._place(broken_too)}."
        return self._result(check, "error", None, why)

    def _again(self, check: str) -> int:
        """How many of a check's questions are put again to a module that has answered others."""
        return (2 if check in [*self.titles][:_FIRST] else 1) if self.again else 0

    def _on_reference(self, function: Check, check: str, seed: int) -> Exception | None:
        try:
            call_check(function, Bench(self.reference, self.reference, check, seed))
        except Exception as exception:
            return exception
        return None

    def _place(self, fault: BaseException | None) -> str:
        """Where in the check file an exception was raised: its innermost line there."""
        frames = traceback.walk_tb(fault.__traceback__ if fault else None)
        lines = [line for frame, line in frames if frame.f_code.co_filename == str(self.check_file)]
        return f" ({self.check_file.name}, line {lines[-1]})" if lines else ""

    def _failed(self, check: str, function: Check, bench: Bench, broken: Broken, seed: int) -> CheckResult:
        self.ran.append((check, seed, bench, broken))
        if broken.reason in ("wrong", "exception"):
            self.failures.append(Failure(check, function, seed, bench, broken, time.monotonic() - bench.started))
        line = broken.line or self._line_of_definition()
        return self._result(check, "failed", broken.reason, broken.message, line=line, seed=seed)

    def _result(self, check: str, status: Any, reason: Any, message: str, **more: Any) -> CheckResult:
        return CheckResult(id=check, title=self.titles[check], status=status, reason=reason, message=message, **more)

    def _note(self, result: CheckResult) -> None:
        self.results[result.id] = result
        self.tell(result)

    def _line_of_definition(self) -> int | None:
        """Where the learner defines what is to be implemented: the function, or the class that holds all of them. None
        where that may be any of several places, since a wrong line is worse than none."""
        names: set[str] = set(self.job["implement"])
        if len(names) > 1:
            names = {name.rpartition(".")[0] for name in names}
        name = min(names, default="").rpartition(".")[2]
        pattern = re.compile(rf"[ \t]*(?:def|class|async def)\s+{re.escape(name)}\b")
        _, data = files_from_json({"": self.job["learner"][self.job["target"]]})[""]
        lines = [number for number, line in enumerate(lines_of(data), 1) if pattern.match(line)]
        return lines[0] if len(names) == len(lines) == 1 and all(names) else None


def local_subject(job: dict[str, Any], files: str, forbid: Sequence[str] = ()) -> LocalSubject:
    """The implementation under `job["reference"]`, or a trusted one under `job["learner"]`, run in this process."""
    chapter = job["target"].partition(".")[0]
    return LocalSubject(Library.of_files(files_from_json(job[files]), chapter), job["target"], forbid)
