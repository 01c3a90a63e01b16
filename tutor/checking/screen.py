"""What an implementation has to pass before a probe runs it: it parses, shows nothing forbidden, and can be imported.

The worker asks this of a learner's file, a proof of an author's other answers: one rule for both.
"""

from __future__ import annotations

from tutor.checking.forbid import Forbid, said
from tutor.checking.loading import Library
from tutor.checking.run import Raised, load


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
    return Raised("forbidden", "Forbidden", said(found[1]), source.path, found[0], inside=True) if found else None


def imported(library: Library, target: str, forbid: Forbid) -> Raised | None:
    """What importing says, or nothing. What is forbidden is forbidden there, too."""
    with forbid.traced():
        _, raised = load(library, target)
    return raised
