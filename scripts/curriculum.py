"""Makes docs/curriculum.md: the course on one page, for whoever decides whether to teach with it.

    python -m scripts.curriculum [--check]

Chapters, exercises and targets come from the lessons, what was reached from the records, and the topics of the book and
of the slides that the course is held against from topics.yaml beside this file. `--check` changes nothing and fails
where the page is another one; so does a test.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import yaml

from scripts.generated import ROOT, Stale, write
from scripts.results import EXPECTED, Expected, number, recorded_steps, row
from tutor.actions.realdata import users
from tutor.checking.answers import Answers, load_answers
from tutor.course import Chapter, Course
from tutor.course.model import Data, ExerciseStep, RunStep, TrainStep
from tutor.downloads.table import TABLE
from tutor.training.recorded import Recorded
from tutor.training.targets import Spread

OUT = ROOT / "docs" / "curriculum.md"
TOPICS = Path(__file__).with_name("topics.yaml")
HEAD = """\
# Curriculum

The whole course on one page: what each chapter has its learners build, how that is checked, what their code trains on,
and what the solutions reach. Made by `make results` from the lessons and the records; a test fails where it is out of
date. [results.md](results.md) has every measured number, `dltutor show ch05` a chapter's pages.
"""
EXERCISES = """\
*Difficulty* goes from 1, one line, to 5. *Mistakes* are wrong answers that are recognised by name and explained;
*right* are other styles that every check accepts. Both are proven with each change of the course. Minutes count reading
the task, writing, and two tries. What is optional lies beyond the chapter's path.
"""


@dataclass(frozen=True, slots=True)
class Built:
    """One exercise with its other answers."""

    step: ExerciseStep
    answers: Answers


def page(course: Course, expected: Expected, topics: Mapping[str, Any]) -> str:
    """The whole page. Stale where the topics don't fit the course."""
    check_topics(course, topics)
    built = {chapter.id: [*exercises(course, chapter)] for chapter in course.chapters}
    parts = [HEAD, *_at_a_glance(course, built), *_data(course, topics["data"]), "## The chapters\n", EXERCISES]
    for chapter in course.chapters:
        parts += _chapter(course, chapter, built[chapter.id], expected)
    return "\n".join([*parts, *_topics(topics)])


def check_topics(course: Course, topics: Mapping[str, Any]) -> None:
    """Stale where a topic names no step, or one that is gone, and where data is used that nothing describes."""
    known = {chapter.address(step) for chapter in course.chapters for step in chapter.steps}
    for topic in (*(each for part in topics["book"] for each in part["topics"]), *topics["beyond"], *topics["deck"]):
        gone = [step for step in topic["steps"] if step not in known]
        if gone or not topic["steps"]:
            raise Stale(
                f"topics.yaml: {topic['topic']!r} names {', '.join(gone) or 'no step'}; the course has none such"
            )
    used = {name for chapter in course.chapters for name in datasets(course, chapter)}
    if odd := used ^ set(topics["data"]):
        raise Stale(f"topics.yaml: `data` describes {sorted(topics['data'])}, the course uses {sorted(used)}: {odd}")


# -- at a glance
def _at_a_glance(course: Course, built: Mapping[str, list[Built]]) -> Iterator[str]:
    chapters = course.chapters
    every = [each for steps in built.values() for each in steps]
    kinds = [step.kind for chapter in chapters for step in chapter.steps]
    wrong, right = (sum(len(getattr(each.answers, kind)) for each in every) for kind in ("wrong", "right"))
    hours = sum(chapter.minutes for chapter in chapters) / 60
    yield (
        f"{len(chapters)} chapters, about {hours:.0f} hours: {kinds.count('read')} pages, {kinds.count('quiz')} "
        f"questions, {len(every)} exercises with {wrong:,} named mistakes and {right:,} other right answers, "
        f"{kinds.count('run')} demonstrations and {kinds.count('train')} trainings of the learner's own code. An arrow "
        "leads from a chapter to those that build on it.\n"
    )
    yield "```mermaid\nflowchart LR"
    for chapter in chapters:
        yield f'    {chapter.id}["{chapter.id} {chapter.title}"]'
    for chapter in chapters:
        yield from (f"    {need} --> {chapter.id}" for need in direct_needs(course, chapter))
    yield "```\n"
    heads = ("pages", "questions", "exercises", "mistakes", "right", "demonstrations", "trainings")
    yield from row("chapter", "min", "needs", *heads)
    yield from row("---", *["---:", "---"], *["---:"] * 7)
    for chapter in chapters:
        own, steps = built[chapter.id], [step.kind for step in chapter.steps]
        yield from row(
            f"[{chapter.id} {chapter.title}](#{anchor(chapter)})",
            f"{chapter.minutes:g}",
            ", ".join(chapter.needs) or "–",
            *(str(steps.count(kind)) for kind in ("read", "quiz", "exercise")),
            str(sum(len(each.answers.wrong) for each in own)),
            str(sum(len(each.answers.right) for each in own)),
            *(str(steps.count(kind)) for kind in ("run", "train")),
        )
    yield ""


def direct_needs(course: Course, chapter: Chapter) -> Iterator[str]:
    """What a chapter needs and no other of its needs needs already: the arrows that a picture has to have."""
    for need in chapter.needs:
        if not any(need in _below(course, other) for other in chapter.needs if other != need):
            yield need


def _below(course: Course, chapter_id: str) -> set[str]:
    needs = set(course.chapter(chapter_id).needs)
    return needs.union(*(_below(course, need) for need in needs))


# -- data
def _data(course: Course, described: Mapping[str, str]) -> Iterator[str]:
    used = {chapter.id: datasets(course, chapter) for chapter in course.chapters}
    yield "## Data\n"
    yield "Everything works offline: what follows comes along, or is made on the spot.\n"
    yield from row("data", "where")
    yield from row("---", "---")
    for name, what in described.items():
        yield from row(what, ", ".join(chapter for chapter, names in used.items() if name in names))
    yield ""
    yield "Asked for by name (`dltutor fetch mnist`, then `dltutor train ch03 --data mnist`):\n"
    yield from row("data", "MB", "trainings")
    yield from row("---", "---:", "---")
    for name in get_args(Data):
        yield from row(f"`{name}`: {TABLE[name].title}", TABLE[name].megabytes, ", ".join(users(course, name)))
    yield ""


STANDS_FOR = {"images": "digits", "pairs": "french"}  # what they give unless somebody asks for other data


def datasets(course: Course, chapter: Chapter) -> set[str]:
    """The modules of `tutor.datasets` with data that the scripts of a chapter import."""
    found = set[str]()
    for file in course.exercises_dir(chapter).glob("*.py"):
        text = file.read_text("utf-8")
        if "digits.csv.gz" in text:  # without torch, in chapter 0
            found.add("digits")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.module == "tutor.datasets":
                found |= {STANDS_FOR.get(each.name, each.name) for each in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tutor.datasets."):
                found.add(str(node.module).split(".")[2])
    return found - {"bundled", "letters", "repeats"}  # helpers: no data of their own


# -- one chapter
def _chapter(course: Course, chapter: Chapter, built: list[Built], expected: Expected) -> Iterator[str]:
    yield f"### {chapter.id} {chapter.title}\n"
    yield f"{chapter.summary} [Lesson](../lessons/{chapter.name}.yaml), [files](../exercises/{chapter.name}).\n"
    yield from row("exercise", "what", "difficulty", "min", "mistakes", "right")
    yield from row("---", "---", "---:", "---:", "---:", "---:")
    for each in built:
        step = each.step
        yield from row(
            f"`{step.id}`",
            step.title + (" (optional)" if step.optional else ""),
            str(step.difficulty),
            f"{step.minutes:g}",
            str(len(each.answers.wrong)),
            str(len(each.answers.right)),
        )
    yield ""
    records = {step.id: record for step, record in recorded_steps(course, chapter)}
    trainings = [step for step in chapter.steps if isinstance(step, TrainStep)]
    if trainings:
        yield from row("training", "reached, and asked for", "control")
        yield from row("---", "---", "---")
    for training in trainings:
        record, entries = records.get(training.id), expected.get(chapter.address(training), {})
        reached = [_reached(metric, str(bound), record, entries) for metric, bound in training.target.items()]
        controls = "<br>".join(_controls(record, entries)) or "–"
        yield from row(f"`{training.id}` {training.title}", "<br>".join(reached), controls)
    if trainings:
        yield ""
    runs = [f"`{step.id}` {step.title}" for step in chapter.steps if isinstance(step, RunStep)]
    if runs:
        yield f"Demonstrations: {'; '.join(runs)}.\n"


def exercises(course: Course, chapter: Chapter) -> Iterator[Built]:
    """The exercises of a chapter with their other answers."""
    for step in chapter.exercises:
        yield Built(step, load_answers(course.answers_file(chapter, step)))


def _reached(metric: str, bound: str, record: Recorded | None, entries: Mapping[str, Any]) -> str:
    """`0.957 of at least 0.93: your linear classifier`."""
    what = str(entries.get(metric, {}).get("is", metric))
    if record is None or metric not in record.seeds:
        return f"{bound}: {what}"
    return f"**{number(Spread.of(record.seeds[metric]).mean)}** ({bound}) {what}"


def _controls(record: Recorded | None, entries: Mapping[str, Any]) -> Iterator[str]:
    """What the same reaches without the technique, or a simple rival."""
    for metric, entry in entries.items():
        what = str(entry.get("is", ""))
        if what.startswith("control: ") and record is not None:
            yield f"{number(Spread.of(record.seeds[metric]).mean)} {what.removeprefix('control: ')}"


# -- topics
def _topics(topics: Mapping[str, Any]) -> Iterator[str]:
    yield "## The topics of the book\n"
    yield (
        "Chapters 1 to 14 follow the order and the topics of Edward Raff's *Inside Deep Learning* (Manning), in words, "
        "code and exercises of our own. Each topic with the steps that teach it.\n"
    )
    for at, part in enumerate(topics["book"], 1):
        yield from row(f"{at}. {part['chapter']}", "steps")
        yield from row("---", "---")
        yield from _rows(part["topics"])
        yield ""
    if topics["beyond"]:
        yield from row("Beyond the book", "steps")
        yield from row("---", "---")
        yield from _rows(topics["beyond"])
        yield ""
    yield "## The topics of a first lecture\n"
    yield "What a deck of slides on the basics of deep learning covers, most of it in `ch00` without any library.\n"
    yield from row("topic", "steps")
    yield from row("---", "---")
    yield from _rows(topics["deck"])
    yield ""


def _rows(topics: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for topic in topics:
        note = f" ({topic['note']})" if "note" in topic else ""
        yield from row(f"{topic['topic']}{note}", addresses(topic["steps"]))


def addresses(steps: Iterable[str]) -> str:
    """`ch03`: conv2d, pooling; `ch12`: build."""
    parts = [(home, [step.partition("/")[2] for step in own]) for home, own in groupby(steps, lambda each: each[:4])]
    return "; ".join(f"`{home}` {', '.join(own)}" for home, own in parts)


def anchor(chapter: Chapter) -> str:
    """Where GitHub puts the heading of a chapter."""
    kept = "".join(sign for sign in f"{chapter.id} {chapter.title}".lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def made() -> str:
    """The page of this course, out of the two tables beside this file."""
    expected, topics = (yaml.safe_load(file.read_text("utf-8")) for file in (EXPECTED, TOPICS))
    return page(Course.open(ROOT), expected, topics)


if __name__ == "__main__":
    sys.exit(write(made, OUT, "the lessons say"))
