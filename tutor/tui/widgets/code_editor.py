"""The built-in editor: Python in colour, indentation that follows, and no text that the terminal would obey."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

import tree_sitter_python
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import TextArea
from textual.widgets.text_area import Selection, TextAreaTheme
from tree_sitter import Language

from tutor.tui import safe

# Form as well as colour: keywords are bold and comments italic, so that code stays readable with no colour at all.
_DARK = {
    "keyword": Style(color="#c792ea", bold=True),
    "string": Style(color="#a5d6a7"),
    "escape": Style(color="#ffcc80"),
    "comment": Style(color="#8a949e", italic=True),
    "number": Style(color="#ffcc80"),
    "function": Style(color="#82b1ff"),
    "constructor": Style(color="#80deea"),
    "builtin": Style(color="#80deea"),
}
_LIGHT = {
    "keyword": Style(color="#7b1fa2", bold=True),
    "string": Style(color="#1b5e20"),
    "escape": Style(color="#bf360c"),
    "comment": Style(color="#5f6b76", italic=True),
    "number": Style(color="#bf360c"),
    "function": Style(color="#0d47a1"),
    "constructor": Style(color="#006064"),
    "builtin": Style(color="#006064"),
}
HOLE = "raise NotImplementedError"
# The names that tree-sitter-python's own query gives, and the style of each.
_CAPTURES = {
    "keyword": "keyword",
    "operator": None,
    "string": "string",
    "escape": "escape",
    "comment": "comment",
    "number": "number",
    "constant.builtin": "number",
    "function": "function",
    "function.method": "function",
    "function.builtin": "builtin",
    "constructor": "constructor",
    "type": "constructor",
}


def _theme(name: str, styles: dict[str, Style]) -> TextAreaTheme:
    return TextAreaTheme(name, syntax_styles={capture: styles[style] for capture, style in _CAPTURES.items() if style})


@lru_cache(maxsize=1)
def _python() -> Language:
    return Language(tree_sitter_python.language())


class CodeEditor(TextArea):
    """See the module's docstring. `saved_text` is what the file holds; `dirty` says whether it was changed since."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "screen.save", "save and check", key_display="^s", id="editor.save"),
        Binding("escape", "screen.leave_editor", "leave", key_display="esc", id="editor.leave"),
        Binding("ctrl+z", "undo", "undo", key_display="^z", id="editor.undo"),
        Binding("shift+tab", "dedent", "Dedent", show=False, id="editor.dedent"),
        Binding("ctrl+home", "cursor_text_start", "Go to start", show=False, id="editor.start"),
        Binding("ctrl+end", "cursor_text_end", "Go to end", show=False, id="editor.end"),
    ]
    DEFAULT_CSS = """
    CodeEditor {
        border: none; padding: 0; height: 1fr; min-height: 3; background: $surface;
        scrollbar-size: 1 1;
        &:focus { border: none; }
        & .text-area--cursor-line { background: $foreground 6%; }
        & .text-area--gutter { color: $text-muted; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", id=id, soft_wrap=True, tab_behavior="indent", show_line_numbers=True, max_checkpoints=500)
        self.indent_width = 4
        self.saved_text = ""
        self.register_language("python", _python(), tree_sitter_python.HIGHLIGHTS_QUERY)
        self.register_theme(_theme("tutor-dark", _DARK))
        self.register_theme(_theme("tutor-light", _LIGHT))
        self.language = "python"

    def on_mount(self) -> None:
        self._choose_theme()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._choose_theme())

    def on_resize(self) -> None:
        """A verdict that opens below takes lines away; the one with the cursor stays in sight."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def _choose_theme(self) -> None:
        self.theme = "tutor-dark" if self.app.current_theme.dark else "tutor-light"

    @property
    def dirty(self) -> bool:
        return self.text != self.saved_text

    def load_saved(self, text: str) -> None:
        """Shows the file's text as it is now; cursor and scroll position stay where they are as far as they exist."""
        cursor, scroll = self.cursor_location, self.scroll_offset
        fresh = not self.saved_text
        self.saved_text = text
        if text != self.text:
            self.load_text(text)
            self.saved_text = self.text  # line ends may have been made one kind
        if not fresh:
            self.move_cursor(self._clamped(cursor))
            self.scroll_to(scroll.x, scroll.y, animate=False)

    def replace_all(self, text: str) -> None:
        """Another text in the place of the whole, as one step that undo takes back."""
        cursor = self.cursor_location
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self._clamped(cursor))

    def go_to_line(self, line: int) -> None:
        """Puts the cursor on line `line` (from 1), at its first word, near the top: what matters often stands below."""
        row = max(0, min(line - 1, self.document.line_count - 1))
        text = self.document.get_line(row)
        self.move_cursor((row, len(text) - len(text.lstrip())))
        top = self.wrapped_document.location_to_offset((row, 0)).y
        above = 1 if text.lstrip().startswith(("def ", "class ", "async ")) else self.size.height // 4
        self.call_after_refresh(lambda: self.scroll_to(y=max(0, top - above), animate=False))

    def select_hole(self) -> None:
        """Selects the first `raise NotImplementedError`, so that what is typed next stands in its place."""
        for row in range(self.document.line_count):
            line = self.document.get_line(row)
            if line.strip() == HOLE:
                start = len(line) - len(line.lstrip())
                self.selection = Selection((row, start), (row, start + len(HOLE)))
                self.scroll_cursor_visible(center=True)
                return

    def _clamped(self, location: tuple[int, int]) -> tuple[int, int]:
        row = min(location[0], self.document.line_count - 1)
        return row, min(location[1], len(self.document.get_line(row)))

    def get_line(self, line_index: int) -> Text:
        return Text(safe.pictured(self.document.get_line(line_index)), end="", no_wrap=True)

    # -- keys
    # Textual runs the action of a binding after the letters that came in the same read: "abc⌫d", typed fast, would keep
    # the c and lose the d. What moves or deletes is therefore done when its key comes.
    _AT_ONCE: ClassVar[dict[str, str]] = {
        "backspace": "delete_left",
        "delete": "delete_right",
        "left": "cursor_left",
        "right": "cursor_right",
        "up": "cursor_up",
        "down": "cursor_down",
        "home": "cursor_line_start",
        "end": "cursor_line_end",
        "ctrl+home": "cursor_text_start",
        "ctrl+end": "cursor_text_end",
        "ctrl+z": "undo",
        "ctrl+y": "redo",
        "ctrl+s": "screen.save",  # and never before the letters that came before it: half a line would be checked
    }

    async def _on_key(self, event: events.Key) -> None:
        """What TextArea's own handler would do otherwise; it is called next, unless the default is prevented."""
        if event.key == "escape":  # it would go to the next widget; the binding knows better
            event.prevent_default()
        elif event.key.startswith("alt+") and event.is_printable:  # what a terminal makes of esc and a quick letter
            event.stop()
            event.prevent_default()
            await self.run_action("screen.leave_editor")
        elif event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._restart_blink()
            self._replace_via_keyboard("\n" + self._indent_of_next_line(), *self.selection)
        elif event.key in self._AT_ONCE:
            event.stop()
            event.prevent_default()
            await self.run_action(self._AT_ONCE[event.key])

    def _indent_of_next_line(self) -> str:
        """The indentation of this line; four more after a colon or an open bracket, four less after `return`."""
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        code = before.partition("#")[0].rstrip()
        indent = before[: len(before) - len(before.lstrip())]
        if code.endswith((":", "(", "[", "{")):
            return indent + " " * self.indent_width
        if code.lstrip().split(" ")[0] in ("return", "raise", "break", "continue", "pass"):
            return indent[: -self.indent_width] if len(indent) >= self.indent_width else ""
        return indent

    def action_delete_left(self) -> None:
        """Backspace; inside the indentation it takes back a whole tab stop."""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        if self.selection.is_empty and before and not before.strip(" "):
            start = (column - 1) // self.indent_width * self.indent_width
            self._delete_via_keyboard((row, start), (row, column))
        else:
            super().action_delete_left()

    def action_cursor_text_start(self) -> None:
        self.move_cursor((0, 0))

    def action_cursor_text_end(self) -> None:
        self.move_cursor(self.document.end)

    def action_dedent(self) -> None:
        """Takes one tab stop off each selected line."""
        if self.read_only:
            return
        (first, _), (last, _) = sorted(self.selection)
        for row in range(first, last + 1):
            line = self.document.get_line(row)
            spaces = min(self.indent_width, len(line) - len(line.lstrip(" ")))
            if spaces:
                self.delete((row, 0), (row, spaces))
