"""The numbers of a run: each metric as it is now, beside what it must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.tui import safe, words

if TYPE_CHECKING:
    from tutor.course.model import Bound

GAP = "   "


class Metrics(Widget):
    """`test_accuracy 0.9312 (at least 0.9, reference 0.94) ✓ met`; as many of them in a line as fit.

    While the script trains: `test_accuracy now 0.5312 (end: at least 0.9, reference 0.94)`.
    """

    DEFAULT_CSS = "Metrics { height: auto; padding: 0 1; }"

    def __init__(self, target: Mapping[str, Bound], reference: Mapping[str, float]) -> None:
        super().__init__(id="metrics")
        self._target = target
        self._reference = reference
        self._metrics: dict[str, float] = {}
        self._judged = self._passing = self._whole = False

    def hold_against(self, target: Mapping[str, Bound], reference: Mapping[str, float]) -> None:
        """What the numbers of the next run are compared with."""
        self._target, self._reference, self._metrics = target, reference, {}
        self.refresh(layout=True)

    def show(self, metrics: Mapping[str, float], judged: bool, passing: bool = False) -> None:
        """`judged`: the run has ended, so that a target is met or not. `passing`: the numbers are those of a stage, or
        of a moment, and not yet those that the target means."""
        if (dict(metrics), judged, passing) != (self._metrics, self._judged, self._passing):
            self._metrics, self._judged, self._passing = dict(metrics), judged, passing
            lines = self._packed(self.size.width).plain.count("\n") + 1
            self.refresh(layout=lines != self.size.height)

    def show_all(self, whole: bool) -> None:
        """Whether a narrow screen, too, has a line for each number that no target asks for."""
        self._whole = whole
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        return self._packed(self.size.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._packed(width).plain.split("\n"))

    def _packed(self, width: int) -> Content:
        asked = [self._item(name) for name in self._target]
        others = [self._item(name) for name in self._metrics if name not in self._target]
        lines = packed([*asked, *others], width)
        most = len(packed(asked, width)) + 1
        if len(lines) > most and not self._whole and self.screen.has_class("-narrow"):
            lines = cut(lines[:most], sum(map(len, lines[most:])), width)
        return Content("\n").join(Content(GAP).join(line) for line in lines)

    def _item(self, name: str) -> Content:
        value = self._metrics.get(name)
        bound = self._target.get(name)
        passing = self._passing and bound is not None and value is not None
        parts: list[str | tuple[str, str]] = [
            safe.plain(name),
            (" now" if passing else "", "$text-muted"),
            (f" {words.number(value)}" if value is not None else " –", "bold"),
        ]
        unknown = self._passing and value is None and self.screen.has_class("-narrow")  # its line is a picture's
        if bound is not None and not unknown:
            reference = self._reference.get(name)
            beside = f", reference {words.number(reference)}" if reference is not None else ""
            parts.append((f" ({'end: ' if passing else ''}{bound}{beside})", "$text-muted"))
            if self._judged and value is not None:
                parts.append(
                    (" ✓ met", "bold $text-success") if bound.met(value) else (" ✗ missed", "bold $text-error")
                )
        return Content.assemble(*parts)


def packed(items: list[Content], width: int) -> list[list[Content]]:
    """The items in lines of at most `width` cells, none torn apart unless it is wider than a line."""
    lines: list[list[Content]] = []
    for item in items:
        if lines and length([*lines[-1], item]) <= width:
            lines[-1].append(item)
        else:
            lines.append([item])
    return lines


def cut(lines: list[list[Content]], left_out: int, width: int) -> list[list[Content]]:
    """The lines with a word at the end about the items that found no place."""
    *before, last = lines
    while True:
        more = Content.styled(f"… {left_out} more (o)", "$text-muted")
        if len(last) < 2 or length([*last, more]) <= width:
            return [*before, [*last, more]]
        last = last[:-1]
        left_out += 1


def length(line: list[Content]) -> int:
    return Content(GAP).join(line).cell_length
