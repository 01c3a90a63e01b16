"""Lesson text: Markdown with highlighted code, its mathematics turned into Unicode."""

from __future__ import annotations

import re
from typing import ClassVar

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.selection import Selection
from textual.strip import Strip
from textual.widgets import Markdown
from textual.widgets._markdown import (
    MarkdownBlock,
    MarkdownParagraph,
    MarkdownTable,
    MarkdownTableCellContents,
    MarkdownTableContent,
)

from tutor.render.markdown import GLUE, render_markdown_math
from tutor.tui import safe

_SIGN = r"\\([!-/:-@\[-`{-~])"  # as Markdown has it: a backslash before punctuation takes its meaning away
_MARK = re.compile(r"`([^`]+)`|\*\*((?:[^*\\]|\\.)+)\*\*|(?<![*\w])\*((?![*\s])(?:[^*\\]|\\.)*)\*(?![*\w])|" + _SIGN)

_BROKEN = re.compile(r"(?<!\n)[ \t]*\n[ \t]*(?=\S)")  # where a paragraph goes on in the next line of its source
_JOINT = "<!-- -->"  # Textual makes one space of several in a text, and shows nothing of HTML


def _spaced(strip: Strip) -> Strip:
    """Lines that were broken nowhere within a formula have spaces again."""
    if not any(GLUE in segment.text for segment in strip):
        return strip
    return Strip([Segment(text.replace(GLUE, " "), style, control) for text, style, control in strip])


def _copied(found: tuple[str, str] | None) -> tuple[str, str] | None:
    return found and (found[0].replace(GLUE, " "), found[1])


class Paragraph(MarkdownParagraph):
    """A paragraph whose formulas are whole."""

    def render_line(self, y: int) -> Strip:
        return _spaced(super().render_line(y))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return _copied(super().get_selection(selection))


class Cell(MarkdownTableCellContents):
    """A cell of a table, whose formulas are whole."""

    def render_line(self, y: int) -> Strip:
        return _spaced(super().render_line(y))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        return _copied(super().get_selection(selection))


class Rows(MarkdownTableContent):
    """The cells of a table; nothing of one is hidden, so none needs a tip."""

    def compose(self) -> ComposeResult:
        yield from (Cell(header, classes="header") for header in self.headers)
        for number, row in enumerate(self.rows, 1):
            yield from (Cell(cell, classes=f"row{number} cell") for cell in row)
        self.last_row = len(self.rows)


class Table(MarkdownTable):
    """A table of such cells."""

    def compose(self) -> ComposeResult:
        self._headers, self._rows = self._get_headers_and_rows()
        yield Rows(self._headers, self._rows)


BLOCKS: dict[str, type[MarkdownBlock]] = {"paragraph_open": Paragraph, "table_open": Table}


class Prose(Markdown):
    """Markdown of a lesson. A link is copied and shown, since a browser can't be taken for granted in a terminal."""

    DEFAULT_CSS = """
    Prose { padding: 0 1; background: transparent; }
    Prose MarkdownFence { margin: 0 0 1 0; }
    Prose MarkdownFence > Label { padding: 0 1; }
    Prose MarkdownH1, Prose MarkdownH2, Prose MarkdownH3 {
        margin: 0 0 1 0; content-align: left middle; color: $text-primary; text-style: bold;
    }
    Prose MarkdownTableContent { keyline: none; grid-gutter: 0 0; }
    Prose MarkdownTableContent > .header { text-style: bold underline; }
    Prose MarkdownTable { margin: 0 0 1 0; width: auto; max-width: 100%; }
    Prose MarkdownBulletList, Prose MarkdownOrderedList { margin: 0 0 1 0; }
    """

    def __init__(self, text: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(render_markdown_math(text, _JOINT, glued=True), id=id, classes=classes, open_links=False)

    def get_block_class(self, block_name: str) -> type[MarkdownBlock]:
        return BLOCKS.get(block_name) or super().get_block_class(block_name)

    @on(Markdown.LinkClicked)
    def _copy_link(self, event: Markdown.LinkClicked) -> None:
        event.stop()
        self.app.copy_to_clipboard(event.href)
        self.notify(safe.plain(f"Copied: {event.href}"), markup=False)


class Page(VerticalScroll, can_focus=True):
    """A pane of prose that scrolls; space turns the page."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False, id="page.down"),
        Binding("j", "scroll_down", "Scroll down", show=False, id="page.line-down"),
        Binding("k", "scroll_up", "Scroll up", show=False, id="page.line-up"),
    ]
    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; }
    Page:focus { background-tint: $foreground 3%; }
    """


def inline(text: str) -> Content:
    """Paragraphs with `code`, **bold** and $math$ as content, for places that aren't Markdown, such as choices."""
    text = _BROKEN.sub(" ", safe.plain(render_markdown_math(text)).strip())
    parts: list[str | tuple[str, str]] = []
    at = 0
    for match in _MARK.finditer(text):
        parts.append(text[at : match.start()])
        code, strong, emphasis, escaped = match.groups()
        if escaped:
            parts.append(escaped)
        else:
            style = "$text-accent" if code else "bold" if strong else "italic"
            parts.append((code or re.sub(_SIGN, r"\1", strong or emphasis), style))
        at = match.end()
    return Content.assemble(*parts, text[at:])
