"""A mark and a text whose lines all begin behind it: the number of a choice."""

from __future__ import annotations

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """As content is shown, with the lines below the first as far in as the mark is wide."""

    def __init__(self, mark: Content, text: Content) -> None:
        self._mark = mark
        self._text = text

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self._at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return self._mark.cell_length + self._text.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._at(width).get_height(rules, width)

    def _at(self, width: int) -> Content:
        """Both, broken where they are for this width."""
        indent = Content(" " * self._mark.cell_length)
        lines = self._text.wrap(max(1, width - self._mark.cell_length))
        return Content("\n").join(
            Content.assemble(indent if below else self._mark, line.rstrip()) for below, line in enumerate(lines)
        )
