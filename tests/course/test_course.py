"""Finding chapters, steps and files in a course, and going on where one chapter is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.conftest import EXERCISE, HEAD, READ, TinyCourse
from tutor.course import Course, CourseError, ExerciseStep, UnknownTarget


@pytest.fixture
def two(tiny: TinyCourse) -> TinyCourse:
    """A second chapter that uses the first one's exercise, and needs it."""
    tiny.exercise("ch02_more", "add_two", "def add_two(x): return x + 2\n")
    step = EXERCISE.replace("add-one", "add-two").replace("add_one", "add_two") + "  uses: [ch01/add-one]\n"
    script = "- {id: look, run: Look, script: look_at_it.py, text: x, uses: [add-two]}\n"
    tiny.write("exercises/ch02_more/look_at_it.py", "")
    tiny.lesson(step + script, HEAD.replace("ch01", "ch02").replace("steps", "needs: [ch01]\nsteps"), "ch02_more")
    return tiny


def test_chapters_come_in_the_order_of_their_files(two: TinyCourse) -> None:
    course = two.open()
    assert course.names == ("ch01_counting", "ch02_more")
    assert [chapter.id for chapter in course.chapters] == ["ch01", "ch02"]
    assert (course.title, course.authors, course.licence, course.rules) == ("Tiny", ("Ada",), "MIT", "sound")


def test_a_chapter_is_found_by_id_and_by_name(two: TinyCourse) -> None:
    course = two.open()
    assert course.chapter("ch02") is course.chapter("ch02_more")


@pytest.mark.parametrize(
    "target", ["ch02/add-two", "ch02_more/add-two", "ch02/add_two", "ch02/add_two.py", " ch02/add-two/"]
)
def test_a_step_is_found_by_id_and_by_file(two: TinyCourse, target: str) -> None:
    chapter, step = two.open().find(target)
    assert step is not None
    assert (chapter.name, step.id) == ("ch02_more", "add-two")


def test_a_script_names_its_step(two: TinyCourse) -> None:
    _, step = two.open().find("ch02/look_at_it.py")
    assert step is not None
    assert step.id == "look"


def test_a_chapter_alone_is_found(two: TinyCourse) -> None:
    chapter, step = two.open().find("ch01")
    assert (chapter.id, step) == ("ch01", None)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("ch2", "did you mean ch02?"),
        ("2", "did you mean ch02?"),
        ("CH01", "did you mean ch01?"),
        ("Ch2/Add-Two", "did you mean ch02/add-two?"),
        ("ch02/add-tow", "did you mean ch02/add-two?"),
        ("add-two", "did you mean ch02/add-two?"),
        ("ch02/a", "did you mean ch02/add-two?"),
        ("ch01/xyz", "`dltutor show ch01` shows what there is."),
        ("xyz", "`dltutor list` shows what there is."),
        ("", "`dltutor list` shows what there is."),
    ],
)
def test_an_unknown_target_names_the_nearest(two: TinyCourse, target: str, words: str) -> None:
    with pytest.raises(UnknownTarget) as caught:
        two.open().find(target)
    assert str(caught.value).endswith(words)


def test_a_use_is_resolved_inside_the_chapter_and_across(two: TinyCourse) -> None:
    course = two.open()
    chapter = course.chapter("ch02")
    for use, address in (
        ("add-two", "ch02/add-two"),
        ("ch02/add-two", "ch02/add-two"),
        ("ch01/add-one", "ch01/add-one"),
    ):
        owner, step = course.resolve(chapter, use)
        assert owner.address(step) == address
    with pytest.raises(UnknownTarget):
        course.resolve(chapter, "look")


def test_every_file_has_its_place(two: TinyCourse) -> None:
    course = two.open()
    chapter, step = course.find("ch02/add-two")
    assert isinstance(step, ExerciseStep)
    files = {
        course.stub(chapter, step): "exercises/ch02_more/add_two.py",
        course.reference(chapter, step): "solutions/ch02_more/add_two.py",
        course.answers_file(chapter, step): "solutions/ch02_more/answers/add_two.yaml",
        course.check_file(chapter, step): "tests/checks/ch02_more/test_add_two.py",
        course.exercises_dir(chapter) / "look_at_it.py": "exercises/ch02_more/look_at_it.py",
        course.solutions_dir(chapter) / "add_two.py": "solutions/ch02_more/add_two.py",
        course.checks_dir(chapter) / "test_add_two.py": "tests/checks/ch02_more/test_add_two.py",
    }
    for file, path in files.items():
        assert file == two.root / path
        assert file.is_file()


def test_a_broken_chapter_does_not_break_the_others(two: TinyCourse) -> None:
    two.lesson("- {id: a}\n")
    course = two.open()
    assert [chapter.id for chapter in course.chapters] == ["ch02"]
    assert list(course.broken) == ["ch01_counting"]
    with pytest.raises(CourseError, match="no kind"):
        course.chapter("ch01")
    assert course.sound("ch01") is None
    assert course.name_of("ch01") == "ch01_counting"


def test_two_broken_chapters_that_name_each_other_are_both_told(two: TinyCourse) -> None:
    two.lesson(READ + "- {id: a}\n", HEAD.replace("steps", "needs: [ch02]\nsteps"))
    two.lesson(READ + "- {id: a}\n", HEAD.replace("ch01", "ch02").replace("steps", "needs: [ch01]\nsteps"), "ch02_more")
    assert {name: len(error.problems) for name, error in two.open().broken.items()} == {
        "ch01_counting": 1,
        "ch02_more": 1,
    }


def test_opening_reads_no_chapter(tiny: TinyCourse) -> None:
    tiny.lesson("\t")
    assert tiny.open().names == ("ch01_counting",)


def test_files_of_editors_are_no_chapters(tiny: TinyCourse) -> None:
    tiny.write("lessons/.ch02_x.yaml", "")
    tiny.write("lessons/ch02_x.yaml~", "")
    tiny.write("lessons/notes.md", "")
    assert tiny.open().names == ("ch01_counting",)


def test_a_lesson_that_cannot_be_read_is_a_problem(tiny: TinyCourse) -> None:
    (tiny.root / "lessons" / "ch02_x.yaml").mkdir()
    (problem,) = tiny.problems("ch02_x")
    assert (problem.code, problem.line) == ("unreadable", 1)


def test_a_target_keeps_the_order_of_its_metrics(tiny: TinyCourse) -> None:
    target = "{zebra: {at_least: 1}, apple: {at_most: 2}, mango: {at_least: 0, at_most: 1}}"
    tiny.lesson(EXERCISE + f"- {{id: t, train: T, script: add_one.py, text: x, minutes: 1, target: {target}}}\n")
    for _ in ("fresh", "cached"):
        chapter = tiny.open().chapter("ch01")
        assert list(getattr(chapter.steps[1], "target")) == ["zebra", "apple", "mango"]  # noqa: B009


@pytest.mark.parametrize(
    ("text", "line", "column", "code"),
    [
        ("", 1, 1, "empty-file"),
        ("format: 1\ntitle: T\nauthors: [A]\nlicence: no\n", 4, 10, "type"),
        ("format: 2\ntitle: T\nauthors: [A]\nlicence: MIT\n", 1, 9, "format"),
        ("format: 1\ntitle: T\nauthors: []\nlicence: MIT\n", 3, 10, "empty"),
        ("format: 1\ntitle: T\nauthors: Ada\nlicence: MIT\n", 3, 10, "type"),
        ("format: 1\ntitle: T\nauthors: [A]\nlicence: MIT\nrules: strict\n", 5, 8, "type"),
        ("format: 1\ntitle: T\nauthors: [A]\nlicense: MIT\n", 4, 1, "unknown-key"),
        ("format: 1\ntitle: T\nauthors: [A]\n", 1, 1, "missing-key"),
    ],
)
def test_a_faulty_course_file(tiny: TinyCourse, text: str, line: int, column: int, code: str) -> None:
    tiny.write("lessons/course.yaml", text)
    with pytest.raises(CourseError) as caught:
        tiny.open()
    assert [(each.line, each.column, each.code) for each in caught.value.problems] == [(line, column, code)]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2", "this course has format 2: it is newer than this dltutor"),
        ("1.5", "this course has format 1.5: it is newer than this dltutor"),
        ("0", "this course has format 0: this dltutor reads format 1; write that, and `dltutor author lint` names"),
    ],
)
def test_another_format_is_the_only_thing_said_of_a_course(tiny: TinyCourse, told: str, words: str) -> None:
    tiny.write("lessons/course.yaml", f"title: 3\nlicense: MIT\nnew: &x {{}}\nnew: 1\nformat: {told}\n")
    tiny.write(f"lessons/{tiny.name}.yaml", "id: 1\n")
    with pytest.raises(CourseError) as caught:
        tiny.open()
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("format", 5)
    assert problem.message.startswith(words)


@pytest.mark.parametrize("told", ["yes", "'1'", "010", "[1]", ""])
def test_a_format_that_is_no_number_is_told_beside_the_rest(tiny: TinyCourse, told: str) -> None:
    tiny.write("lessons/course.yaml", f"format: {told}\ntitle: T\nauthors: [A]\nlicense: MIT\n")
    with pytest.raises(CourseError) as caught:
        tiny.open()
    assert [(each.line, each.path) for each in caught.value.problems] == [(1, "format"), (4, "license")]


def test_a_folder_without_a_course_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"lessons/course\.yaml:1:1: there is no course here"):
        Course.open(tmp_path)


def test_an_installed_course_is_found_by_its_name(
    tiny: TinyCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    tiny.root.rename(tmp_path / "moved")
    (site / "counting-1.dist-info").mkdir(parents=True)
    (tmp_path / "moved").rename(site / "counting_course")
    (site / "counting_course" / "__init__.py").touch()
    (site / "counting-1.dist-info" / "METADATA").write_text("Name: counting\nVersion: 1\n")
    (site / "counting-1.dist-info" / "entry_points.txt").write_text("[dltutor.courses]\ncounting = counting_course\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.chdir(tmp_path)
    assert Course.open(Path("counting")).title == "Tiny"
    with pytest.raises(CourseError):
        Course.open(Path("another"))


def test_the_default_course_opens_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    course = Course.open()
    assert (course.title, course.rules) == ("dltutor", "full")


def test_the_default_course_is_sound() -> None:
    assert {name: str(error) for name, error in Course.open().broken.items()} == {}
