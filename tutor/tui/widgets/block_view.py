"""One thing that a script shows: a picture, a text sample, a sentence.

Drawn as finished lines: a picture is a thousand cells with a colour each, and Textual's own text would measure and wrap
every one of them again at each layout (70 ms for the eight cards of the attention chapter; this takes 5).
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from tutor.render.fitting import cut
from tutor.render.picture import picture_text
from tutor.tui import safe
from tutor.tui.run_state import Block


class BlockView(Widget):
    """Drawn again only when the script showed something new under the same title, or the width has changed."""

    DEFAULT_CSS = "BlockView { height: auto; margin-bottom: 1; width: 1fr; }"

    def __init__(self, block: Block) -> None:
        super().__init__()
        self._block = block
        self._drawn: tuple[int, ...] | None = None
        self._strips: list[Strip] = []

    def show(self, block: Block) -> None:
        """`block` is what stands under this title now."""
        if block.version != self._block.version:
            self._block = block
            self._redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines = self._lines(width)
        line = lines[y] if y < len(lines) else Strip.blank(width)
        return line.apply_style(self.rich_style).adjust_cell_length(width, self.rich_style)

    def _redraw(self) -> None:
        height = len(self._lines(self.size.width))
        self.refresh(layout=height != self.size.height)

    def _key(self, width: int) -> tuple[int, ...]:
        """What the lines depend on."""
        return (self._block.version, width)

    def _lines(self, width: int) -> list[Strip]:
        key = self._key(width)
        if key != self._drawn:
            self._drawn = key
            console = Console(width=max(1, width), color_system="truecolor", force_terminal=True)
            lines = self._text(width).wrap(console, max(1, width))
            self._strips = [Strip(line.render(console)) for line in lines]
        return self._strips

    def _text(self, width: int) -> Text:
        event = self._block.event
        if self._block.kind == "picture":
            return picture_text(event, width=width, colour=not self.app.no_color)
        if self._block.kind == "asked":
            prompt, line = safe.plain(str(event.get("prompt", ""))), safe.plain(str(event.get("line", "")))
            asked = Text(cut(f"{prompt}: {line}", width), end="")  # the answer must stay in sight
            asked.stylize("bold", len(prompt) + 1)
            return Text("\n", end="").join([Text(cut(self._block.title, width), "bold"), asked])
        text = Text(safe.plain(str(event.get("text", ""))), end="")
        if self._block.kind == "text" and self._block.title:
            return Text("\n", end="").join([Text(safe.plain(self._block.title), "bold"), text])
        return text
