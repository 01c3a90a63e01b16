"""Math inside Markdown: `$x^2$` in a line and `$$...$$` on lines of its own become readable text, code stays as it is.

What a formula becomes is escaped, so that no underscore or star of it is read as Markdown again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.render.math import to_unicode

GLUE = "\u2800"  # a blank that isn't whitespace; whoever has broken the lines makes a space of it
LONGEST_WHOLE = 32  # characters of a formula that fits into a line together with some words
ROW = 60  # characters that the cells of a table share: a column is at least as wide as what is whole in it

_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_DISPLAY_ALONE = re.compile(r"^(?P<margin>[ \t>]*)\$\$(?P<latex>(?:[^$]|\\\$)+?)\$\$[ \t]*$", re.MULTILINE)
_PIECE = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<escaped>\\[\\$`])"
    r"|\$\$(?P<display>(?:[^$\\]|\\.)+?)\$\$"
    r"|\$(?P<inline>(?![\s$])(?:[^$`\\\n]|\\.|\n(?!\s*\n))*?(?<!\s))\$(?!\d)",
    re.DOTALL,
)
_HEADING = re.compile(r"[ \t>]*#")
_CELL = re.compile(r"[ \t>]*\|")
_BAR = re.compile(r"(?<!\\)\|")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def render_markdown_math(markdown: str, joint: str = "", *, glued: bool = False) -> str:
    """The same Markdown with every formula as text. `\\$` is a dollar, and so is one that no other one closes.

    `joint` goes between the spaces of a formula (`\\quad` is several), for a reader of Markdown that makes one of them.
    `glued`: a short formula in a paragraph or a table has `GLUE` in the place of its spaces, so that it stays whole.
    """
    return "".join(block if code else _prose(block, joint, glued) for code, block in _blocks(markdown))


def as_line(text: str) -> str:
    """Words with their formulas as text in one line, for places that aren't Markdown. The marks of `code` stay."""

    def piece(match: re.Match[str]) -> str:
        latex = match["display"] if match["display"] is not None else match["inline"]
        if latex is None:
            return match[0] if match["code"] is not None else match[0].removeprefix("\\")
        return " ".join(to_unicode(latex).split())

    return _PIECE.sub(piece, " ".join(text.split()))


def formulas(markdown: str) -> Iterator[tuple[str, int]]:
    """The LaTeX of every formula, and the line (from 1) where it begins: for lint."""
    line = 1
    for code, block in _blocks(markdown):
        if not code:
            for match in _PIECE.finditer(block):
                latex = match["display"] or match["inline"]
                if latex is not None:
                    yield latex, line + block.count("\n", 0, match.start())
        line += block.count("\n")


def lone_dollars(markdown: str) -> Iterator[int]:
    """The lines (from 1) of dollars that no other one closes, and that no `\\` marks as meant: for lint."""
    line = 1
    for code, block in _blocks(markdown):
        if not code:
            rest = _PIECE.sub(lambda match: "\n" * match[0].count("\n"), block)
            yield from (line + number for number, each in enumerate(rest.split("\n")) for _ in range(each.count("$")))
        line += block.count("\n")


def unclosed_fence(markdown: str) -> int | None:
    """The line (from 1) of a fence that begins code and never ends it: for lint."""
    *before, (code, _) = _blocks(markdown)
    return 1 + sum(text.count("\n") for _, text in before) if code else None


def without_formulas(markdown: str) -> str:
    """The same Markdown with letters in the place of every formula, all lines where they were: for lint."""
    return "".join(block if code else _PIECE.sub(_letters, block) for code, block in _blocks(markdown))


def _letters(match: re.Match[str]) -> str:
    formula = match["display"] is not None or match["inline"] is not None
    return re.sub(r"[^\n]", "x", match[0]) if formula else match[0]


def _blocks(markdown: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: fenced code (True), and what is between."""
    lines: list[str] = []
    fence = ""
    for line in markdown.splitlines(keepends=True):
        match = _FENCE.match(line)
        if not fence and match:
            yield False, "".join(lines)
            lines, fence = [line], match[1]
        elif fence and match and match[1].startswith(fence) and not line[match.end() :].strip():
            yield True, "".join([*lines, line])
            lines, fence = [], ""
        else:
            lines.append(line)
    yield bool(fence), "".join(lines)


def _prose(text: str, joint: str, glued: bool) -> str:
    quoted = _DISPLAY_ALONE.sub(lambda match: _display(match, joint), text)
    return _PIECE.sub(lambda match: _inline(match, joint, glued), quoted)


def _display(match: re.Match[str], joint: str) -> str:
    """A formula that stands alone becomes a quotation: Markdown's only block that keeps its distance and its lines."""
    margin = match["margin"]
    if match["latex"].count("`") or not match["latex"].strip():
        return match[0]
    lines = [_escape(line, joint) for line in to_unicode(match["latex"]).split("\n")]
    quoted = "\n".join(f"{margin}> {line}" for line in "\\\n".join(lines).split("\n"))
    followed = re.match(
        r"\n[ \t>]*\S", match.string[match.end() :]
    )  # such a line would be read as part of the quotation
    return quoted.replace("$", r"\$") + (f"\n{margin.rstrip(' ')}" if followed else "")


def _inline(match: re.Match[str], joint: str, glued: bool) -> str:
    if match["code"] is not None:
        return match[0]
    if match["escaped"] is not None:
        return "$" if match[0] == r"\$" else match[0]
    latex = match["display"] if match["display"] is not None else match["inline"]
    text = " ".join(to_unicode(latex).split("\n"))
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 :]
    if glued and len(text) <= _longest_whole(line):
        text = text.strip().replace(" ", GLUE)
    return _escape(text, joint)


def _longest_whole(line: str) -> int:
    """How long a formula may be that is not broken in this line and what follows it."""
    if _HEADING.match(line):
        return 0
    if _CELL.match(line):
        return min(LONGEST_WHOLE, ROW // max(1, len(_BAR.findall(line.partition("\n")[0])) - 1))
    return LONGEST_WHOLE


def _escape(text: str, joint: str) -> str:
    return re.sub(r"(?<=\S) {2,}", lambda gap: joint.join(gap[0]), _SPECIAL.sub(r"\\\1", text))
