"""`dltutor author lint` as it is typed: on a course that is sound, and on one with a fault of each sort planted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.tiny import tiny_course  # noqa: F401 - a fixture
from tutor.cli import app

Lint = Callable[..., Result]


@pytest.fixture
def lint(tiny_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lint:  # noqa: F811
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def call(*words: str) -> Result:
        return CliRunner().invoke(app, ["author", "lint", "--course", str(tiny_course), *words])

    return call


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_sound_course_is_clean_and_every_exercise_has_its_row(lint: Lint) -> None:
    result = lint("--mutate")
    assert result.exit_code == 0, result.output
    assert "clean: 4 exercises, 4 mistakes, 2 runs" in result.output
    assert "ch01/double  ok   ok      1/1   1/1   2/2     8/8    25" in result.output
    assert "ch01/train reference size 64" in result.output
    assert "Next: `dltutor start --course" in result.output


def test_small_changes_are_tried_together_with_more_seeds(lint: Lint) -> None:
    assert "ch01/double  ok   ok      1/1   1/1   2/2     8/8    10" in lint("--no-train").output


def test_json_has_the_agreed_fields(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    edit(tiny_course / "solutions/ch01_small/answers/double.yaml", "'3 * x'", "'x / 0.5'")
    result = lint("ch01/double", "--json", "--no-train")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["schema"] == 1
    (row,) = document["exercises"]
    assert row["id"] == "ch01/double"
    assert {"reference_ok", "stub_ok", "mistakes", "rejected", "diagnosed", "mutants", "killed", "survivors"} < set(row)
    assert (row["reference_ok"], row["mistakes"], row["rejected"], row["mutants"]) == (True, 1, 0, None)
    accepted = next(each for each in document["problems"] if each["code"] == "accepted")
    assert accepted["file"] == "solutions/ch01_small/answers/double.yaml"
    assert accepted["line"] == 2
    assert accepted["level"] == "sound"
    assert "`wrong-factor` of ch01/double passes every check" in accepted["message"]


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "said"),
    [
        ("solutions/ch01_small/double.py", "Twice the input", "Double the input", "stub-stale", "author stubs"),
        (
            "tests/checks/ch01_small/test_double.py",
            "agree(values, rand(3, 5))",
            "rand(3, 5)",
            "stub-passes",
            "passes on",
        ),
        ("lessons/ch01_small.yaml", "torch.add", "torch.ad", "forbid", "torch has no `torch.ad`"),
        ("lessons/ch01_small.yaml", "torch.add", "torch.mul", "forbid", "the reference itself uses"),
        (
            "tests/checks/ch01_small/test_double.py",
            '{"the result": impl.double(x), ',
            '{"the shape": list(impl.double(x).shape), ',
            "generic",
            "content when `double`",
        ),
    ],
    ids=["stub", "idle", "unknown", "own", "blind"],
)
def test_a_planted_fault_is_found_with_its_mend(
    lint: Lint,
    tiny_course: Path,  # noqa: F811
    file: str,
    old: str,
    new: str,
    code: str,
    said: str,
) -> None:
    edit(tiny_course / file, old, new)
    result = lint("ch01/double", "--no-train", "--json")
    assert result.exit_code == 1
    found = [each for each in json.loads(result.stdout)["problems"] if each["code"] == code]
    assert found, result.stdout
    assert any(said in each["message"] for each in found), found


def test_strict_asks_for_the_house_rules_and_a_sound_course_need_not_keep_them(lint: Lint) -> None:
    assert lint("ch02", "--no-train").exit_code == 0
    result = lint("ch02", "--no-train", "--strict")
    assert result.exit_code == 1
    assert "ch02/eight has no hints" in result.output


def test_a_broken_lesson_does_not_hide_what_is_wrong_elsewhere(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    edit(tiny_course / "lessons/ch01_small.yaml", "minutes: 5", "minuts: 5")
    edit(tiny_course / "solutions/ch02_more/answers/eight.yaml", "'twice(x)'", "'2 * twice(x) '")
    result = lint("--no-train")
    assert result.exit_code == 1
    assert "did you mean `minutes`" in result.output
    assert "wrong-factor" in result.output


def test_accept_writes_the_inventory_and_a_loss_is_named_from_then_on(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    accepted = lint("ch01", "--no-train", "--accept")
    assert accepted.exit_code == 0, accepted.output
    assert "proven.json" in accepted.output
    answers = tiny_course / "solutions/ch01_small/answers/double.yaml"
    answers.write_text(answers.read_text().replace("another:", "other-name:"))
    lost = lint("ch01/double", "--no-train")
    assert lost.exit_code == 1
    assert "`another`" in lost.output
    assert lint("ch01", "--no-train", "--accept").exit_code == 0
    assert lint("ch01", "--no-train").exit_code == 0


def test_accept_writes_nothing_while_something_is_wrong(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    edit(tiny_course / "solutions/ch01_small/answers/double.yaml", "'3 * x'", "'2 * (x)'")
    assert lint("ch01", "--no-train", "--accept").exit_code == 1
    assert not (tiny_course / "solutions/ch01_small/proven.json").exists()


def test_an_inventory_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons/course.yaml").write_text("format: 1\ntitle: One page\nauthors: [Me]\nlicence: MIT\n")
    (tmp_path / "lessons/ch01_page.yaml").write_text(
        "id: ch01\ntitle: A page\nsummary: One page.\nminutes: 1\nsteps:\n  - {id: page, read: A page, text: Hello.}\n"
    )
    (tmp_path / "solutions/ch01_page").mkdir(parents=True)
    (tmp_path / "solutions/ch01_page/proven.json").symlink_to("/nonexistent/proven.json")
    refused = CliRunner().invoke(app, ["author", "lint", "--course", str(tmp_path), "--accept"])
    assert refused.exit_code == 1
    assert "Nothing is accepted" in refused.output
    assert "proven.json can't be written (No such file or directory)" in refused.output


def test_the_next_command_can_be_pasted_where_a_folder_has_spaces(tmp_path: Path) -> None:
    root = tmp_path / "my course"
    (root / "lessons").mkdir(parents=True)
    (root / "lessons/course.yaml").write_text("format: 1\ntitle: Empty\nauthors: [Me]\nlicence: MIT\n")
    result = CliRunner().invoke(app, ["author", "lint", "--course", str(root)])
    assert f"--mutate --course '{root}'`" in result.output.replace("\n", ""), result.output


def test_accept_wants_whole_chapters(lint: Lint) -> None:
    result = lint("ch01/double", "--accept")
    assert result.exit_code == 2
    assert "name chapters, not steps" in result.output


def test_an_unknown_target_names_the_nearest(lint: Lint) -> None:
    for word, near in (("ch03", "ch0"), ("ch01/duoble", "ch01/double")):
        result = lint(word)
        assert result.exit_code == 2
        assert near in result.output


def test_a_course_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["author", "lint", "--course", str(tmp_path / "nowhere")])
    assert result.exit_code == 3
    assert "there is no course here" in result.output


def test_one_lesson_file_with_nothing_to_check_is_a_sound_course(tmp_path: Path) -> None:
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "course.yaml").write_text("format: 1\ntitle: One page\nauthors: [Me]\nlicence: MIT\n")
    (lessons / "ch01_page.yaml").write_text(
        "id: ch01\ntitle: A page\nsummary: One page.\nminutes: 1\nsteps:\n  - {id: page, read: A page, text: Hello.}\n"
    )
    result = CliRunner().invoke(app, ["author", "lint", "--course", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "clean: 0 exercises" in result.output


def test_what_a_check_writes_into_the_course_is_told_each_time(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    checks = "tests/checks/ch01_small/test_double.py"
    text = 'def test_rubbish(agree, rand):\n    """It is written."""\n    agree(values, rand(3, 5))\n'
    text += "    with open(__file__.replace('test_double.py', 'rubbish.txt'), 'a') as file:\n        file.write('x')\n"
    (tiny_course / checks).write_text(f"{(tiny_course / checks).read_text()}\n\n{text}")
    for _ in range(2):
        document = json.loads(lint("ch01/double", "--no-train", "--json").stdout)
        (found,) = [each for each in document["problems"] if each["code"] == "leaves-files"]
        assert found["file"] == checks
        assert "tests/checks/ch01_small/rubbish.txt was written while the checks ran" in found["message"]


def test_a_broken_course_yaml_is_a_finding_like_any_other(lint: Lint, tiny_course: Path) -> None:  # noqa: F811
    edit(tiny_course / "lessons/course.yaml", "rules: sound", "rules: strict")
    edit(tiny_course / "solutions/ch01_small/answers/double.yaml", "'3 * x'", "'2 * (x)'")
    result = lint("ch01/double", "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    (head,) = [each for each in document["problems"] if each["file"] == "lessons/course.yaml"]
    assert (head["code"], head["line"]) == ("type", 5)
    assert head["message"] == "`rules` must be one of 'sound' or 'full', not `strict`"
    assert document["exercises"], document
    assert lint("ch01", "--no-train").exit_code == 1
