"""What `tutor.live` knows about the run of this process: which stage, epoch and batch it is in, and what was logged.

Everything here is on the way of every batch, so it counts microseconds: bars are told at most ten times a second, curve
points are put down, and thinned and sent together twenty times a second.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Any, TypeVar

from tutor.training.lines import NextLine, clean
from tutor.training.pipe import Sink
from tutor.training.points import Curves

Item = TypeVar("Item")
SECONDS_BETWEEN_BARS = 0.1
SECONDS_BETWEEN_POINTS = 0.05


def number(name: str, value: Any) -> float:
    """`value` as a Python number: from int, float, bool, or a tensor or array of one element. TypeError otherwise."""
    if type(value) is float:
        return value
    item = getattr(value, "item", None)
    if item is not None:
        try:
            value = item()
        except (RuntimeError, ValueError):  # how tensors and arrays of several elements refuse
            kind = f"{type(value).__name__} of shape {tuple(value.shape)}"
            raise TypeError(f"live: `{name}` must be one number, got a {kind}; take its mean first") from None
    if isinstance(value, bool | int | float):
        try:
            return float(value)
        except OverflowError:  # an int of more than 308 digits
            return math.inf if value > 0 else -math.inf
    raise TypeError(f"live: `{name}` must be one number, got {type(value).__name__}")


def plain(value: float) -> float | str:
    """A number as JSON may hold it: NaN and the infinities become "nan", "inf", "-inf", which `float()` reads back."""
    return value if math.isfinite(value) else str(value)


class Reporter:
    """Turns the calls of a script into events for a sink. `lines` is where a learner's lines come from, if from
    anywhere."""

    def __init__(self, sink: Sink, lines: NextLine | None = None) -> None:
        self._sink = sink
        self._lines = lines
        self._stage: str | None = None
        self._stages = 0
        self._epoch: int | None = None
        self._epochs = 0
        self._step = 0
        self._step_at_epoch = 0
        self._curves = Curves()
        self._result: dict[str, float | str] = {}
        self._next_epoch = 0.0
        self._next_batch = 0.0
        self._next_points = 0.0

    def send(self, kind: str, /, **fields: Any) -> None:
        self._tell_points()  # what was logged before comes before
        self._sink.send({"event": kind, **fields})

    def flush(self) -> None:
        """Sends what waits to be sent."""
        self._tell_points()

    def close(self) -> None:
        """Sends what is left. Called when the script ends, however it ends."""
        self._finish_curves()
        self._sink.close()

    def stage(self, title: str, of: int | None) -> None:
        self._finish_curves()
        self._curves = Curves()
        self._stage, self._stages = str(title), self._stages + 1
        self._step = self._step_at_epoch = 0
        self._next_epoch = self._next_batch = 0.0
        self.send("stage", title=self._stage, number=self._stages, of=of)

    def epochs(self, count: int) -> Iterator[int]:
        if self._epoch is not None:  # a loop inside a loop has no bar of its own
            yield from range(count)
            return
        self._epochs, self._next_epoch, done = count, 0.0, 0
        try:
            for done in range(count):
                self._epoch, self._step_at_epoch = done + 1, self._step
                self._tell_epoch(done + 1, done)
                yield done
                self._step = self._now()
            self._next_epoch = 0.0
            self._tell_epoch(count, count)
        finally:
            self._epoch = None
            self._finish_curves()
            self._sink.flush()

    def _tell_epoch(self, epoch: int, done: int) -> None:
        now = time.perf_counter()
        if now >= self._next_epoch:
            self._next_epoch = now + SECONDS_BETWEEN_BARS
            self.send("epoch", epoch=epoch, of=self._epochs, done=done)

    def batches(self, loader: Iterable[Item], total: int | None) -> Iterator[Item]:
        if total is None and isinstance(loader, Sized):
            total = len(loader)
        clock = time.perf_counter
        told_at, told, rate = clock(), 0, 0.0
        done = 0
        for item in loader:
            self._step += 1
            yield item
            done += 1
            now = clock()
            if now >= self._next_batch:
                speed = (done - told) / max(now - told_at, 1e-9)
                rate = 0.7 * rate + 0.3 * speed if rate else speed  # forgets a pause within a second
                told_at, told, self._next_batch = now, done, now + SECONDS_BETWEEN_BARS
                self.send("batch", batch=done, of=total, rate=round(rate, 2), left=self._left(done, total, rate))
        if self._epoch in (None, self._epochs):  # the last bar is left full
            rate = rate or (done - told) / max(clock() - told_at, 1e-9)
            self.send("batch", batch=done, of=total or done, rate=round(rate, 2), left=0.0)
        elif clock() >= self._next_points:  # an evaluation may take its time now
            self._tell_points()

    def _left(self, done: int, total: int | None, rate: float) -> float | None:
        """Seconds until the last epoch ends, or until this loop ends where there are no epochs."""
        if total is None or not rate:
            return None
        epochs_after = self._epochs - self._epoch if self._epoch is not None else 0
        return round((total - done + epochs_after * total) / rate, 1)

    def _now(self) -> int:
        """The step of what is logged now: batches so far, or epochs where an epoch has no batches."""
        if self._epoch is not None and self._step == self._step_at_epoch:
            return self._step + 1
        return self._step

    def log(self, metrics: dict[str, Any]) -> None:
        if self._epoch is None and self._step == self._step_at_epoch:  # outside any loop every call is a step
            self._step += 1
            self._step_at_epoch = self._step
        step = self._now()
        self._curves.add(step, self._epoch, {name: number(name, value) for name, value in metrics.items()})
        if time.perf_counter() >= self._next_points:
            self._tell_points()

    def _tell_points(self) -> None:
        self._next_points = time.perf_counter() + SECONDS_BETWEEN_POINTS
        for step, epoch, values in self._curves.points():
            self._tell_point(step, epoch, values)
        self._sink.flush()

    def _tell_point(self, step: int, epoch: int | None, values: dict[str, float]) -> None:
        metrics = {name: plain(value) for name, value in values.items()}
        self._sink.send({"event": "log", "step": step, "epoch": epoch, "stage": self._stage, "metrics": metrics})

    def _finish_curves(self) -> None:
        self._tell_points()
        rest = self._curves.rest()
        if rest:
            self._tell_point(self._now(), self._epoch, rest)

    def result(self, metrics: dict[str, Any]) -> None:
        self._finish_curves()
        self._result.update({name: plain(number(name, value)) for name, value in metrics.items()})
        self.send("result", metrics=dict(self._result))

    def ask(self, title: str, prompt: str, examples: Sequence[str]) -> Iterator[str]:
        """The learner's lines until an empty one; where nobody is there to type, the examples."""
        self._finish_curves()
        about = {"title": title, "prompt": prompt}
        given = self._typed(about, examples) if self._lines is not None else filter(None, map(clean, examples))
        try:
            for line in given:
                self.send("asked", **about, line=line)
                yield line
        finally:
            self.send("asked", **about, line=None)

    def _typed(self, about: dict[str, str], examples: Sequence[str]) -> Iterator[str]:
        assert self._lines is not None
        number = 0
        while True:
            suggestion = clean(examples[number % len(examples)]) if examples else ""
            number += 1
            try:
                self.send("ask", **about, suggestion=suggestion, number=number)
                line = self._lines()
            except KeyboardInterrupt:  # Ctrl+C at a question ends the questions
                return
            if not line:
                return
            yield line
