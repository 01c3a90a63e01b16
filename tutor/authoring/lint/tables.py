"""Tables of a lesson's text: a row with other cells than the head loses some or gets empty ones, without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from tutor.authoring.lint.finding import Fault

_BAR = re.compile(r"(?<!\\)\|")


def about_tables(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Fault]:
    """`lines` are those of the text that was parsed to `tokens`."""
    for index, token in enumerate(tokens):
        first, last = token.map or (0, 0)
        if token.type == "table_open":
            head = cells(lines[first])
            for number in range(first + 2, last):
                count = cells(lines[number])
                if count != head:
                    bars = r" (a `|` that is no border is written `\|`)" if count > head else ""
                    say = f"this row has {count} cells, and the head of its table {head}; give it {head}{bars}"
                    yield Fault(number, lines[number], "table", say)
        elif token.type == "inline" and _looks_like_table(token.content) and tokens[index - 1].type == "paragraph_open":
            say = "this table is shown as plain lines: below its head belongs a line like |---|---|, with as many cells"
            yield Fault(first, "|", "table", say)


def cells(line: str) -> int:
    """How many cells markdown-it makes of a row."""
    row = line.strip().removeprefix("|")
    return len(_BAR.findall(row.removesuffix("|") if not row.endswith("\\|") else row)) + 1


def _looks_like_table(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and all(line.lstrip().startswith("|") and line.count("|") > 1 for line in lines[:2])
