"""What a check function may ask for, bound to one subject: the learner's file, the reference, or another answer.

A check is a function of a subject, so the judge, the diagnosis, lint and an author's own `pytest` all call the same
one. What `agree` compared is evidence for the diagnosis; what `observe` returned is not (its asserts and notes are).
"""

from __future__ import annotations

import inspect
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch

from tutor.checking.comparison import Difference, compare
from tutor.checking.raised import Raised
from tutor.checking.show import DIGITS, digits_apart, shown, tensor_text
from tutor.checking.wire import fresh, plain

T = TypeVar("T")
Probe = Callable[..., Any]


@dataclass(slots=True)
class Observed:
    """All that one run of a probe handed out, in order; a repeated name is numbered (`the loss #2`). `again` is what
    the same question brought on a module that had answered others before; `tampered` what the code does to the program
    around it, as the end of a sentence, and `tampered_at` the line that names it."""

    values: dict[str, Any] = field(default_factory=dict)
    raised: Raised | None = None
    tampered: str = ""
    tampered_at: int | None = None
    again: dict[str, Any] | None = None

    def add(self, part: dict[str, Any]) -> None:
        for name, value in part.items():
            key, count = name, 1
            while key in self.values:
                count += 1
                key = f"{name} #{count}"
            self.values[key] = value


class Subject(Protocol):
    """One implementation under check. `ask` starts a probe and returns the call that reads its answer; `begin` says
    which check the next questions belong to."""

    def begin(self, title: str) -> None: ...

    def ask(self, probe: Probe, args: tuple[Any, ...], seed: int, again: bool = False) -> Callable[[], Observed]: ...


class Broken(AssertionError):
    """A promise that was not kept, with what there is to say about it. `where` tells whether `line` is known."""

    def __init__(self, reason: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.line = line


class CheckFault(Exception):
    """The check itself is at fault (the reference does not keep its promise): never the learner's."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One compared or noted value. `!` is the name of an exception. `within` is the tolerance of a note."""

    call: int
    name: str
    value: Any
    tol: float = 1.0
    within: float | None = None


class Bench:
    """The fixtures of one run of one check on one subject. `seed` decides every input; `again` of its first questions
    are also put to a module that has answered others before."""

    def __init__(self, subject: Subject, reference: Subject, check_id: str, seed: int, *, again: int = 0) -> None:
        self.subject = subject
        self.again = again
        self.reference = reference
        self.seed = (seed * 1_000_003 + zlib.crc32(check_id.encode())) % 2**31
        self.evidence: list[Evidence] = []
        self.told: str | None = None
        self.rand = Rand(self.seed)
        self.started = time.monotonic()
        self.worn = False  # broken only by a module that had answered others before
        self._calls = 0

    def agree(self, probe: Probe, *args: Any, only: Sequence[str] | None = None, tol: float = 1.0) -> None:
        """The subject's observations equal the reference's: type, shape, dtype, graph, finiteness, values.

        `only` compares some names alone; `tol` widens the tolerance by a factor. Broken tells of the first difference.
        """
        self._agree(probe, args, only, tol, lambda name, difference, got, expected: f"{_said(name, difference, got)}.")

    def example(self, probe: Probe, *args: Any, only: Sequence[str] | None = None, tol: float = 1.0) -> None:
        """Like `agree`, on the worked example: input, got and expected are shown in full."""

        def message(name: str, difference: Difference, got: Any, expected: Any) -> str:
            told = (
                f"{_said(name, difference, got)}." if difference.kind not in ("value", "finite") else f"{_upper(name)}:"
            )
            digits = digits_apart(got, expected)
            both = f"{_block('got', got, digits)}\n{_block('expected', expected, digits)}"
            return f"{told}\n{given_text(probe, args)}\n{both}"

        try:
            self._agree(probe, args, only, tol, message)
        except Broken as broken:
            if broken.reason == "exception":
                broken.message += "\n" + given_text(probe, args)
            raise

    def observe(self, probe: Probe, *args: Any) -> dict[str, Any]:
        """What the probe observes on the subject alone, for promises about properties: judge it with plain asserts."""
        self._calls += 1
        _require_probe(probe)
        got = self._read(self.subject.ask(probe, args, self.seed + self._calls))
        if got.raised:
            self._require_better(probe, args, got.raised)
            raise self._broken(got.raised)
        return {name: _detached(value) for name, value in got.values.items()}

    def note(self, name: str, value: float, within: float) -> None:
        """A derived number (a sharpness, a ratio) as evidence for the diagnosis, alike if less than `within` apart."""
        self.evidence.append(Evidence(self._calls, name, plain(value), within=within))

    def ints(self, low: int, high: int, *shape: int) -> torch.Tensor:
        """Fresh seeded integers, int64, low <= value < high."""
        return torch.randint(low, high, shape, generator=self.rand.generator)

    def _agree(
        self,
        probe: Probe,
        args: tuple[Any, ...],
        only: Sequence[str] | None,
        tol: float,
        message: Callable[[str, Difference, Any, Any], str],
    ) -> None:
        self._calls += 1
        _require_probe(probe)
        pending = self.subject.ask(probe, args, self.seed + self._calls, again=self._calls <= self.again)
        same = self.reference is self.subject
        expected = None if same else self.reference.ask(probe, args, self.seed + self._calls)()
        got = self._read(pending)
        expected = expected or got
        if expected.raised:
            raise _faulty(probe, expected.raised)
        names = [name for name in expected.values if only is None or name in only]
        for name in names:
            if name in got.values:
                self.evidence.append(Evidence(self._calls, name, got.values[name], tol))
        for name in names:
            if name not in got.values:
                if got.raised:
                    break
                self.told = name
                raise Broken("wrong", f"{_upper(name)} is missing.")
            if difference := compare(got.values[name], expected.values[name], tol):
                self.told = name
                raise Broken("wrong", message(name, difference, got.values[name], expected.values[name]))
        if got.raised:
            raise self._broken(got.raised)
        self._compare_again(got, names, tol)
        extra = [name for name in got.values if name not in expected.values and only is None]
        if extra:
            self.told = extra[0]
            raise Broken("wrong", f"There is one too many: {extra[0]}.")

    def _compare_again(self, got: Observed, names: list[str], tol: float) -> None:
        for name in names if got.again else ():
            if got.again and name in got.again and compare(got.again[name], got.values[name], tol):
                self.told, self.worn = None, True
                why = "after other calls, the same question gets another answer. Is something kept between calls?"
                raise Broken("wrong", f"{_upper(name)}: {why}")

    def _read(self, pending: Callable[[], Observed]) -> Observed:
        got = pending()
        if got.tampered:
            raise Broken("tampered", f"Your code {got.tampered}.", got.tampered_at)
        if got.raised:
            self.evidence.append(Evidence(self._calls, "!", f"{got.raised.kind}: {got.raised.message}"))
        return got

    def _require_better(self, probe: Probe, args: tuple[Any, ...], raised: Raised) -> None:
        """CheckFault if a probe that failed outside the learner's code does so on the reference, too."""
        if not raised.inside and raised.reason == "exception":
            same = self.reference is self.subject
            expected = raised if same else self.reference.ask(probe, args, self.seed + self._calls)().raised
            if expected:
                raise _faulty(probe, expected)

    def _broken(self, raised: Raised) -> Broken:
        self.told = "!"
        return Broken(raised.reason, raised.sentence, raised.line)


class Rand:
    """Fresh, seeded inputs. Calling it gives normal numbers, float64."""

    def __init__(self, seed: int) -> None:
        self.generator = torch.Generator().manual_seed(seed)

    def __call__(
        self, *shape: int, dtype: torch.dtype = torch.float64, low: float | None = None, high: float | None = None
    ) -> torch.Tensor:
        """Normal numbers, or uniform ones where `low` and `high` are given."""
        if low is None or high is None:
            return torch.randn(shape, generator=self.generator, dtype=torch.float64).to(dtype)
        return (low + (high - low) * torch.rand(shape, generator=self.generator, dtype=torch.float64)).to(dtype)

    def strided(self, *shape: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
        """Normal numbers that do not lie row by row in memory (`.view` fails on them)."""
        if len(shape) == 1:
            return self(2 * shape[0], dtype=dtype)[::2]
        return self(*shape[:-2], shape[-1], shape[-2], dtype=dtype).transpose(-1, -2)

    def choice(self, items: Sequence[T]) -> T:
        """One of `items`."""
        return items[int(torch.randint(len(items), (), generator=self.generator))]

    def number(self, low: float, high: float) -> float:
        """One uniform number."""
        return low + (high - low) * float(torch.rand((), generator=self.generator, dtype=torch.float64))

    def permutation(self, n: int) -> list[int]:
        """The numbers 0 … n-1 in a random order."""
        order: list[int] = torch.randperm(n, generator=self.generator).tolist()
        return order


def _require_probe(probe: object) -> None:
    if not callable(probe):
        raise CheckFault(f"what it asks first is no probe, but a {type(probe).__name__}")


def _faulty(probe: Probe, raised: Raised) -> CheckFault:
    where = f" in line {raised.line} of {Path(raised.file).name}" if raised.line else ""
    return CheckFault(f"the probe `{probe.__name__}` raises on the reference{where}: {raised.kind}: {raised.message}")


def as_broken(exception: Exception) -> Broken:
    """What a check's own assert says, as a sentence; or that what came back can't even be judged."""
    if not isinstance(exception, AssertionError):
        return Broken("wrong", f"What your code returned can't be judged ({type(exception).__name__}: {exception}).")
    text = str(exception).strip()
    end = "" if text.endswith((".", "?", "!")) or not text else "."
    return Broken("wrong", f"{text[:1].upper()}{text[1:]}{end}")


def _detached(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        return value.detach()
    if isinstance(value, list | tuple):
        return type(value)(_detached(item) for item in value)
    if isinstance(value, dict):
        return {key: _detached(item) for key, item in value.items()}
    return value


def given_text(probe: Probe, args: tuple[Any, ...]) -> str:
    """The inputs of an example, by the names of the probe's parameters; `upstream` and `seed` are the probe's own."""
    names = list(inspect.signature(probe).parameters)[1:]
    told = [pair for pair in zip(names, args, strict=False) if pair[0] not in ("upstream", "seed")]
    return "\n".join(_block(name, value) for name, value in told)


def _block(name: str, value: Any, digits: int = DIGITS) -> str:
    label = f"  {name}  "
    if isinstance(value, torch.Tensor) and value.numel() <= 60:
        return label + tensor_text(value, len(label), digits)
    return label + shown(value, digits)


def _upper(name: str) -> str:
    """A name at the beginning of a sentence; the single letter of an argument stays as it is written in code."""
    first = name.split(" ", 1)[0]
    return name if len(first) == 1 or "_" in first else name[:1].upper() + name[1:]


def _said(name: str, difference: Difference, got: Any) -> str:
    if got is None and "gradient" in name:
        return f"{_upper(name)}: no gradient flows back to there"
    return f"{_upper(name)}: {difference.sentence}"


def fresh_args(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """A copy of a probe's arguments that shares nothing with the original."""
    copy: tuple[Any, ...] = fresh(args)
    return copy
