"""How commands speak: words that stand without colour, text of the learner's shown and never obeyed.

Every string printed here is plain text to rich: no markup, no emoji codes, no guessed highlighting. On a terminal it
is wrapped to the width; in a pipe each sentence stays on its line. NO_COLOR and TERM are rich's own business.

Where text of the learner's is known to be one, `plain` takes its escape sequences away. Whatever comes by another way
(a path, a name in the database) passes `Door` like everything else, which leaves no control character standing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from tutor.render.plain import json_text, marked, pictured, plain

STYLES = {
    "passed": "green",
    "failed": "bold red",
    "error": "bold magenta",
    "skipped": "dim",
    "untouched": "yellow",
    "done": "green",
    "open": "yellow",
    "new": "dim",
}
"""Colour repeats what a word says; it never says anything alone."""


class Door(Console):
    """A console that obeys rich and nobody else: in every text a control character is shown as its picture."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control or segment.text == "\n" or segment.text.isprintable():
                yield segment
            else:
                yield Segment("\n".join(map(pictured, segment.text.split("\n"))), segment.style)


def out() -> Console:
    """Standard output as it is now: tests and pipes put another in its place."""
    return _console(sys.stdout)


def err() -> Console:
    return _console(sys.stderr)


@cache
def _console(stream: Any) -> Console:
    return Door(file=stream, markup=False, emoji=False, highlight=False)


def say(*parts: str | Text | tuple[str, str], indent: int = 0) -> None:
    """One paragraph to standard output; `parts` are texts, or texts with a style."""
    show(Text.assemble(*parts), indent)


def show(text: Text, indent: int = 0) -> None:
    """Text line by line, each indented, wrapped on a terminal only."""
    console = out()
    for line in text.split("\n", allow_blank=True):
        if console.is_terminal and console.width > indent + 20:
            for wrapped in line.wrap(console, console.width - indent, no_wrap=False):
                wrapped.rstrip()
                console.print(Text(" " * indent) + wrapped, soft_wrap=True)
        else:
            console.print(Text(" " * indent) + line, soft_wrap=True)


def sentence(text: str, style: str = "") -> Text:
    """One of the course, such as a promise: where there are colours, its `code` and *stress* have looks, not marks."""
    if out().color_system is None:
        return Text(text, style)
    styles = {"code": f"{style} cyan", "stress": f"{style} italic", "": style}
    return Text.assemble(*((piece, styles[mark]) for piece, mark in marked(text)))


def warn(sentence: str) -> None:
    """One sentence to standard error."""
    err().print(Text(plain(sentence)), soft_wrap=not err().is_terminal)


def word(status: str, width: int = 0) -> Text:
    """A status as a word in its colour."""
    return Text(status.ljust(width), style=STYLES.get(status, ""))


def print_json(data: Any) -> None:
    """One JSON document on standard output."""
    print(json_text(data), flush=True)


def markdown(text: str) -> None:
    """A lesson's Markdown with its mathematics as Unicode."""
    from rich.markdown import Markdown

    from tutor.render.markdown import GLUE, render_markdown_math

    console = out()
    options = console.options.update(width=min(console.width, 100))
    prose = Markdown(render_markdown_math(text, glued=True), code_theme="ansi_dark", hyperlinks=False)
    for line in console.render_lines(prose, options, pad=False):
        rendered = Text.assemble(*((segment.text.replace(GLUE, " "), segment.style or "") for segment in line))
        rendered.rstrip()
        console.print(rendered, soft_wrap=True)
