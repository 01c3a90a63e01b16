"""Does anything that a learner sees beforehand hold a line of the solution: hints, messages, promises, the stub itself.

Compared word by word, so that layout hides nothing. A line counts if it is not trivial and is cut out of the stub
altogether: what the stub keeps may be repeated anywhere. Trivial is what a message can hardly avoid, since it names a
tool: `with torch.no_grad():`, `super().__init__()`, `model.eval()`.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.authoring.cutting import StubError
from tutor.authoring.lint import where
from tutor.authoring.lint.finding import Finding
from tutor.authoring.stubs import cut

if TYPE_CHECKING:
    from tutor.authoring.lint.exercises import Exercise

SHORTEST = 12
FEWEST_NAMES = 3
"""Names and numbers, without keywords and `_`."""

_WORD = re.compile(r"\w+|[^\w\s]")
_RETURNED = re.compile(r"(?:return|yield)\s+")


def findings(exercise: Exercise) -> Iterator[Finding]:
    """One for each text that holds a line of the solution, with the line."""
    secrets = cut_lines(exercise.solution or "", exercise.step.implement)
    for what, text, file, line in _texts(exercise) if secrets else ():
        words = spelled(text)
        for secret, shown in secrets.items():
            if secret in words:
                say = f"{what} holds a line of the solution, `{shown}`; say it in words, or leave a part of it out"
                yield Finding(file, line, "leak", f"{exercise.address}: {say}")
                break


def spelled(text: str) -> str:
    """The words and signs of a text, each between two null characters."""
    return "\0" + "\0".join(_WORD.findall(text)) + "\0"


@lru_cache(maxsize=512)
def cut_lines(solution: str, implement: tuple[str, ...]) -> dict[str, str]:
    """The lines that the stub of this solution doesn't have, as `spelled` and as they stand."""
    try:
        stub = cut(solution, implement)
        kept = {spelled(line) for line in _code_lines(stub)}
        lines = [_RETURNED.sub("", line, count=1) for line in _code_lines(solution) if spelled(line) not in kept]
    except (StubError, SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError):
        return {}
    return {spelled(line): line for line in lines if len(line) >= SHORTEST and _names(line) >= FEWEST_NAMES}


def _names(line: str) -> int:
    return sum(not keyword.iskeyword(word) and word != "_" for word in re.findall(r"\w+", line))


def _texts(exercise: Exercise) -> Iterator[tuple[str, str, Path, int]]:
    """What is shown before a pass: what it is called, the text, and where it stands."""
    step, read = exercise.step, exercise.read
    place = ("steps", exercise.index)
    yield "the text", step.text, read.file, where.key(read.root, (*place, "text"))
    for number, hint in enumerate(step.hints):
        yield f"hint {number + 1}", hint, read.file, where.key(read.root, (*place, "hints", number))
    if exercise.answers is not None:
        for name, answer in exercise.answers.answers["wrong"].items():
            line = where.key(exercise.answers.root, ("wrong", name, "says"))
            yield f"what the mistake `{name}` says", answer.says, exercise.answers_path, line
    if exercise.checks is not None:
        for name, check in exercise.checks.checks.items():
            promise = ast.get_docstring(check) or ""
            yield f"the promise of `{name}`", promise, exercise.check_path, check.body[0].lineno
    for number, said in _said_by_stub(exercise.solution or "", step.implement):
        yield "what the stub says", said, exercise.stub_file, number + 1  # below the line that is for authors


@lru_cache(maxsize=512)
def _said_by_stub(solution: str, implement: tuple[str, ...]) -> list[tuple[int, str]]:
    """The comments and texts of the stub, each with its line."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(cut(solution, implement)).readline))
    except (StubError, SyntaxError, tokenize.TokenError):
        return []
    return [(each.start[0], each.string) for each in tokens if each.type in (tokenize.COMMENT, tokenize.STRING)]


def _code_lines(source: str) -> list[str]:
    """The lines without comments, and without those that belong to a text of several lines."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        first, last = token.start[0] - 1, token.end[0] - 1
        if token.type == tokenize.COMMENT:
            lines[first] = lines[first][: token.start[1]]
        elif token.type == tokenize.STRING and last > first:
            lines[first : last + 1] = [""] * (last + 1 - first)
    return [line.strip() for line in lines if line.strip()]
