"""A run takes the code it says it takes: the learner's, what was lent, the reference's or a mistake's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.checking.snapshot import Unreadable
from tutor.course import Course
from tutor.training.plan import RunPlan, UnknownMistake

Plan = Callable[..., RunPlan]


def test_a_learners_run_reads_only_the_workspace(plan: Plan, workspace: Path) -> None:
    made = plan("ch02/train")
    assert set(made.files) >= {"ch01_one.double", "ch02_two.slope", "ch02_two.hill", "ch02_two.train"}
    assert all(Path(path).is_relative_to(workspace) for path, _ in made.files.values())
    assert (made.subject, made.borrowed, made.edited) == ("yours", (), False)


def test_only_what_is_lent_comes_from_the_reference_and_it_is_named(
    plan: Plan, workspace: Path, course: Course
) -> None:
    made = plan("ch02/train", borrow=["ch01/double", "ch09/elsewhere"])
    assert made.borrowed == ("ch01/double",)
    assert Path(made.files["ch01_one.double"][0]).is_relative_to(course.root / "solutions")
    assert Path(made.files["ch02_two.slope"][0]).is_relative_to(workspace)


@pytest.mark.parametrize("options", [{"reference": True}, {"mistake": "slope:uphill"}])
def test_a_reference_takes_nothing_from_the_workspace(plan: Plan, workspace: Path, options: dict[str, object]) -> None:
    (workspace / "ch02_two" / "train.py").write_text("edited")
    made = plan("ch02/train", borrow=["ch01/double"], **options)
    assert not any(str(workspace) in path for path, _ in made.files.values())
    assert made.folders == () and made.borrowed == () and made.edited is False


def test_a_mistake_is_the_reference_with_one_edit(plan: Plan) -> None:
    path, data = plan("ch02/train", mistake="slope:uphill").files["ch02_two.slope"]
    assert b"return -double(x)" in data
    assert path.endswith("slope.py with uphill")
    _, other = plan("ch02/train", mistake="ch01/double:half").files["ch01_one.double"]
    assert b"return x / 2" in other


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("slope:downhill", "ch02/slope knows no mistake called 'downhill'; it knows slope:uphill."),
        ("slop:uphill", "EXERCISE:MISTAKE"),
        ("slope", "no mistake called ''"),
    ],
)
def test_an_unknown_mistake_names_those_there_are(plan: Plan, mistake: str, words: str) -> None:
    with pytest.raises(UnknownMistake, match=words.replace(".", r"\.")):
        plan("ch02/train", mistake=mistake)


def test_an_edited_script_runs_and_is_told(plan: Plan, workspace: Path) -> None:
    script = workspace / "ch02_two" / "train.py"
    script.write_text(script.read_text() + "\n# mine\n")
    made = plan("ch02/train")
    assert made.edited is True
    assert made.files["ch02_two.train"][1].endswith(b"# mine\n")


def test_a_missing_file_says_what_mends_it(plan: Plan, workspace: Path) -> None:
    (workspace / "ch01_one" / "double.py").unlink()
    with pytest.raises(Unreadable, match="dltutor reset"):
        plan("ch02/train")
