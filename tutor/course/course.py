"""One course on disk: its chapters by name, loaded when asked for, and the way to every file of theirs.

Opening reads `course.yaml` and the names of the lesson files, no chapter. What was loaded is kept for the lifetime of
the object; whoever wants to see an edited lesson opens the course again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from tutor.course import cache, codec
from tutor.course.links import find_faults
from tutor.course.locate import find_root
from tutor.course.model import Chapter, CourseError, CourseHead, ExerciseStep, Problem, Step, UnknownTarget
from tutor.course.nearest import nearest
from tutor.course.places import ChapterFolders

Rules = Literal["sound", "full"]


@dataclass(frozen=True)
class Course:
    """`names` are the stems of the lesson files in file-name order; `rules` says how much lint asks of the course."""

    root: Path
    title: str
    authors: tuple[str, ...]
    licence: str
    rules: Rules
    names: tuple[str, ...]
    _read: dict[str, Chapter | CourseError] = field(default_factory=dict, repr=False, compare=False)
    _linked: dict[str, Chapter | CourseError] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, root: Path | None = None) -> Self:
        """The course in the folder `root` (or of that name, if one is installed); without it the default course.

        CourseError where there is none, or where `course.yaml` is not sound.
        """
        folder = find_root(root)
        lessons = folder / "lessons"
        head = _read_head(lessons / "course.yaml")
        names = sorted(
            file.stem for file in lessons.glob("*.yaml") if file.name[0] not in "._" and file.stem != "course"
        )
        return cls(folder, head.title, head.authors, head.licence, head.rules, tuple(names))

    def chapter(self, id_or_name: str) -> Chapter:
        """The chapter `ch10`, also as `ch10_attention`. CourseError with all its problems; UnknownTarget."""
        name = self.name_of(id_or_name)
        if name not in self._linked:
            self._linked[name] = self._link(name)
        found = self._linked[name]
        if isinstance(found, CourseError):
            raise found
        return found

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All sound chapters, in order."""
        return tuple(found for found in map(self._try, self.names) if isinstance(found, Chapter))

    @property
    def broken(self) -> dict[str, CourseError]:
        """The chapters that can't be used, by name, each with all its problems."""
        tried = {name: self._try(name) for name in self.names}
        return {name: found for name, found in tried.items() if isinstance(found, CourseError)}

    def find(self, target: str) -> tuple[Chapter, Step | None]:
        """`ch10` or `ch10/dot-score` (also `ch10_attention/dot_score.py`). UnknownTarget names the nearest."""
        chapter_name, slash, step_name = target.strip().strip("/").partition("/")
        try:
            chapter = self.chapter(chapter_name)
        except UnknownTarget:
            addresses = [each.address(step) for each in self.chapters for step in each.steps]
            same = [address for address in addresses if address.partition("/")[2] == target]
            near = same[0] if same else nearest(target, [*self.ids, *addresses])
            raise UnknownTarget(_sentence(f"There is no {target!r} in this course", near)) from None
        if not slash:
            return chapter, None
        wanted = step_name.removesuffix(".py").replace("_", "-")
        for step in chapter.steps:
            file: str = getattr(step, "file", "") or getattr(step, "script", "")
            if wanted in (step.id, file.removesuffix(".py").replace("_", "-")):
                return chapter, step
        near = nearest(wanted, [step.id for step in chapter.steps])
        say = f"{chapter.id} has no step {step_name!r}"
        raise UnknownTarget(_sentence(say, near and f"{chapter.id}/{near}", f"dltutor show {chapter.id}"))

    def resolve(self, chapter: Chapter, use: str) -> tuple[Chapter, ExerciseStep]:
        """The exercise that a `uses` entry of this chapter means: `dot-score`, or `ch04/rnn-cell` of another."""
        owner_id, slash, name = use.rpartition("/")
        owner = self.chapter(owner_id) if slash and owner_id != chapter.id else chapter
        for step in owner.exercises:
            if step.id == name:
                return owner, step
        raise UnknownTarget(_sentence(f"{owner.id} has no exercise {name!r}", ""))

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every lesson file there is (broken ones too): its name up to the first `_`."""
        return tuple(name.split("_")[0] for name in self.names)

    def sound(self, chapter_id: str) -> Chapter | None:
        """The chapter whatever its links say, or None where it can't be read."""
        found = self._own(self.name_of(chapter_id))
        return found if isinstance(found, Chapter) else None

    def folders(self, name: str) -> ChapterFolders:
        """The folders of the chapter called `name`."""
        return ChapterFolders(self.root, name)

    def exercises_dir(self, chapter: Chapter) -> Path:
        return self.folders(chapter.name).exercises

    def solutions_dir(self, chapter: Chapter) -> Path:
        return self.folders(chapter.name).solutions

    def checks_dir(self, chapter: Chapter) -> Path:
        return self.folders(chapter.name).checks

    def stub(self, chapter: Chapter, step: ExerciseStep) -> Path:
        return self.exercises_dir(chapter) / step.file

    def reference(self, chapter: Chapter, step: ExerciseStep) -> Path:
        return self.solutions_dir(chapter) / step.file

    def check_file(self, chapter: Chapter, step: ExerciseStep) -> Path:
        return self.checks_dir(chapter) / f"test_{step.file}"

    def answers_file(self, chapter: Chapter, step: ExerciseStep) -> Path:
        return self.folders(chapter.name).answers / f"{Path(step.file).stem}.yaml"

    def name_of(self, id_or_name: str) -> str:
        """The file stem `ch10_attention` of the chapter `ch10`, sound or not. UnknownTarget."""
        for name in self.names:
            if id_or_name in (name, name.split("_")[0]):
                return name
        near = nearest(id_or_name, [*self.ids, *self.names])
        raise UnknownTarget(_sentence(f"There is no chapter {id_or_name!r}", near))

    def _try(self, name: str) -> Chapter | CourseError:
        try:
            return self.chapter(name)
        except CourseError as error:
            return error

    def _own(self, name: str) -> Chapter | CourseError:
        """The chapter by itself, before its links to others are looked at."""
        if name not in self._read:
            self._read[name] = _read_lesson(self.folders(name))
        return self._read[name]

    def _link(self, name: str) -> Chapter | CourseError:
        """The chapter if its links are sound too; else its lesson is read once more, for all problems together."""
        found = self._own(name)
        if isinstance(found, Chapter) and not find_faults(found, self):
            return found
        from tutor.course.load import Lesson

        folders = self.folders(name)
        try:
            lesson = Lesson(folders, folders.lesson.read_bytes())
        except OSError as error:
            return CourseError((_unreadable(folders.lesson, error),))
        if lesson.partial is not None:
            lesson.report(find_faults(lesson.partial, self, lesson.ids))
        return lesson.chapter if lesson.chapter and not lesson.problems else CourseError(lesson.problems)


def _read_head(file: Path) -> CourseHead:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise CourseError((_unreadable(file, error),)) from None
    wanted = cache.key(raw, [])
    if (stored := cache.load(file, wanted)) is not None:
        return codec.decode_head(stored)
    from tutor.course.load import read_course_file

    head, problems = read_course_file(file, raw)
    if head is None:
        raise CourseError(problems)
    cache.store(file, wanted, codec.encode_head(head))
    return head


def _read_lesson(folders: ChapterFolders) -> Chapter | CourseError:
    try:
        raw = folders.lesson.read_bytes()
    except OSError as error:
        return CourseError((_unreadable(folders.lesson, error),))
    wanted = cache.key(raw, folders.fingerprint())
    if (stored := cache.load(folders.lesson, wanted)) is not None:
        return codec.decode(stored)
    from tutor.course.load import Lesson

    lesson = Lesson(folders, raw)
    if lesson.problems or lesson.chapter is None:
        return CourseError(lesson.problems)
    cache.store(folders.lesson, wanted, codec.encode(lesson.chapter))
    return lesson.chapter


def _unreadable(file: Path, error: OSError) -> Problem:
    return Problem(file, 1, 1, "unreadable", f"this file can't be read: {error.strerror}")


def _sentence(start: str, near: str, command: str = "dltutor list") -> str:
    if near:
        return f"{start}; did you mean {near}?"
    return f"{start}; `{command}` shows what there is."
