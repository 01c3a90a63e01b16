"""A new chapter works before anything in it was edited, and nothing that is there is overwritten."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from tests.tiny import write_course
from tutor.authoring.lint.placeholders import notes
from tutor.authoring.lint.static import look_at
from tutor.authoring.naming import chapter_name, course_name, package_name, slug
from tutor.authoring.scaffold import TEMPLATES, new_chapter
from tutor.authoring.schema import ROOTS, Kind, schema
from tutor.authoring.schema_files import schema_file, schema_text
from tutor.authoring.stubs import write_stubs
from tutor.cli import app
from tutor.course import Course
from tutor.course.document import Document

TITLE = "State-space models"
NAME = "ch15_state_space_models"


def dltutor(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [*arguments])
    return result.exit_code, result.stdout, result.stderr


def new(*arguments: str) -> tuple[int, str, str]:
    return dltutor("author", "new", *arguments)


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course that was made a moment ago, with one chapter."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return new_chapter("ch15", TITLE, tmp_path / "my-course").root


def test_a_new_course_is_sound_and_its_stub_current(course: Path) -> None:
    opened = Course.open(course)
    assert (opened.title, opened.names, opened.broken) == ("My course", (NAME,), {})
    assert [report.state for report in write_stubs(opened, check=True)] == ["current"]


def test_a_new_course_has_no_problem_that_reading_finds_and_the_house_rules_name_what_is_to_be_written(
    course: Path,
) -> None:
    assert look_at(course).findings == ()
    found = look_at(course, strict=True).findings
    assert {finding.code for finding in found} == {"placeholder", "proven-missing"}
    said = [finding.message for finding in found if finding.code == "placeholder"]
    assert len(said) == len(notes()) - 1 > 10  # two stand in one text
    assert "`licence` still says `not chosen yet`, as it was scaffolded; write your own text there" in said
    assert "`authors[0]` still says `Write your name here`, as it was scaffolded; write your own text there" in said
    assert any(each.startswith("ch15: `steps[0].text` still says `Say here, in a concrete case`") for each in said)


def test_of_a_step_its_own_placeholders_are_told(course: Path) -> None:
    found = look_at(course, ["ch15/train"], strict=True).findings
    lesson = [finding.message for finding in found if finding.file.stem == NAME]
    assert len(lesson) == 1
    assert "`Say what is trained, on what,`" in lesson[0]


def test_lint_proves_a_new_chapter_and_once_written_and_accepted_it_keeps_the_house_rules(course: Path) -> None:
    assert dltutor("author", "lint", "ch15", "--accept", "--course", str(course))[0] == 0
    for file in (course / "lessons").glob("*.yaml"):
        text = file.read_text()
        for note in notes():
            words = r"\s+".join(map(re.escape, note.split()))
            text = re.sub(words, "Mine", text)
        file.write_text(text)
    code, told, _ = dltutor("author", "lint", "--strict", "--course", str(course))
    assert code == 0, told
    assert re.search(r"ch15/smooth +ok +ok +7/7 +7/7 +3/3", told)


def test_a_new_chapter_holds_every_kind_of_step_and_what_the_house_rules_count(course: Path) -> None:
    chapter = Course.open(course).chapter("ch15")
    kinds = [step.kind for step in chapter.steps]
    assert {kind: kinds.count(kind) for kind in kinds} == {"read": 3, "quiz": 5, "run": 1, "exercise": 1, "train": 1}
    assert len(chapter.exercises[0].hints) == 3


@pytest.mark.parametrize(
    ("of", "pattern"),
    [("lesson", f"lessons/{NAME}.yaml"), ("course", "lessons/course.yaml"), ("answers", "solutions/*/answers/*.yaml")],
)
def test_each_file_fits_the_schema_that_its_first_line_names(course: Path, of: Kind, pattern: str) -> None:
    (file,) = course.glob(pattern)
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", file.read_text())
    assert named is not None
    assert (file.parent / named[1]).resolve() == course / schema_file(of)
    root = Document(file, file.read_bytes()).root
    assert root is not None
    assert list(Draft7Validator(schema(of)).iter_errors(root.data())) == []


def test_no_marker_of_a_template_is_left(course: Path) -> None:
    left = {name: found for name, data in tree(course).items() if (found := re.findall(rb"@[A-Z_]+@", data))}
    assert left == {}


def test_the_worked_example_prints_what_the_lesson_says(course: Path) -> None:
    done = subprocess.run(
        [sys.executable, "smooth.py"], cwd=course / "solutions" / NAME, capture_output=True, text=True, check=True
    )
    first, second = done.stdout.splitlines()
    assert first in (course / "lessons" / f"{NAME}.yaml").read_text()
    assert [float(each) for each in re.findall(r"[\d.]+", first)] == [
        float(each) for each in re.findall(r"[\d.]+", second)
    ]


def test_every_template_is_used(course: Path) -> None:
    templates = {file.name for file in TEMPLATES.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    used = re.findall(r'_template\("\w+/([\w.]+)"\)', (TEMPLATES.parent / "scaffold.py").read_text())
    assert templates == set(used)


@pytest.mark.parametrize(
    "title", ['He said: "no" \\ # {x: 1}', "Größe & Maß — λ", "@CHAPTER@ @COURSE@", "yes", "- 1e-3"]
)
def test_a_title_is_kept_as_it_is_typed(tmp_path: Path, title: str) -> None:
    made = new_chapter("ch15_any", title, tmp_path / "c")
    opened = Course.open(made.root)
    assert opened.broken == {}
    assert opened.chapter("ch15").title == title


def test_the_command_names_what_it_wrote_and_the_next_command(tmp_path: Path) -> None:
    folder = tmp_path / "my course"
    code, told, _ = new("ch15", TITLE, "--course", str(folder))
    lines = told.splitlines()
    assert code == 0
    assert {line.removeprefix("wrote ") for line in lines if line.startswith("wrote ")} == {*tree(folder)}
    assert lines[0] == f"In {folder}:"
    assert lines[-1] == f"Next: dltutor author lint ch15 --course '{folder}'"


def test_in_a_course_a_chapter_is_added_and_nothing_else_changes(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    before = tree(root)
    code, _, _ = new("ch15", TITLE, "--course", str(root))
    after = tree(root)
    assert code == 0
    assert {name: after[name] for name in before} == before
    assert {name for name in after if name not in before and NAME not in name} == {
        schema_file(of).as_posix() for of in ROOTS
    }
    opened = Course.open(root)
    assert (opened.ids, opened.broken) == (("ch01", "ch02", "ch15"), {})


def test_the_schemas_of_a_course_are_left_as_they_are(course: Path) -> None:
    file = course / schema_file("lesson")
    file.write_text("older")
    assert new("ch16", "More", "--course", str(course))[0] == 0
    assert file.read_text() == "older"
    assert (course / schema_file("course")).read_text() == schema_text("course")


def test_a_repository_without_files_becomes_a_course(tmp_path: Path) -> None:
    (tmp_path / "fresh" / ".git").mkdir(parents=True)
    assert new("ch01", TITLE, "--course", str(tmp_path / "fresh"))[0] == 0


@pytest.mark.parametrize(
    ("chapter", "sentence"),
    [
        ("Ch15", "`Ch15` can't be the name of a chapter's file and folders; did you mean `ch15`?"),
        ("15", "did you mean `ch15`?"),
        ("7", "did you mean `ch07`?"),
        ("ch 15", "did you mean `ch15`?"),
        ("ch15-ssm", "did you mean `ch15_ssm`?"),
        ("ch15.yaml", "did you mean `ch15_yaml`?"),
        ("λ", "write it like ch16, or ch16_state_space_models."),
        ("", "write it like ch16, or ch16_state_space_models."),
        ("torch_", "did you mean `torch`?"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_nearest(tmp_path: Path, chapter: str, sentence: str) -> None:
    code, told, error = new(chapter, TITLE, "--course", str(tmp_path / "c"))
    assert (code, told) == (2, "")
    assert error.rstrip().endswith(sentence)
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize(
    ("title", "words"),
    [(" ", "The title is empty"), ("a\nb", "the character U+000A"), ("x" * 61, "has 61 characters")],
)
def test_a_title_that_no_list_can_show_is_refused(tmp_path: Path, title: str, words: str) -> None:
    code, _, error = new("ch15", title, "--course", str(tmp_path / "c"))
    assert code == 2
    assert words in error


def test_nothing_is_overwritten(course: Path) -> None:
    before = tree(course)
    code, _, error = new("ch15", "Another", "--course", str(course))
    assert code == 1
    assert f"ch15 is there already: {course}/lessons/{NAME}.yaml. `ch16` is free." in error
    (course / "lessons" / f"{NAME}.yaml").unlink()
    code, _, error = new("ch15", TITLE, "--course", str(course))
    assert code == 1
    assert f"solutions/{NAME}/smooth.py is there already, and nothing is overwritten" in error
    assert {**tree(course), f"lessons/{NAME}.yaml": before[f"lessons/{NAME}.yaml"]} == before


def test_a_folder_with_other_things_in_it_does_not_become_a_course(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.tex").touch()
    code, _, error = new("ch15", TITLE, "--course", str(tmp_path / "thesis"))
    assert code == 1
    assert "is no course (it has no lessons/course.yaml) and not empty (it holds chapter1.tex)" in error
    code, _, error = new("ch15", TITLE, "--course", str(tmp_path / "thesis" / "chapter1.tex"))
    assert (code, tree(tmp_path)) == (2, {"thesis/chapter1.tex": b""})
    assert "is a file, and a course is a folder" in error


def test_the_copy_of_the_course_inside_an_installed_program_is_not_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tutor.authoring.scaffold.checkout", lambda: None)
    code, _, error = new("ch15", TITLE)
    assert code == 2
    assert f"Name the folder of yours: `dltutor author new ch15 '{TITLE}' --course my-course`" in error


def test_a_chapter_goes_into_the_course_that_its_author_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_course(tmp_path / "course")
    monkeypatch.chdir(root / "lessons")
    code, told, _ = new("ch15", TITLE)
    assert (code, told.splitlines()[-1]) == (0, "Next: dltutor author lint ch15")
    assert "ch15" in Course.open(root).ids


def test_names_are_made_of_titles() -> None:
    assert chapter_name("ch15", TITLE) == NAME
    assert chapter_name("ch15_ssm", TITLE) == "ch15_ssm"
    assert chapter_name("ch15", "状態空間モデル") == "ch15_chapter"
    assert slug("What's an autoencoder? Größe & Maß") == "whats_an_autoencoder_grosse_mass"
    assert slug("one two three four five six seven eight nine ten") == "one_two_three_four_five_six_seven_eight"
    assert (course_name(Path("/x/My Course")), package_name(Path("/x/My Course"))) == ("my-course", "my_course")
    assert (course_name(Path("/x/torch")), package_name(Path("/x/torch"))) == ("torch", "torch_course")
    assert package_name(Path("/x/2026")) == "course_2026"


def test_a_new_course_installs_and_is_found_by_its_name(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course / "exercises" / NAME / "__pycache__").mkdir()
    (course / "exercises" / NAME / "__pycache__" / "train.pyc").touch()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if name.endswith(".pyc")] == []
        archive.extractall(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.chdir(tmp_path / "dist")
    opened = Course.open(Path("my-course"))
    assert (opened.root, opened.names, opened.broken) == (tmp_path / "site" / "my_course", (NAME,), {})
    assert "my-course  My course" in dltutor("list", "--courses")[1]
