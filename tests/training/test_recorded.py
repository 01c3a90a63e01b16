"""What was measured survives its file, and the advice about targets follows the seeds."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest

from tutor.checking.forkparent import ForkParent
from tutor.course import Bound, Course, TrainStep
from tutor.training import targets
from tutor.training.record import ScriptFailed, advice, record
from tutor.training.recorded import MOST_POINTS, Recorded, file_of, load, thin


@pytest.fixture
def own_course(course: Course, tmp_path: Path) -> Course:
    shutil.copytree(course.root, tmp_path / "course")
    return Course.open(tmp_path / "course")


def test_the_reference_its_seeds_and_its_mistakes_are_recorded(own_course: Course, parent: ForkParent) -> None:
    chapter, step = own_course.find("ch02/train")
    assert isinstance(step, TrainStep)
    said: list[str] = []
    recorded = record(own_course, chapter, step, seeds=3, parent=parent, say=said.append)
    assert len(said) == 4
    assert recorded.seeds["distance"] == pytest.approx([(3 + seed / 10) * 0.8**20 for seed in range(3)])
    assert recorded.metrics["distance"] == recorded.seeds["distance"][0]
    assert recorded.whatif["slope:uphill"]["distance"] > 100
    assert set(recorded.curves) == {"control", "rolling"}
    assert load(own_course, chapter, step) is None
    file = file_of(own_course, chapter, step)
    assert file.name == "train.json"
    recorded.save(file)
    again = load(own_course, chapter, step)
    assert again is not None
    for kept, measured in zip(again.curves["rolling"]["distance"], recorded.curves["rolling"]["distance"], strict=True):
        assert kept == pytest.approx(measured, rel=1e-4)
    assert again.seeds["distance"] == pytest.approx(recorded.seeds["distance"], rel=1e-4)


def test_a_reference_that_fails_is_not_recorded(own_course: Course, parent: ForkParent) -> None:
    chapter, step = own_course.find("ch02/train")
    assert isinstance(step, TrainStep)
    (own_course.exercises_dir(chapter) / "train.py").write_text("1 / 0\n")
    with pytest.raises(ScriptFailed, match="seed 0: ZeroDivisionError"):
        record(own_course, chapter, step, seeds=1, parent=parent)


def test_numbers_that_are_none_survive_the_file(tmp_path: Path) -> None:
    curves = {"": {"loss": [(1, math.nan), (2, math.inf)]}}
    recorded = Recorded({"loss": math.nan}, curves, {"loss": [math.nan, 1.0]}, {"a:b": {}}, 1.0, "here")
    recorded.save(tmp_path / "train.json")
    again = Recorded.from_json(json.loads((tmp_path / "train.json").read_text()))
    assert math.isnan(again.metrics["loss"]) and again.curves[""]["loss"][1] == (2, math.inf)
    assert "not every run gave a number" in advice(again)[0]


def test_long_curves_are_thinned_by_means_and_keep_their_last_step() -> None:
    points = [(step, float(step)) for step in range(1, 1001)]
    thinned = thin(points)
    assert len(thinned) == MOST_POINTS
    assert thinned[0] == (10, 5.5) and thinned[-1] == (1000, 995.5)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"reference": 3}', "nonsense"])
def test_a_damaged_file_counts_as_none(own_course: Course, text: str) -> None:
    chapter, step = own_course.find("ch02/train")
    assert isinstance(step, TrainStep)
    file_of(own_course, chapter, step).write_text(text)
    assert load(own_course, chapter, step) is None


def test_a_target_is_met_only_by_numbers_within_their_bounds() -> None:
    target = {"accuracy": Bound(at_least=0.9), "loss": Bound(at_most=1.0)}
    assert targets.met({"accuracy": 0.9, "loss": 1.0, "other": 0}, target)
    assert not targets.met({"accuracy": 0.9}, target)
    assert not targets.met({"accuracy": 0.89, "loss": 0.0}, target)
    assert not targets.met({"accuracy": "nan", "loss": 0.0}, target)
    assert not targets.met({"accuracy": 0.95, "loss": "inf"}, target)
    assert targets.as_json(target) == {"accuracy": {"at_least": 0.9}, "loss": {"at_most": 1.0}}


def test_an_honest_bound_lies_three_deviations_or_a_hundredth_below_the_mean() -> None:
    spread = targets.Spread.of([0.90, 0.92, 0.94])
    assert spread.at_least == pytest.approx(0.92 - 3 * 0.02)
    assert targets.Spread.of([0.9, 0.9]).at_least == pytest.approx(0.89)
    assert targets.Spread.of([0.9]).at_most == pytest.approx(0.91)
