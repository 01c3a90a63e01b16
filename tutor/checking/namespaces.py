"""Forks a worker into namespaces of its own, where the kernel lets an ordinary user make them.

There it sees no other process, has no network, can fill no disk, and is ended with everything it ever started, however
it hid that: when the first process of a PID namespace dies, the kernel kills the rest. This first process is a small
init of ours that waits for the worker and hands on how it ended; see pid_namespaces(7) and user_namespaces(7). Where
there are no namespaces, the init is there all the same, so that the parent that the learner's code sees is never the
fork parent, and sweeps up what the worker leaves.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

from tutor.checking import limits, sweep

_CLONE = {"x86_64": 56, "aarch64": 220}  # the number of clone(2)
_NEWNS, _NEWUSER, _NEWPID, _NEWNET, _NEWIPC = 0x20000, 0x10000000, 0x20000000, 0x40000000, 0x08000000
_FLAGS = _NEWNS | _NEWUSER | _NEWPID | _NEWNET | _NEWIPC
_PR_SET_PDEATHSIG = 1
_MS_NOSUID, _MS_NODEV = 2, 4
_DISK = f"size={limits.DISK},nr_inodes={limits.FILES},mode=700".encode()
_SHARED = "/dev/shm"  # of which `multiprocessing` makes its locks and a DataLoader its tensors
_PID_MAX = Path("/proc/sys/kernel/pid_max")
_FIRST_PIDS = 300  # when the numbers are used up, the kernel begins again here

_alone = False  # whether this process is in namespaces of its own


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
    """Like `os.fork`, into new namespaces where they are offered: 0 in the child; in the parent the process id of its
    init, and a descriptor from which `status` reads how the child ended. OSError where it is refused."""
    global _alone
    user, group = os.geteuid(), os.getegid()
    alone, bounded = offered(), _bounds_numbers()
    reading, writing = os.pipe()
    pid = _clone(_FLAGS) if alone else os.fork()
    if pid < 0:
        os.close(reading)
        os.close(writing)
        raise OSError("no namespaces here")
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if _unread(writing):
        os._exit(1)  # the parent died before it was listened for
    os.setsid()
    if alone:
        _keep_identity(user, group)
        if bounded:
            _PID_MAX.write_text(str(_FIRST_PIDS + limits.PROCESSES))
    else:
        sweep.inherit()
    limits.bound_processes(alone)
    child = os.fork()
    if child:
        _init(child, writing, alone)
    os.close(writing)
    _alone = alone
    return 0, -1


def status(descriptor: int, of_init: int) -> int:
    """How the child of `fork` ended, as `os.waitpid` says it; how its init ended, where that was killed first."""
    told = os.read(descriptor, 4)
    os.close(descriptor)
    return int.from_bytes(told, "little") if len(told) == 4 else of_init


def own_disks(folder: str) -> tuple[str, ...]:
    """Lays a small disk in memory over a folder, and one over the place of shared memory, for the eyes of this worker
    alone: it can fill no other, and all on them goes with the namespace. Tells which it laid: none outside namespaces
    or where the kernel refuses."""
    if not _alone:
        return ()
    mount, flags = ctypes.CDLL(None).mount, _MS_NOSUID | _MS_NODEV
    places = (folder, _SHARED)
    return tuple(place for place in places if not mount(b"dltutor", os.fsencode(place), b"tmpfs", flags, _DISK))


def _init(child: int, writing: int, alone: bool) -> NoReturn:
    """Reaps until the child ends, says how, and leaves: with it go all that are left in the namespace."""
    try:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGABRT))  # which tells where it stands
        for first, last in ((0, writing), (writing + 1, os.sysconf("SC_OPEN_MAX"))):
            os.closerange(first, min(last, 1 << 16))  # else a socket of the worker's would never be seen to close
        while True:
            pid, how = os.wait()
            if pid == child:
                os.write(writing, how.to_bytes(4, "little"))
                break
        if not alone:
            sweep.all_but()
    finally:
        os._exit(0)


def _unread(writing: int) -> bool:
    """Whether nobody holds the other end of a pipe any more."""
    waiting = select.poll()
    waiting.register(writing, 0)
    return bool(waiting.poll(0))


@cache
def _bounds_numbers() -> bool:
    """Whether a PID namespace has a highest number of its own (Linux 6.14). It bounds how many processes there are for
    root, too, who feels no other limit; before, the file means the whole machine, where this tries 1 ms of a harmless
    value."""
    if not offered() or os.geteuid() != 0:
        return False
    before = _PID_MAX.read_text()
    harmless = str(2**22 - 1)
    pid = _clone(_FLAGS)
    if pid == 0:
        with contextlib.suppress(OSError):
            _PID_MAX.write_text(harmless)
            os._exit(0)
        os._exit(1)
    _, how = os.waitpid(pid, 0)
    if _PID_MAX.read_text() != before:
        _PID_MAX.write_text(before)
        return False
    return how == 0 and before.strip() != harmless


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
