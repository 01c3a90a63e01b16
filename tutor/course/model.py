"""What a lesson is: the plain, frozen data that every room passes around.

Standard-library dataclasses on purpose: `tutor.course.validate` builds the strict reader and the JSON Schema from
these same classes with pydantic, and what only *shows* a course (first paint, `dltutor list`) never imports pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Literal

Kind = Literal["read", "quiz", "run", "exercise", "train"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One item of further reading: a paper by title, with its address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a quiz, with the reason why it is right or wrong."""

    text: str
    why: str
    correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a metric of a training run must reach."""

    at_least: float | None = None
    at_most: float | None = None

    def met(self, value: float) -> bool:
        """Whether `value` lies within the bound; NaN never does."""
        above = self.at_least is None or value >= self.at_least
        below = self.at_most is None or value <= self.at_most
        return above and below and not isnan(value)

    def __str__(self) -> str:
        parts = []
        if self.at_least is not None:
            parts.append(f"at least {self.at_least:g}")
        if self.at_most is not None:
            parts.append(f"at most {self.at_most:g}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long the checks of one exercise may take, in seconds of wall clock."""

    check_seconds: float = 10.0
    file_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStep:
    """A page of text."""

    id: str
    read: str
    text: str
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "read"

    @property
    def title(self) -> str:
        return self.read


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizStep:
    """A question: with `choices`, or with `answer` for a typed number, shape or word (then `why` explains it)."""

    id: str
    quiz: str
    text: str = ""
    choices: tuple[Choice, ...] = ()
    answer: str | int | float | None = None
    why: str = ""
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "quiz"

    @property
    def title(self) -> str:
        return self.quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """A demonstration that the learner predicts first and then runs; never graded."""

    id: str
    run: str
    script: str
    text: str
    uses: tuple[str, ...] = ()
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "run"

    @property
    def title(self) -> str:
        return self.run


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStep:
    """One file to finish. `implement` names what the stub leaves open: `function`, `Class` or `Class.method`."""

    id: str
    exercise: str
    file: str
    implement: tuple[str, ...]
    text: str
    difficulty: int
    minutes: float
    uses: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    points: int = 1
    optional: bool = False
    hints: tuple[str, ...] = ()
    after: str = ""
    limits: Limits = field(default_factory=Limits)
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "exercise"

    @property
    def title(self) -> str:
        return self.exercise


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainStep:
    """The learner's finished code, trained live. `target` bounds metrics that the script reports with `live.result`."""

    id: str
    train: str
    script: str
    text: str
    target: dict[str, Bound]
    minutes: float
    uses: tuple[str, ...] = ()
    whatif: tuple[str, ...] = ()
    optional: bool = False
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "train"

    @property
    def title(self) -> str:
        return self.train


Step = ReadStep | QuizStep | RunStep | ExerciseStep | TrainStep

STEP_TYPES: dict[Kind, type[Step]] = {
    "read": ReadStep,
    "quiz": QuizStep,
    "run": RunStep,
    "exercise": ExerciseStep,
    "train": TrainStep,
}
"""The kind of a step is the key that carries its title; in the order in which messages list them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHead:
    """What `lessons/course.yaml` says of the whole course. `rules: full` asks lint for the house rules too."""

    format: int
    title: str
    authors: tuple[str, ...]
    licence: str
    rules: Literal["sound", "full"] = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One lesson file. `name` is its stem (`ch10_attention`), and that of its folders in course and workspace."""

    name: str
    id: str
    title: str
    summary: str
    minutes: float
    steps: tuple[Step, ...]
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()

    @property
    def exercises(self) -> tuple[ExerciseStep, ...]:
        return tuple(step for step in self.steps if isinstance(step, ExerciseStep))

    def step(self, step_id: str) -> Step:
        """The step with this id (without the chapter); KeyError where there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def address(self, step: Step) -> str:
        """`ch10/dot-score`: the name of a step everywhere outside its lesson."""
        return f"{self.id}/{step.id}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a course, in words a person can act on. `path` is the place in the document: `steps[3].target`."""

    file: Path
    line: int
    column: int
    code: str
    message: str
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        return f"{where}: {self.path}: {self.message}" if self.path else f"{where}: {self.message}"


class UnknownTarget(LookupError):
    """No chapter or step has that name; the text is a sentence that names the nearest one."""


class CourseError(Exception):
    """A course, or one chapter of it, that can't be used; carries *all* its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
