"""The keys at the foot of a screen, as many as fit, the most wanted first.

Textual's own footer lets the last keys slide under the palette's at 80 columns, and builds a widget for each key at
every change of focus; this is one line of text.
"""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

PALETTE = ("ctrl+p", "^p", "all")
GAP = "  "


class KeyLine(Widget, can_focus=False):
    """`⏎ write  e editor  c check …  ^p all`; each key can be clicked."""

    ALLOW_SELECT = False
    auto_links = False  # or all of it would be underlined
    DEFAULT_CSS = "KeyLine { dock: bottom; height: 1; background: $panel; color: $foreground; padding: 0 1; }"

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, _: Screen[object]) -> None:
        self.refresh()

    def render(self) -> RenderResult:
        last = _key(*PALETTE)
        room = self.size.width - last.cell_length - cell_len(GAP)
        shown: list[Content] = []
        for key, display, words in self._keys():
            item = _key(key, display, words)
            if item.cell_length > room:
                break
            shown.append(item)
            room -= item.cell_length + cell_len(GAP)
        left = Content(GAP).join(shown)
        gap = " " * (self.size.width - left.cell_length - last.cell_length)
        return Content.assemble(left, gap, last)

    def _keys(self) -> list[tuple[str, str, str]]:
        """Key, how it is shown, and what it does; an action with two keys stands here once."""
        found: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and binding.description and active.enabled and not self._typed(binding):
                found.setdefault(binding.action, (binding.key, self.app.get_key_display(binding), binding.description))
        return [each for action, each in found.items() if action != "command_palette"]

    def _typed(self, binding: Binding) -> bool:
        """Whether the key writes its sign where the keys go now; Textual knows that of `?`, and not of `/`."""
        focused, sign = self.screen.focused, binding.key_display or ""
        return len(sign) == 1 and focused is not None and focused.check_consume_key(binding.key, sign)


def _key(key: str, display: str, words: str) -> Content:
    content = Content.assemble((display, "bold $text-accent"), f" {words}")
    return content.stylize(Style.from_meta({"@click": f"app.press({key!r})"}))
