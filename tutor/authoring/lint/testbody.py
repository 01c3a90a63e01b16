"""What stands inside a check that its author will hardly have meant: draws that differ each time, values by hand, the
way into `solutions/`, a fixture that was not asked for.

Yields lines, codes and sentences; `checkfile.py` makes findings of them. Probes may draw: the judge seeds them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from tutor.authoring.lint.probes import FIXTURES, Told, arguments

_DRAWS = {"rand", "randn", "randint", "randperm", "normal", "bernoulli", "multinomial", "poisson"}
_LIKE = {"rand_like", "randn_like", "randint_like"}
_FILLS = {"normal_", "uniform_", "random_", "bernoulli_", "exponential_"}
_SEEDS = {"seed", "manual_seed", "fork_rng", "default_rng", "RandomState"}
_COMPARES = {"allclose", "equal", "assert_close", "isclose"}
_SOLUTIONS = re.compile(r"(?:^|[/\\])solutions(?:[/\\]|$)")


def draws(tree: ast.Module, checks: Mapping[str, ast.FunctionDef]) -> Iterator[Told]:
    """Random numbers in a check that come from nowhere: each run compares something else, and no mistake is known by
    what it showed."""
    modules = _modules(tree)
    for name, check in checks.items():
        calls = [node for node in ast.walk(check) if isinstance(node, ast.Call)]
        if any(_last(call.func) in _SEEDS for call in calls):
            continue
        for call in calls:
            if drawn := _draw(call, modules):
                say = f"`{name}` draws with `{drawn}`, which is something else each time; take it from `rand` or `ints`"
                missing = [] if {"rand", "ints"} & set(arguments(check)) else ["rand"]
                say += f": {_written(check, missing)}" if missing else ""
                yield call.lineno, "unseeded", say


def fixed_values(checks: Mapping[str, ast.FunctionDef]) -> Iterator[Told]:
    """Expected values that were typed: a house rule, since `agree` asks the reference for them."""
    for name, check in checks.items():
        typed = {
            target.id
            for node in ast.walk(check)
            if isinstance(node, ast.Assign) and _is_typed(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(check):
            if not isinstance(node, ast.Call) or _last(node.func) not in _COMPARES or len(node.args) < 2:
                continue
            if any(_is_typed(each) or (isinstance(each, ast.Name) and each.id in typed) for each in node.args[:2]):
                say = (
                    f"`{name}` holds the result against numbers that were typed; give the probe to `agree`, which asks"
                )
                yield node.lineno, "typed-value", f"{say} the reference, knows the tolerance and shows what differs"


def ways_to_solutions(nodes: Sequence[ast.AST]) -> Iterator[Told]:
    """A path to where the references lie: nothing that a check reads there is there in a worker."""
    texts = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            if _SOLUTIONS.search(node.value) and not any(sign in node.value for sign in " \n"):
                say = (
                    f"the checks reach into the solutions with '{node.value}'; delete this: `agree` asks the reference"
                )
                yield node.lineno, "imports-solution", f"{say}, and a probe gets the implementation as `impl`"


def not_asked_for(tree: ast.Module, missing: set[str]) -> Iterator[Told]:
    """Fixtures, or `probe`, that are used without being asked for; those told are taken from `missing`."""
    for function in tree.body:
        if not isinstance(function, ast.FunctionDef):
            continue
        used = {
            node.id: node.lineno
            for node in reversed(list(ast.walk(function)))
            if isinstance(node, ast.Name) and node.id in FIXTURES and node.id in missing
        }
        if not used:
            continue
        names = [name for name in FIXTURES if name in used]
        line, listed = min(used.values()), " and ".join(f"`{name}`" for name in names)
        if function.name.startswith("test_"):
            say = f"{listed} {'is' if len(names) == 1 else 'are'} asked for by a parameter: write "
            yield line, "undefined-name", say + _written(function, names)
        else:
            say = f"only checks get {listed}; let the check hand `{function.name}` what it needs"
            yield line, "undefined-name", say
    missing -= set(FIXTURES)


def _written(check: ast.FunctionDef, more: list[str]) -> str:
    return f"`def {check.name}({', '.join([*arguments(check), *more])})`"


def _modules(tree: ast.Module) -> dict[str, str]:
    """What the names of the file stand for, as far as it imports them: `np` for numpy, `randn` for torch.randn."""
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.partition(".")[0]
                known[alias.asname or package] = alias.name if alias.asname else package
        elif isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return known


def _draw(call: ast.Call, modules: Mapping[str, str]) -> str:
    """The call as it is written, where it draws numbers that nothing seeds; empty otherwise."""
    if any(keyword.arg == "generator" for keyword in call.keywords):
        return ""
    written = ast.unparse(call.func)
    first, _, rest = written.partition(".")
    if first not in modules:
        return written if isinstance(call.func, ast.Attribute) and call.func.attr in _FILLS else ""
    whole = f"{modules[first]}.{rest}".rstrip(".")
    module, _, name = whole.rpartition(".")
    if module == "torch" and name in _DRAWS | _LIKE:
        return written
    return written if module in ("random", "numpy.random", "torch.nn.init") and name not in _NO_DRAW else ""


_NO_DRAW = {"Random", "Generator", "seed", "getstate", "setstate", "zeros_", "ones_", "constant_", "eye_"}


def _is_typed(node: ast.expr) -> bool:
    """Whether this is `torch.tensor([...])` of nothing but numbers."""
    if not isinstance(node, ast.Call) or _last(node.func) != "tensor" or not node.args:
        return False
    inside = [each for each in ast.walk(node.args[0]) if isinstance(each, ast.expr)]
    return all(isinstance(each, ast.Constant | ast.List | ast.Tuple | ast.UnaryOp) for each in inside)


def _last(function: ast.expr) -> str:
    """`allclose` of `torch.allclose`."""
    return getattr(function, "attr", getattr(function, "id", ""))
