"""The schemas say what the reader says, as far as a schema can: every file of the course fits, every faulty one not."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from tests.course.conftest import EXERCISE, HEAD, MARK, READ
from tests.course.test_problems import CHANGED, STEP, TERM, WHOLE, whole
from tests.tiny import write_course
from tutor.authoring.describing import described
from tutor.authoring.schema import _PARTS, ROOTS, Kind, schema
from tutor.authoring.schema_files import mark, schema_file, schema_text
from tutor.cli import app
from tutor.course import Course
from tutor.course.document import Document

ROOT = Course.open().root
LESSONS = sorted(file for file in (ROOT / "lessons").glob("*.yaml") if file.stem != "course")
ANSWERS = sorted((ROOT / "solutions").glob("*/answers/*.yaml"))
FILES: list[tuple[Kind, Path]] = [
    *(("lesson", file) for file in LESSONS),
    ("course", ROOT / "lessons" / "course.yaml"),
    *(("answers", file) for file in ANSWERS),
]

BEYOND = {"missing-script", "bad-use", "bad-whatif", "bad-need", "bad-term", "shadows", "not-defined"}
"""What is about other files or steps."""
ALSO_BEYOND = {
    "data named twice",
    "weights named twice",
    "a quiz with two right choices",
    "a target that nothing meets",
    "another id than the file's",
}
FAULTY = {
    **{name: (whole(READ + EXERCISE + step), code) for name, (step, code, _) in STEP.items()},
    **{name: (whole(EXERCISE.replace(old, new)), code) for name, (old, new, code, _) in CHANGED.items()},
    **{name: (whole(READ, HEAD.replace(old, new)), code) for name, (old, new, code, _) in WHOLE.items()},
    **{name: (f"{whole(READ + EXERCISE)}terms: [{term}]\n", code) for name, (term, code, _) in TERM.items()},
}


def data_of(text: str | bytes) -> Any:
    """As the reader takes a file: `no` is false, `1e-3` is text."""
    raw = text.encode() if isinstance(text, str) else text
    root = Document(Path("file.yaml"), raw).root
    assert root is not None
    return root.data()


def complaints(of: Kind, text: str | bytes) -> list[str]:
    return [error.message for error in Draft7Validator(schema(of)).iter_errors(data_of(text))]


@pytest.mark.parametrize("of", ROOTS)
def test_a_schema_is_one(of: Kind) -> None:
    Draft7Validator.check_schema(schema(of))


@pytest.mark.parametrize(("of", "file"), FILES, ids=lambda each: each.stem if isinstance(each, Path) else each)
def test_every_file_of_the_default_course_fits_and_names_its_schema(of: Kind, file: Path) -> None:
    assert complaints(of, file.read_bytes()) == []
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first + "\n" == mark(of)
    assert (file.parent / first.partition("$schema=")[2]).resolve() == ROOT / schema_file(of)


@pytest.mark.parametrize("of", ROOTS)
def test_the_schemas_of_the_default_course_are_up_to_date(of: Kind) -> None:
    file = ROOT / schema_file(of)
    assert file.read_text(encoding="utf-8") == schema_text(of), "run `dltutor author schema --course .`"


@pytest.mark.parametrize("case", FAULTY)
def test_what_the_reader_refuses_the_schema_refuses(case: str) -> None:
    text, code = FAULTY[case]
    found = complaints("lesson", text.replace(MARK, ""))
    assert bool(found) == (code not in BEYOND and case not in ALSO_BEYOND), found


@pytest.mark.parametrize(
    "text",
    [
        "wrong: {slow: {change: [[a, b]], caught_by: test_it}}",
        "wrong: {slow: {says: It is slow., change: [[a, b]]}}",
        "wrong: {slow: {says: It is slow., caught_by: test_it}}",
        "right: {other: {change: [[a, b, c]]}}",
        "right: {other: {change: [a, b]}}",
        "right: {other: {cdoe: x}}",
        "equivalent: {a change: }",
        "wrogn: {}",
    ],
)
def test_a_faulty_answers_file_is_refused(text: str) -> None:
    assert complaints("answers", text) != []


@pytest.mark.parametrize("text", ["", "format: 2", "rules: strict", "license: MIT", "authors: []", "title: 3"])
def test_a_faulty_course_file_is_refused(text: str) -> None:
    sound = {"format": "1", "title": "T", "authors": "[A]", "licence": "MIT"}
    key, _, value = text.partition(": ")
    written = "\n".join(f"{name}: {value}" for name, value in (sound | ({key: value} if key else {})).items())
    assert bool(complaints("course", written)) == bool(text)


@pytest.mark.parametrize("kind", _PARTS.values(), ids=_PARTS)
def test_every_key_says_what_it_is_for(kind: type[Any]) -> None:
    about, told = described(kind)
    assert about
    assert list(told) == [field.name for field in fields(kind)]


def test_a_description_of_several_lines_is_one_sentence() -> None:
    class Kind:
        """What it is,
        in two lines.

        Attributes:
            first: One line.
            second: Two lines
                of it.
        """

    assert described(Kind) == ("What it is, in two lines.", {"first": "One line.", "second": "Two lines of it."})


def dltutor(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["author", "schema", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_prints_a_schema(tmp_path: Path) -> None:
    assert dltutor() == (0, schema_text("lesson"), "")
    assert json.loads(dltutor("--of", "answers")[1]) == schema("answers")
    code, _, told = dltutor("--of", "lessons")
    assert (code, told) == (
        2,
        "There is a schema of a lesson, of a course and of answers, not of 'lessons'; did you mean `lesson`?\n",
    )


def test_the_command_writes_a_schema(tmp_path: Path) -> None:
    file = tmp_path / "lesson.json"
    code, told, _ = dltutor("--output", str(file))
    assert (code, file.read_text()) == (0, schema_text("lesson"))
    assert f"# yaml-language-server: $schema={file}" in told
    code, _, told = dltutor("--output", str(tmp_path))
    assert (code, told) == (1, f"{tmp_path} can't be written: Is a directory.\n")


def test_the_command_brings_the_schemas_of_a_course_up_to_date_and_they_are_no_lessons(tmp_path: Path) -> None:
    root = write_course(tmp_path / "course")
    before = Course.open(root).names
    (root / "lessons" / ".schema").mkdir()
    (root / schema_file("lesson")).write_text("old")
    code, told, _ = dltutor("--course", str(root))
    assert (code, told.splitlines()[-1]) == (0, f"Next: dltutor author lint --course {root}")
    assert [(root / schema_file(of)).read_text() for of in ROOTS] == [schema_text(of) for of in ROOTS]
    assert Course.open(root).names == before
