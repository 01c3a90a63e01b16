"""`dltutor watch`: every save is checked at once; the last verdict stays on the screen until the next one is known."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tutor.checking.verdict import Cancelled
from tutor.commands.console import out, say
from tutor.commands.options import CourseOption, TargetArgument, WorkspaceOption
from tutor.course import Chapter, CourseError
from tutor.course.model import ExerciseStep
from tutor.learner.files import shown
from tutor.learner.refused import Refused
from tutor.learner.watching import FileWatch
from tutor.session import Session

SECONDS_BETWEEN_LOOKS = 0.1


def watch(target: TargetArgument = None, course: CourseOption = None, workspace: WorkspaceOption = None) -> None:
    """Check again at every save, until Ctrl+C."""
    from tutor.commands.opening import session
    from tutor.commands.targets import exercises

    with session(course, workspace) as opened:
        opened.warm()
        chapter, steps = exercises(opened, target)
        files = {opened.file(chapter.address(step)): step for step in steps}
        watcher = Watcher(opened, chapter, files)
        try:
            watcher.run()
        except KeyboardInterrupt:
            say("\nStopped watching.")
        finally:
            watcher.close()


@dataclass
class Watcher:
    """Looks at the files in the main thread and checks in another; a newer save calls the check of an older one off."""

    session: Session
    chapter: Chapter
    files: dict[Path, ExerciseStep]
    _thread: threading.Thread | None = None
    _calling_off: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Checks every file, then each that is saved, until `close`."""
        looking = FileWatch(self.files)
        waiting = list(self.files)
        while not self._ended.is_set():
            if waiting:
                self._start(tuple(waiting))
            self._ended.wait(SECONDS_BETWEEN_LOOKS)
            waiting = list(looking.changed())

    def close(self) -> None:
        """Ends looking, and the check that is going on."""
        self._ended.set()
        self._call_off()

    def _call_off(self) -> None:
        """Calls off the check of an older save and waits for its end."""
        thread = self._thread
        self._calling_off.set()
        while thread is not None and thread.is_alive():
            self.session.cancel_check()
            thread.join(0.05)

    def _start(self, paths: tuple[Path, ...]) -> None:
        self._call_off()
        self._calling_off.clear()
        say((f"{time.strftime('%H:%M:%S')}  checking {', '.join(path.name for path in paths[:3])} ...", "dim"))
        self._thread = threading.Thread(target=self._check, args=(paths,), name="watch", daemon=True)
        self._thread.start()

    def _check(self, paths: tuple[Path, ...]) -> None:
        """In the thread. An untouched file is passed over where several are watched."""
        for number, path in enumerate(paths):
            if self._calling_off.is_set():
                return
            try:
                self._check_one(path, clear=number == 0)
            except Cancelled:
                return
            except (Refused, CourseError) as error:
                say(str(error))
        say(("Waiting for the next save. Ctrl+C ends.", "dim"))

    def _check_one(self, path: Path, clear: bool) -> None:
        from tutor.checking.verdict import ExerciseVerdict
        from tutor.commands import report

        step = self.files[path]

        def told(verdict: ExerciseVerdict) -> None:
            if self._calling_off.is_set():
                return
            if clear and out().is_terminal:
                out().clear()
            if len(self.files) > 1 and verdict.status == "untouched":
                say(f"{verdict.id}: untouched ({shown(path)})")
            else:
                report.report(verdict, step.title, path)

        verdict = self.session.check(self.chapter.address(step), on_verdict=told)
        if not self._calling_off.is_set():
            report.diagnosis(verdict)
            say(f"{verdict.id}: {verdict.status}, {report.count(verdict)}")
            while self.session.notices:
                say(self.session.notices.pop(0))
