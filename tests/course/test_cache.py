"""A cached lesson is the lesson, a stale one is never read, and whoever shows a course imports no reader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.course.conftest import EXERCISE, READ, TinyCourse
from tutor.course import Chapter, Course, CourseError
from tutor.course.codec import decode, encode
from tutor.course.load import Lesson
from tutor.course.model import Bound, Choice, ExerciseStep, Limits, Link, QuizStep, ReadStep, RunStep, Term, TrainStep
from tutor.course.places import ChapterFolders

TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=8).map(
    lambda text: f"{text}."
)
NUMBER = st.floats(0.5, 1e6)
IDS = st.from_regex(r"[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,4})?", fullmatch=True)  # PyYAML puts `1e5` into no quotes
READING = st.lists(st.builds(Link, title=TEXT, url=st.just("https://arxiv.org/abs/1706.03762")), max_size=2).map(tuple)
BOUNDS = st.dictionaries(TEXT, st.builds(Bound, at_least=NUMBER), min_size=1, max_size=4)
WRONG = st.builds(Choice, text=TEXT, why=TEXT)
CHOICES = st.lists(WRONG, min_size=1, max_size=3).map(lambda wrong: (*wrong, Choice(text="a", why="b", correct=True)))
STEPS = st.one_of(
    st.builds(ReadStep, id=IDS, read=TEXT, text=TEXT, reading=READING),
    st.builds(QuizStep, id=IDS, quiz=TEXT, text=TEXT, choices=CHOICES, reading=READING),
    st.builds(QuizStep, id=IDS, quiz=TEXT, answer=st.one_of(TEXT, st.integers(-(10**9), 10**9), NUMBER), why=TEXT),
    st.builds(RunStep, id=IDS, run=TEXT, script=st.just("add_one.py"), text=TEXT),
    st.builds(TrainStep, id=IDS, train=TEXT, script=st.just("add_one.py"), text=TEXT, target=BOUNDS, minutes=NUMBER),
    st.builds(
        ExerciseStep,
        id=IDS,
        exercise=TEXT,
        file=st.just("add_one.py"),
        implement=st.just(("add_one",)),
        text=TEXT,
        difficulty=st.integers(1, 5),
        minutes=NUMBER,
        forbid=st.just(("torch.nn.functional.softmax",)),
        optional=st.booleans(),
        hints=st.lists(TEXT, max_size=3).map(tuple),
        limits=st.builds(Limits, check_seconds=NUMBER),
        reading=READING,
    ),
)
TERMS = st.lists(
    st.builds(Term, term=TEXT, means=TEXT, step=st.just("taught"), also=st.lists(TEXT, max_size=2).map(tuple)),
    max_size=2,
).map(tuple)
CHAPTERS = st.builds(
    Chapter,
    name=st.just("ch01_counting"),
    id=st.just("ch01"),
    title=TEXT,
    summary=TEXT,
    minutes=NUMBER,
    objectives=st.lists(TEXT, max_size=2).map(tuple),
    steps=st.lists(
        STEPS, min_size=1, max_size=4, unique_by=(lambda step: step.id, lambda step: getattr(step, "file", step.id))
    ).map(lambda steps: (ReadStep(id="taught", read="R", text="T"), *steps)),
    terms=TERMS,
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> ChapterFolders:
    return ChapterFolders(TinyCourse(tmp_path_factory.mktemp("course")).root, "ch01_counting")


@given(CHAPTERS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_chapter_survives_yaml_and_the_cache(folders: ChapterFolders, chapter: Chapter) -> None:
    """What was written as YAML is read as the same chapter, and what was kept as JSON too."""
    data = {name: value for name, value in encode(chapter).items() if name != "name"}
    data["steps"] = [_without_defaults(step) for step in data["steps"]]
    lesson = Lesson(folders, yaml.safe_dump(_lists(data), sort_keys=False, allow_unicode=True).encode())
    assert lesson.problems == ()
    assert lesson.chapter == chapter
    assert decode(encode(chapter)) == chapter


def _without_defaults(step: dict[str, object]) -> dict[str, object]:
    """`answer: null` and the absent bound can't be written, only left out."""
    for bound in getattr(step.get("target"), "values", list)():
        for name in [name for name, value in bound.items() if value is None]:
            del bound[name]
    return {name: value for name, value in step.items() if value is not None}


def _lists(value: object) -> object:
    if isinstance(value, dict):
        return {name: _lists(each) for name, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, tuple | list) else value


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.builds(list),  # made anew each time, since the test writes into it
    st.builds(dict),
    st.builds(lambda: [{}]),
)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_value_of_any_kind_anywhere_is_a_problem_or_fine_but_never_a_traceback(
    folders: ChapterFolders, data: st.DataObject
) -> None:
    quiz = {
        "id": "ask",
        "quiz": "Q",
        "choices": [{"text": "a", "why": "b", "correct": True}, {"text": "c", "why": "d"}],
    }
    train = {
        "id": "t",
        "train": "T",
        "script": "add_one.py",
        "text": "x",
        "target": {"a": {"at_least": 1}},
        "minutes": 1,
    }
    limits = {
        "limits": {"check_seconds": 2},
        "reading": [{"title": "T", "url": "https://x"}],
        "uses": [],
        "hints": ["h"],
    }
    steps = [*yaml.safe_load(READ + EXERCISE), quiz, train | {"whatif": ["add-one:x"]}]
    steps[1] |= limits
    lesson = {"id": "ch01", "title": "T", "summary": "S", "minutes": 1, "needs": [], "steps": steps}
    lesson["terms"] = [{"term": "one", "means": "a number", "step": "add-one", "also": ["unit"], "symbol": "$1$"}]
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(list(_places(lesson))))
        owner: object = lesson
        for name in place[:-1]:
            owner = owner[name]  # type: ignore[index]
        if data.draw(st.booleans()):
            owner[place[-1]] = data.draw(JUNK)  # type: ignore[index]
        else:
            del owner[place[-1]]  # type: ignore[attr-defined]
    read = Lesson(folders, yaml.safe_dump(lesson, sort_keys=False).encode())
    assert (read.chapter is None) <= bool(read.problems)
    assert all(problem.line >= 1 and problem.message for problem in read.problems)


def _places(value: object, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for name, inside in inner for each in ((*place, name), *_places(inside, (*place, name)))]


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every lesson that is read the long way."""
    seen: list[str] = []
    slow = Lesson.__init__

    def watched(self: Lesson, folders: ChapterFolders, raw: bytes) -> None:
        seen.append(folders.name)
        slow(self, folders, raw)

    monkeypatch.setattr(Lesson, "__init__", watched)
    return seen


def test_a_lesson_is_read_once(tiny: TinyCourse, readings: list[str]) -> None:
    fresh = tiny.open().chapters
    assert tiny.open().chapters == fresh
    assert readings == ["ch01_counting"]


def test_an_edit_is_seen(tiny: TinyCourse, readings: list[str]) -> None:
    tiny.open().chapter("ch01")
    tiny.lesson(READ)
    assert len(tiny.open().chapter("ch01").steps) == 1


def test_a_file_that_went_missing_is_seen(tiny: TinyCourse) -> None:
    tiny.open().chapter("ch01")
    (tiny.root / "exercises/ch01_counting/add_one.py").unlink()
    with pytest.raises(CourseError, match="there is no stub"):
        tiny.open().chapter("ch01")


def test_a_solution_that_lost_its_function_is_seen(tiny: TinyCourse) -> None:
    tiny.open().chapter("ch01")
    tiny.write("solutions/ch01_counting/add_one.py", "def add_won(x): return x + 1\n")
    with pytest.raises(CourseError, match="defines no `add_one`"):
        tiny.open().chapter("ch01")


def test_a_neighbour_that_went_away_is_seen(tiny: TinyCourse) -> None:
    tiny.lesson("- {id: a, run: R, script: add_one.py, text: x, uses: [ch02/b]}\n")
    tiny.lesson(EXERCISE.replace("add-one", "b"), "id: ch02\ntitle: T\nsummary: S\nminutes: 1\nsteps:\n", "ch02_x")
    tiny.exercise("ch02_x", "add_one", "def add_one(x): return x\n")
    assert len(tiny.open().chapters) == 2
    (tiny.root / "lessons/ch02_x.yaml").unlink()
    with pytest.raises(CourseError, match="there is no chapter `ch02`"):
        tiny.open().chapter("ch01")


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"key": 1}', '{"data": {}}'])
def test_a_damaged_entry_is_read_anew(tiny: TinyCourse, tmp_path: Path, damage: str, readings: list[str]) -> None:
    fresh = tiny.open().chapters
    for file in (tmp_path / "cache").rglob("*.json"):
        file.write_text(damage)
    assert tiny.open().chapters == fresh
    assert len(readings) == 2


def test_a_cache_that_cannot_be_written_is_fine(tiny: TinyCourse, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder is wanted")
    assert len(tiny.open().chapters) == 1
    assert len(tiny.open().chapters) == 1


def test_nothing_piles_up(tiny: TinyCourse, tmp_path: Path) -> None:
    for number in range(3):
        tiny.lesson(READ.replace("One", str(number)))
        tiny.open().chapter("ch01")
    assert len([*(tmp_path / "cache").rglob("*")]) == len(["dltutor", "lessons", "course", "ch01_counting"])


def test_showing_a_known_course_imports_neither_yaml_nor_pydantic_nor_torch(tiny: TinyCourse) -> None:
    tiny.open().chapter("ch01")
    code = """
        import sys
        from pathlib import Path
        from tutor.course import Course
        chapters = Course.open(Path(sys.argv[1])).chapters
        heavy = {"yaml", "pydantic", "torch", "pytest", "textual", "importlib.metadata"}
        print(len(chapters), sorted(heavy & set(sys.modules)))
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code), str(tiny.root)], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout == "1 []\n"


def test_the_default_course_is_the_same_cached_and_fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Course.open().chapters == Course.open().chapters
