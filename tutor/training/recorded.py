"""`solutions/<chapter>/train.json`: how the reference trains, over several seeds, and what named mistakes do to it.

Made by `dltutor author record`, read by whoever compares a learner's run. Each script of a chapter has its own file,
named after the script: `train.py` has `train.json`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.course import Chapter, Course
from tutor.course.model import RunStep, TrainStep

MOST_POINTS = 100

Curves = dict[str, dict[str, list[tuple[int, float]]]]
Metrics = dict[str, float]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was measured. `curves` maps stage -> metric -> (step, value) points; the stage of a script without is "".

    Attributes:
        metrics: the reference's result with seed 0; `curves` belong to the same run.
        seeds: each metric of the reference's result for the seeds 0, 1, 2, ...
        whatif: "slope:uphill" -> the result with that mistake in the reference, seed 0 (empty where the script failed).
        seconds: processor time that a run of the reference took, the mean over the seeds.
        machine: where and with what it was measured.
        made_of: the files that it was measured with, by name, each with its hash (see `madeof`).
    """

    metrics: Metrics
    curves: Curves
    seeds: dict[str, list[float]]
    whatif: dict[str, Metrics]
    seconds: float
    machine: str
    made_of: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As in the file. Numbers that are not finite are text, which `float()` reads."""
        curves = {
            stage: {name: [[step, _plain(value)] for step, value in thin(points)] for name, points in metrics.items()}
            for stage, metrics in self.curves.items()
        }
        return {
            "reference": {"metrics": _all(self.metrics), "curves": curves, "seconds": self.seconds},
            "seeds": {name: [_plain(value) for value in values] for name, values in self.seeds.items()},
            "whatif": {name: {"metrics": _all(metrics)} for name, metrics in self.whatif.items()},
            "machine": self.machine,
            "made_of": self.made_of,
        }

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Recorded:
        """The other way. KeyError, TypeError or ValueError where the document has another form."""
        reference = document["reference"]
        return cls(
            metrics=_floats(reference["metrics"]),
            curves={
                stage: {name: [(int(step), float(value)) for step, value in points] for name, points in metrics.items()}
                for stage, metrics in reference["curves"].items()
            },
            seeds={name: [float(value) for value in values] for name, values in document["seeds"].items()},
            whatif={name: _floats(entry["metrics"]) for name, entry in document["whatif"].items()},
            seconds=float(reference["seconds"]),
            machine=str(document["machine"]),
            made_of={name: str(value) for name, value in document.get("made_of", {}).items()},
        )

    def save(self, file: Path) -> None:
        """One line for each curve, so that a difference can be read."""
        text = json.dumps(self.to_json(), indent=1, allow_nan=False)
        file.write_text(_joined(text) + "\n", encoding="utf-8")


def file_of(course: Course, chapter: Chapter, step: TrainStep | RunStep) -> Path:
    return course.solutions_dir(chapter) / f"{Path(step.script).stem}.json"


def load(course: Course, chapter: Chapter, step: TrainStep | RunStep) -> Recorded | None:
    """What was recorded of this step's script; None where nothing was, or where the file can't be understood."""
    try:
        return Recorded.from_json(json.loads(file_of(course, chapter, step).read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def thin(points: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """At most `MOST_POINTS` points: means of neighbours, each at its last step."""
    if len(points) <= MOST_POINTS:
        return points
    thinned = []
    for index in range(MOST_POINTS):
        group = points[index * len(points) // MOST_POINTS : (index + 1) * len(points) // MOST_POINTS]
        thinned.append((group[-1][0], sum(value for _, value in group) / len(group)))
    return thinned


def _plain(value: float) -> float | str:
    return float(f"{value:.5g}") if abs(value) < float("inf") else str(value)


def _all(metrics: Metrics) -> dict[str, float | str]:
    return {name: _plain(value) for name, value in metrics.items()}


def _floats(metrics: dict[str, Any]) -> Metrics:
    return {name: float(value) for name, value in metrics.items()}


def _joined(text: str) -> str:
    """Lists of numbers on one line, as `json.dumps` with an indent doesn't write them."""
    import re

    return re.sub(r"\[[^\[\]{}]*\]|\[(?:\s*\[[^\[\]]*\],?)+\s*\]", lambda found: re.sub(r"\s+", " ", found[0]), text)
