"""What became of a run that did not end as it should: the exception in the learner's terms, and its sentence."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any, get_args

from tutor.checking import limits
from tutor.checking.verdict import Reason

_OTHER_ARGUMENTS = re.compile(r"\w\(\) (missing|takes|got an unexpected keyword|got multiple)")
_MEANS = {
    "time": "is there a loop that never ends, or something that waits?",
    "signal": "is there a recursion without end, or a call outside Python?",
    "output": "is there a print inside a loop that never ends?",
    "tampered": "your code must return its result and leave the rest of the program alone.",
}
_SENT = ("SIGKILL", "SIGTERM", "SIGALRM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGQUIT")
_SENT_MEANS = "does it send a signal, set an alarm, or use up the memory of this machine?"
_HINTS = {
    "EOFError: EOF when reading a line": "Nobody types anything here: take what you need as an argument",
    "BlockingIOError: [Errno 11]": f"A check may have {limits.PROCESSES} processes and threads at a time",
    "RuntimeError: can't start new thread": f"A check may have {limits.PROCESSES} processes and threads at a time",
    "OSError: [Errno 27]": f"A check may write files of {limits.FILE // 2**20} MB",
    "OSError: [Errno 28]": f"A check may write {limits.DISK // 2**20} MB in {limits.FILES} files",
}


_REASONS = frozenset(get_args(Reason))
_MAX_MESSAGE = 1_100


class Forbidden(Exception):
    """The learner's file called what the exercise asks to write by hand."""


class Hidden(ImportError):
    """The learner's file asked for a module of the checker."""


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception, as far as the learner's file is concerned.

    `line` is the innermost line of their files, `called_from` the lines above it; None where their code had already
    returned (`inside` is False) and what it returned did not fit. `shapes` tells the tensors on that line.
    """

    reason: str
    kind: str
    message: str
    file: str = ""
    line: int | None = None
    called_from: tuple[int, ...] = ()
    shapes: tuple[str, ...] = ()
    inside: bool = False

    def to_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, fields: dict[str, Any]) -> Raised:
        """Rebuilds what `to_plain` made. TypeError or KeyError on anything else."""
        line = fields["line"]
        if fields["reason"] not in _REASONS or not (line is None or type(line) is int):
            raise TypeError("no end that a probe can have")
        texts = {name: str(fields[name])[:_MAX_MESSAGE] for name in ("kind", "message", "file")}
        return cls(
            reason=fields["reason"],
            line=line,
            called_from=tuple(int(above) for above in fields["called_from"][:3]),
            shapes=tuple(str(shape)[:_MAX_MESSAGE] for shape in fields["shapes"][:6]),
            inside=fields["inside"] is True,
            **texts,
        )

    @classmethod
    def tampering(cls, what: str) -> Raised | None:
        """What the guard has found, if it has."""
        return cls("tampered", "", what, inside=True) if what else None

    @property
    def is_tampering(self) -> bool:
        """Whether this is what the guard has found, and not bytes that make no sense."""
        return self.reason == "tampered" and self.kind == ""

    @property
    def sentence(self) -> str:
        """What a learner reads, without the line itself (the report shows that)."""
        if self.reason == "unfinished":
            return "Still to be written: it raises NotImplementedError."
        if self.reason == "early_exit":
            return f"Your code ends the program ({self.kind}) instead of returning."
        if self.reason == "forbidden":
            return self.message
        if self.reason == "syntax":
            return f"Python can't read this line: {self.message}."
        if self.is_tampering:
            return f"Your code {self.message}."
        if self.reason in ("time", "signal", "output", "tampered"):
            means = _SENT_MEANS if self.kind in _SENT else _MEANS[self.reason]
            return f"{self.message[:1].upper()}{self.message[1:]}: {means}"
        if self.reason == "memory":
            return "Your code asks for more memory than a check may use: is a shape far larger than you think?"
        head = f"{self.kind}: {self.message}" if self.message else f"{self.kind} was raised."
        if not self.inside:
            if self.kind == "TypeError" and _OTHER_ARGUMENTS.search(self.message):
                return f"Your code can't be called in the way that the docstring says: {head}"
            return f"What your code returned can't be used: {head}"
        if self.reason == "import":
            head += ".\nOf your other files a check sees only those that this one imported when you got it"
        if hint := next((hint for sign, hint in _HINTS.items() if sign in head), ""):
            head += f".\n{hint}"
        above = f" Called from line {self.called_from[-1]}." if self.called_from else ""
        there = f"\nOn that line: {', '.join(self.shapes)}." if self.shapes else ""
        end = "" if head.endswith((".", "?", "!", "…")) else "."
        return f"{head}{end}{above}{there}"
