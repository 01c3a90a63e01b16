"""Text that would paint: what a terminal, rich, Textual, XML or JSON would obey, in one string; who looks for it."""

from __future__ import annotations

import re

ESCAPES = (
    "\x1b[2J\x1b[H",  # clear
    "\x1b]0;TITLE\x07",  # the window's title
    "\x1b]52;c;Q0xJUA==\x07",  # the clipboard
    "\x1b]8;;http://LINK\x1b\\there\x1b]8;;\x1b\\",  # a hyperlink
    "\x1b[6n\x1b[c\x1b]11;?\x07",  # questions whose answers would be typed
    "\x1b[?1049h\x1b[?1000h\x1bc\x1b(0",  # the other screen, the mouse, a reset, line drawing
    "\x9b31m\x9d0;TITLE\x9c\x90q\x9c\x85",  # the same in C1
    "\u202eesrever\u202c\u2066\u200f",  # the order of reading
    "\x00\x07\x08\x0b\x0c\x0e\x7f\x1b",  # the other controls, and an escape that begins nothing
    "10%\r20%",
)
MARKUP = "[/][@click=app.quit]quit[/][red]red[/red][link=http://LINK]l[/link]\\[x] :smile: <b>&amp;]]> **bold** $x$"
NASTY = "".join(ESCAPES) + MARKUP + "\ufffe\uffff"

# What a terminal obeys, and what changes the order of reading. Tabs and line ends are for whoever prints.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What rich itself sends to a terminal: colours, the cursor, the last lines up and cleared.
_OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\[\?25[hl]|\x1b\[2K|\x1b\[1A|\r\n|\r(?=\x1b\[2K)")


def literal(text: str) -> str:
    """As a Python expression in ASCII."""
    return ascii(text)


def obeyed(text: str) -> list[str]:
    """Every place where a terminal would do something that is not rich's doing."""
    rest = _OURS.sub("", text)
    return [rest[max(0, found.start() - 20) : found.end() + 20] for found in OBEYED.finditer(rest)]
