"""What one implementation showed in the checks that failed, and when two of them showed the same."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import torch

from tutor.checking.bench import Bench, Broken, CheckFault, Evidence, Observed, Probe, Subject, as_broken
from tutor.checking.comparison import agrees
from tutor.checking.fixtures import call_check
from tutor.checking.wire import Strange, encode

Key = tuple[int, str]


@dataclass(frozen=True)
class Failure:
    """One check that failed for the learner: its function, the seed, the bench with the evidence, the time it took."""

    check: str
    function: Callable[..., None]
    seed: int
    bench: Bench
    broken: Broken
    seconds: float = 0.0

    @cached_property
    def shown(self) -> Shown:
        """What the learner's file showed."""
        return Shown.of(self.bench, self.broken)


@dataclass(slots=True)
class Shown:
    """The evidence of one run of one check, and in which words it broke (without numbers), if it did."""

    values: dict[Key, Evidence] = field(default_factory=dict)
    broke: str | None = None

    @classmethod
    def of(cls, bench: Bench, broken: Broken | None) -> Shown:
        values = {(evidence.call, evidence.name): evidence for evidence in bench.evidence}
        return cls(values, bare(broken.message) if broken else None)


class Remembered:
    """A subject that answers a question it has heard before without running again: the reference, for every suspect."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.heard: dict[tuple[str, int, Any], Observed] = {}
        self.seconds = 0.0  # spent in running

    def begin(self, title: str) -> None:
        """See `Subject`."""
        self.subject.begin(title)

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]:
        """See `Subject`."""
        key = (probe.__name__, seed, _frozen(args))
        if key not in self.heard:
            started = time.monotonic()
            self.heard[key] = self.subject.ask(probe, args, seed)()
            self.seconds += time.monotonic() - started
        return lambda: self.heard[key]


def _frozen(value: Any) -> Any:
    """Arguments as a key: equal keys, equal arguments."""
    if isinstance(value, torch.Tensor):
        bare = value.detach()
        raw = bare.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes() if bare.numel() else b""
        return (bare.dtype, bare.shape, bare.stride(), value.requires_grad, raw)
    if isinstance(value, list | tuple):
        return (type(value), *map(_frozen, value))
    if isinstance(value, dict):
        return (dict, *((key, _frozen(item)) for key, item in value.items()))
    return (type(value), value if isinstance(value, int | str | bytes | None) else encode(value))


class Suspect:
    """A mistake, two at once, or the reference: run on a failed check when somebody asks, once."""

    def __init__(self, name: str, says: str, subject: Subject, reference: Subject) -> None:
        self.name = name
        self.says = says
        self.subject = subject
        self.reference = reference
        self._shown: dict[tuple[str, int], Shown] = {}

    def on(self, failure: Failure) -> Shown:
        """What it shows in the check that failed, with the same inputs."""
        return self.try_check(failure.check, failure.function, failure.seed)

    def try_check(self, check: str, function: Callable[..., None], seed: int) -> Shown:
        """What it shows in one check; the check runs once for each seed, unless it was seen in it before."""
        if (check, seed) not in self._shown:
            self._shown[check, seed] = self._run(check, function, seed)
        return self._shown[check, seed]

    def seen(self, check: str, seed: int, bench: Bench, broken: Broken | None) -> None:
        """Remembers what it showed where it was judged in the learner's place."""
        if not bench.worn and (broken is None or broken.reason != "forbidden"):  # of which a suspect is not accused
            self._shown[check, seed] = Shown.of(bench, broken)

    def _run(self, check: str, function: Callable[..., None], seed: int) -> Shown:
        bench = Bench(self.subject, self.reference, check, seed)
        try:
            call_check(function, bench)
        except Broken as broken:
            return Shown.of(bench, broken)
        except CheckFault:
            return Shown()
        except Exception as exception:
            return Shown.of(bench, as_broken(exception))
        return Shown.of(bench, None)


def departs(mine: Evidence, right: Evidence | None) -> bool:
    """Whether a value is another than the reference's."""
    if right is None:
        return True
    if mine.within is not None:
        return abs(float(mine.value) - float(right.value)) > mine.within
    return not agrees(mine.value, right.value, mine.tol)


def alike(mine: Evidence, theirs: Evidence, right: Evidence | None) -> bool:
    """Whether two departures are the same one, after loosening: dtype, axes of length 1, a list for a tensor."""
    if mine.name == "!":
        return bare(str(mine.value)) == bare(str(theirs.value))
    if mine.within is not None:
        return abs(float(mine.value) - float(theirs.value)) <= mine.within
    return identical(mine, theirs) or _loosely_alike(mine.value, theirs.value, right.value if right else None)


def identical(mine: Evidence, theirs: Evidence) -> bool:
    """Whether two values are the same without any loosening. A mistake may show something that no number is like, such
    as the complex root of a negative sum."""
    if isinstance(mine.value, Strange) or isinstance(theirs.value, Strange):
        return type(mine.value) is type(theirs.value) and bool(mine.value == theirs.value)
    try:
        return agrees(mine.value, theirs.value, mine.tol)
    except TypeError:  # something strange inside a list or dict of theirs
        return False


def _loosely_alike(mine: Any, theirs: Any, right: Any) -> bool:
    one, two, three = _loose(mine), _loose(theirs), _loose(right)
    if one is None or two is None or one.shape != two.shape or not one.numel():
        return False
    return _near(one, two) and (three is None or three.shape != two.shape or not _near(two, three))


def _loose(value: Any) -> torch.Tensor | None:
    """A value as float64 without axes of length 1; None where there are no numbers in it."""
    if isinstance(value, torch.Tensor):
        return value.detach().double().squeeze()
    if isinstance(value, bool | int | float):
        return torch.tensor(float(value), dtype=torch.float64)
    if isinstance(value, list | tuple) and value:
        parts = [part for part in (_loose(item) for item in value) if part is not None]
        if len(parts) == len(value) and all(part.shape == parts[0].shape for part in parts):
            return torch.stack(parts).squeeze()
    return None


def _near(one: torch.Tensor, two: torch.Tensor) -> bool:
    return bool(torch.allclose(one, two, rtol=1e-4, atol=1e-6, equal_nan=True))


def bare(text: str) -> str:
    """A message without its numbers, and without the modules that names belong to: two runs of one mistake differ in
    those, since the classes of a check file live in another module where the learner's code runs."""
    text = re.sub(r"\b(?:[a-z_]\w*\.)+(?=[a-z_<])", "", text.lower())
    return re.sub(r"[-+]?\d[\d.,e+-]*", "#", text).strip()


def bits(value: Any) -> float:
    """How much a coincidence would need: a bool or a small number is luck, a few floats are not."""
    if isinstance(value, torch.Tensor):
        return float(value.numel()) * (20.0 if value.is_floating_point() else 1.0)
    if isinstance(value, float):
        return 20.0
    if isinstance(value, list | tuple):
        return sum(bits(item) for item in value)
    return 1.0
