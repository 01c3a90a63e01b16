"""The events of a run drawn in a terminal or written as lines: the sinks of a script run by hand, behind a filter.

What the script says is the learner's text: it passes `plain` before it reaches the terminal.
"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from tutor.course.model import Bound, RunStep, TrainStep
from tutor.render.curve import plot
from tutor.render.plain import plain
from tutor.training.byhand import Bars, Lines, number_text
from tutor.training.plan import RunPlan
from tutor.training.runner import Curves

Event = dict[str, Any]
CURVE_HEIGHT = 12
MOST_CURVES = 2
DRAWN = {"stage", "epoch", "batch", "log", "picture", "slider", "scatter", "text", "say", "ask", "asked"}


class Screen:
    """Draws one run. `close` ends the bars and prints the table of metrics."""

    def __init__(self, console: Console, plan: RunPlan) -> None:
        self._console = console
        self._sink = Bars(console) if console.is_terminal else Lines(console)
        self._line = ""  # what was printed since the last line's end
        self._label(plan)

    def send(self, event: Event) -> None:
        """One event of the run."""
        kind = event["event"]
        if kind == "output":
            whole, newline, self._line = (self._line + event["text"]).rpartition("\n")
            if newline:
                self._print(Text(plain(whole)))
            return
        if kind != "batch":  # bars have a place of their own
            self._end_line()
        if kind in DRAWN:
            self._sink.send(_harmless(event))
        elif kind == "failed":
            self._failed(event)
        elif kind == "result":
            self._sink.send(_harmless({"event": "result", "metrics": event["metrics"]}))

    def close(self, curves: Curves) -> None:
        """Ends the bars; then the table, and on a terminal the curves."""
        self._end_line()
        self._sink.close()
        if self._console.is_terminal:
            for metric, series in by_metric(curves):
                self._print(Text(f"\n{plain(metric)}", style="bold"))
                self._print(
                    plot(series, min(self._console.width, 100), CURVE_HEIGHT, colour=not self._console.no_color)
                )

    def _label(self, plan: RunPlan) -> None:
        """Whose code this is, where it is not only the learner's."""
        if plan.data:
            self._print(Text(f"This run uses {plan.data}, not the lesson's own data. Its target is not asked for."))
        if plan.borrowed:
            self._print(Text(f"Borrowed from the solutions: {', '.join(plan.borrowed)}. This run does not count."))
        elif plan.subject != "yours":
            self._print(Text(f"This runs the {plan.subject}, not your code. It does not count."))
        elif plan.edited:
            told = f"{plan.script.name} is your own version of the course's script"
            reset = f"dltutor reset {plan.script.parent.name}/{plan.script.name}"
            self._print(Text(f"{told}; `{reset}` puts the course's back and keeps yours."))

    def _failed(self, event: Event) -> None:
        """An exception of the learner's code: what, where, and the shapes that were on that line."""
        where = f"{event['file']}, line {event['line']}" if event["file"] and event["line"] else event["file"] or ""
        self._print(Text(f"\n{plain(event['message'])}", style="bold red"))
        if where:
            self._print(Text(f"  {plain(where)}"))
        if event["text"]:
            self._print(Text(f"    {plain(event['text']).strip()}"))
        for shape in event["shapes"]:
            self._print(Text(f"    {plain(str(shape))}"))

    def _end_line(self) -> None:
        if self._line:
            line, self._line = self._line, ""
            self._print(Text(plain(line)))

    def _print(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)


def by_metric(curves: Curves) -> list[tuple[str, dict[str, list[tuple[int, float]]]]]:
    """The first metrics that have a curve worth drawing, each with one series a stage."""
    found: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for stage, metrics in curves.items():
        for metric, points in metrics.items():
            if len(points) > 1:
                found.setdefault(metric, {})[plain(stage) or metric] = points
    return list(found.items())[:MOST_CURVES]


def result_words(
    address: str, step: RunStep | TrainStep, plan: RunPlan, result: Event, *, logged: bool = False
) -> list[str]:
    """The end of a run in sentences: each bound with what was reached, and what it counts for."""
    if result["ended"] != "finished":
        kept = " What was logged is kept." if logged else ""
        return [f"{address}: {result['ended']} after {result['seconds']:.1f} s.{kept}"]
    if isinstance(step, RunStep):
        return [f"{address}: done in {result['seconds']:.1f} s."]
    if plan.data:
        reached = [_told(metric, result["metrics"]) for metric in step.target]
        return [*reached, f"{address} on {plan.data}: done in {result['seconds']:.1f} s. The target is for other data."]
    sentences = [_bound_words(metric, bound, result["metrics"]) for metric, bound in step.target.items()]
    word = "target met" if result["met"] else "target not met"
    own = plan.subject == "yours" and not plan.borrowed
    note = "" if own else " It was not all your own code, so it is not recorded as met."
    return [*sentences, f"{address}: {word}, {result['seconds']:.1f} s.{note}"]


def _told(metric: str, metrics: dict[str, float]) -> str:
    return f"{metric} is {number_text(metrics[metric])}." if metric in metrics else f"{metric} was not reported."


def _bound_words(metric: str, bound: Bound, metrics: dict[str, float]) -> str:
    if metric not in metrics:
        return f"{metric} was not reported; wanted is {bound}."
    value = float(metrics[metric])
    return f"{metric} is {number_text(value)}; wanted is {bound}: {'met' if bound.met(value) else 'not met'}."


def _harmless(event: Any) -> Any:
    """The same event with every string made plain."""
    if isinstance(event, str):
        return plain(event)
    if isinstance(event, list):
        return [_harmless(each) for each in event]
    if isinstance(event, dict):
        return {plain(name): value if name in ("pixels", "mask") else _harmless(value) for name, value in event.items()}
    return event
