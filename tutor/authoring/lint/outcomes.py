"""What the runs of a script mean: sentences about the reference's run, about a mistake's, and about what was recorded.

Called by `runs.py`, which makes the runs. Each sentence comes with the code of its finding, or with its level.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tutor.authoring.lint.finding import Level
from tutor.course.model import RunStep, TrainStep
from tutor.course.nearest import did_you_mean
from tutor.training.recorded import Recorded
from tutor.training.targets import Spread, met

_ROUNDING = 1e-4  # threads may add up in another order


@dataclass(frozen=True, slots=True)
class Result:
    """What one run came to; `fault` says why it failed, `left` what it wrote into the course."""

    metrics: dict[str, float]
    seconds: float
    fault: str
    left: str = ""


def about_reference(address: str, step: TrainStep | RunStep, result: Result) -> Iterator[tuple[str, str]]:
    if result.left:
        yield "leaves-files", result.left
    if result.fault:
        fault = " ".join(result.fault.split())
        yield "run-failed", f"{address}: mend {step.script}, which fails with the reference: {fault}"
    elif isinstance(step, TrainStep):
        if not met(result.metrics, step.target):
            yield "target", f"{address}: the reference misses the target: {_against(step, result.metrics)}"
        if result.seconds > 60 * step.minutes:
            took = f"took {result.seconds:.0f} s, and the lesson says {step.minutes:g} min"
            yield "minutes", f"{address}: the reference's run {took}; give it more `minutes`, or less to do"


def about_chance(address: str, first: Result, second: Result) -> Iterator[tuple[str, str]]:
    """Whether a second run with the same seed told the same."""
    for name, value in first.metrics.items():
        if not _close(value, other := second.metrics.get(name, math.nan), _ROUNDING * abs(value)):
            say = f"{address}: two runs with one seed differ: `{name}` is {value:.4g}, then {other:.4g}"
            yield "unrepeatable", f"{say}; begin with `live.seed()`, and draw from random, numpy and torch only"
            return


def about_recording(address: str, file: Path, result: Result, recorded: Recorded) -> Iterator[tuple[str, Level]]:
    """Whether what was recorded, with the seed of this run, is what comes out now. What another seed may give, another
    processor may give too: it rounds otherwise."""
    mend = f"record it anew with `dltutor author record {address}`"
    if result.metrics.keys() != recorded.metrics.keys():
        both = (recorded.metrics, result.metrics)
        known, now = (", ".join(f"`{name}`" for name in each) or "nothing" for each in both)
        yield f"{address}: {file.name} has {known}, and the script reports {now}; {mend}", "sound"
        return
    for name, then in recorded.metrics.items():
        seeds = recorded.seeds.get(name, [then])
        sd = Spread.of(seeds).sd if name in recorded.seeds else 0.0
        margin = max(3 * sd if math.isfinite(sd) else 0.0, 0.01 * abs(then))
        if not min(seeds) <= result.metrics[name] <= max(seeds) and not _close(result.metrics[name], then, margin):
            say = f"{address}: `{name}` is {_number(result.metrics, name)}, and {file.name} says {then:.4g}"
            yield f"{say}; {mend}", "house"


def _close(value: float, other: float, margin: float) -> bool:
    if math.isfinite(value) and math.isfinite(other):
        return abs(value - other) <= margin
    return not math.isfinite(value) and not math.isfinite(other)


def _near(value: float | None, other: float | None, margin: float) -> bool:
    """Whether chance alone may have made one of the other."""
    return value is not None and other is not None and _close(value, other, margin)


def about_mistake(
    address: str, step: TrainStep, mistake: str, reference: Result, other: Result, recorded: Recorded | None
) -> Iterator[tuple[str, str]]:
    nothing = f"{address}: `{mistake}` changes nothing that the script reports; take it out of `whatif`"
    if recorded is None or mistake not in recorded.whatif:  # which the house rules ask for
        if not other.fault and other.metrics == reference.metrics:
            yield "whatif", f"{nothing}, or let the script use that exercise"
        return
    known = recorded.whatif[mistake]
    mend = f"measure again with `dltutor author record {address.partition('/')[0]}`"
    if bool(known) == bool(other.fault):
        was = f"was recorded as running, and fails: {other.fault}" if known else "was recorded as failing, and runs"
        yield "whatif", f"{address}: the run with `{mistake}` {was}; {mend}"
    elif known:
        for name in step.target:
            margin = 3 * Spread.of(recorded.seeds[name]).sd if name in recorded.seeds else 0.0
            then = _side(known.get(name), recorded.metrics.get(name), margin)
            now = _side(other.metrics.get(name), reference.metrics.get(name), margin)
            if then != now and not _near(other.metrics.get(name), known.get(name), margin):
                say = (
                    f"with `{mistake}`, `{name}` is {_number(other.metrics, name)}; {_number(known, name)} was recorded"
                )
                yield "whatif", f"{address}: {say} (reference {_number(reference.metrics, name)}); {mend}"
        if not any(_side(known.get(name), recorded.metrics.get(name), 0) for name in recorded.metrics):
            yield "whatif", f"{nothing}, or let the script use that exercise"


def _side(value: float | None, reference: float | None, margin: float) -> int:
    """Whether the value lies below (-1), above (1) or at the reference's; 2 where there is none."""
    if value is None or reference is None or not math.isfinite(value):
        return 2
    return 0 if abs(value - reference) <= margin else 1 if value > reference else -1


def _against(step: TrainStep, metrics: dict[str, float]) -> str:
    """What each bounded metric came to, and where one is not reported, what is."""
    told = [f"{name} {_number(metrics, name)} ({bound})" for name, bound in step.target.items()]
    if missing := [name for name in step.target if name not in metrics]:
        reported = ", ".join(f"`{name}`" for name in metrics) or "nothing"
        told[-1] += f"; the script reports {reported}{did_you_mean(missing[0], metrics)}"
    return ", ".join(told)


def _number(metrics: Mapping[str, float], name: str) -> str:
    return f"{metrics[name]:.4g}" if name in metrics else "not reported"
