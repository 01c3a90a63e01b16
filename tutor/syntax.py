"""Python text as a tree, one at a time: everything that reads code parses it here.

In CPython 3.11 a thread that builds a tree while another one does can end in "SystemError: AST constructor recursion
depth mismatch", since both count their depth in one place. The screens check in one thread and read the course again in
another.
"""

from __future__ import annotations

import ast
import threading

_one_at_a_time = threading.Lock()


def parse(source: str | bytes) -> ast.Module:
    """As `ast.parse`: SyntaxError, ValueError (a null character), RecursionError."""
    with _one_at_a_time:
        return ast.parse(source)


def is_docstring(node: object) -> bool:
    """Whether a statement is nothing but text, as a docstring is."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
