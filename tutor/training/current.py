"""The reporter of this process, made by the first call of `tutor.live`: the fork parent imports that before any run."""

from __future__ import annotations

import atexit
import os
import sys

from tutor.training import lines
from tutor.training.reporter import Reporter
from tutor.training.threads import threads

_current: Reporter | None = None


def reporter() -> Reporter:
    """Writes events to the file that `DLTUTOR_EVENTS` names, and reads a learner's lines from the one that
    `DLTUTOR_ANSWERS` names; without the first draws for whoever runs the script by hand."""
    global _current
    if _current is None:
        fd = os.environ.pop("DLTUTOR_EVENTS", None)  # popped: a process that the script starts is not part of the run
        answers = os.environ.pop("DLTUTOR_ANSWERS", None)
        if fd is not None:
            from tutor.training.pipe import Pipe

            _current = Reporter(Pipe(int(fd)), lines.Descriptor(int(answers)) if answers is not None else None)
        else:
            from tutor.training.byhand import Bars, Lines

            _current = Reporter(Bars() if sys.stdout.isatty() else Lines(), lines.keyboard())
            if "torch" in sys.modules and "OMP_NUM_THREADS" not in os.environ:
                # All cores of a busy machine are slower than one fewer: 29 s instead of 2 s were seen on two cores.
                sys.modules["torch"].set_num_threads(threads())
        atexit.register(close)
    return _current


def close() -> None:
    """Sends what is left and forgets the run. May be called twice."""
    global _current
    ended, _current = _current, None
    if ended is not None:
        ended.close()
