"""LaTeX as one readable line of Unicode: `\\frac{q \\cdot k}{\\sqrt{d}}` becomes `(q · k)/√d`.

Enough of LaTeX for a course, and no more: fractions, roots, scripts, Greek, operators with limits, accents, text,
small matrices. What is not known is shown by its name, so a formula is never lost; `unknown_commands` names it for
lint. Nothing here raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tutor.render import symbols
from tutor.render.forms import JOIN, accented, lifted, operand
from tutor.render.latex import Command, Group, Node, Script, parse

DEEPEST = 40
CLINGING = frozenset(
    {"partial", "nabla", "neg", "lnot", "forall", "exists"}
)  # nothing stands between them and what follows
FRACTIONS = frozenset({"frac", "tfrac", "dfrac", "nicefrac", "cfrac"})


def to_unicode(latex: str) -> str:
    """The formula as text. Lines of an `aligned` environment and `\\\\` become lines of text."""
    try:
        return _finish(_Writer().line(parse(latex, DEEPEST)))
    except (RecursionError, ValueError):
        return " ".join(latex.split())


def unknown_commands(latex: str) -> tuple[str, ...]:
    """The commands that are shown by their bare names because nobody knows them, without the backslash, each once."""
    writer = _Writer()
    try:
        writer.line(parse(latex, DEEPEST))
    except (RecursionError, ValueError):
        return ()
    return tuple(dict.fromkeys(writer.unknown))


def _finish(text: str) -> str:
    """Spaces where words would run together, and none inside brackets or at the ends of lines."""
    text = re.sub(rf"(?<=[\w)\]]){JOIN}+(?=[^\W_])", " ", text).replace(JOIN, "")
    text = re.sub(r"(?<! ) {2}(?! )", " ", text)
    text = re.sub(r"(?<=[(\[⟨⌊⌈]) +| +(?=[)\]⟩⌋⌉,;])", "", text)
    text = re.sub(r" /(?! )|(?<! )/ ", "/", text)  # the space after `\pi` in `\pi / 2` only ends the command's name
    text = "\n".join(line.strip() for line in text.split("\n"))
    return unicodedata.normalize("NFC", text).strip()


class _Line:
    """Text in the making: knows what came last, so that a minus after it is binary or a sign."""

    def __init__(self, tight: bool) -> None:
        self.text = ""
        self.tight = tight  # in scripts nothing is spaced
        self.operand = False

    def add(self, text: str, *, operand: bool = True) -> None:
        self.text += text
        if text.strip(JOIN + " "):
            self.operand = operand

    def relation(self, text: str) -> None:
        self.text = self.text.rstrip(" ")
        self.text += text if self.tight else f" {text} "
        self.operand = False

    def binary(self, text: str) -> None:
        """A sign where nothing stands before it."""
        if self.operand and not self.tight:
            self.relation(text)
        else:
            self.text += text
            self.operand = False


class _Writer:
    """Turns nodes into text, and remembers the commands that it doesn't know."""

    def __init__(self) -> None:
        self.unknown: list[str] = []

    def line(self, nodes: Sequence[Node], tight: bool = False) -> str:
        line = _Line(tight)
        for index, node in enumerate(nodes):
            before = nodes[index - 1] if index else None
            after_letter = isinstance(before, Command) and (before.name in symbols.GREEK or before.name in CLINGING)
            follows = next((other for other in nodes[index + 1 :] if other != " "), None)
            if isinstance(node, str):
                self._character(line, node, after_letter)
            elif isinstance(node, Group):
                alone = list(node.nodes) == [","]  # `3{,}300`: within a number
                line.add(self.line(node.nodes, tight or alone))
            elif isinstance(node, Script):
                self._script(line, node)
            elif node.name in FRACTIONS and (line.operand or _starts_operand(follows)):
                line.add(f"({self._word(node, tight)})")
            else:
                self._command(line, node)
        return line.text

    def _character(self, line: _Line, char: str, after_letter: bool) -> None:
        if char in " ~":
            if not after_letter and not line.tight and not line.text.endswith(" "):
                line.add(" ")
        elif char == "\n" or char == "&":
            line.add(char if char == "\n" else " ", operand=False)
        elif char in symbols.RELATION_CHARS:
            line.relation(char)
        elif char == "/":
            line.add("/", operand=False)
        elif char in symbols.BINARY_CHARS:
            line.binary("−" if char == "-" else char)
        elif char in ",;":
            line.add(char if line.tight else char + " ", operand=False)
        elif char == "'":
            line.add("′")
        else:
            line.add(char, operand=char not in "([{")

    def _script(self, line: _Line, node: Script) -> None:
        """A base with what stands below and above it."""
        text = "" if node.base is None else self.line([node.base], line.tight)
        word = text.strip(JOIN + " ")
        if isinstance(node.base, Command) and node.base.name in FRACTIONS:
            word = f"({word})"
        large = isinstance(node.base, Command) and node.base.name in symbols.LARGE
        named = isinstance(node.base, Command) and node.base.name in ("underbrace", "overbrace")
        for sign, part, table in (("_", node.below, symbols.SUBSCRIPT), ("^", node.above, symbols.SUPERSCRIPT)):
            if part is None:
                continue
            script = self.line([part], tight=True).strip()
            word += f" ({script})" if named else lifted(script.strip(JOIN), sign, table)
        function = isinstance(node.base, Command) and self._is_function(node.base)
        space = " " if large and not line.tight else JOIN if function else ""
        line.add(word + space)

    @staticmethod
    def _is_function(command: Command) -> bool:
        return command.name in symbols.FUNCTIONS or command.name in ("operatorname", "lim")

    def _command(self, line: _Line, command: Command) -> None:
        name = command.name
        if name in symbols.RELATION:
            line.relation(symbols.RELATION[name])
        elif name in symbols.BINARY:
            line.binary(symbols.BINARY[name])
        elif name in symbols.DELIMITERS:
            opening = name in symbols.OPENING or symbols.DELIMITERS[name] in symbols.OPENING
            line.add(symbols.DELIMITERS[name], operand=not opening)
        elif name in symbols.SPACES:
            line.add("" if line.tight else symbols.SPACES[name])
        elif name in symbols.LARGE:
            line.add(symbols.LARGE[name] + ("" if line.tight else " "), operand=False)
        elif name == "\\":
            line.add("\n", operand=False)
        elif name not in symbols.NOTHING:
            line.add(self._word(command, line.tight))

    def _word(self, command: Command, tight: bool) -> str:
        """A command that stands for a letter, a word or a form with arguments."""
        name = command.name
        if name in symbols.GREEK:
            return symbols.GREEK[name]
        if name in symbols.LETTERLIKE:
            return symbols.LETTERLIKE[name]
        if name in symbols.FUNCTIONS:
            return JOIN + name + JOIN
        arguments = [self.line(argument, tight or name in symbols.UPRIGHT) for argument in command.arguments]
        match name, arguments:
            case _, [above, below] if name in FRACTIONS:
                return f"{operand(above)}/{operand(below, below=True)}"
            case "binom", [above, below]:
                return f"C({above.strip()}, {below.strip()})"
            case "sqrt", [inner]:
                degree = self.line(command.option, tight=True) if command.option else ""
                return lifted(degree, "", symbols.SUPERSCRIPT) + "√" + operand(inner, below=True)
            case (("overset" | "stackrel" | "underset" | "xrightarrow" | "xleftarrow"), _):
                return self._stacked(name, arguments)
            case "mathbb", [inner]:
                return "".join(symbols.DOUBLE_STRUCK.get(char, char) for char in inner)
            case (("mathcal" | "mathscr"), [inner]):
                return "".join(symbols.SCRIPT.get(char, char) for char in inner)
            case "operatorname", [inner]:
                return JOIN + inner.strip() + JOIN
            case "begin", _:
                return self._environment(command, tight)
        if name in symbols.ACCENTS and len(arguments) == 1:
            return accented(arguments[0], name)
        if name in symbols.UPRIGHT:
            return "".join(map(_verbatim, command.arguments))
        if name in symbols.STYLES and arguments:
            return arguments[0]
        self.unknown.append(name)
        return JOIN + name + JOIN

    @staticmethod
    def _stacked(name: str, arguments: list[str]) -> str:
        if name.startswith("x"):
            arrow = "→" if name == "xrightarrow" else "←"
            return f" {arrow}({arguments[0]}) " if arguments and arguments[0] else f" {arrow} "
        mark, base = arguments
        sign, table = ("_", symbols.SUBSCRIPT) if name == "underset" else ("^", symbols.SUPERSCRIPT)
        return base.strip(JOIN) + lifted(mark.strip(JOIN + " "), sign, table) + JOIN

    def _environment(self, command: Command, tight: bool) -> str:
        """`[1 2; 3 4]` for a matrix, lines for everything else."""
        rows = [[self.line(cell, tight).strip() for cell in row] for row in command.rows]
        rows = [row for row in rows if any(row)]
        kind = command.environment.rstrip("*")
        if kind.endswith("matrix") or kind == "array":
            sides = {"pmatrix": "()", "vmatrix": "||", "Bmatrix": "{}"}.get(kind, "[]")
            return sides[0] + "; ".join(" ".join(row) for row in rows) + sides[1]
        if kind == "cases":
            return "{ " + "; ".join(", ".join(cell.rstrip(",") for cell in row) for row in rows) + " }"
        if kind not in ("aligned", "align", "split", "gathered", "gather", "equation"):
            self.unknown.append(f"begin{{{kind}}}")
        return "\n".join(" ".join(row) for row in rows)


def _verbatim(nodes: Sequence[Node]) -> str:
    """The inside of `\\text{...}`, spaces and all."""
    return "".join(
        node if isinstance(node, str) else _verbatim(node.nodes) if isinstance(node, Group) else _Writer().line([node])
        for node in nodes
    )


def _starts_operand(node: Node | None) -> bool:
    """Whether this node, right after a fraction, would be read as part of what stands below its bar."""
    if isinstance(node, str):
        return node.isalnum() or node in "(["
    if isinstance(node, Command):
        quiet = (symbols.RELATION, symbols.BINARY, symbols.SPACES)
        if any(node.name in table for table in quiet):
            return False
        if node.name in symbols.DELIMITERS:
            return node.name in symbols.OPENING or symbols.DELIMITERS[node.name] in symbols.OPENING
        return node.name == "left" or (node.name not in symbols.NOTHING and node.name != "\\")
    return node is not None
