"""Whatever is taken out of a chapter of the default course, lint fails without running anything, and names it.

One thing at a time: every step and key of the lessons, every check, mistake, other right answer and hint, every file.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from tests.authoring.lint.removing import Place, Yaml, functions
from tutor.authoring.lint.static import look_at
from tutor.checking.job import uses_of
from tutor.course import Chapter, Course
from tutor.course.links import uses
from tutor.course.model import STEP_TYPES, ExerciseStep, TrainStep

COURSE = Course.open(Path(__file__).parents[3])
CHAPTERS = ("ch01", "ch04", "ch10")  # every kind of thing there is; the rules are the same for the others
EXERCISES = [COURSE.chapter(name).address(step) for name in CHAPTERS for step in COURSE.chapter(name).exercises]
OPTIONAL = {"needs", "reading", "data", "optional", "points", "minutes", "limits", "text"}
"""Keys that a chapter or a step may do without; everything else that the course writes down is missed."""


class Copy:
    """The course in a folder of its own, from which things are taken and put back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course = Course.open(root)

    def path(self, file: Path) -> Path:
        return self.root / file.relative_to(COURSE.root)

    @contextmanager
    def without(self, file: Path) -> Iterator[None]:
        data = file.read_bytes()
        file.unlink()
        try:
            yield
        finally:
            file.write_bytes(data)

    def misses(self, target: str, *names: str) -> None:
        """Lint of the target fails, and one message has all of the names in it."""
        said = [finding.message for finding in look_at(self.root, [target] if target else []).findings]
        assert any(all(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", each) for name in names) for each in said), (
            f"{target} without {names}: {said}"
        )

    def misses_each(self, file: Path, target: str, texts: Iterator[tuple[str, tuple[str, ...]]]) -> None:
        """Writes each of the texts to the file, and expects lint to name what is gone from it."""
        before = file.read_text("utf-8")
        try:
            for text, names in texts:
                file.write_text(text, encoding="utf-8")
                self.misses(target, *names)
        finally:
            file.write_text(before, encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    root = tmp_path_factory.mktemp("course")
    for folder in ("lessons", "exercises", "solutions", "tests/checks"):
        shutil.copytree(COURSE.root / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        yield Copy(root)


def found(address: str) -> tuple[Chapter, ExerciseStep]:
    chapter, step = COURSE.find(address)
    assert isinstance(step, ExerciseStep)
    return chapter, step


def test_the_course_as_it_is_is_clean(copy: Copy) -> None:
    assert look_at(copy.root).findings == ()


@pytest.mark.parametrize("address", EXERCISES)
def test_a_removed_check_or_probe_is_named(copy: Copy, address: str) -> None:
    file = copy.path(COURSE.check_file(*found(address)))
    text = file.read_text("utf-8")
    copy.misses_each(file, address, ((rest, (name,)) for name, rest in functions(text, "")))
    assert sum(name.startswith("test_") for name, _ in functions(text, "")) >= 3


@pytest.mark.parametrize("address", EXERCISES)
def test_a_removed_answer_or_a_key_of_it_is_named(copy: Copy, address: str) -> None:
    file = copy.path(COURSE.answers_file(*found(address)))
    yaml = Yaml(file.read_text("utf-8"))

    def texts() -> Iterator[tuple[str, tuple[str, ...]]]:
        for section, words in (("wrong", "mistake"), ("right", "right answer")):
            for name, answer in yaml.data[section].items():
                yield yaml.without((section, name)), (words, name)
                for key in answer:
                    yield yaml.without((section, name, key)), (name, "change" if key == "code" else key)
            yield yaml.without((section,)), (words, next(iter(yaml.data[section])))

    copy.misses_each(file, address, texts())


@pytest.mark.parametrize("address", EXERCISES)
def test_a_removed_file_of_an_exercise_is_named(copy: Copy, address: str) -> None:
    chapter, step = found(address)
    files = (COURSE.check_file, COURSE.answers_file, COURSE.reference, COURSE.stub)
    for file in (copy.path(each(chapter, step)) for each in files):
        with copy.without(file):
            copy.misses(address, file.relative_to(copy.root).as_posix())


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_step_is_named(copy: Copy, chapter_id: str) -> None:
    file, yaml = lesson(copy, chapter_id)
    texts = ((yaml.without(("steps", at)), (step["id"],)) for at, step in enumerate(yaml.data["steps"]))
    copy.misses_each(file, chapter_id, texts)


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_key_of_a_step_is_named(copy: Copy, chapter_id: str) -> None:
    file, yaml = lesson(copy, chapter_id)
    for at, step in enumerate(yaml.data["steps"]):
        target = f"{chapter_id}/{step['id']}"
        copy.misses_each(
            file,
            target,
            (
                (yaml.without(("steps", at, *place)), (target, *names))
                for place, names in keys_of(step)
                if place != ("id",)
            ),
        )
        copy.misses_each(file, chapter_id, iter([(yaml.without(("steps", at, "id")), ("id",))]))


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_key_of_a_chapter_is_named(copy: Copy, chapter_id: str) -> None:
    file, yaml = lesson(copy, chapter_id)
    keys = [key for key in yaml.data if key not in OPTIONAL or key == "minutes"]
    copy.misses_each(file, chapter_id, ((yaml.without((key,)), (key,)) for key in keys))


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_file_of_a_chapter_is_named(copy: Copy, chapter_id: str) -> None:
    chapter = COURSE.chapter(chapter_id)
    own = {step.file for step in chapter.exercises}
    for file in sorted(copy.path(COURSE.exercises_dir(chapter)).glob("*.py")):
        if file.name not in own:  # a script or a module that one imports
            with copy.without(file):
                copy.misses(chapter_id, file.stem)
    for step in chapter.steps:
        if isinstance(step, TrainStep):
            with copy.without(copy.path(COURSE.solutions_dir(chapter) / f"{Path(step.script).stem}.json")):
                copy.misses(chapter_id, f"{Path(step.script).stem}.json")
    with copy.without(copy.path(COURSE.solutions_dir(chapter) / "proven.json")):
        copy.misses(chapter_id, "proven.json")


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_lesson_is_named(copy: Copy, chapter_id: str) -> None:
    file, _ = lesson(copy, chapter_id)
    with copy.without(file):
        copy.misses("", file.name)


def test_a_removed_key_of_the_course_is_named(copy: Copy) -> None:
    file = copy.root / "lessons" / "course.yaml"
    yaml = Yaml(file.read_text("utf-8"))
    keys = [key for key in yaml.data if key != "rules"]
    copy.misses_each(file, "ch01", ((yaml.without((key,)), (key,)) for key in keys))


def test_the_removed_course_file_is_named(copy: Copy) -> None:
    with copy.without(copy.root / "lessons" / "course.yaml"):
        assert any(finding.code == "no-course" for finding in look_at(copy.root, ["ch01"]).findings)


@pytest.mark.parametrize("chapter_id", CHAPTERS)
def test_a_removed_use_is_named(copy: Copy, chapter_id: str) -> None:
    """Unless another use needs it anyway."""
    chapter = COURSE.chapter(chapter_id)
    file, yaml = lesson(copy, chapter_id)
    for at, step in enumerate(chapter.steps):
        found = [COURSE.resolve(chapter, use) for use in uses(step)]
        below = {owner.address(each) for used in found for owner, each in uses_of(COURSE, *used)}
        for number, use in enumerate(uses(step)):
            owner, exercise = COURSE.resolve(chapter, use)
            if owner.address(exercise) not in below:
                text = yaml.without(("steps", at, "uses", number))
                copy.misses_each(file, chapter.address(step), iter([(text, (chapter.address(step), use))]))


def lesson(copy: Copy, chapter_id: str) -> tuple[Path, Yaml]:
    file = copy.root / "lessons" / f"{COURSE.name_of(chapter_id)}.yaml"
    return file, Yaml(file.read_text("utf-8"))


def keys_of(step: dict[str, object]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The keys and parts of a step that can't be missing, each with the names that a message has."""
    kind = next(kind for kind in STEP_TYPES if kind in step)
    required = {each.name for each in fields(STEP_TYPES[kind]) if each.default is each.default_factory is MISSING}
    for key in step:
        if key == kind:
            yield (key,), (key,)
        elif key in required or key not in OPTIONAL:
            yield (key,), (key if key not in ("choices", "answer") else "answer",)
    for number, _ in enumerate(_list(step.get("hints"))):
        yield ("hints", number), ("hints",)
    for part, names in (("choices", ("text", "why", "correct")), ("reading", ("title", "url"))):
        for number, each in enumerate(_list(step.get(part))):
            yield from (((part, number, name), (name,)) for name in names if name in each)
    target = _dict(step.get("target"))
    for metric, bounds in target.items():
        if len(target) == 1:
            yield ("target", metric), ("target",)
        yield from ((("target", metric, bound), (metric, "at_least")) for bound in bounds)
    for part in ("whatif", "implement", "forbid"):
        for number, name in enumerate(_list(step.get(part))):
            yield (part, number), (part if part == "implement" else str(name),)


def _list(value: object) -> list[dict[str, object]]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, dict[str, object]]:
    return value if isinstance(value, dict) else {}
