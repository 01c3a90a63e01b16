"""Training runs that remember themselves: what was logged is kept while the run goes on, its end when it ends."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from tutor.checking.answers import StaleEdit
from tutor.checking.forkparent import ForkParent
from tutor.checking.snapshot import Unreadable
from tutor.course import Chapter, Course, CourseError, Problem
from tutor.course.model import RunStep, TrainStep
from tutor.learner.progress import Progress
from tutor.learner.records import Logged, RunKind, RunState
from tutor.learner.refused import Refused
from tutor.learner.workspace import Workspace
from tutor.training import targets
from tutor.training.plan import RunPlan, UnknownMistake, plan_run
from tutor.training.runner import TrainingRun

Event = dict[str, Any]
SECONDS_BETWEEN_WRITES = 1.0
STATES: dict[str, RunState] = {"finished": "ended", "stopped": "stopped", "failed": "failed"}


class RecordedRun(TrainingRun):
    """A run whose log and result go into the progress. A borrowed, reference or mistaken one never counts as met,
    and neither does one on other data than the lesson's."""

    def __init__(
        self,
        plan: RunPlan,
        parent: ForkParent | None,
        progress: Progress,
        kind: RunKind,
        mistake: str | None,
        *,
        asks: bool = False,
    ) -> None:
        super().__init__(plan, parent, asks=asks)
        self._kept_runs = progress.runs
        self._row = self._kept_runs.begin(plan.address, kind, mistake=mistake, borrowed=plan.borrowed, data=plan.data)
        self._pending: list[Logged] = []
        self._written = time.monotonic()
        self._writing = threading.Lock()
        self._recorded = self._asked = False
        self._lost = ""  # why the progress could not keep it: the run goes on all the same
        self._recording = self._record(super().__iter__())

    def __iter__(self) -> Iterator[Event]:
        return self._recording

    def close(self) -> None:
        """Ends the script at once; what it had logged is kept. One that has got to its questions counts as ended."""
        through = self._asked and not self._stopped
        super().close()
        if through:
            self._keep_asked(last=True)
        else:
            self._keep_end("stopped", {}, met=False, seconds=self.seconds)

    def _record(self, events: Iterator[Event]) -> Iterator[Event]:
        for event in events:
            if event["event"] == "log":
                self._keep_line(event)
            elif event["event"] == "ask":
                self._keep_asked()
            elif event["event"] == "result":
                self._keep_end(STATES[event["ended"]], event["metrics"], met=event["met"], seconds=event["seconds"])
                if self._lost:
                    yield {"event": "output", "text": f"This run is not recorded. {self._lost}\n"}
            yield event

    def _keep_line(self, event: Event) -> None:
        line = Logged(step=event["step"], epoch=event["epoch"], stage=event["stage"] or "", metrics=event["metrics"])
        with self._writing:
            self._pending.append(line)
            if not self._recorded and time.monotonic() - self._written > SECONDS_BETWEEN_WRITES:
                self._keep_lines()

    def _keep_asked(self, last: bool = False) -> None:
        """What was reported before a question counts, even if nobody leaves the tutor in order afterwards."""
        if last or not self._asked:
            self._asked = True
            metrics: dict[str, Any] = dict(self._metrics)
            met = not self.plan.data and targets.met(metrics, self.plan.target)
            self._keep_end("ended", metrics, met=met, seconds=self.seconds, last=last)

    def _keep_end(
        self, state: RunState, metrics: dict[str, float], *, met: bool, seconds: float, last: bool = True
    ) -> None:
        """Writes the last lines and the end, once: the session may close while another thread still reads events. Only
        one that was not the `last` may be followed by another."""
        with self._writing:
            if not self._recorded:
                self._keep_lines()
                self._recorded = last
                try:
                    self._kept_runs.end(self._row, state, metrics, met=met, seconds=seconds)
                except Refused as error:
                    self._lost = str(error)

    def _keep_lines(self) -> None:
        """What can't be kept now is tried again with what comes next."""
        self._written = time.monotonic()
        if self._pending:
            try:
                self._kept_runs.log(self._row, self._pending)
                self._pending = []
            except Refused as error:
                self._lost = str(error)


def start(
    course: Course,
    chapter: Chapter,
    step: TrainStep | RunStep,
    workspace: Workspace,
    progress: Progress,
    parent: ForkParent,
    *,
    reference: bool,
    mistake: str | None,
    borrow: tuple[str, ...],
    device: str,
    data: str,
    asks: bool,
) -> RecordedRun:
    """Starts a run. What can be wrong about it is Refused (the learner's) or CourseError (the course's)."""
    try:
        plan = plan_run(
            course,
            chapter,
            step,
            workspace.root,
            reference=reference,
            mistake=mistake,
            borrow=borrow,
            device=device,
            data=data,
        )
    except (Unreadable, UnknownMistake) as error:
        raise Refused(str(error)) from error
    except StaleEdit as error:
        answers = course.solutions_dir(chapter) / "answers"
        raise CourseError((Problem(answers, 1, 1, "stale-edit", str(error)),)) from error
    kind: RunKind = "mistake" if mistake else "reference" if reference else "borrowed" if plan.borrowed else "own"
    return RecordedRun(plan, parent, progress, kind, mistake, asks=asks)


def must_finish(address: str, still_open: tuple[str, ...], command: Callable[[str], str]) -> str:
    """Why a run can't start yet, and the two ways on. `command` makes a command of the words behind `dltutor`."""
    names = ", ".join(still_open)
    return (
        f"{address} runs your own code, and not all of it has passed as it is now: {names}. Go on with "
        f"`{command(f'check {still_open[-1]}')}`, or lend the reference's with "
        f"`{command(f'train {address} --borrow')}`."
    )
