"""The course and its lessons as far as they can be read, and what the loader finds wrong with them.

A broken lesson doesn't end the looking: the steps that could be read are looked at like any others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from tutor.authoring.lint import reading, where
from tutor.authoring.lint.finding import Finding
from tutor.course import Chapter, Course
from tutor.course.links import find_faults
from tutor.course.load import Lesson, read_course_file
from tutor.course.model import ExerciseStep, Problem, Step
from tutor.course.node import Node, Place
from tutor.course.places import ChapterFolders

_STEP = re.compile(r"steps\[(\d+)\](?:\.|$)")


@dataclass(frozen=True, slots=True)
class Read:
    """One lesson: its nodes, its problems, and the steps that could be read with their index in the file.

    `faulty` are the indices of steps that the loader complains about; None stands for the chapter's own keys.
    """

    course: Course
    folders: ChapterFolders
    root: Node | None
    chapter: Chapter | None
    indices: tuple[int, ...]
    problems: tuple[Problem, ...]
    faulty: frozenset[int | None] = field(default_factory=frozenset)

    @property
    def id(self) -> str:
        """`ch10`, as the file's name begins, whatever stands in it."""
        return self.folders.name.split("_")[0]

    @property
    def file(self) -> Path:
        return self.folders.lesson

    @property
    def steps(self) -> tuple[tuple[int, Step], ...]:
        """Those that could be read, each with its index in the file."""
        return tuple(zip(self.indices, self.chapter.steps)) if self.chapter is not None else ()

    @property
    def exercises(self) -> tuple[tuple[int, ExerciseStep], ...]:
        return tuple((index, step) for index, step in self.steps if isinstance(step, ExerciseStep))

    @property
    def ids(self) -> frozenset[str]:
        """Of every step that the file names, also of those that could not be read."""
        return frozenset(self.step_id(index) for index in range(len(self._items)))

    def named(self, name: str) -> str:
        """The id of the step that is meant by its id, or by the name of its file; `name` itself where none is."""
        wanted = name.removesuffix(".py").replace("_", "-")
        for _, step in self.steps:
            file: str = getattr(step, "file", "") or getattr(step, "script", "")
            if wanted in (step.id, file.removesuffix(".py").replace("_", "-")):
                return step.id
        return wanted

    @property
    def _items(self) -> list[Node]:
        steps = self.root.value.get("steps") if self.root is not None and isinstance(self.root.value, dict) else None
        return steps.value if steps is not None and isinstance(steps.value, list) else []

    def step_id(self, index: int) -> str:
        """The id of the step with this index in the file, `step 4` where it has none."""
        node = self._items[index] if index < len(self._items) else None
        given = node.value.get("id") if node is not None and isinstance(node.value, dict) else None
        return str(given.value) if given is not None and isinstance(given.value, str) else f"step {index + 1}"

    def finding(self, place: Place, code: str, message: str, *, house: bool = False) -> Finding:
        """One about the lesson file, at the key at `place`."""
        return Finding(self.file, where.key(self.root, place), code, message, "house" if house else "sound")


def open_course(root: Path) -> tuple[Course, bool, list[Finding]]:
    """The course (with what its head should say where it can't be read), whether it asks for the house rules, and what
    is wrong with `course.yaml`."""
    lessons = root / "lessons"
    head_file = lessons / "course.yaml"
    names = [file.stem for file in _listed(lessons, "*.yaml") if file.name[0] not in "._" and file.stem != "course"]
    try:
        head, problems = read_course_file(head_file, head_file.read_bytes())
    except FileNotFoundError:
        say = "there is no course here: it needs this file; write it as `dltutor author new` does"
        head, problems = None, (Problem(head_file, 1, 1, "no-course", say),)
    except OSError as error:
        head, problems = None, (reading.unreadable(head_file, error),)
    findings = [of_problem(problem, "") for problem in problems]
    if head is None:
        return Course(root, root.name, (), "", "sound", tuple(names)), False, findings
    course = Course(root, head.title, head.authors, head.licence, head.rules, tuple(names))
    return course, head.rules == "full", findings


def read_lesson(course: Course, name: str) -> Read:
    """One lesson with all its problems, those of its links to other chapters too."""
    folders = course.folders(name)
    try:
        raw = folders.lesson.read_bytes()
        lesson = Lesson(folders, raw)
        if lesson.partial is not None:
            lesson.report(find_faults(lesson.partial, course, lesson.ids))
    except OSError as error:
        return Read(course, folders, None, None, (), (reading.unreadable(folders.lesson, error),))
    except (RecursionError, MemoryError):
        say = "a file of this chapter is nested too deeply to be read; write it flatter"
        return Read(course, folders, None, None, (), (Problem(folders.lesson, 1, 1, "unreadable", say),))
    faulty = frozenset(index_of(problem) for problem in lesson.problems)
    return Read(course, folders, lesson.root, lesson.partial, lesson.indices, lesson.problems, faulty)


def findings(read: Read, wanted: frozenset[str] | None) -> list[Finding]:
    """What the loader says, of the wanted steps and of the file as a whole."""
    found = []
    for problem in read.problems:
        index = index_of(problem)
        step = read.step_id(index) if index is not None else ""
        if wanted is None or index is None or step in wanted:
            finding = of_problem(problem, f"{read.id}/{step}" if step else read.id)
            found.append(_in_solution(read, index, finding) if problem.code == "solution-syntax" else finding)
    return found


def _in_solution(read: Read, index: int | None, finding: Finding) -> Finding:
    """At the line of the solution that is no Python; the loader has it at the `file:` of the lesson."""
    file = next((read.folders.solutions / step.file for each, step in read.exercises if each == index), None)
    try:
        if file is not None:
            reading.tree(file)
    except reading.Unreadable as error:
        return Finding(file or finding.file, error.line, finding.code, f"{read.id}/{read.step_id(index or 0)}: {error}")
    return finding


def of_problem(problem: Problem, address: str) -> Finding:
    """The loader's problem, with the name of the step it is about."""
    inside = _STEP.sub("", problem.path)
    message = problem.message
    if problem.code == "missing-key":
        message += "; add it here"
    place = f" ({inside})" if inside else ""
    return Finding(problem.file, problem.line, problem.code, f"{address}{place}: {message}" if address else message)


def index_of(problem: Problem) -> int | None:
    """Which step of the lesson the problem is about; None where it is about the chapter or the file."""
    match = _STEP.match(problem.path)
    return int(match[1]) if match else None


def _listed(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []
