"""The house rules: asked for by `rules: full` or `--strict`, each told with the name of what lacks and the mend."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.authoring.lint.conftest import ANSWERS, LESSON, Tiny
from tutor.authoring.lint.static import look_at
from tutor.course import Course, TrainStep
from tutor.training.madeof import made_of

SOLUTION = "solutions/ch01_small/double.py"
CHAPTER = {
    "few-quiz": "ch01 has 2 quizzes, and 5 is the least; add a step with `quiz: its title`",
    "no-objectives": "ch01 has no `objectives`; add what the learner can do afterwards, one sentence each",
    "no-terms": "ch01 has no `terms`; add the words that it teaches, each with what it means and its step",
    "no-reading": "ch01 names nothing to read; give one of its steps a `reading` with title and url",
}


def test_the_rules_hold_where_the_course_asks_for_them(tiny: Tiny) -> None:
    assert tiny.findings() == ()
    tiny.edit("lessons/course.yaml", "rules: sound", "rules: full")
    asked = tiny.findings()
    assert asked
    assert {each.level for each in asked} == {"house"}
    assert look_at(tiny.root, strict=False).findings == ()


@pytest.mark.parametrize("code", CHAPTER)
def test_what_a_chapter_lacks_is_told(tiny: Tiny, code: str) -> None:
    (found,) = [each for each in tiny.findings("ch01", strict=True) if each.code == code]
    assert found.message == CHAPTER[code]
    assert found.level == "house"
    assert not [each for each in tiny.findings("ch01/double", strict=True) if each.code == code]


def test_a_chapter_without_run_and_train_is_told(tiny: Tiny) -> None:
    said = [each.message for each in tiny.findings("ch02", strict=True)]
    assert "ch02 has no run steps, and 1 is the least; add a step with `run: its title`" in said
    assert "ch02 has no train steps, and 1 is the least; add a step with `train: its title`" in said


def test_a_chapter_that_can_only_half_be_read_is_not_counted(tiny: Tiny) -> None:
    tiny.edit(LESSON, "quiz: Which shape", "qiuz: Which shape")
    assert not {each.code for each in tiny.findings("ch01", strict=True)} & set(CHAPTER)


def test_too_few_hints_are_counted(tiny: Tiny) -> None:
    (found,) = [each for each in tiny.findings("ch01/double", strict=True) if each.code == "few-hints"]
    assert found.message.startswith("ch01/double has 2 hints, and 3 is the least")
    assert found.line == tiny.line(LESSON, "hints:")
    (found,) = [each for each in tiny.findings("ch01/twice", strict=True) if each.code == "few-hints"]
    assert found.message.startswith("ch01/twice has no hints, and 3 is the least")


def test_a_missing_word_after_the_pass_is_told(tiny: Tiny) -> None:
    assert not [each for each in tiny.findings("ch01/double", strict=True) if each.code == "no-after"]
    (found,) = [each for each in tiny.findings("ch01/twice", strict=True) if each.code == "no-after"]
    assert found.message == "ch01/twice has no `after`; add why it works, for those who have passed"


def test_a_solution_without_a_worked_example_is_told(tiny: Tiny) -> None:
    (found,) = [each for each in tiny.findings("ch01/double", strict=True) if each.code == "no-example"]
    assert 'double.py shows no worked example; end it with `if __name__ == "__main__":` and a print' in found.message
    text = (tiny.root / SOLUTION).read_text()
    assert (found.file, found.line) == (tiny.root / SOLUTION, text.count("\n"))
    tiny.write(SOLUTION, f'{text}\n\nif __name__ == "__main__":\n    print(double(torch.ones(3)))\n')
    assert "no-example" not in {each.code for each in tiny.findings("ch01/double", strict=True)}


def test_a_typed_answer_is_explained(tiny: Tiny) -> None:
    tiny.edit(LESSON, "    why: Doubling keeps the shape.\n", "")
    assert tiny.one("no-why", strict=True).message == "ch01/shape doesn't say why its answer is right; add `why`"


def test_a_training_names_a_mistake_to_try(tiny: Tiny) -> None:
    assert tiny.one("no-whatif", strict=True).message.startswith("ch01/train has no `whatif`; name a mistake of one of")


def test_a_chapter_needs_those_it_uses(tiny: Tiny) -> None:
    tiny.edit("lessons/ch02_more.yaml", "needs: [ch01]\n", "")
    found = tiny.one("missing-need", strict=True)
    assert found.message == "ch02/eight uses ch01/twice, but the chapter doesn't need ch01; add `ch01` to `needs`"
    assert found.line == tiny.line("lessons/ch02_more.yaml", "uses:")


RECORDED: dict[str, Any] = {
    "reference": {"metrics": {"size": 64.0}, "curves": {}, "seconds": 0.1},
    "seeds": {"size": [64.0 + seed % 2 for seed in range(10)]},
    "whatif": {"double:wrong-factor": {"metrics": {"size": 729.0}}},
    "machine": "none",
}
RECORD = "solutions/ch01_small/train.json"
AGAIN = "record it anew with `dltutor author record ch01/train`"


@pytest.fixture
def recorded(tiny: Tiny) -> Tiny:
    """The tiny course with a recorded training that fits its lesson."""
    tiny.edit(
        LESSON, "target: {size: {at_least: 60}}", "target: {size: {at_least: 60}}\n    whatif: [double:wrong-factor]"
    )
    course = Course.open(tiny.root)
    chapter, step = course.find("ch01/train")
    assert isinstance(step, TrainStep)
    RECORDED["made_of"] = made_of(course, chapter, step)
    tiny.write(RECORD, json.dumps(RECORDED))
    assert tiny.findings("ch01/train", strict=True) == ()
    return tiny


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (
            {"seeds": {"size": [64.0] * 9}},
            "few-seeds",
            f"`size` was recorded with 9 seeds, and 10 is the least; {AGAIN}",
        ),
        (
            {"seeds": {"size": [60.0] * 9 + [70.0]}},
            "tight-target",
            "`size` asks at least 60, which an honest run may miss",
        ),
        ({"seeds": {"size": ["nan"] * 10}}, "tight-target", "10 seeds allow nothing: not every run gave a number"),
        (
            {"seeds": {"width": [64.0] * 10}},
            "target-not-recorded",
            "the target names `size`, but train.json has `size`",
        ),
        (
            {"whatif": {}},
            "whatif-not-recorded",
            "what `double:wrong-factor` does to the training was never recorded; record",
        ),
        (
            {"whatif": {"double:wrong-factor": {"metrics": {"size": 64.0}}}},
            "whatif-without-effect",
            "with the mistake `double:wrong-factor` the recorded result is the reference's own; name another one",
        ),
        (
            {"whatif": RECORDED["whatif"] | {"twice:wrong-factor": {"metrics": {"size": 1.0}}}},
            "whatif-gone",
            "train.json has the mistake `twice:wrong-factor`, which `whatif` doesn't name; name it there, or record",
        ),
    ],
    ids=["seeds", "tight", "nan", "metric", "no whatif", "idle whatif", "gone whatif"],
)
def test_a_recorded_run_fits_its_lesson(recorded: Tiny, change: dict[str, object], code: str, words: str) -> None:
    recorded.write(RECORD, json.dumps(RECORDED | change))
    (found,) = recorded.findings("ch01/train", strict=True)
    assert (found.code, found.level) == (code, "house")
    assert found.message.startswith("ch01/train: ")
    assert words in found.message
    assert recorded.findings() == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "names"),
    [
        ("exercises/ch01_small/train.py", "epochs(6)", "epochs(7)", "`train.py` changed"),
        ("solutions/ch01_small/double.py", "2 * x", "x * 2", "`double.py` changed"),
        (ANSWERS, "3 * x", "4 * x", "`double:wrong-factor` changed"),
    ],
    ids=["script", "solution", "mistake"],
)
def test_a_recording_of_other_files_is_told(recorded: Tiny, file: str, old: str, new: str, names: str) -> None:
    text = (recorded.root / file).read_text()
    recorded.write(file, text.replace(old, new))
    if file.startswith("solutions/ch01_small/double"):
        recorded.write(ANSWERS, (recorded.root / ANSWERS).read_text().replace(old, new))
    (found,) = recorded.findings("ch01/train", strict=True)
    assert (found.code, found.level) == ("record-stale", "house")
    assert f"{names} since train.json was measured; {AGAIN}" in found.message


def test_a_recording_that_names_no_files_is_told(recorded: Tiny) -> None:
    recorded.write(RECORD, json.dumps(RECORDED | {"made_of": {}}))
    assert "doesn't say with which files it was measured" in recorded.one("record-stale", strict=True).message


def test_a_recorded_mistake_that_no_exercise_has_is_told_in_any_course(recorded: Tiny) -> None:
    for gone in ("double:gone", "smooth:forgets"):
        recorded.write(RECORD, json.dumps(RECORDED | {"whatif": RECORDED["whatif"] | {gone: {"metrics": {}}}}))
        found = recorded.one()
        assert (found.code, found.level) == ("record-stale", "sound")
        assert f"no exercise has a mistake `{gone}`; {AGAIN}" in found.message


def test_a_gain_that_may_be_none_needs_a_steadier_metric(recorded: Tiny) -> None:
    recorded.write(RECORD, json.dumps(RECORDED | {"seeds": {"size": [64.0, -64.0] * 5}}))
    assert "a steadier metric or more data, or no bound on it" in recorded.one("tight-target", strict=True).message


def test_a_training_that_was_never_recorded_is_told(tiny: Tiny) -> None:
    found = tiny.one("not-recorded", strict=True)
    assert found.message.endswith("train.json to compare with; record it with `dltutor author record ch01/train`")
    assert found.line == tiny.line(LESSON, "script: train.py")


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b'{"reference": 3}'])
def test_a_record_that_cannot_be_read_is_told_in_any_course(tiny: Tiny, data: bytes) -> None:
    tiny.write(RECORD, data)
    assert "record it with `dltutor author record ch01/train`" in tiny.one("bad-record").message
