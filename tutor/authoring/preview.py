"""`dltutor author preview ch10`: the chapter on the screens of a learner, while it is being written.

The workspace is a temporary folder, so no progress and no file of anybody's is touched, and the course is only read:
stubs are made of the solutions as they are now, whatever lies in `exercises/`. The screens are told of each save
through `tutor.tui.following`.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from tutor.authoring.cutting import StubError
from tutor.authoring.stamps import stamps
from tutor.authoring.standing import root_of
from tutor.authoring.stubs import stub_text
from tutor.authoring.told import with_course
from tutor.checking.verdict import Cancelled
from tutor.course import Chapter, Course, CourseError, ExerciseStep, RunStep, TrainStep, UnknownTarget
from tutor.course.load import Lesson
from tutor.course.model import Problem
from tutor.learner.files import sha256, write_whole
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused
from tutor.learner.workspace import Workspace
from tutor.session import Session
from tutor.syntax import parse
from tutor.training.madeof import differing, made_of
from tutor.training.recorded import load


@dataclass(frozen=True)
class PreviewedCourse(Course):
    """A course whose stubs are made anew in the folder `stubs`; a stub that is not written yet is no problem."""

    stubs: Path = Path()

    def chapter(self, id_or_name: str) -> Chapter:
        try:
            return super().chapter(id_or_name)
        except CourseError as error:
            folders = self.folders(self.name_of(id_or_name))
            others = any(problem.code != "missing-stub" for problem in error.problems)
            chapter = None if others else Lesson(folders, folders.lesson.read_bytes()).chapter
            if chapter is None:
                raise _shortened(error, self.root) from error
            self._linked[chapter.name] = chapter
            return chapter

    def readable(self, chapter: Chapter) -> Chapter:
        """The chapter, whose Python files can all be read. CourseError with a problem for each that is no Python."""
        places = self.folders(chapter.name)
        files = [file for each in (places.solutions, places.exercises, places.checks) for file in each.glob("*.py")]
        if problems := tuple(problem for file in sorted(files) if (problem := _no_python(file)) is not None):
            raise CourseError(problems)
        return chapter

    def stub(self, chapter: Chapter, step: ExerciseStep) -> Path:
        made = self.stubs / chapter.name / step.file
        try:
            text = stub_text(self, chapter, step).encode()
        except (StubError, OSError, UnicodeDecodeError):  # lint names it; until it is mended the old one is shown
            return made if made.is_file() else super().stub(chapter, step)
        if not made.is_file() or made.read_bytes() != text:
            write_whole(made, text)
        return made


class Preview:
    """One course under the author's hands: what `tutor.tui.following.Followed` asks for."""

    def __init__(self, root: Path, folder: Path, chapter: str, solved: bool) -> None:
        self._root = root
        self._stubs = folder / "stubs"
        self._chapter = chapter
        self._solved = solved
        self._filled: dict[str, str] = {}
        self._shown = self._seen = stamps(self._root)

    def course(self) -> PreviewedCourse:
        """As it is now. CourseError."""
        try:
            return replace(PreviewedCourse.open(self._root), stubs=self._stubs)
        except CourseError as error:
            raise _shortened(error, self._root) from error

    def changed(self) -> bool:
        """Whether something was saved, and the writing is over: two looks in a row see the same."""
        before, self._seen = self._seen, stamps(self._root)
        if self._seen == self._shown or self._seen != before:
            return False
        self._shown = self._seen
        return True

    def renew(self, session: Session) -> None:
        """Gives the session the course as it is now, and its files to the workspace."""
        course = self.course()
        chapter = course.chapter(self._chapter)
        try:
            course.readable(chapter)
        except CourseError as error:
            raise _shortened(error, self._root) from error
        session.renew(course)
        self.prepare(session)

    def prepare(self, session: Session) -> None:
        """Brings the chapter's files in the workspace up to date; what a learner is told of that is no news here."""
        chapter = session.course.chapter(self._chapter)
        for step in chapter.steps:
            if isinstance(step, ExerciseStep | RunStep | TrainStep):
                session.file(chapter.address(step))
        session.notices.clear()
        if self._solved:
            self._solve(session, chapter)

    def _solve(self, session: Session, chapter: Chapter) -> None:
        """Puts the references into the files, but for those that the author has written in, and checks them."""
        filled = []
        for home, step in _needed(session.course, chapter):
            address = home.address(step)
            path = session.file(address)
            text = session.course.reference(home, step).read_bytes()
            untouched = not session.workspace.is_touched(session.course, home, step)
            if untouched or self._filled.get(address) == sha256(path.read_bytes()):
                session.workspace.fill(session.course, home, step, text)
                self._filled[address] = sha256(text)
                filled.append(address)
        for address in filled:
            try:
                verdict = session.check(address)
            except Cancelled:  # the author checks meanwhile, and is told there
                continue
            if verdict.status != "passed":
                session.notices.append(f"The reference of {address} does not pass its own checks ({verdict.status}).")


def preview(target: str, course: Path | None, solved: bool) -> str:
    """Opens the chapter or step; returns the command that comes next when it is left. CourseError, UnknownTarget;
    Refused without a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        say = f"A preview needs a terminal for its screens. `dltutor show {target}` prints a step."
        raise Refused(with_course(say, course))
    root = root_of(course)
    if solved:
        print(f"Filling in the references of {target.partition('/')[0]}, and checking them ...", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="dltutor-preview-") as folder:
        shown, session = opened(root, Path(folder), target, solved)
        from tutor.tui.app import run

        run(session, target, shown)
    return what_is_next(root, target.partition("/")[0])


def what_is_next(root: Path, chapter_id: str) -> str:
    """To record what was not recorded with the files as they are; else to prove the chapter, which also says what is
    wrong with one that can't be read."""
    try:
        course = Course.open(root)
        chapter = course.chapter(chapter_id)
        for step in chapter.steps:
            if isinstance(step, TrainStep):
                recorded = load(course, chapter, step)
                if recorded is None or differing(recorded.made_of, made_of(course, chapter, step)):
                    return f"dltutor author record {chapter.address(step)}"
    except (CourseError, UnknownTarget):
        pass
    return f"dltutor author lint {chapter_id}"


def opened(root: Path, folder: Path, target: str, solved: bool) -> tuple[Preview, Session]:
    """The preview and a session of its own, all of whose files lie in `folder`."""
    shown = Preview(root, folder, target.partition("/")[0], solved)
    course = shown.course()
    course.name_of(target.partition("/")[0])
    workspace = Workspace(folder / "workspace")
    workspace.make()
    session = Session(course, workspace, Progress.open(workspace.database))
    try:
        course.find(target)
        shown.prepare(session)
    except CourseError:  # the screens say what is wrong, and go on when it is mended
        pass
    except BaseException:
        session.close()
        raise
    return shown, session


def _no_python(file: Path) -> Problem | None:
    """What is wrong with a file that can't be parsed. A stub is cut anew from the solution, which has its own say."""
    try:
        parse(file.read_bytes())
    except SyntaxError as error:
        say = f"this line is no Python: {error.msg}"
        return Problem(file, error.lineno or 1, error.offset or 1, "unreadable", say)
    except (OSError, ValueError) as error:
        return Problem(file, 1, 1, "unreadable", f"this file can't be read: {error}")
    return None


def _shortened(error: CourseError, root: Path) -> CourseError:
    """The problems with their files as seen from the course's folder: a screen has few columns."""
    inside = (each.file.relative_to(root) if each.file.is_relative_to(root) else each.file for each in error.problems)
    return CourseError(tuple(replace(each, file=file) for each, file in zip(error.problems, inside, strict=True)))


def _needed(course: Course, chapter: Chapter) -> list[tuple[Chapter, ExerciseStep]]:
    """The chapter's exercises and those of other chapters that they and its scripts build on, the deepest first."""
    from tutor.checking.job import uses_of

    found: dict[str, tuple[Chapter, ExerciseStep]] = {}
    for step in chapter.steps:
        used = uses_of(course, chapter, step) if isinstance(step, ExerciseStep | RunStep | TrainStep) else ()
        own = ((chapter, step),) if isinstance(step, ExerciseStep) else ()
        for home, exercise in (*reversed(used), *own):
            found.setdefault(home.address(exercise), (home, exercise))
    return list(found.values())
