"""What a run has told so far: a plain fold over its events, with no widget in it.

The screen reads events in a thread and paints a few times a second; between two paints any number of events are folded
in here. Only what can still be shown is kept: the last picture, slider, scatter and text of each title, the last lines
of output, and every point of every curve.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

MAX_OUTPUT = 40_000
MAX_BLOCKS = 60
MAX_CURVES = 64

Event = dict[str, Any]


@dataclass(slots=True)
class Curve:
    """One metric in one stage, as the points that were logged."""

    stage: str
    metric: str
    steps: list[float] = field(default_factory=list)
    values: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Gauge:
    """How far a loop is: `done` of `of` rounds (None where the end isn't known)."""

    done: int = 0
    of: int | None = None
    current: int = 0

    @property
    def share(self) -> float:
        return min(1.0, self.done / self.of) if self.of else 0.0


@dataclass(slots=True)
class Block:
    """Something to look at under the curve: pictures, points, a text sample or a sentence of the script's."""

    kind: str
    title: str
    event: Event
    version: int = 0


class RunState:
    """See the module's docstring. `apply` takes one event; the attributes are what the widgets draw."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.started_at = clock()
        self.ended_at: float | None = None
        self.uses: tuple[str, ...] = ()
        self.borrowed: tuple[str, ...] = ()
        self.stage = ""
        self.stage_number = 0
        self.stages: int | None = None
        self.epoch: Gauge | None = None
        self.batch: Gauge | None = None
        self.rate = 0.0
        self.left: float | None = None
        self.metrics: dict[str, float] = {}
        self.curves: dict[tuple[str, str], Curve] = {}
        self.blocks: dict[tuple[str, str], Block] = {}
        self.output = ""
        self.failed: Event | None = None
        self.result: Event | None = None
        self.reported = False  # the numbers that count are known
        self.question: Event | None = None  # the script waits for a line
        self.asks = False  # a question is open, or was answered and the next may come
        self._version = 0
        self._paused = False
        self._held_at: float | None = None

    @property
    def seconds(self) -> float:
        """How long the run has lasted, without its pauses and without what it waited for the learner."""
        return (self.ended_at or self._held_at or self._clock()) - self.started_at

    def pause(self, paused: bool) -> None:
        """Stops and restarts the clock."""
        self._paused = paused
        self._tick()

    def answered(self) -> None:
        """The script has what it waited for."""
        self.question = None
        self._tick()

    def _tick(self) -> None:
        now = self._clock()
        held = self._paused or self.question is not None
        if held and self._held_at is None:
            self._held_at = now
        elif not held and self._held_at is not None:
            self.started_at += now - self._held_at
            self._held_at = None

    def end(self) -> None:
        """No event will come any more."""
        self.ended_at = self._held_at or self._clock()
        self.question, self.asks = None, False

    def apply(self, event: Event) -> None:
        """Folds one event in; kinds that are not known here are passed over."""
        handler = getattr(self, f"_on_{event.get('event')}", None)
        if handler is not None:
            handler(event)

    def metric_names(self) -> tuple[str, ...]:
        """The metrics that have a curve, in the order in which they were first logged."""
        return tuple(dict.fromkeys(metric for _, metric in self.curves))

    def curves_of(self, metric: str) -> tuple[Curve, ...]:
        """The curves of one metric, one a stage."""
        return tuple(curve for (_, name), curve in self.curves.items() if name == metric)

    def _on_start(self, event: Event) -> None:
        self.uses = tuple(event.get("uses") or ())
        self.borrowed = tuple(event.get("borrowed") or ())
        self.started_at = self._clock()

    def _on_stage(self, event: Event) -> None:
        self.stage = str(event["title"])
        self.stage_number = int(event.get("number") or self.stage_number + 1)
        self.stages = event.get("of")
        self.epoch = self.batch = None
        self.left = None

    def _on_epoch(self, event: Event) -> None:
        current = int(event["epoch"])
        self.epoch = Gauge(int(event.get("done", current)), event.get("of"), current)

    def _on_batch(self, event: Event) -> None:
        done = int(event["batch"])
        self.batch = Gauge(done, event.get("of"), done)
        self.rate = float(event.get("rate") or 0.0)
        self.left = event.get("left")

    def _on_log(self, event: Event) -> None:
        stage = str(event.get("stage") or "")
        for metric, raw in event["metrics"].items():
            value = float(raw)
            if (stage, metric) not in self.curves and len(self.curves) >= MAX_CURVES:
                continue
            self.metrics[metric] = value
            curve = self.curves.setdefault((stage, metric), Curve(stage, metric))
            curve.steps.append(float(event.get("step") or len(curve.steps) + 1))
            curve.values.append(value)

    def _on_picture(self, event: Event) -> None:
        self._block("picture", str(event.get("title") or ""), event)

    def _on_slider(self, event: Event) -> None:
        self._block("slider", str(event.get("title") or ""), event)

    def _on_scatter(self, event: Event) -> None:
        self._block("scatter", str(event.get("title") or ""), event)

    def _on_text(self, event: Event) -> None:
        self._block("text", str(event.get("title") or ""), event)

    def _on_say(self, event: Event) -> None:
        self._block("say", f"{self._version}", event)

    def _on_ask(self, event: Event) -> None:
        self.question, self.asks = event, True
        self._report(event.get("metrics", {}))
        self._tick()

    def _on_asked(self, event: Event) -> None:
        self.answered()
        self.asks = event.get("line") is not None
        if self.asks:
            self._block("asked", str(event.get("title") or ""), event)

    def _block(self, kind: str, title: str, event: Event) -> None:
        self._version += 1
        self.blocks[kind, title] = Block(kind, title, event, self._version)
        if len(self.blocks) > MAX_BLOCKS:
            del self.blocks[next(iter(self.blocks))]

    def _on_output(self, event: Event) -> None:
        self.output = (self.output + str(event.get("text") or ""))[-MAX_OUTPUT:]

    def _on_failed(self, event: Event) -> None:
        self.failed = event

    def _on_result(self, event: Event) -> None:
        self.result = event
        self._report(event.get("metrics", {}))

    def _report(self, metrics: dict[str, Any]) -> None:
        self.reported = self.reported or bool(metrics)
        self.metrics.update({name: float(value) for name, value in metrics.items()})
