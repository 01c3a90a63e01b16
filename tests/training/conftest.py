"""A small course of its own, a learner's workspace with the right answers, and one fork parent for all tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tutor.checking.forkparent import ForkParent, ZygoteParent
from tutor.course import Course
from tutor.course.model import RunStep, TrainStep
from tutor.training.plan import RunPlan, plan_run
from tutor.training.runner import TrainingRun

Plan = Callable[..., RunPlan]
Start = Callable[..., TrainingRun]


@pytest.fixture(scope="session")
def course() -> Course:
    return Course.open(Path(__file__).parent / "course")


@pytest.fixture(scope="session")
def parent() -> Iterator[ForkParent]:
    parent = ZygoteParent()
    yield parent
    parent.close()


@pytest.fixture
def workspace(course: Course, tmp_path: Path) -> Path:
    """The course's exercises with every stub solved."""
    for name in course.names:
        shutil.copytree(course.folders(name).exercises, tmp_path / name)
        shutil.copytree(
            course.folders(name).solutions,
            tmp_path / name,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("answers", "*.json"),
        )
    return tmp_path


@pytest.fixture
def plan(course: Course, workspace: Path) -> Plan:
    """`plan("ch02/train", seed=3)`: the plan of a run in the workspace."""

    def make(address: str, **options: Any) -> RunPlan:
        chapter, step = course.find(address)
        assert isinstance(step, TrainStep | RunStep)
        return plan_run(course, chapter, step, workspace, **options)

    return make


@pytest.fixture
def begin(plan: Plan, parent: ForkParent) -> Iterator[Start]:
    """`begin("ch02/train")`: a run, ended with the test."""
    runs: list[TrainingRun] = []

    def start(address: str, *, cold: bool = False, asks: bool = False, **options: Any) -> TrainingRun:
        runs.append(TrainingRun(plan(address, **options), None if cold else parent, asks=asks))
        return runs[-1]

    yield start
    for run in runs:
        run.close()
