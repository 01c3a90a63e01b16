"""What a text of a lesson holds that the screens can't show: `texts.py` asks, for each text.

Pages are parsed by markdown-it the way Textual's Markdown widget has it done (`gfm-like`), and looked through for what
that widget leaves out or shows as raw signs. Formulas are looked at as `tutor.render` makes text of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from tutor.authoring.lint.finding import Fault
from tutor.authoring.lint.tables import about_tables
from tutor.render.latex import parse
from tutor.render.markdown import formulas, lone_dollars, unclosed_fence, without_formulas
from tutor.render.math import DEEPEST, unknown_commands

WIDEST_CODE = 76  # columns: what the screens of a terminal with 80 leave for code
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_REFERENCE = re.compile(r"(?<![\w\]])\[[^\[\]]{2,}\]\[[^\[\]]*\]")
_LATEX = re.compile(r"\\[a-zA-Z]{2,}")
_ROUND = re.compile(r"\\\([^()\n]*\\\)|\\\[[^\[\]\n]*[\\^_][^\[\]\n]*\\\]")
_GLUED_HEADING = re.compile(r"#{1,6}[^\W\d_]|#{2,6}\d")
_BLOCKS = {
    "fence": "a code block",
    "code_block": "an indented code block",
    "table_open": "a table",
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
    "heading_open": "a heading",
    "blockquote_open": "a quotation",
    "hr": "a rule",
}


@lru_cache(maxsize=4096)
def in_page(text: str) -> tuple[Fault, ...]:
    """Of a text that is shown as Markdown: `text`, hints, `after`."""
    if (line := unclosed_fence(text)) is not None:
        say = "this fence opens code that nothing closes, so all that follows is code; put ``` behind the code"
        return (Fault(line - 1, "", "open-fence", say), *_in_formulas(text))
    lines = text.split("\n")
    tokens = _parser().parse(without_formulas(text))
    found = [*_in_formulas(text), *about_tables(tokens, without_formulas(text).split("\n"))]
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "html_block" and not token.content.lstrip().startswith("<!--"):
            found.append(_html(first, token.content.strip().split("\n")[0]))
        elif token.type == "code_block" and "$" in "\n".join(lines[first:last]):
            say = "a formula in lines indented by four spaces is shown as code; take the indent away, or use a fence"
            found.append(Fault(first, "", "indented", say))
        elif token.type == "fence":
            found += _wide(first, token.content)
        elif token.type == "heading_open":
            found += _heading(token, lines[first])
        elif token.type == "inline":
            found += _inline(token, lines)
    return tuple(found)


@lru_cache(maxsize=4096)
def in_hint(text: str) -> tuple[Fault, ...]:
    """Of a hint: its number stands before its first word, so it can't begin with a list or with code."""
    tokens = _parser().parse(without_formulas(text))
    kind = _BLOCKS.get(tokens[0].type, "") if tokens else ""
    say = (
        f"a hint can't begin with {kind}, since its number stands before it; begin with a sentence, then an empty line"
    )
    return (*([Fault(0, "", "hint-block", say)] if kind else []), *in_page(text))


@lru_cache(maxsize=4096)
def in_line(text: str) -> tuple[Fault, ...]:
    """Of a text in which only `code`, **bold**, *italic* and formulas are shown: choices, and why they are right."""
    found = list(_in_formulas(text))
    lines = text.split("\n")
    for token in _parser().parse(without_formulas(text)):
        if token.type in _BLOCKS:
            say = f"{_BLOCKS[token.type]} can't be shown here; write a sentence, or put it into the quiz's `text`"
            found.append(Fault(token.map[0] if token.map else 0, "", "no-block", say))
        elif token.type == "inline":
            if any(child.type == "link_open" for child in token.children or []):
                say = "a link can't be shown here; write the address out, or put it under `reading`"
                found.append(Fault(0, "](", "no-block", say))
            found += _inline(token, lines)
    return tuple(found)


@lru_cache(maxsize=4096)
def in_plain(text: str) -> tuple[Fault, ...]:
    """Of a text that is shown as it stands: titles, objectives, what a mistake says, promises."""
    found = []
    for latex, _ in formulas(text):
        say = f"the formula `{latex}` would be shown as it stands; write it in plain signs, like √D or x²"
        found.append(Fault(0, latex, "plain-text", say))
    if "**" in re.sub(r"`[^`]*`", "", text):
        found.append(Fault(0, "**", "plain-text", "`**` would be shown as it stands; take the stars away"))
    return tuple(found)


@lru_cache(maxsize=4096)
def in_title(text: str) -> tuple[Fault, ...]:
    """Of a title: Markdown at the head of its page, and plain text in every list."""
    shown = [child for token in _parser().parseInline(text) for child in token.children or []]
    if "".join(child.content for child in shown if child.type == "text") != text and not in_plain(text):
        odd = next((child for child in shown if child.type != "text"), None)
        sign = (odd.markup or odd.content if odd is not None else "") or "\\"
        say = f"lists show this title as it stands, and its page as Markdown: write it without `{sign}`"
        return (Fault(0, "", "title", say, house=True),)
    return in_plain(text)


def _in_formulas(text: str) -> Iterator[Fault]:
    for latex, line in formulas(text):
        for name in unknown_commands(latex):
            say = f"nobody knows `\\{name}`, so the formula shows its bare name; write it another way"
            yield Fault(line - 1, latex, "unknown-latex", say)
        if fault := _unbalanced(latex):
            yield Fault(line - 1, latex, "latex", f"in the formula `{_short(latex)}` {fault}")
    for line in lone_dollars(text):
        say = r"this `$` begins a formula that nothing ends; close it (no space inside the dollars), or write `\$`"
        yield Fault(line - 1, "$", "lone-dollar", say)


def _unbalanced(latex: str) -> str:
    """What is open in a formula, in words; empty where nothing is."""
    bare = re.sub(r"\\\\|\\[{}]", "", latex)
    depth = 0
    for sign in re.findall(r"[{}]", bare):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return "a `}` closes nothing; delete it, or open its group"
    if depth:
        return "a `{` is never closed; close it"
    for first, second in (("begin", "end"), ("left", "right")):
        one, other = (len(re.findall(rf"\\{word}(?![a-zA-Z])", bare)) for word in (first, second))
        if one != other:
            return f"there are {one} `\\{first}` and {other} `\\{second}`; each needs the other"
    try:
        parse(latex, DEEPEST)
    except (RecursionError, ValueError):
        return "groups are nested too deeply to be shown; write it flatter"
    return ""


def _wide(first: int, code: str) -> Iterator[Fault]:
    """Lines of code that a page of 80 columns breaks."""
    for number, line in enumerate(code.split("\n"), first + 1):
        if (width := cell_len(line)) > WIDEST_CODE:
            say = f"this line of code is {width} columns wide, and a page has {WIDEST_CODE}; break it yourself"
            yield Fault(number, line, "wide-code", say, house=True)


def _heading(token: Token, line: str) -> Iterator[Fault]:
    if token.markup in ("-", "="):
        say = f"this line is a heading, since the next one is `{token.markup * 3}`; put an empty line between them"
        yield Fault((token.map or [0])[0], line, "heading", say, house=True)
    elif token.tag in ("h1", "h2"):
        say = "the step's own title is a heading of this size; begin this one with `###`"
        yield Fault((token.map or [0])[0], line, "heading", say, house=True)


def _inline(token: Token, lines: list[str]) -> Iterator[Fault]:
    """Faults in one paragraph, cell or heading; each is looked for in the lines that it spans."""
    first, last = token.map or (0, 1)

    def fault(piece: str, code: str, say: str) -> Fault:
        line = next((number for number in range(first, min(last, len(lines))) if piece in lines[number]), first)
        return Fault(line, piece, code, say)

    if match := _ROUND.search(re.sub(r"`[^`]*`", "", token.content)):
        yield fault(match[0], "raw", f"`{_short(match[0])}` is no formula here; put dollars around it: `$...$`")
    for child in token.children or []:
        if child.type == "html_inline" and not child.content.startswith(("<!--", "</")):
            at = fault(child.content, "", "").line
            yield _html(at, child.content)
        elif child.type == "image":
            say = "a picture can't be shown in a terminal; draw it as text in a fence, or put its address in `reading`"
            yield fault("![", "image", say)
        elif child.type == "link_open" and not re.match(r"https?://|mailto:", str(child.attrs.get("href", ""))):
            href = str(child.attrs.get("href", ""))
            say = f"this link leads to `{href}`, which is no web address" if href else "this link has no address"
            yield fault("](", "link", f"{say}; begin it with https://, or write plain text")
        elif child.type == "text":
            yield from (fault(*each) for each in _raw(child.content, "\n".join(lines[first:last])))


def _raw(text: str, source: str) -> Iterator[tuple[str, str, str]]:
    """What is meant as markup and stands in the text as it is."""
    if "**" in text and r"\*" not in source:
        yield "**", "raw", "these `**` are shown as they stand; put them right at the word, or code between backticks"
    if "`" in text and r"\`" not in source:
        yield "`", "raw", "this backtick is shown as it stands, since no other one closes it; close the code"
    if match := _LATEX.search(text if "\\" in text else ""):
        yield match[0], "raw", f"`{match[0]}` is LaTeX outside of a formula; put dollars around it: `$...$`"
    if match := _FOOTNOTE.search(text):
        yield match[0], "raw", f"the footnote `{match[0]}` is shown as it stands; write a sentence in brackets instead"
    if match := _REFERENCE.search(text):
        yield match[0], "raw", f"the link `{match[0]}` is shown as it stands; write it as [words](https://...)"
    if match := _GLUED_HEADING.match(text):
        yield match[0], "raw", "a heading needs a space behind its `#`; add one, or begin with another sign"


def _html(line: int, tag: str) -> Fault:
    say = f"HTML is left out of the page: `{_short(tag)}`; write Markdown, or put it between backticks if it is meant"
    return Fault(line, tag, "html", say)


@cache
def _parser() -> MarkdownIt:
    """As Textual's, but for bare addresses, which are no fault and take a fifth of the time."""
    return MarkdownIt("gfm-like", {"linkify": False})


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 50 else f"{line[:47]}..."
