"""What types can't say about one lesson file: ids, one right choice, targets with a bound, sensible numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutor import __version__
from tutor.course.document import Document
from tutor.course.model import MOST_DIFFICULT, CourseHead, ExerciseStep, QuizStep, Step, Term, TrainStep
from tutor.course.node import Place
from tutor.course.validate import Draft

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CHAPTER_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
OPEN_NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
FORBIDDABLE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)+|aten\.[\w*]+")  # a function, or operators by a pattern
FORMULA = re.compile(r"\$[^$\n]+\$")
FORMAT = 1


def is_our_format(document: Document) -> bool:
    """Whether `course.yaml` has the format that is known here, asked before anything else is read of a course.

    Where it has another, that is its only problem: what else would be said (unknown keys, wrong types) only follows.
    A format that is missing or no number is not this function's matter.
    """
    root = document.root.value if document.root is not None else None
    node = root.get("format") if isinstance(root, dict) else None
    if node is None or document.blamed(("format",)):
        return True
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or node.value == FORMAT:
        return True
    if node.value > FORMAT:
        say = f"it is newer than this dltutor, {__version__}, which reads format {FORMAT}; update dltutor"
    else:
        say = f"this dltutor reads format {FORMAT}; write that, and `dltutor author lint` names what else has changed"
    document.problems.clear()
    document.report(("format",), "format", f"this course has format {node.source}: {say}")
    return False


def check_head(document: Document, head: CourseHead) -> None:
    """What the types of `course.yaml` can't say."""
    _filled(document, head, ("title", "licence"), ())
    if not head.authors:
        document.report(("authors",), "empty", "`authors` is empty; name at least one")


def check_chapter(document: Document, draft: Draft) -> None:
    """Reports to the document."""
    name = draft.chapter.name
    if not CHAPTER_NAME.fullmatch(name):
        say = f"`{name}` can't be imported as a folder; name the file like ch10_attention.yaml"
        document.report((), "bad-name", say)
    _ids(document, draft, name)
    _filled(document, draft.chapter, ("title", "summary"), ())
    _above_zero(document, draft.chapter.minutes, ("minutes",))
    steps = document.root.value.get("steps") if document.root is not None else None
    if steps is not None and steps.value == []:
        document.report(("steps",), "empty", "`steps` is empty; a chapter needs at least one")
    for index, step in draft.steps:
        _check_step(document, step, ("steps", index))
    for index, term in enumerate(draft.chapter.terms):
        _term(document, term, ("terms", index))


def _ids(document: Document, draft: Draft, name: str) -> None:
    if document.root is None or not isinstance(document.root.value, dict):
        return
    wanted = name.split("_")[0]
    given = document.root.value.get("id")
    if given is not None and isinstance(given.value, str) and given.value != wanted:
        say = f"the id must be `{wanted}`, as the file's name {name}.yaml begins"
        document.report(("id",), "bad-id", say)
    steps = document.root.value.get("steps")
    first: dict[str, int] = {}
    for index, node in enumerate(steps.value if steps is not None and isinstance(steps.value, list) else []):
        each = node.value.get("id") if isinstance(node.value, dict) else None
        if each is None or not isinstance(each.value, str):
            continue
        place = ("steps", index, "id")
        if not ID.fullmatch(each.value):
            say = f"`{each.value}` is no id; use lower-case letters, digits and hyphens, like dot-score"
            document.report(place, "bad-id", say)
        if each.value in first:
            say = f"`{each.value}` is the id of the step in line {first[each.value]} too; progress is kept by id"
            document.report(place, "duplicate-id", say)
        first.setdefault(each.value, each.line)


def _check_step(document: Document, step: Step, place: Place) -> None:
    texts = {"read": ("read", "text"), "quiz": ("quiz",), "run": ("run", "text"), "exercise": ("exercise", "text")}
    _filled(document, step, texts.get(step.kind, ("train", "text")), place)
    for index, link in enumerate(step.reading):
        if not link.url.startswith(("https://", "http://")):
            document.report((*place, "reading", index, "url"), "bad-url", "a web address starts with https://")
    if isinstance(step, QuizStep):
        _quiz(document, step, place)
    elif isinstance(step, ExerciseStep):
        _exercise(document, step, place)
    elif isinstance(step, TrainStep):
        _train(document, step, place)
    for key in ("data", "weights"):
        names = getattr(step, key, ())
        for index, name in enumerate(names):
            if name in names[:index]:
                document.report((*place, key, index), f"duplicate-{key}", f"`{name}` stands here twice")


def _quiz(document: Document, step: QuizStep, place: Place) -> None:
    right = [index for index, choice in enumerate(step.choices) if choice.correct]
    if step.choices and step.answer is not None:
        say = "a quiz has `choices` or a typed `answer`, not both"
        document.report((*place, "answer"), "quiz", say, key=True)
    elif not step.choices and step.answer is None:
        document.report((*place, "choices"), "quiz", "this quiz has neither `choices` nor an `answer`")
    elif step.choices and len(step.choices) < 2:
        document.report((*place, "choices"), "quiz", "one choice is no question; give at least two")
    elif step.choices and not right:
        say = "no choice is right; mark one with `correct: true`"
        document.report((*place, "choices"), "quiz", say)
    for index in right[1:]:
        say = f"choice {right[0] + 1} is marked as correct already; exactly one is"
        document.report((*place, "choices", index, "correct"), "quiz", say, key=True)
    for index, choice in enumerate(step.choices):
        _filled(document, choice, ("text", "why"), (*place, "choices", index))


def _exercise(document: Document, step: ExerciseStep, place: Place) -> None:
    if not step.implement:
        document.report((*place, "implement"), "empty", "`implement` is empty; name what the learner writes")
    _shaped(document, step.implement, OPEN_NAME, (*place, "implement"), "write `function`, `Class` or `Class.method`")
    say = "write the full dotted name, like torch.nn.functional.softmax"
    _shaped(document, step.forbid, FORBIDDABLE, (*place, "forbid"), say)
    if not 1 <= step.difficulty <= MOST_DIFFICULT:
        document.report((*place, "difficulty"), "range", f"`difficulty` goes from 1 to {MOST_DIFFICULT}")
    if step.points < 0:
        document.report((*place, "points"), "range", "`points` can't be negative")
    _above_zero(document, step.minutes, (*place, "minutes"))
    _above_zero(document, step.limits.check_seconds, (*place, "limits", "check_seconds"))
    _above_zero(document, step.limits.file_seconds, (*place, "limits", "file_seconds"))
    for index, hint in enumerate(step.hints):
        if not hint.strip():
            document.report((*place, "hints", index), "empty", "this hint is empty")


def _train(document: Document, step: TrainStep, place: Place) -> None:
    _above_zero(document, step.minutes, (*place, "minutes"))
    if not step.target:
        document.report((*place, "target"), "target", "`target` is empty; name a metric that the script reports")
    for metric, bound in step.target.items():
        where = (*place, "target", metric)
        if any(document.blamed((*where, name)) for name in ("at_least", "at_most")):
            continue
        if bound.at_least is None and bound.at_most is None:
            document.report(where, "target", f"`{metric}` has no bound; give `at_least` or `at_most`", key=True)
        elif bound.at_least is not None and bound.at_most is not None and bound.at_least > bound.at_most:
            document.report(where, "target", f"no number is {bound}", key=True)


def _term(document: Document, term: Term, place: Place) -> None:
    _filled(document, term, ("term", "means"), place)
    for index, word in enumerate(term.also):
        if not word.strip():
            document.report((*place, "also", index), "empty", "this spelling is empty")
    if term.symbol and not FORMULA.fullmatch(term.symbol):
        say = f"`{term.symbol}` is no formula; put it between dollars, like $\\gamma$"
        document.report((*place, "symbol"), "bad-name", say)


def _filled(document: Document, owner: object, names: Iterable[str], place: Place) -> None:
    for name in names:
        if not getattr(owner, name).strip():
            document.report((*place, name), "empty", f"`{name}` is empty")


def _above_zero(document: Document, value: float, place: Place) -> None:
    if value <= 0:
        document.report(place, "range", f"`{place[-1]}` must be more than 0")


def _shaped(document: Document, values: tuple[str, ...], shape: re.Pattern[str], place: Place, mend: str) -> None:
    for index, value in enumerate(values):
        if not shape.fullmatch(value):
            document.report((*place, index), "bad-name", f"`{value}` is no such name; {mend}")
            document.blame((*place, index))
