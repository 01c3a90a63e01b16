"""The probes of a check file: what may travel to the learner's process, and what checks hand to `agree` and `observe`.

Yields lines, codes and sentences; `checkfile.py` makes findings of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.checking.ship import probe_names
from tutor.course.nearest import did_you_mean, nearest

FIXTURES = ("agree", "example", "observe", "note", "rand", "ints", "bench")
"""What a check may ask for. `tutor.checking.fixtures` has the same list, but imports torch; a test compares them."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Told = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class About:
    """What the checks are about: `solutions` are the modules of the exercises, which they may not import, `implement`
    and `defined` what the exercise asks for and what its reference defines (None where it can't be read)."""

    address: str
    implement: Sequence[str] = ()
    defined: frozenset[str] | None = None
    solutions: frozenset[str] = frozenset()


def about_probes(tree: ast.Module, nodes: Sequence[ast.AST], about: About) -> Iterator[Told]:
    """Everything that is wrong with the probes of one file; `nodes` are all of its nodes."""
    functions = {node.name: node for node in tree.body if isinstance(node, Function)}
    probes = {name: functions[name] for name in probe_names(tree)}
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    for name, probe in probes.items():
        yield from _probe(probe, about)
        if name not in used:
            say = f"the probe `{name}` is used by no check; give it to `agree` or `observe`, or delete it"
            yield probe.lineno, "unused-probe", say
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FIXTURES[:3]:
            yield from _given(node, set(functions) - set(probes))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from _import(node, about.solutions)
    yield from _left_alone(nodes, bool(probes), about)


def is_probe(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "probe" for each in getattr(node, "decorator_list", []))


def arguments(function: Function) -> list[str]:
    """The names of its positional parameters."""
    given = function.args
    return [each.arg for each in (*given.posonlyargs, *given.args)]


def _probe(probe: Function, about: About) -> Iterator[Told]:
    name, parameters = probe.name, arguments(probe)
    if not parameters:
        say = f"the probe `{name}` takes nothing; its first parameter is the implementation: `def {name}(impl):`"
        yield probe.lineno, "probe-parameters", say
    for parameter in parameters:
        if parameter in FIXTURES:
            say = f"the probe `{name}` asks for the fixture `{parameter}`, which only checks get; hand it values"
            yield probe.lineno, "probe-fixture", say
    nodes = list(ast.walk(probe))
    if not any(
        isinstance(node, ast.Yield | ast.YieldFrom) or (isinstance(node, ast.Return) and node.value is not None)
        for node in nodes
    ):
        say = f'the probe `{name}` shows nothing; let it `yield {{"the result": ...}}`'
        yield probe.lineno, "silent-probe", say
    for node in nodes if parameters and about.defined is not None else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == parameters[0]:
            if about.defined is not None and node.attr not in about.defined and not node.attr.startswith("__"):
                near = did_you_mean(node.attr, about.defined)
                say = f"the solution has no `{node.attr}`, which the probe `{name}` uses{near}; mend the name"
                yield node.lineno, "not-in-solution", say


def _given(call: ast.Call, plain: set[str]) -> Iterator[Told]:
    """What a check gives to `agree`, `observe` or `example` is a probe."""
    assert isinstance(call.func, ast.Name)
    given = call.args[0] if call.args else None
    if isinstance(given, ast.Lambda):
        say = f"`{call.func.id}` is given a lambda; write a function with `@probe` at the top level of the file"
        yield given.lineno, "no-probe", say
    elif isinstance(given, ast.Name) and given.id in plain:
        say = f"`{call.func.id}` is given `{given.id}`, which is no probe; write `@probe` above its `def`"
        yield given.lineno, "no-probe", say


def _import(node: ast.Import | ast.ImportFrom, solutions: frozenset[str]) -> Iterator[Told]:
    """An import of an exercise would be the solution, and in the learner's process, too."""
    names = [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        names = [str(node.module), *(f"{node.module}.{name}" for name in names)] if not node.level else []
    for name in names:
        if name in solutions:
            say = f"the checks import the solution `{name}`; delete this: a probe gets it as its first parameter"
            yield node.lineno, "imports-solution", say
            return


def _left_alone(nodes: Sequence[ast.AST], probes: bool, about: About) -> Iterator[Told]:
    """What the learner writes and no probe uses, as far as the text shows."""
    if not probes or about.defined is None:
        return
    said = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    said |= {nearest(name, about.defined) for name in said - about.defined}  # misspelt, which is told there
    said |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    for name in about.implement:
        owner, _, method = name.partition(".")
        if owner in about.defined and not {owner, method} & said:
            say = f"no probe uses `{name}`, which the learner writes; add one that calls `impl.{owner}`"
            yield 1, "not-checked", say
