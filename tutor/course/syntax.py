"""What libyaml says of a text that is no YAML, in words that say what to do."""

from __future__ import annotations

import yaml

from tutor.course.slips import slip

_WORDS = {
    "mapping values are not allowed": "a colon with a space behind it starts a key here; put the text in quotes",
    "cannot start any token": "a text can't start with this character; put it in quotes",
    "expected alphabetic or numeric": "a text that starts with `*` or `&` must stand in quotes",
    "did not find expected key": "this does not fit what stands before; align the line, or put the text in quotes",
    "expected '-' indicator": "this line is not aligned with the `-` of its list",
    "expected ',' or ']'": "a comma or the closing `]` is missing",
    "expected ',' or '}'": "a comma or the closing `}` is missing",
    "unexpected end of stream": "the closing quote is missing",
    "block sequence entries are not allowed": "a list starts on a line of its own; begin a new line before the `-`",
    "unknown escape character": "in double quotes `\\` has a meaning; take single quotes",
    "expected comment or line break": "a text behind `|` or `>` starts on the next line",
    "could not find expected ':'": "a `:` is missing behind this key",
}

_OF_LAYOUT = ("mapping values are not", "could not find expected ':'", "did not find expected key", "expected '-' ind")
"""What libyaml says where a line stands in the wrong column, or a sign is forgotten."""


def place_and_words(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, int, str]:
    """Line, column (from 1) and the sentence."""
    mark = error.problem_mark if error.problem_mark is not None else error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    problem = error.problem or "this is not YAML"
    start = error.context_mark.line + 1 if error.context_mark is not None else line
    if any(phrase in problem for phrase in _OF_LAYOUT) and (told := slip(lines, line, _begun(error, line))):
        return told
    if "could not find expected ':'" in problem and error.context_mark is not None:
        return start, error.context_mark.column + 1, _WORDS["could not find expected ':'"]
    words = next((words for phrase, words in _WORDS.items() if phrase in problem), problem)
    if start != line and "block" not in (error.context or ""):
        words += f" (of what starts in line {start})"
    return line, column, words


def _begun(error: yaml.MarkedYAMLError, line: int) -> int:
    """The line of the key that was being read; a whole block is too much to blame."""
    if error.context_mark is None or "block" in (error.context or ""):
        return line
    return int(error.context_mark.line) + 1
