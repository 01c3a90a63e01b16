"""The one door through which text of the learner's (code, output, exceptions, file names) reaches the screen.

A terminal obeys escape sequences, and Textual obeys markup, wherever they come from. `plain` takes the first away and
`content` the second: `print("\\x1b[2J")` or `"[@click=app.quit]"` in an exercise are shown, never carried out.
"""

from __future__ import annotations

from textual.content import Content

from tutor.render.plain import marked, pictured, plain

__all__ = ["content", "pictured", "plain", "sentence"]


def content(text: str, style: str = "") -> Content:
    """`text` of any origin as content for a widget: no escapes, no markup."""
    return Content.styled(plain(text), style) if style else Content(plain(text))


def sentence(text: str, style: str = "") -> Content:
    """The same for a sentence of the course, such as a promise: its code and its stress are shown, not their marks."""
    styles = {"code": "$text-accent", "stress": f"{style} italic".strip(), "": style}
    return Content.assemble(*((piece, styles[mark]) for piece, mark in marked(plain(text)) if piece))
