"""One learner at one course: every action that the TUI and the command line offer, over the rooms below.

    cli.py, tui/  ->  Session  ->  course (what is to be learnt), learner (files and progress),
                                   checking (is it right), training (watch it learn)

Screens and commands only show and ask; what an action *does* stands here once. No torch, textual or pytest is imported
on the way. All methods may block; `check` and the iteration of a training run are meant for a thread of the caller's,
everything else is quick.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tutor.checking.verdict import ExerciseVerdict
from tutor.course import Chapter, Course, Step

if TYPE_CHECKING:
    from tutor.learner.progress import Attempt, Progress
    from tutor.learner.workspace import Workspace
    from tutor.training.runner import TrainingRun

StepStatus = Literal["new", "open", "done"]


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What to say to an answer: whether it is right, and the reason that belongs to it."""

    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Hint `number` (from 1) of `of`."""

    number: int
    of: int
    text: str


class Refused(Exception):
    """An action that can't be done now; the text is one sentence that says why and what mends it."""


class Session:
    """See the module's docstring. `steps` are named by their address, `ch10/dot-score`."""

    course: Course
    workspace: Workspace
    progress: Progress

    @classmethod
    def open(cls, course: Path | None = None, workspace: Path | None = None) -> Session:
        """Finds or makes the workspace, opens the progress. CourseError, Refused."""

    def close(self) -> None:
        """Ends every process of this session. May be called twice."""

    def find(self, target: str) -> tuple[Chapter, Step | None]:
        """The chapter or step named `ch10` or `ch10/dot-score`; UnknownTarget names the nearest."""

    # -- where the learner is
    def where(self) -> str:
        """The address of the step to go on with: the last visited one, else the first of the first chapter."""

    def visit(self, address: str) -> None:
        """Remembers the step as the current one, prepares the chapter's files; a read step counts as done when left (see `leave`)."""

    def leave(self, address: str) -> None:
        """The learner went on from this step: reading counts as done."""

    def status(self, address: str) -> StepStatus: ...

    def chapter_progress(self, chapter: Chapter) -> tuple[int, int]:
        """Steps done, and steps in all (optional exercises count only when done)."""

    def missing_needs(self, chapter: Chapter) -> tuple[str, ...]:
        """The chapters in `needs` that are not finished: a warning, never a lock."""

    # -- exercises
    def file(self, address: str) -> Path:
        """The learner's file for an exercise, or the script of a run or train step, in the workspace; made if missing."""

    def read_file(self, address: str) -> str: ...

    def write_file(self, address: str, text: str) -> None:
        """Saves the learner's text whole or not at all (temporary file, then rename)."""

    def check(
        self,
        address: str,
        *,
        file: Path | None = None,
        on_verdict: Callable[[ExerciseVerdict], None] | None = None,
    ) -> ExerciseVerdict:
        """Checks the learner's file (or `file` in its place). `on_verdict` hears the verdict at once; the value returned
        carries the diagnosis too. Records the attempt (not for an untouched stub, nor with `file`). Cancelled after `cancel_check`."""

    def cancel_check(self) -> None: ...

    def warm(self) -> None:
        """Starts the fork parent ahead of the first check; returns at once."""

    def last_verdict(self, address: str) -> ExerciseVerdict | None:
        """The recorded verdict of the file as it is on disk now; None where it changed since."""

    def hint(self, address: str) -> Hint:
        """The next hint, remembered; the last one again when all were given. Refused where there is none."""

    def hints_shown(self, address: str) -> tuple[Hint, ...]: ...

    def solution(self, address: str, *, give_up: bool = False) -> str:
        """The reference's text after a pass, or with `give_up` (which is remembered). Refused otherwise."""

    def reset(self, address: str) -> Path:
        """Puts the stub back; returns the dated backup."""

    def history(self, address: str) -> tuple[Attempt, ...]: ...

    # -- quizzes
    def answer(self, address: str, given: int | str) -> QuizResult:
        """`given` is the index of a choice, or the typed text. Records it."""

    # -- running and training
    def train(
        self,
        address: str,
        *,
        reference: bool = False,
        borrow: bool = False,
        mistake: str | None = None,
        device: str = "cpu",
    ) -> TrainingRun:
        """Starts the script of a train or run step with the learner's code (or the reference's, or with `mistake`, such as
        `dot-score:unscaled`, in its place). Refused with the list of open exercises when `uses` are not passed and `borrow`
        is not set. The run records its result when it ends: a borrowed, reference or mistaken run is never recorded as met."""

    def open_uses(self, address: str) -> tuple[str, ...]:
        """Addresses in the step's `uses` that have not passed in their present form."""
