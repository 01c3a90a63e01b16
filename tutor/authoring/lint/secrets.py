"""The lines of a solution as a text may give them away: whole, or the value of `name = value`, in whatever names.

Used by `leaks.py`, which knows which lines count and where texts are shown.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from dataclasses import dataclass
from functools import lru_cache

from tutor.syntax import parse

FEWEST_FIXED = 4
"""Names and numbers that a value must have beside those that its author chose; with fewer it only names a tool."""
SHORTEST_VALUE = 20

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Secret:
    """One line or value: `shown` as it stands, `words` as `spelled`, or a `pattern` of these."""

    what: str
    shown: str
    words: str
    pattern: re.Pattern[str] | None = None

    @classmethod
    def whole(cls, line: str) -> Secret:
        return cls("a line", line, spelled(line))

    def stands_in(self, words: str) -> bool:
        return self.words in words or (self.pattern is not None and self.pattern.search(words) is not None)


def spelled(text: str) -> str:
    """The words and signs of a text, each between two null characters."""
    return "\0" + "\0".join(_WORD.findall(text)) + "\0"


@lru_cache(maxsize=512)
def values_of(solution: str, lines: tuple[str, ...], kept: str) -> tuple[Secret, ...]:
    """What these lines of a solution assign, also in other names than its own; nothing that the stub keeps."""
    own = _own_names(solution)
    return tuple(
        Secret("the right-hand side of a line", value, spelled(value), _in_any_names(value, own))
        for value in map(_value, lines)
        if len(value) >= SHORTEST_VALUE and len(_fixed(value, own)) >= FEWEST_FIXED and spelled(value) not in kept
    )


def code_lines(source: str) -> list[str]:
    """The lines without comments, and without those that belong to a text of several lines."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        first, last = token.start[0] - 1, token.end[0] - 1
        if token.type == tokenize.COMMENT:
            lines[first] = lines[first][: token.start[1]]
        elif token.type == tokenize.STRING and last > first:
            lines[first : last + 1] = [""] * (last + 1 - first)
    return [line.strip() for line in lines if line.strip()]


def _value(line: str) -> str:
    """What a line assigns, or all of it where it is an expression; empty where it is neither, or names a tool."""
    try:
        (statement,) = parse(line).body
    except (SyntaxError, ValueError):
        return ""
    value = getattr(statement, "value", None)
    if not isinstance(value, ast.expr) or _is_tool(value):
        return ""
    return ast.get_source_segment(line, value) or ""


def _is_tool(value: ast.expr) -> bool:
    """Whether this is one call with nothing but names in it, `torch.stack(out, dim=1)`: how a hint names a tool."""
    if not isinstance(value, ast.Call):
        return False
    given = [*value.args, *(named.value for named in value.keywords), value.func]
    return all(re.fullmatch(r"[\w.\-]+", ast.unparse(each)) for each in given)


@lru_cache(maxsize=512)
def _own_names(solution: str) -> frozenset[str]:
    """The names that are assigned inside functions: a learner chooses others."""
    names, given = set[str](), set[str]()
    for function in ast.walk(parse(solution)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            given |= {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
            names |= {
                node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            }
    return frozenset(names - given)


def _fixed(value: str, own: frozenset[str]) -> list[str]:
    return [word for word in re.findall(r"\w+", value) if word not in own and not keyword.iskeyword(word)]


def _in_any_names(value: str, own: frozenset[str]) -> re.Pattern[str] | None:
    """The value with any name in the place of each own one, the same wherever it stands twice."""
    tokens = _WORD.findall(value)
    if not own.intersection(tokens):
        return None
    seen: list[str] = []
    parts = []
    for before, token in zip(["", *tokens], tokens, strict=False):
        if token not in own or before == ".":
            parts.append(re.escape(token))
        elif token in seen:
            parts.append(f"(?P=n{seen.index(token)})")
        else:
            seen.append(token)
            parts.append(rf"(?P<n{len(seen) - 1}>[^\W\d]\w*)")
    return re.compile("\0" + "\0".join(parts) + "\0")
