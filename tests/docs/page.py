"""The parts of a Markdown page that can be tried: the files it prints, the commands with their output, its links.

    `lessons/course.yaml`:              a fenced block below such a line is that file, in full
    At the end of `lessons/a.yaml`:     ... is added to it
    ```console                          lines with `$ ` are commands, what follows is their output

In an output `…` stands for anything on its line, and a line that is only `…` for any lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?P<more>At the end of )?`(?P<path>[\w./-]+)`:")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class File:
    """A file that the page prints; with `more` its text is added to what is there."""

    path: str
    text: str
    more: bool


@dataclass(frozen=True, slots=True)
class Command:
    """A command and what it prints."""

    command: str
    output: str


def section(page: str, title: str) -> str:
    """What stands below a heading, up to the next one of the same level."""
    level, _, rest = page.partition(f" {title}\n")
    marks = level.rpartition("\n")[2]
    assert rest and set(marks) == {"#"}, f"the page has no heading {title!r}"
    return re.split(rf"^{marks} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def steps(text: str) -> Iterator[File | Command]:
    """What a reader does who follows the text, in order."""
    for block in _BLOCK.finditer(text):
        before = text[: block.start()].rstrip().rpartition("\n")[2]
        if block["language"] == "console":
            for part in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield Command(command, output)
        elif named := _FILE.fullmatch(before):
            yield File(named["path"], block["text"], bool(named["more"]))


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks in one language."""
    return [block["text"] for block in _BLOCK.finditer(text) if block["language"] == language]


def fits(printed: str, output: str) -> bool:
    """Whether an output is the printed one, however many blanks lie between its words."""
    patterns = (
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in map(_words, printed.strip().splitlines())
    )
    got = "".join(f"{_words(line)}\n" for line in output.strip().splitlines())
    return re.fullmatch("".join(patterns), got) is not None


def _words(line: str) -> str:
    return " ".join(line.split())


def anchors(page: str) -> set[str]:
    """The names by which the headings of a page are linked to."""
    without_code = _BLOCK.sub("", page)
    return {anchor(title) for title in _HEADING.findall(without_code)}


def anchor(title: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def links(page: str) -> list[str]:
    """The targets of all links, without those inside code."""
    return re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", _BLOCK.sub("", page)))
