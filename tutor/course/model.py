"""What a lesson is: the plain, frozen data that every room passes around.

Standard-library dataclasses on purpose: `tutor.course.validate` builds the strict reader and the JSON Schema from
these same classes with pydantic, and what only *shows* a course (first paint, `dltutor list`) never imports pydantic.

The sections `Attributes:` are what an editor shows beside a key (`dltutor author schema`): written for authors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from pathlib import Path
from typing import Literal

MOST_DIFFICULT = 5
Kind = Literal["read", "quiz", "run", "exercise", "train"]
Data = Literal["mnist", "fashion", "cifar10", "tatoeba"]
"""What `dltutor fetch` brings that a script can use in place of its own data."""
Weights = Literal["resnet18", "fasterrcnn"]
"""What `dltutor fetch` brings of networks that others have trained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One item of further reading: a paper by title, with its address.

    Attributes:
        title: The authors, the title and the year.
        url: A web address; it starts with https://.
    """

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a quiz, with the reason why it is right or wrong.

    Attributes:
        text: The choice, in one line; `code` and $math$ are shown as such.
        why: Why it is right, or what someone thought who chose it. Shown when it was chosen.
        correct: Exactly one choice of a quiz has `correct: true`.
    """

    text: str
    why: str
    correct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What a metric of a training run must reach; one of the two keys, or both.

    Attributes:
        at_least: The smallest value that counts as met.
        at_most: The largest value that counts as met.
    """

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
    """How long the checks of one exercise may take, in seconds of wall clock.

    Attributes:
        check_seconds: For one check.
        file_seconds: For all checks of the file together.
    """

    check_seconds: float = 10.0
    file_seconds: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStep:
    """A page of text.

    Attributes:
        id: The name of the step inside its chapter, like dot-score. Progress is kept under it, so it never changes.
        read: The title. This key makes the step a page of text.
        text: Markdown with $math$, at most about 2 kB. One idea; a concrete case with its numbers before the formula.
        reading: Further reading, shown below the text.
    """

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
    """A question: with `choices`, or with `answer` for a typed number, shape or word (then `why` explains it).

    Attributes:
        id: The name of the step inside its chapter, like dot-score. Progress is kept under it, so it never changes.
        quiz: The question in short. This key makes the step a question.
        text: What has to be known to answer it, in Markdown with $math$.
        choices: At least two, exactly one of them correct; not together with `answer`.
        answer: What is to be typed: a number, a shape such as (3, 5), or a word.
        why: Why the typed answer is right; with `choices` each of them has a `why` of its own.
        reading: Further reading, shown below the text.
    """

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
    """A demonstration that the learner predicts first and then runs; never graded.

    Attributes:
        id: The name of the step inside its chapter, like dot-score. Progress is kept under it, so it never changes.
        run: The title. This key makes the step a demonstration.
        script: A file in exercises/<chapter>/, complete and readable, such as look_scale.py.
        text: What is going to be run, and what to predict. Markdown with $math$.
        uses: The exercises whose code the script imports, dot-score or ch04/rnn-cell.
        data: Real data that the script can use in place of its own, such as mnist; a learner asks for it.
        weights: Trained weights that the script looks for, such as resnet18; without them it shows less.
        reading: Further reading, shown below the text.
    """

    id: str
    run: str
    script: str
    text: str
    uses: tuple[str, ...] = ()
    data: tuple[Data, ...] = ()
    weights: tuple[Weights, ...] = ()
    reading: tuple[Link, ...] = ()

    @property
    def kind(self) -> Kind:
        return "run"

    @property
    def title(self) -> str:
        return self.run


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseStep:
    """One file to finish. `implement` names what the stub leaves open: `function`, `Class` or `Class.method`.

    Attributes:
        id: The name of the step inside its chapter, like dot-score. Progress is kept under it, so it never changes.
        exercise: The title. This key makes the step an exercise.
        file: The file's name in the four folders of the chapter, such as dot_score.py.
        implement: What the learner writes, by name. The bodies are cut out of the solution to make the stub.
        text: The task: the shapes that go in and come out, and the worked example. Markdown with $math$.
        difficulty: From 1, one line, to 5.
        minutes: How long it takes a learner, about.
        uses: The exercises whose code the file imports, dot-score or ch04/rnn-cell.
        forbid: Functions that would do the work, by their full dotted names; calling one fails the check.
        points: What it counts for, 1 without it.
        optional: With true it need not be passed to finish the chapter.
        hints: From a question to almost the line; none prints the solution. Three are a good number.
        after: Why it works, and where it leads. Shown after a pass. Markdown with $math$.
        limits: More time for checks that need it.
        reading: Further reading, shown below the text.
    """

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
    """The learner's finished code, trained live. `target` bounds metrics that the script reports with `live.result`.

    Attributes:
        id: The name of the step inside its chapter, like dot-score. Progress is kept under it, so it never changes.
        train: The title. This key makes the step a training.
        script: A file in exercises/<chapter>/, complete and readable, such as train.py.
        text: What is going to be trained, on what, against which control. Markdown with $math$.
        target: What each metric of `live.result` must reach, such as test_accuracy with at_least 0.9.
        minutes: How long the run takes, at most, on two cores.
        uses: The exercises that must be passed first, dot-score or ch04/rnn-cell.
        whatif: Named mistakes whose effect on the training was recorded, such as dot-score:unscaled.
        data: Real data that the script can use in place of its own, such as mnist; a learner asks for it, and the
            target, which is for the script's own, is then not asked for.
        optional: With true it need not be met to finish the chapter.
        reading: Further reading, shown below the text.
    """

    id: str
    train: str
    script: str
    text: str
    target: dict[str, Bound]
    minutes: float
    uses: tuple[str, ...] = ()
    whatif: tuple[str, ...] = ()
    data: tuple[Data, ...] = ()
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


def a_kind(step: Step) -> str:
    """What a step is, within a sentence: "a quiz step", "an exercise step"."""
    return f"{'an' if step.kind == 'exercise' else 'a'} {step.kind} step"


"""The kind of a step is the key that carries its title; in the order in which messages list them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHead:
    """What `lessons/course.yaml` says of the whole course. `rules: full` asks lint for the house rules too.

    Attributes:
        format: The version of this format, 1.
        title: The name of the course.
        authors: Who wrote it.
        licence: Under which licence it may be passed on, such as MIT or CC-BY-4.0.
        rules: Whether `dltutor author lint` wants every chapter sound, or asks for the house rules (full) as well.
    """

    format: int
    title: str
    authors: tuple[str, ...]
    licence: str
    rules: Literal["sound", "full"] = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the glossary, in the chapter that teaches it first. The glossary of a course is all of them.

    Attributes:
        term: The word as the course writes it, such as batch normalisation.
        means: What it means to a reader of this chapter, in one or two sentences; `code` and $math$ have their looks.
        step: The step of this chapter that teaches it, such as batch-norm; its text says the term.
        also: Other spellings that a learner may look up, such as batch norm.
        symbol: The formula that the course always writes for it, between dollars.
    """

    term: str
    means: str
    step: str
    also: tuple[str, ...] = ()
    symbol: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        """The term, and what else it is looked up by."""
        return (self.term, *self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One lesson file. `name` is its stem (`ch10_attention`), and that of its folders in course and workspace.

    Attributes:
        name: The file's stem; not a key of the file.
        id: The file's name up to the first `_`, such as ch10.
        title: The name of the chapter.
        summary: One sentence for the list of chapters.
        minutes: How long it takes a learner, all steps together.
        steps: In their order: read, quiz, run, exercise and train steps, each with the key that names its kind.
        needs: The chapters that should be finished before, such as ch04. They warn, and never lock.
        objectives: What one can do afterwards, each with a verb.
        terms: The words that this chapter teaches, for the glossary of the course.
    """

    name: str
    id: str
    title: str
    summary: str
    minutes: float
    steps: tuple[Step, ...]
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

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
