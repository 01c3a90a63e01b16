"""What an implementation has to pass before a probe runs it: it parses, shows nothing forbidden, and can be imported.

The worker asks this of a learner's file, a proof of an author's other answers: one rule for both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tutor.checking.forbid import Forbid, said
from tutor.checking.loading import Library, Source
from tutor.checking.raised import Raised
from tutor.checking.run import load
from tutor.syntax import parse

_INSIDES = re.compile(
    rb"\b(f_(?:back|locals|globals|builtins)|tb_frame|[gc]i_frame|[ac][gr]_frame|_getframe|_current_frames|__subclasses__"
    rb"|__globals__|py_object|pythonapi|__closure__|cell_contents|DisableTorchFunction|_pop_torch_function_stack|_DisableTorchDispatch)\b"
)


def screened(library: Library, target: str, forbid: Forbid) -> Raised | None:
    """What is wrong with the text itself, or nothing: it is no Python, or it spells out what is forbidden."""
    source = library.sources[target]
    try:
        library.code(target)
        found = forbid.scan(source.data) if forbid else None
    except SyntaxError as fault:
        return Raised("syntax", type(fault).__name__, fault.msg or "", source.path, fault.lineno, inside=True)
    except (ValueError, RecursionError, MemoryError) as fault:  # NUL bytes, brackets a thousand deep
        return Raised("syntax", "SyntaxError", str(fault), source.path, None, inside=True)
    if found:
        return Raised("forbidden", "Forbidden", said(found[1]), source.path, found[0], inside=True)
    return _insides(source)


def _insides(source: Source) -> Raised | None:
    """What leads from a function into the program that called it. No exercise needs these names."""
    if not _INSIDES.search(source.data):
        return None
    for node in ast.walk(parse(source.data)):
        if isinstance(node, ast.Attribute) and _INSIDES.fullmatch(node.attr.encode()):
            says = f"looks into the program that runs it ({node.attr})"
            return Raised("tampered", "", says, source.path, node.lineno, inside=True)
    return None


def imported(library: Library, target: str, forbid: Forbid, hold: Callable[[], None] = lambda: None) -> Raised | None:
    """What importing says, or nothing. What is forbidden is forbidden there, too."""
    with forbid.traced():
        _, raised = load(library, target, hold)
    return raised
