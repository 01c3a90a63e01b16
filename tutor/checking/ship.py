"""What of a check file goes to the worker: the probes and all they reach, nothing else.

The text is shipped rather than functions, since `inspect.getsource` loses helpers, imports and defaults. Lines that no
probe reaches are blanked, so line numbers stay and no `test_` body, expected value or closed form ever travels.
"""

from __future__ import annotations

import ast
import linecache
import os
import types
from typing import Any

from tutor.syntax import is_docstring, parse


def probe_names(tree: ast.Module) -> tuple[str, ...]:
    """The functions marked `@probe`, in file order."""
    return tuple(
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(decorator, ast.Name) and decorator.id == "probe" for decorator in node.decorator_list)
    )


def check_titles(tree: ast.Module) -> dict[str, str]:
    """`{"test_scores_match": "Each score is ..."}`: the checks of a file in order, with the promise learners read."""
    titles = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            promise = (ast.get_docstring(node) or "").strip().partition("\n")[0].strip()
            titles[node.name] = promise or node.name.removeprefix("test_").replace("_", " ").capitalize()
    return titles


def shipped(text: str, tree: ast.Module | None = None) -> str:
    """The check file's text with every top-level statement blanked that no probe reaches. `tree` is the text parsed."""
    tree = tree or parse(text)
    needed = set(probe_names(tree))
    statements = {node: _defined(node) for node in tree.body}
    kept: set[ast.stmt] = set()
    while True:
        fresh = [
            node
            for node, defined in statements.items()
            if node not in kept and (defined is None or defined & needed) and not is_docstring(node)
        ]
        if not fresh:
            break
        for node in fresh:
            kept.add(node)
            needed |= {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    lines = text.splitlines()
    out = [""] * len(lines)
    for node in kept:
        start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        out[start - 1 : node.end_lineno] = lines[start - 1 : node.end_lineno]
    return "\n".join(out) + "\n"


def load_probes(text: str, path: str) -> dict[str, Any]:
    """The functions of the shipped text, in a module of their own that no learner code can import by name."""
    shown = f"<checks of {os.path.basename(path)}>"
    linecache.cache[shown] = (len(text), None, [], shown)
    module = types.ModuleType("__dltutor_checks__")
    exec(compile(text, shown, "exec", dont_inherit=True), module.__dict__)
    return {name: value for name, value in vars(module).items() if getattr(value, "__probe__", False)}


def _defined(node: ast.stmt) -> set[str] | None:
    """The names a statement defines; None for imports, which always travel."""
    if any(isinstance(part, ast.Import | ast.ImportFrom) for part in ast.iter_child_nodes(node)) or isinstance(
        node, ast.Import | ast.ImportFrom
    ):
        return None
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return {node.name}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}
