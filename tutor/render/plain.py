"""Text of the learner's (code, output, exceptions, file names) made harmless for a terminal.

A terminal obeys escape sequences wherever they come from; `print("\\x1b[2J")` in an exercise is shown, not carried out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

# Control strings (OSC, DCS, SOS, PM, APC) run until BEL or ST, or to the end of the text where they were cut off.
_STRING = re.compile(r"(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f]).*?(?:\x07|\x1b\\|\x9c|\Z)", re.DOTALL)
_CSI = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?")
_ESCAPE = re.compile(r"\x1b[ -/]*[0-~]?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Marks that reverse the order of what is read, so that a line could look like another one.
_REORDER = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKED = re.compile(r"(?<!`)`(?P<code>[^`\n]+)`(?!`)|(?<![\w*])\*(?P<stress>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])")
# What JSON may hold as it is, and a terminal would obey or could not show.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: str) -> str:
    """`text` without terminal escapes and control characters; a line rewritten with `\\r` shows its last form."""
    if "\x1b" in text or "\x9b" in text or _STRING.search(text):
        text = _ESCAPE.sub("", _CSI.sub("", _STRING.sub("", text)))
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    text = _CONTROL.sub("", text.expandtabs(8))
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _REORDER.sub("", text))


def marked(text: str) -> Iterator[tuple[str, str]]:
    """`text` in pieces without the marks, each "code" (between two backticks of one line), "stress" (between two stars)
    or "". What is multiplied, 2 * x * y or x*y*z, is no stress."""
    at = 0
    for match in _MARKED.finditer(text):
        yield text[at : match.start()], ""
        yield match[str(match.lastgroup)], str(match.lastgroup)
        at = match.end()
    yield text[at:], ""


def pictured(line: str) -> str:
    """One line of code with each control character as its picture (`␛`), so that columns stay what they are."""
    if line.isprintable():
        return line
    return "".join(_picture(character) for character in line)


def json_text(data: Any) -> str:
    """One line of JSON that holds every character of `data`, those that a terminal obeys as `\\u001b`."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False))


def _picture(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or _REORDER.match(character):
        return "\N{REPLACEMENT CHARACTER}"
    return character
