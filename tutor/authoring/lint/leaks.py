"""Does anything that a learner sees beforehand hold a line of the solution: hints, messages, promises, the stub itself.

Compared word by word, so that layout hides nothing. A line counts if it is not trivial and is cut out of the stub
altogether: what the stub keeps may be repeated anywhere. Trivial is what a message can hardly avoid, since it names a
tool: `with torch.no_grad():`, `super().__init__()`, `model.eval()`. Of `name = value` the value alone counts too, and
also with other names in the place of those that the solution chose itself (see `secrets.py`).
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

from tutor.authoring.cutting import StubError
from tutor.authoring.lint import where
from tutor.authoring.lint.exercises import Exercise
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.secrets import Secret, code_lines, spelled, values_of
from tutor.authoring.stubs import cut

SHORTEST = 12
FEWEST_NAMES = 3
"""Names and numbers, without keywords and `_`."""

_RETURNED = re.compile(r"(?:return|yield)\s+")


def findings(exercise: Exercise) -> Iterator[Finding]:
    """One for each text that holds a line of the solution, with the line."""
    if exercise.solution is None or exercise.index in exercise.read.faulty:
        return
    solution, implement = exercise.solution, exercise.step.implement
    lines = cut_lines(solution, implement)
    hidden = [
        *map(Secret.whole, lines.values()),
        *values_of(solution, tuple(lines.values()), kept(solution, implement)),
    ]
    for what, text, file, line in _texts(exercise) if hidden else ():
        words = spelled(text)
        if found := next((each for each in hidden if each.stands_in(words)), None):
            say = f"{what} holds {found.what} of the solution, `{found.shown}`"
            mend = "say it in words, or leave a part of it out"
            yield Finding(file, line, "leak", f"{exercise.address}: {say}; {mend}")


@lru_cache(maxsize=512)
def cut_lines(solution: str, implement: tuple[str, ...]) -> dict[str, str]:
    """The lines that the stub of this solution doesn't have, as `spelled` and as they stand."""
    try:
        stub = set(map(spelled, code_lines(cut(solution, implement))))
        lines = [_RETURNED.sub("", line, count=1) for line in code_lines(solution) if spelled(line) not in stub]
    except (StubError, SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError):
        return {}
    return {spelled(line): line for line in lines if len(line) >= SHORTEST and _names(line) >= FEWEST_NAMES}


def kept(solution: str, implement: tuple[str, ...]) -> str:
    """The code that the stub has as well, as `spelled`."""
    try:
        return spelled("\n".join(code_lines(cut(solution, implement))))
    except (StubError, SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError):
        return ""


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
