"""Makes docs/results.md: what the course's own solutions reach, out of every record beside them.

    python -m scripts.results [--check]

`dltutor author record` measures and writes solutions/<chapter>/<script>.json; this only tells. What a number is, and
which figure was expected, stands in expected.yaml beside this file. `--check` changes nothing and fails where the page
is another one; so does a test.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from scripts.generated import ROOT, Stale, write
from tutor.course import Chapter, Course
from tutor.course.model import RunStep, TrainStep
from tutor.training.recorded import Recorded, load
from tutor.training.targets import Spread

OUT = ROOT / "docs" / "results.md"
EXPECTED = Path(__file__).with_name("expected.yaml")
HEAD = """\
# Results

What the scripts of the course reach with its own solutions in the place of yours. Made by `make results` from the
records beside the solutions (`dltutor author record`); a test fails where this page and they are not the same.

Each script ran under several seeds, which decide the first weights and the order of the examples: mean and standard
deviation, the smallest and the largest. Accuracies are shares of held-out examples. *Target* is what a learner is asked
for. *Expected* is the figure that was expected before, from trials with other code, most of them under one seed: where
the two lie far apart, the recorded one counts. Below some tables stands what one known mistake in the solution does
under the first seed; you can see it happen with `dltutor train STEP --mistake NAME`.
"""
NONE = "–"

Entry = Mapping[str, Any]
Expected = Mapping[str, Mapping[str, Entry]]


def page(course: Course, expected: Expected) -> str:
    """The whole page. Stale where `expected` doesn't fit the records."""
    names = [name for name in course.names if any(course.folders(name).solutions.glob("*.json"))]
    found = [(chapter, [*recorded_steps(course, chapter)]) for chapter in map(course.chapter, names)]
    known = {chapter.address(step): record.seeds for chapter, steps in found for step, record in steps}
    for address, metrics in expected.items():
        for metric in metrics:
            if metric not in known.get(address, {}):
                raise Stale(f"expected.yaml names {metric} of {address}, which no record has; drop it or rename it")
    parts = [HEAD]
    for chapter, steps in found:
        if steps:
            parts.append(f"## {chapter.id} {chapter.title}\n")
        for step, record in steps:
            parts += section(chapter, step, record, expected.get(chapter.address(step), {}))
    return "\n".join(parts)


def recorded_steps(course: Course, chapter: Chapter) -> Iterator[tuple[RunStep | TrainStep, Recorded]]:
    """The steps of a chapter that have a record, in their order."""
    for step in chapter.steps:
        if isinstance(step, RunStep | TrainStep) and (record := load(course, chapter, step)) is not None:
            yield step, record


def section(
    chapter: Chapter, step: RunStep | TrainStep, record: Recorded, expected: Mapping[str, Entry]
) -> Iterator[str]:
    """What was measured of one step."""
    count = max(map(len, record.seeds.values()), default=0)
    yield f"### {chapter.address(step)}: {step.title}\n"
    took = f"{count} seeds, {record.seconds:.0f} s of one core each ({record.machine})"
    yield f"`exercises/{chapter.name}/{step.script}`, {took}.\n"
    yield from row("metric", "what it is", "mean ± sd", "min to max", "expected", "target")
    yield from row(*["---"] * 6)
    target = step.target if isinstance(step, TrainStep) else {}
    for metric, values in record.seeds.items():
        entry = expected.get(metric, {})
        spread = Spread.of(values)
        yield from row(
            f"`{metric}`",
            str(entry.get("is", NONE)),
            f"**{number(spread.mean)}** ± {number(spread.sd)}",
            f"{number(min(values))} to {number(max(values))}",
            number(entry["expected"]) if "expected" in entry else NONE,
            str(target.get(metric, NONE)),
        )
    yield ""
    if record.whatif:
        yield from mistakes(record, [metric for metric in target if metric in record.metrics])


def mistakes(record: Recorded, metrics: list[str]) -> Iterator[str]:
    """What each named mistake does to the metrics that have a target."""
    yield from row("with this mistake", *(f"`{metric}`" for metric in metrics))
    yield from row(*["---"] * (1 + len(metrics)))
    yield from row("none", *(number(record.metrics[metric]) for metric in metrics))
    for name, found in record.whatif.items():
        yield from row(f"`{name}`", *(number(found[metric]) if metric in found else "broke off" for metric in metrics))
    yield ""


def row(*cells: str) -> Iterator[str]:
    """One line of a table."""
    yield f"| {' | '.join(cells)} |"


def number(value: float | str) -> str:
    """Three decimals, or three digits where that says nothing; words stay what they are."""
    if isinstance(value, str):
        return value
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.3g}"


def made() -> str:
    """The page of this course, out of its records and the table beside this file."""
    return page(Course.open(ROOT), yaml.safe_load(EXPECTED.read_text("utf-8")))


if __name__ == "__main__":
    sys.exit(write(made, OUT, "the records say"))
