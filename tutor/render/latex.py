"""The structure of a LaTeX formula: characters, groups, scripts and commands with their arguments.

A forgiving reader: a missing brace closes at the end, a stray one is dropped; too deep a nesting ends in ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ARGUMENTS = {
    "frac": 2, "tfrac": 2, "dfrac": 2, "nicefrac": 2, "cfrac": 2, "binom": 2, "overset": 2, "underset": 2,
    "stackrel": 2, "sqrt": 1, "mathbb": 1, "mathcal": 1, "mathscr": 1, "operatorname": 1, "text": 1, "textrm": 1,
    "textbf": 1, "textit": 1, "texttt": 1, "textsf": 1, "mathrm": 1, "mathbf": 1, "mathit": 1, "mathsf": 1, "mathtt": 1,
    "boldsymbol": 1, "bm": 1, "mbox": 1, "emph": 1, "mathnormal": 1, "boxed": 1, "pmb": 1, "hat": 1, "widehat": 1,
    "bar": 1, "overline": 1, "tilde": 1, "widetilde": 1, "vec": 1, "dot": 1, "ddot": 1, "underline": 1, "check": 1,
    "underbrace": 1, "overbrace": 1, "xrightarrow": 1, "xleftarrow": 1, "overrightarrow": 1, "overleftarrow": 1,
}  # fmt: skip
FENCES = frozenset({
    "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr",
    "Biggl", "Biggr",
})  # fmt: skip
_TOKEN = re.compile(r"\\(?:[A-Za-z]+\*?|.)|\s+|%[^\n]*\n?|.", re.DOTALL)


@dataclass
class Group:
    """What stands between braces."""

    nodes: list[Node]


@dataclass
class Command:
    """`\\name` with its arguments; an environment is the command `begin` with rows of cells."""

    name: str
    arguments: list[list[Node]] = field(default_factory=list)
    option: list[Node] | None = None
    environment: str = ""
    rows: list[list[list[Node]]] = field(default_factory=list)


@dataclass
class Script:
    """Something with an index below and an exponent above."""

    base: Node | None
    below: Node | None = None
    above: Node | None = None


Node = str | Group | Command | Script


def parse(latex: str, deepest: int) -> list[Node]:
    """The nodes of a formula. ValueError where braces are nested deeper than `deepest`."""
    reader = _Reader(_TOKEN.findall(latex), deepest)
    nodes: list[Node] = []
    while reader.tokens:
        nodes += reader.nodes()
        if reader.tokens:
            reader.tokens.pop()  # a closing brace without an opening one
    return nodes


class _Reader:
    """Takes tokens from the end of a reversed list."""

    def __init__(self, tokens: list[str], deepest: int) -> None:
        self.tokens = [token for token in reversed(tokens) if not token.startswith("%")]
        self.left = deepest

    def nodes(self, *stop: str) -> list[Node]:
        """Everything up to one of `stop`, `}` or the end; the stopping token stays."""
        found: list[Node] = []
        while self.tokens and self.tokens[-1] not in ("}", r"\end", *stop):
            token = self.tokens[-1]
            if token in ("_", "^"):
                self._script(found)
            elif token.isspace():
                self.tokens.pop()
                found.append(" ")
            else:
                node = self.one()
                if node is not None:
                    found.append(node)
        return found

    def one(self) -> Node | None:
        """The next single thing: a character, a group or a command with its arguments."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] == "}":
            return None
        token = self.tokens.pop()
        if token == "{":
            return Group(self._inside("}"))
        if token.startswith("\\") and len(token) > 1:
            return self._command(token[1:].rstrip("*") or "*")
        return token

    def _inside(self, close: str) -> list[Node]:
        with self._deeper():
            nodes = self.nodes(close)
        if self.tokens and self.tokens[-1] == close:
            self.tokens.pop()
        return nodes

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        if not self.left:
            raise ValueError("this formula is nested too deeply")
        self.left -= 1
        yield
        self.left += 1

    def _script(self, found: list[Node]) -> None:
        """Hangs an index or exponent on what came before it."""
        sign = self.tokens.pop()
        if found and isinstance(found[-1], Script) and getattr(found[-1], "below" if sign == "_" else "above") is None:
            script = found[-1]
        else:
            while found and found[-1] == " ":
                found.pop()
            script = Script(found.pop() if found and found[-1] not in ("\n", "&") else None)
            found.append(script)
        with self._deeper():
            part = self.one()
        if sign == "_":
            script.below = part
        else:
            script.above = part

    def _command(self, name: str) -> Node | None:
        if name in FENCES and self.tokens and self.tokens[-1] == ".":
            self.tokens.pop()  # `\right.`: a bracket that is not drawn
        if name == "begin":
            return self._environment()
        command = Command(name)
        if name == "sqrt" and self.tokens and self.tokens[-1] == "[":
            self.tokens.pop()
            command.option = self._inside("]")
        for _ in range(ARGUMENTS.get(name, 0)):
            with self._deeper():
                argument = self.one()
            command.arguments.append(
                argument.nodes if isinstance(argument, Group) else [] if argument is None else [argument]
            )
        return command

    def _environment(self) -> Command:
        command = Command("begin", environment=self._name())
        if command.environment.startswith("array") and self.tokens and self.tokens[-1] == "{":
            self.one()  # the columns' alignment
        command.rows = [[[]]]
        with self._deeper():
            while self.tokens and self.tokens[-1] not in (r"\end", "}"):
                if self.tokens[-1] == "&":
                    self.tokens.pop()
                    command.rows[-1].append([])
                elif self.tokens[-1] == r"\\":
                    self.tokens.pop()
                    command.rows.append([[]])
                else:
                    command.rows[-1][-1] += self.nodes("&", r"\\")
        if self.tokens and self.tokens[-1] == r"\end":
            self.tokens.pop()
            self._name()
        return command

    def _name(self) -> str:
        """`matrix` from `{matrix}`."""
        while self.tokens and self.tokens[-1].isspace():
            self.tokens.pop()
        if not self.tokens or self.tokens[-1] != "{":
            return ""
        self.tokens.pop()
        letters = ""
        while self.tokens and self.tokens[-1] != "}":
            letters += self.tokens.pop()
        if self.tokens:
            self.tokens.pop()
        return letters
