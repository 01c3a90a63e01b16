"""Forks a child into namespaces of its own, where the kernel lets an ordinary user make them.

There it sees no other process, has no network, and is ended with everything it ever started, however it hid that: when
the first process of a PID namespace dies, the kernel kills the rest. This first process is a small init of ours that
waits for the worker and hands on how it ended; see pid_namespaces(7) and user_namespaces(7).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

_CLONE = {"x86_64": 56, "aarch64": 220}  # the number of clone(2)
_NEWUSER, _NEWPID, _NEWNET, _NEWIPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000
_FLAGS = _NEWUSER | _NEWPID | _NEWNET | _NEWIPC
_PR_SET_PDEATHSIG = 1


@cache
def offered() -> bool:
    """Whether this kernel makes namespaces for this user. Tries it once, 1 ms; call it in a process of one thread.
    DLTUTOR_NO_NAMESPACES=1 does without, as a kernel that has none."""
    if sys.platform != "linux" or os.uname().machine not in _CLONE or os.environ.get("DLTUTOR_NO_NAMESPACES") == "1":
        return False
    pid = _clone(_FLAGS)
    if pid == 0:
        os._exit(0)
    if pid > 0:
        os.waitpid(pid, 0)
    return pid > 0


def fork() -> tuple[int, int]:
    """Like `os.fork`, into new namespaces: 0 in the child, which is the second process there; in the parent the process
    id of its init, and a descriptor from which `status` reads how the child ended. OSError where it is refused."""
    user, group = os.geteuid(), os.getegid()
    reading, writing = os.pipe()
    pid = _clone(_FLAGS)
    if pid < 0:
        os.close(reading)
        os.close(writing)
        raise OSError("no namespaces here")
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _keep_identity(user, group)
    child = os.fork()
    if child:
        _init(child, writing)
    os.close(writing)
    return 0, -1


def status(descriptor: int, of_init: int) -> int:
    """How the child of `fork` ended, as `os.waitpid` says it; how its init ended, where that was killed first."""
    told = os.read(descriptor, 4)
    os.close(descriptor)
    return int.from_bytes(told, "little") if len(told) == 4 else of_init


def _init(child: int, writing: int) -> NoReturn:
    """Reaps until the child ends, says how, and leaves: with it go all that are left in the namespace."""
    try:
        for first, last in ((0, writing), (writing + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(first, min(last, 1 << 16))  # else a socket of the worker's would never be seen to close
        while True:
            pid, how = os.wait()
            if pid == child:
                os.write(writing, how.to_bytes(4, "little"))
                break
    finally:
        os._exit(0)


def _keep_identity(user: int, group: int) -> None:
    """The same user and group inside as outside; without it the process would seem to be nobody."""
    with contextlib.suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _clone(flags: int) -> int:
    """clone(2) as a fork, with what Python does around one; negative where it is refused."""
    python, libc = ctypes.pythonapi, ctypes.PyDLL(None)  # PyDLL: the interpreter's lock stays with this thread
    libc.syscall.restype = ctypes.c_long
    number = _CLONE[os.uname().machine]
    python.PyOS_BeforeFork()
    pid = int(libc.syscall(ctypes.c_long(number), ctypes.c_ulong(flags | signal.SIGCHLD), *[ctypes.c_long(0)] * 4))
    python.PyOS_AfterFork_Child() if pid == 0 else python.PyOS_AfterFork_Parent()
    return pid
