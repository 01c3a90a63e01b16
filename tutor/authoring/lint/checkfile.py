"""The checks of an exercise, as far as their text alone shows what is wrong: promises, fixtures, what they ask.

Whether they hold the reference right and the mistakes wrong is what the proofs find out; the probes are `probes.py`'s.
"""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from tutor.authoring.lint import testbody
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.probes import FIXTURES, About, Function, about_probes, arguments, is_probe
from tutor.course.nearest import did_you_mean

ASKING = frozenset({"agree", "example", "observe"})
"""The fixtures that run a probe; a check may also work with the `bench` itself."""

IMPORTED = frozenset({"probe", "given"})
"""What a check file takes from `tutor.checking`."""

WORKED_EXAMPLE = "test_the_worked_example"


def checks_of(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The checks of a file by name, in order."""
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and _is_check(node.name)}


@dataclass
class CheckFile:
    """One check file."""

    file: Path
    tree: ast.Module
    text: str
    about: About
    found: list[Finding] = field(default_factory=list)

    @cached_property
    def checks(self) -> dict[str, ast.FunctionDef]:
        return checks_of(self.tree)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def findings(self) -> tuple[Finding, ...]:
        """Everything that a sound course has right."""
        return _findings(self.file, self.tree, self.text, self.about)

    def look(self) -> tuple[Finding, ...]:
        """What `findings` keeps."""
        if not self.checks:
            self._report(1, "no-checks", f"there is no check: {self.file.name} has no function `test_...`; write one")
        self._misplaced()
        for name, check in self.checks.items():
            self._check(name, check)
        for line, code, say in (
            *about_probes(self.tree, self.nodes, self.about),
            *testbody.draws(self.tree, self.checks),
            *testbody.ways_to_solutions(self.nodes),
        ):
            self._report(line, code, say)
        self._names()
        return tuple(self.found)

    def house(self) -> Iterator[Finding]:
        """The first check is the worked example, and no value is typed."""
        for line, code, say in testbody.fixed_values(self.checks):
            yield Finding(self.file, line, code, f"{self.about.address}: {say}", "house")
        first = next(iter(self.checks.values()), None)
        if first is not None and "example" not in arguments(first):
            say = (
                f"{self.about.address}: the first check `{first.name}` is not the worked example; put one before it "
                f"that shows input, got and expected: `def {WORKED_EXAMPLE}(example): example(...)`"
            )
            yield Finding(self.file, first.lineno, "worked-example", say, "house")

    def _misplaced(self) -> None:
        """Checks and probes that nobody would run: twice the same name, inside something else, asynchronous."""
        seen: dict[str, int] = {}
        for node in self.tree.body:
            if not isinstance(node, Function | ast.ClassDef):
                continue
            if node.name in seen and (_is_check(node.name) or is_probe(node)):
                say = f"`{node.name}` is defined in line {seen[node.name]} too, and only the last one runs; rename one"
                self._report(node.lineno, "defined-twice", say)
            seen.setdefault(node.name, node.lineno)
            if isinstance(node, ast.AsyncFunctionDef) and (_is_check(node.name) or is_probe(node)):
                self._report(node.lineno, "async", f"`{node.name}` is asynchronous; write `def {node.name}`")
        top = set(map(id, self.tree.body))
        for inner in self.nodes:
            if isinstance(inner, Function) and id(inner) not in top and (is_probe(inner) or _is_check(inner.name)):
                what = "probe" if is_probe(inner) else "check"
                say = f"the {what} `{inner.name}` stands inside something else; move it to the top level of the file"
                self._report(inner.lineno, f"nested-{what}", say)

    def _check(self, name: str, check: ast.FunctionDef) -> None:
        if name != WORKED_EXAMPLE and not (ast.get_docstring(check) or "").strip():
            say = f"`{name}` has no promise; write what it promises the learner as the first line of its docstring"
            self._report(check.lineno, "no-promise", say)
        for decorator in check.decorator_list:
            say = f"`{name}` has a decorator, which the judge doesn't know; delete it, and loop inside the check"
            self._report(decorator.lineno, "decorated-check", say)
        asked = arguments(check)
        for argument in asked:
            if argument not in FIXTURES:
                say = f"`{name}` asks for `{argument}`{did_you_mean(argument, FIXTURES)}; there are {_listed(FIXTURES)}"
                self._report(check.lineno, "unknown-fixture", say)
        used = {node.id for node in ast.walk(check) if isinstance(node, ast.Name)}
        if not {*ASKING, "bench"} & {*asked, *used}:
            say = f"`{name}` asks nobody's code; take `agree`, `observe` or `example` and give it a probe"
            self._report(check.lineno, "asks-nothing", say)
        for node in ast.walk(check):
            if isinstance(node, ast.Assert) and node.msg is None:
                say = f'`{name}` has an assert without words; write `assert ..., "what the result lacks"`'
                self._report(node.lineno, "bare-assert", say)

    def _names(self) -> None:
        """Names that nothing in the file defines: what is left where a probe or a helper was deleted."""
        if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in self.nodes):
            return
        table = symtable.symtable(self.text, str(self.file), "exec")
        symbols = table.get_symbols()
        own = {each.get_name() for each in symbols if each.is_assigned() or each.is_imported() or each.is_namespace()}
        own |= {name for node in self.nodes if isinstance(node, ast.Global) for name in node.names}
        missing = set(_looked_up(table)) - own - _ALWAYS
        for line, code, say in testbody.not_asked_for(self.tree, missing):
            self._report(line, code, say)
        for node in self.nodes:
            if isinstance(node, ast.Name) and node.id in missing:
                missing.discard(node.id)
                near = did_you_mean(node.id, own)
                mend = "define it, or mend the name"
                if node.id in IMPORTED:
                    near, mend = "", f"begin the file with `from tutor.checking import {node.id}`"
                say = f"nothing defines `{node.id}`, which is used here{near}; {mend}"
                self._report(node.lineno, "undefined-name", say)

    def _report(self, line: int, code: str, message: str) -> None:
        self.found.append(Finding(self.file, line, code, f"{self.about.address}: {message}"))


@lru_cache(maxsize=256)
def _findings(file: Path, tree: ast.Module, text: str, about: About) -> tuple[Finding, ...]:
    return CheckFile(file, tree, text, about).look()


_ALWAYS = {*dir(builtins), "__file__"}


def _is_check(name: str) -> bool:
    return name.startswith("test_")


def _looked_up(table: symtable.SymbolTable) -> Iterator[str]:
    """The names that a scope and all inside it look up in the module."""
    module = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (module or symbol.is_global()):
            yield symbol.get_name()
    for child in table.get_children():
        yield from _looked_up(child)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
