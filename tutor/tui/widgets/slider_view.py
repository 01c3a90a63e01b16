"""Several frames of pictures, of which the learner moves to one: `live.slider`.

The keys ← and → belong to the screen, so that they work without a click; `Feed` knows which slider they mean.
"""

from __future__ import annotations

from rich.text import Text
from textual import events

from tutor.render.slider import frame_under, slider_text
from tutor.tui.run_state import Block
from tutor.tui.widgets.block_view import BlockView

RAIL = 1  # the line below the title


class SliderView(BlockView, can_focus=True):
    """Begins at its first frame and stops at the last; a new block under the same title stays where it was."""

    DEFAULT_CSS = "SliderView:focus { background-tint: $foreground 5%; }"

    def __init__(self, block: Block) -> None:
        super().__init__(block)
        self._at = 0

    def show(self, block: Block) -> None:
        self._at = min(self._at, len(block.event["frames"]) - 1)
        super().show(block)

    def move(self, by: int) -> None:
        """So many frames on, or back."""
        self._go_to(self._at + by)

    def _go_to(self, at: int) -> None:
        at = max(0, min(at, len(self._block.event["frames"]) - 1))
        if at != self._at:
            self._at = at
            self._redraw()

    def on_click(self, event: events.Click) -> None:
        if event.y == RAIL:
            event.stop()
            self._go_to(frame_under(self._block.event, self._at, event.x, self.size.width))

    def _key(self, width: int) -> tuple[int, ...]:
        return (*super()._key(width), self._at)

    def _text(self, width: int) -> Text:
        return slider_text(self._block.event, self._at, width=width, colour=not self.app.no_color)
