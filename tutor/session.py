"""One learner at one course: every action that the TUI and the command line offer, over the rooms below.

    cli.py, tui/  ->  Session  ->  course (what is to be learnt), learner (files and progress),
                                   checking (is it right), training (watch it learn)

Screens and commands only show and ask; what an action *does* stands here and in `tutor.actions`, once. No torch,
textual or pytest is imported on the way. All methods may block; `check` and the iteration of a training run are meant
for a thread of the caller's, everything else is quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.actions.answering import form
from tutor.actions.help import Help
from tutor.actions.quizzes import Quizzes
from tutor.actions.results import Hint, QuizResult, StepStatus
from tutor.actions.standing import Standing
from tutor.course import Chapter, Course, Step
from tutor.course.links import below
from tutor.course.model import ExerciseStep, QuizStep, ReadStep, RunStep, TrainStep, a_kind
from tutor.learner.belonging import open_course, settle
from tutor.learner.files import shown, write_whole
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused, WrongUsage
from tutor.learner.workspace import Workspace

if TYPE_CHECKING:
    from tutor.actions.checks import Checks
    from tutor.actions.lookup import Entry, Found, LookUp
    from tutor.actions.realdata import RealData
    from tutor.checking.checker import Checker
    from tutor.checking.verdict import ExerciseVerdict
    from tutor.learner.owner import Owner
    from tutor.learner.progress import Attempt, Run
    from tutor.training.recorded import Recorded
    from tutor.training.runner import TrainingRun

__all__ = ["Hint", "QuizResult", "Refused", "Session", "StepStatus"]


class Session:
    """See the module's docstring. `steps` are named by their address, `ch10/dot-score`.

    `asked` is the course that was asked for by name, if it was, rather than the workspace's own.
    `notices` are sentences that the learner should see once: a file that was brought up to date, a damaged database.
    """

    def __init__(
        self, course: Course, workspace: Workspace, progress: Progress, checker: Checker | None = None
    ) -> None:
        self.workspace = workspace
        self.progress = progress
        self.asked: Path | None = None
        self.notices: list[str] = []
        self._checker = checker
        self._checking: Checks | None = None
        self._runs: list[TrainingRun] = []
        self.renew(course)

    @classmethod
    def open(
        cls,
        course: Path | None = None,
        workspace: Path | None = None,
        *,
        make: bool = True,
        checker: Checker | None = None,
    ) -> Session:
        """Finds or makes the workspace, opens its course, or for a new workspace the one asked for, and the progress.
        CourseError, Refused; WrongUsage where the workspace belongs to another course than the one asked for.

        Without `make` nothing is written: where there is no workspace yet, the progress is that of a beginner. A
        `checker` that was started ahead of the session belongs to it from now on.
        """
        place = Workspace.locate(workspace)
        opened = open_course(place.root, course)
        if make:
            place.make(opened, course)
        lost = not place.has_database and place.has_files_of(opened)
        known = Progress.open(place.database) if make or place.database.exists() else Progress.empty()
        if lost:
            known.forget()
        session = cls(opened, place, known, checker)
        session.asked = course
        if (aside := session.progress.set_aside) is not None:
            session.notices.append(
                f"The progress database was damaged. It is kept as {shown(aside)}, and what could be read of it was "
                f"taken over. `{session.command('progress --rebuild')}` checks your files again to see what passed."
            )
        elif session.progress.forgotten:
            session.notices.append(
                f"There was no progress database in {shown(place.root)}, though there are files of yours. "
                f"`{session.command('progress --rebuild')}` checks them to see what passed."
            )
        return session

    @property
    def belongs(self) -> Owner:
        """The course as the workspace names it."""
        return settle(self.workspace.root, self.course, self.asked)

    def command(self, words: str) -> str:
        """`dltutor show ch01` as it can be typed anywhere to be about this course in this workspace."""
        from tutor.learner.typed import options

        return f"dltutor {words}{options(self.workspace.root, self.belongs)}"

    def renew(self, course: Course) -> None:
        """Goes on with the course as it is now, after its files have changed. Files of the learner's that they have not
        touched follow at the next visit of their chapter."""
        self.course = course
        self._standing = Standing(course, self.progress)
        self._help = Help(course, self.progress, self.command)
        self._quizzes = Quizzes(course, self.progress)
        self._prepared: set[str] = set()
        self._looking: LookUp | None = None
        if self._checking is not None:
            self._checking.renew(course)

    def close(self) -> None:
        """Ends every process of this session. May be called twice."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        if self._checking is not None or self._checker is not None:
            self._checks.close()
        self.progress.close()

    def find(self, target: str) -> tuple[Chapter, Step | None]:
        """The chapter or step named `ch10` or `ch10/dot-score`; UnknownTarget names the nearest."""
        return self.course.find(target)

    # -- looking something up
    def look_up(self, word: str, most: int | None = None) -> Found:
        """What the glossary says of a word, and the steps that speak of it, all or the first so many."""
        return self._words.find(word, most)

    @property
    def glossary(self) -> tuple[Entry, ...]:
        """Every term of the course, from a to z."""
        return self._words.entries

    def terms_in(self, address: str) -> tuple[Entry, ...]:
        """The terms that the page of a step says."""
        return self._words.in_step(self._step(address)[1])

    # -- where the learner is
    def where(self) -> str:
        """The address of the step to go on with: the last visited one, else the first of the first chapter."""
        return self._standing.where()

    def visit(self, address: str, *, passing: bool = False) -> None:
        """Remembers the step as the current one, unless in `passing`, and prepares the files of the chapter, and of
        those that its own files import from: whoever runs one by hand shall find them."""
        chapter, step = self._step(address)
        if not passing:
            self.progress.steps.visit(chapter.address(step))
        for home in (chapter, *below(chapter, self.course)):
            self._prepare(home)

    def leave(self, address: str) -> None:
        """The learner went on from this step: reading counts as done."""
        chapter, step = self._step(address)
        if isinstance(step, ReadStep):
            self.progress.steps.mark_done(chapter.address(step))

    def status(self, address: str) -> StepStatus:
        """`done`, `open` once it was visited or worked on, else `new`."""
        done = self.progress.steps.all().get(address)
        return "new" if done is None else "done" if done else "open"

    def chapter_progress(self, chapter: Chapter) -> tuple[int, int]:
        """Steps done, and steps in all (optional exercises count only when done)."""
        return self._standing.chapter_progress(chapter)

    def missing_needs(self, chapter: Chapter) -> tuple[str, ...]:
        """The chapters in `needs` that are not finished: a warning, never a lock."""
        return self._standing.missing_needs(chapter)

    # -- exercises
    def file(self, address: str) -> Path:
        """The learner's file for an exercise, or the script of a run or train step; made if missing."""
        chapter, step = self._step(address)
        path = self.workspace.file(chapter, step)
        self._prepare(chapter, again=not path.exists())
        return path

    def write_file(self, address: str, text: str) -> None:
        """Saves the learner's text whole or not at all (temporary file, then rename)."""
        write_whole(self.file(address), text.encode("utf-8", "surrogateescape"))

    def check(
        self,
        address: str,
        *,
        file: Path | None = None,
        on_verdict: Callable[[ExerciseVerdict], None] | None = None,
    ) -> ExerciseVerdict:
        """Checks the learner's file (or `file` in its place).

        `on_verdict` hears the verdict at once; the value returned carries the diagnosis too. Records the attempt (not
        for an untouched stub, nor with `file`). Cancelled after `cancel_check`.
        """
        chapter, step = self._exercise(address)
        for home, each in self._checks.needed(chapter, step):
            self._prepare(home, again=not self.workspace.file(home, each).exists())
        return self._checks.check(chapter, step, file=file, on_verdict=on_verdict)

    def cancel_check(self) -> None:
        """Calls off the check that is going on, if there is one."""
        if self._checking is not None:
            self._checking.cancel()

    def warm(self) -> None:
        """Starts the fork parent ahead of the first check; returns at once."""
        self._checks.warm()

    def last_verdict(self, address: str) -> ExerciseVerdict | None:
        """The recorded verdict of the file as it is on disk now; None where it changed since."""
        return self._checks.recorded(*self._exercise(address))

    def hint(self, address: str) -> Hint:
        """The next hint, remembered; the last one again when all were given. Refused where there is none."""
        chapter, step = self._exercise(address)
        return self._help.hint(chapter, step)

    def hints_shown(self, address: str) -> tuple[Hint, ...]:
        """The hints that were given so far."""
        chapter, step = self._exercise(address)
        return self._help.hints_shown(chapter, step)

    def solution(self, address: str, *, give_up: bool = False) -> str:
        """The reference's text after a pass, or with `give_up` (which is remembered). Refused otherwise."""
        chapter, step = self._exercise(address)
        return self._help.solution(chapter, step, give_up)

    def reset(self, address: str) -> Path:
        """Puts the stub back; returns the dated backup."""
        chapter, step = self._step(address)
        self._prepare(chapter, again=not self.workspace.file(chapter, step).exists())
        return self.workspace.reset(self.course, chapter, step)

    def history(self, address: str) -> tuple[Attempt, ...]:
        """Every attempt, the oldest first."""
        chapter, step = self._exercise(address)
        return self.progress.attempts.of(chapter.address(step))

    def rebuild(self, told: Callable[[ExerciseVerdict], None] | None = None) -> None:
        """Checks every touched file that is not known to have passed: what a lost database knew is found out again."""
        for address in self._checks.unproven():
            self.check(address, on_verdict=told)
        self.progress.rebuilt()

    # -- quizzes
    def answer(self, address: str, given: int | str) -> QuizResult:
        """`given` is the index of a choice, or the typed text (for choices: `b`, or `2`). Records it."""
        chapter, step = self._step(address)
        if not isinstance(step, QuizStep):
            raise WrongUsage(f"{chapter.address(step)} is {a_kind(step)}: there is nothing to answer.")
        return self._quizzes.answer(chapter, step, given)

    def asked_for(self, address: str) -> str:
        """What kind of answer a question wants that has no choices: `a number`, `a word`, a shape."""
        _, step = self._step(address)
        return form(step.answer if isinstance(step, QuizStep) and step.answer is not None else "")

    def due(self, now: datetime) -> tuple[str, ...]:
        """The questions to ask again: answered wrong last, or right some days ago; the longest overdue first."""
        return self._quizzes.due(now)

    # -- running and training
    def loading(self) -> bool:
        """Whether a training that is started now would keep its caller waiting until torch is imported."""
        return self._checks.loading()

    def train(
        self,
        address: str,
        *,
        reference: bool = False,
        borrow: bool = False,
        mistake: str | None = None,
        device: str = "cpu",
        data: str = "",
        asks: bool = False,
    ) -> TrainingRun:
        """Starts the script of a train or run step with the learner's code, or the reference's, or with `mistake`, such
        as `dot-score:unscaled`, in its place. `data`: the name of real data to use in place of the script's own (see
        `real_data`). `asks`: the caller answers what the script asks.

        Refused with the list of open exercises when `uses` are not passed and `borrow` is not set. The run records its
        result when it ends: a borrowed, reference or mistaken run is never recorded as met, nor is one on other data.
        WrongUsage where the step can't use that data, or it is not on this computer, or there is no such device.
        """
        from tutor.actions.training import must_finish, start

        chapter, step = self._script(address)
        chosen = self.usable(address, device=device, data=data)
        own = not reference and mistake is None
        still_open = self.open_uses(address) if own else ()
        if still_open and not borrow:
            raise Refused(must_finish(chapter.address(step), still_open, self.command))
        self.file(address)
        run = start(
            self.course,
            chapter,
            step,
            self.workspace,
            self.progress,
            self._checks.parent(),
            reference=reference,
            mistake=mistake,
            borrow=still_open,
            device=device,
            data=chosen,
            asks=asks,
        )
        self._runs.append(run)
        return run

    def usable(self, address: str, *, device: str = "cpu", data: str = "") -> str:
        """The data that `train` would use for what is asked. WrongUsage as there."""
        from tutor.actions.realdata import wanted

        if not re.fullmatch(r"auto|cpu|mps|cuda(:\d+)?", device):
            raise WrongUsage(f"There is no device {device!r}: it is cpu, cuda, mps or auto.")
        chapter, step = self._script(address)
        script = self.course.exercises_dir(chapter) / step.script
        if device not in ("auto", "cpu") and b"live.device(" not in script.read_bytes():
            raise WrongUsage(f"{chapter.address(step)} computes on the CPU alone: leave --device {device} out.")
        return wanted(self.course, chapter, step, data) if data else ""

    def runs(self, address: str) -> tuple[Run, ...]:
        """Every run of a step, the oldest first."""
        chapter, step = self._script(address)
        return self.progress.runs.of(chapter.address(step))

    def real_data(self, address: str) -> tuple[RealData, ...]:
        """The real data that the step can use in place of its own, each with whether it is here."""
        from tutor.actions.realdata import offered

        return offered(self._script(address)[1])

    def recorded(self, address: str) -> Recorded | None:
        """What the reference reached with this step's script, and its curves; None where nothing was recorded."""
        from tutor.training.recorded import load

        return load(self.course, *self._script(address))

    def open_uses(self, address: str) -> tuple[str, ...]:
        """The exercises that the step builds on (its `uses`, and theirs) that have not passed in their present form."""
        chapter, step = self._step(address)
        return self._checks.open_uses(chapter, step) if isinstance(step, TrainStep | RunStep | ExerciseStep) else ()

    # -- helpers
    @property
    def _words(self) -> LookUp:
        from tutor.actions.lookup import LookUp

        if self._looking is None:
            self._looking = LookUp(self.course.chapters)
        return self._looking

    @property
    def _checks(self) -> Checks:
        from tutor.actions.checks import Checks

        if self._checking is None:
            self._checking = Checks(self.course, self.workspace, self.progress, self._checker, self.notices)
        return self._checking

    def _prepare(self, chapter: Chapter, *, again: bool = False) -> None:
        if again or chapter.id not in self._prepared:
            self.notices += self.workspace.prepare(self.course, chapter).sentences()
            self._prepared.add(chapter.id)

    def _step(self, address: str) -> tuple[Chapter, Step]:
        chapter, step = self.find(address)
        if step is None:
            first = chapter.address(chapter.steps[0]) if chapter.steps else f"{chapter.id}/STEP"
            raise WrongUsage(f"{chapter.id} is a chapter; name one of its steps, such as {first}.")
        return chapter, step

    def _exercise(self, address: str) -> tuple[Chapter, ExerciseStep]:
        chapter, step = self._step(address)
        if not isinstance(step, ExerciseStep):
            raise WrongUsage(f"{chapter.address(step)} is a {step.kind} step, not an exercise.")
        return chapter, step

    def _script(self, address: str) -> tuple[Chapter, TrainStep | RunStep]:
        chapter, step = self._step(address)
        if not isinstance(step, TrainStep | RunStep):
            raise WrongUsage(f"{chapter.address(step)} is {a_kind(step)}: there is nothing to run.")
        return chapter, step
