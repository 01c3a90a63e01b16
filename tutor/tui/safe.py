"""The one door through which text of the learner's (code, output, exceptions, file names) reaches the screen.

A terminal obeys escape sequences, and Textual obeys markup, wherever they come from. `plain` takes the first away and
`content` the second: `print("\\x1b[2J")` or `"[@click=app.quit]"` in an exercise are shown, never carried out.
"""

from __future__ import annotations

from textual.content import Content

from tutor.render.plain import code_in, pictured, plain

__all__ = ["coded", "content", "pictured", "plain"]


def content(text: str, style: str = "") -> Content:
    """`text` of any origin as content for a widget: no escapes, no markup."""
    return Content.styled(plain(text), style) if style else Content(plain(text))


def coded(text: str, style: str = "") -> Content:
    """The same, but what stands between backticks is shown as code: for a sentence of the course, such as a promise."""
    parts = [(piece, "$text-accent" if code else style) for piece, code in code_in(plain(text)) if piece]
    return Content.assemble(*parts)
