"""What /proc knows of the tutor's processes: which there are, what each is for, and what each holds."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MARK = "DLTUTOR_STEADY"
PATIENCE = 15.0  # a fork parent that is importing torch hears of its supervisor's end afterwards
_NICE = 5  # of a training script, above that of its fork parent

Role = Literal["fork parent", "judge", "init", "worker", "trainer"]


@dataclass(frozen=True, slots=True)
class Held:
    """What one process holds."""

    memory: int  # kB of its own making: anonymous pages, shared with forked children or not
    resident: int  # kB
    threads: int
    descriptors: int


def held(pid: int) -> Held:
    """What the process `pid` holds now."""
    process = Path(f"/proc/{pid}")
    sizes = dict(line.split()[:2] for line in (process / "smaps_rollup").read_text().splitlines()[1:])
    return Held(
        memory=int(sizes["Anonymous:"]),
        resident=int(sizes["Rss:"]),
        threads=len(os.listdir(process / "task")),
        descriptors=len(os.listdir(process / "fd")),
    )


class Family:
    """The processes below this one that have come since: of a tutor in this process, and of no other. The suite keeps
    fork parents for other tests meanwhile."""

    def __init__(self) -> None:
        self._others = frozenset(_children(os.getpid()))

    def members(self) -> frozenset[int]:
        """All of them, dead ones that nobody has reaped among them."""
        return frozenset(pid for child in self._own() for pid in (child, *_below(child)))

    def by_role(self) -> dict[Role, list[int]]:
        """What each is for, as far as they can be told apart from outside."""
        found: dict[Role, list[int]] = {"fork parent": [], "judge": [], "init": [], "worker": [], "trainer": []}
        for parent in self._own():
            if "tutor.checking.zygote" not in _command(parent):
                continue
            found["fork parent"].append(parent)
            for child in _children(parent):
                with contextlib.suppress(OSError):
                    if _namespace(child) != _namespace(parent):
                        found["init"].append(child)
                        found["worker"] += _children(child)
                    elif os.getpriority(os.PRIO_PROCESS, child) == os.getpriority(os.PRIO_PROCESS, parent) + _NICE:
                        found["trainer"].append(child)
                    else:
                        found["judge"].append(child)
        return found

    def _own(self) -> list[int]:
        return [child for child in _children(os.getpid()) if child not in self._others]


def marked(mark: str) -> set[int]:
    """The processes that carry the mark in the environment they were started with, wherever they went."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended, or is somebody else's
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.add(int(process.name))
    return found


def survivors(mark: str, but: frozenset[int] = frozenset()) -> list[str]:
    """Sentences on the marked processes that are still there after some patience. Empty is right."""
    ends = time.monotonic() + PATIENCE
    while (left := marked(mark) - but) and time.monotonic() < ends:
        time.sleep(0.02)
    return [f"process {pid} has survived: {_command(pid)}" for pid in sorted(left)]


def settle() -> None:
    """Waits for the threads of this process that prepare its next check."""
    for thread in threading.enumerate():
        if thread.name.startswith("dltutor"):
            thread.join(PATIENCE)


def kill(pid: int) -> bool:
    """`kill -9`, and waits for its end; whether there was such a process."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    while _state(pid) not in "ZX":
        time.sleep(0.001)
    return True


def _state(pid: int) -> str:
    """`R`, `S`, ... or `Z` for one that is dead and not yet reaped; `X` for none."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    return "X"


def _children(pid: int) -> list[int]:
    with contextlib.suppress(OSError):
        listed = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
        return [int(child) for children in listed for child in children]
    return []


def _below(pid: int) -> Iterator[int]:
    for child in _children(pid):
        yield child
        yield from _below(child)


def _namespace(pid: int) -> str:
    return os.readlink(f"/proc/{pid}/ns/pid")


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    return "(gone)"
