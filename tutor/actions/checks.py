"""Checking an exercise for a learner: first what it builds on, then itself, and what is remembered of it.

plan (files as they are now) -> untouched? -> its `uses` passed in this form? -> Checker -> attempt recorded
"""

from __future__ import annotations

import contextlib
import errno
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.checking import unjudged
from tutor.checking.job import CheckJob, plan, uses_of
from tutor.checking.verdict import Cancelled, ExerciseVerdict
from tutor.course import Chapter, Course
from tutor.course.model import ExerciseStep, RunStep, TrainStep
from tutor.learner.files import sha256, shown
from tutor.learner.originals import edited_stub
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused
from tutor.learner.workspace import Workspace

if TYPE_CHECKING:
    from tutor.checking.checker import Checker
    from tutor.checking.forkparent import ForkParent

Scripted = ExerciseStep | RunStep | TrainStep
OnVerdict = Callable[[ExerciseVerdict], None]
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR)


class Checks:
    """Owns the checker and its processes. One check at a time; `cancel` may come from another thread. What the learner
    should hear beside the verdict goes into `notices`."""

    def __init__(
        self,
        course: Course,
        workspace: Workspace,
        progress: Progress,
        checker: Checker | None = None,
        notices: list[str] | None = None,
    ) -> None:
        self._course = course
        self._workspace = workspace
        self._progress = progress
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._checker = checker
        self._called_off = False
        self._notices = notices if notices is not None else []

    def renew(self, course: Course) -> None:
        """From the next check on it is about this course; the processes stay."""
        self._course = course

    def check(
        self, chapter: Chapter, step: ExerciseStep, *, file: Path | None = None, on_verdict: OnVerdict | None = None
    ) -> ExerciseVerdict:
        """The verdict on the learner's file (or on `file`, which is not recorded), with its diagnosis."""
        with self._lock:
            self._called_off = False
            return self._check(chapter, step, file, on_verdict or (lambda verdict: None))

    def recorded(self, chapter: Chapter, step: ExerciseStep) -> ExerciseVerdict | None:
        """What was said to the files exactly as they are now, by the checks as they are now."""
        return self._recorded(chapter, step, self._plan(chapter, step))

    def open_uses(self, chapter: Chapter, step: Scripted) -> tuple[str, ...]:
        """The addresses of the exercises that `step` builds on that have not passed in their present form."""
        verdicts = {
            home.address(each): self.recorded(home, each) for home, each in uses_of(self._course, chapter, step)
        }
        return tuple(name for name, verdict in verdicts.items() if verdict is None or verdict.status != "passed")

    def needed(self, chapter: Chapter, step: ExerciseStep) -> tuple[tuple[Chapter, ExerciseStep], ...]:
        """The exercises whose files a check of `step` reads: itself and what it builds on."""
        return ((chapter, step), *uses_of(self._course, chapter, step))

    def parent(self) -> ForkParent:
        """What training processes are forked from."""
        return self._started().parent()

    def unproven(self) -> tuple[str, ...]:
        """The exercises that the learner has worked on and that are not known to have passed."""
        return tuple(
            chapter.address(step)
            for chapter in self._course.chapters
            for step in chapter.exercises
            if self._workspace.is_touched(self._course, chapter, step)
            and not self._progress.steps.is_done(chapter.address(step))
        )

    def warm(self) -> None:
        """Starts the fork parent ahead of the first check; returns at once."""
        self._started().warm()

    def loading(self) -> bool:
        """Whether a check or a training that begins now would first wait for torch to be imported."""
        return self._checker is not None and self._checker.loading()

    def cancel(self) -> None:
        """Calls off the check that is going on, wherever on its way it is."""
        self._called_off = True
        if self._checker is not None:
            self._checker.cancel()

    def close(self) -> None:
        with self._starting:
            if self._checker is not None:
                self._checker.close()
                self._checker = None

    def _started(self) -> Checker:
        from tutor.checking.checker import Checker

        with self._starting:
            if self._checker is None:
                self._checker = Checker()
            return self._checker

    def _check(self, chapter: Chapter, step: ExerciseStep, file: Path | None, told: OnVerdict) -> ExerciseVerdict:
        job = self._plan(chapter, step, file)
        blocked = self._untouched(chapter, step, job, file) or self._blocked(chapter, step, job)
        if blocked is not None:
            told(blocked)
            return blocked
        attempt: int | None = None

        def verdict_came(verdict: ExerciseVerdict) -> None:
            nonlocal attempt
            if attempt is None:
                attempt = self._record(chapter, step, job, verdict, file)
                told(verdict)

        if self._called_off:
            raise Cancelled
        try:
            verdict = self._started().check(job, verdict_came)
        except OSError as error:
            if attempt is not None or error.errno not in NO_ROOM:
                raise
            raise Refused(
                f"A check needs a folder for temporary files, and can't write in one ({error.strerror}). Free some "
                "space, or name another folder: `export TMPDIR=DIR`."
            ) from error
        verdict_came(verdict)
        if attempt:
            self._complete(attempt, verdict)
        return verdict

    def _record(
        self, chapter: Chapter, step: ExerciseStep, job: CheckJob, verdict: ExerciseVerdict, file: Path | None
    ) -> int:
        """The attempt's id; 0 where there is nothing to record (another file, nothing that could be read, a fault that
        is not the learner's), and where it can't be: the verdict is told all the same."""
        if file is not None or job.unreadable or verdict.status not in ("passed", "failed"):
            return 0
        source = job.learner[job.target][1]
        try:
            return self._progress.attempts.record(verdict, source, self._checks(chapter, step))
        except Refused as error:
            self._notices.append(f"This check is not recorded. {error}")
            return 0

    def _complete(self, attempt: int, verdict: ExerciseVerdict) -> None:
        """The diagnosis into the record, which stands without it, too."""
        with contextlib.suppress(Refused):
            self._progress.attempts.complete(attempt, verdict)

    def _untouched(
        self, chapter: Chapter, step: ExerciseStep, job: CheckJob, file: Path | None
    ) -> ExerciseVerdict | None:
        """The verdict on a file that is still the stub; or where the answer went into the course's copy instead."""
        stub = None if file is not None else edited_stub(self._course, chapter, step)
        path = file or self._workspace.file(chapter, step)
        if stub is not None and (job.untouched or not self._workspace.is_touched(self._course, chapter, step)):
            note = (
                f"You edited {shown(stub)}, the course's own copy; what is checked is yours, {shown(path)}. "
                f"Bring your work over with `cp {shown(stub)} {shown(path)}`, "
                "then put the stub back with `dltutor author stubs --force`."
            )
        elif job.untouched:
            note = (
                f"{chapter.address(step)} is still as you got it. Open {shown(path)}, write your code where it says "
                f"`raise NotImplementedError`, and check again."
            )
        else:
            return None
        return unjudged.untouched(job, note)

    def _blocked(self, chapter: Chapter, step: ExerciseStep, job: CheckJob) -> ExerciseVerdict | None:
        """The verdict where an exercise that this one builds on has not passed as it is now. The deepest is named."""
        for other, exercise, _ in reversed(job.uses):
            verdict = self.recorded(other, exercise)
            if verdict is None or verdict.status != "passed":
                verdict = self._check(other, exercise, None, lambda verdict: None)
            if verdict.status != "passed":
                note = f"finish {other.address(exercise)} first"
                return unjudged.skipped(job, "skipped", note)
        return None

    def _plan(self, chapter: Chapter, step: ExerciseStep, file: Path | None = None) -> CheckJob:
        seeds = self._progress.attempts.seeds(chapter.address(step))
        return plan(self._course, chapter, step, self._workspace.root, file=file, seeds=seeds)

    def _recorded(self, chapter: Chapter, step: ExerciseStep, job: CheckJob) -> ExerciseVerdict | None:
        if job.unreadable:
            return None
        return self._progress.attempts.verdict(chapter.address(step), job.sha256, self._checks(chapter, step))

    def _checks(self, chapter: Chapter, step: ExerciseStep) -> str:
        """Names the state of what judges: a verdict of an older course version is not taken for one of this."""
        parts = (self._course.check_file(chapter, step), self._course.reference(chapter, step))
        return sha256(b"\0".join(path.read_bytes() for path in parts if path.exists()))
