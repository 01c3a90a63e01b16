"""Points between two axes, as high as there is room for: `live.scatter`."""

from __future__ import annotations

from rich.text import Text
from textual.geometry import Size

from tutor.render.colours import themed
from tutor.render.scatter import scatter_text
from tutor.tui.widgets.block_view import BlockView

HIGHEST = 40
LOWEST = 14  # what is lower than the screen has no use of being seen as a whole


class ScatterView(BlockView):
    """Fills the feed, and grows with it when the curve makes room."""

    _room = LOWEST

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._room = max(LOWEST, min(container.height - 1, HIGHEST))  # a line stays free below
        return super().get_content_height(container, viewport, width)

    def _key(self, width: int) -> tuple[int, ...]:
        return (*super()._key(width), self._room, self.app.current_theme.dark)

    def _text(self, width: int) -> Text:
        colours = themed(self.app.current_theme.dark)
        event = self._block.event
        return scatter_text(event, width=width, height=self._room, colour=not self.app.no_color, colours=colours)
