"""What files a worker may open: Landlock, asked for by the worker itself before any of the learner's code runs.

It may read Python, what is installed, the tutor and the course's `exercises/`, and write into its own folder: nothing
else, above all not the solutions and the checks. From version 4 on (Linux 6.7) the kernel also refuses TCP, from
version 6 on (6.12) signals to processes outside. Needs no privilege, can't be undone, and is inherited by whatever the
worker starts. See landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_VERSION, _PATH_BENEATH, _NO_NEW_PRIVS = 1, 1, 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""From which version on all rights up to which bit can be taken away."""

WITH_NETWORK, _WITH_SIGNALS = 4, 6
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/proc/cpuinfo", "/sys/devices/system/cpu")
_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")


class Unconfined(RuntimeError):
    """The kernel offers Landlock and then refuses it: no learner code may run like that."""


@cache
def version() -> int:
    """The version of Landlock that this kernel offers; 0 where it offers none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION))))


def confine(writable: Iterable[str], readable: Iterable[str], hidden: Iterable[str]) -> None:
    """From now on this process opens only what it may: reads below `readable` (and what Python itself needs) except
    below `hidden`, and writes below `writable`. Does nothing where the kernel has no Landlock. Unconfined."""
    if not version():
        return
    rights = max(bits for since, bits in _RIGHTS.items() if since <= version())
    network, signals = 3 * (version() >= WITH_NETWORK), 2 * (version() >= _WITH_SIGNALS)
    attributes = struct.pack("=QQQ", rights, network, signals)[
        : 8 * (1 + (version() >= WITH_NETWORK) + (version() >= _WITH_SIGNALS))
    ]
    rules = _syscall(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint(0))
    if rules < 0:
        raise Unconfined("no rules can be made")
    try:
        covered = tuple(os.path.realpath(each) for each in hidden)
        for place in dict.fromkeys((*_SYSTEM, *_installed(), *readable)):
            for path in _without(os.path.realpath(place), covered):
                _allow(rules, path, _READ & rights)
        for device in _DEVICES:
            _allow(rules, device, (_READ_FILE | _WRITE_FILE) & rights)
        for folder in writable:
            _allow(rules, folder, rights)
        if ctypes.CDLL(None).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) or _syscall(_RESTRICT_SELF, ctypes.c_int(rules), 0):
            raise Unconfined("the rules are refused")
    finally:
        os.close(rules)


def _installed() -> Iterator[str]:
    """Where this Python and its packages are, the tutor among them."""
    yield from (sys.prefix, sys.base_prefix, sys.exec_prefix)
    yield from sysconfig.get_paths().values()
    yield str(Path(__file__).parents[1])
    yield from (path for path in sys.path if path.endswith(("site-packages", "dist-packages", ".zip")))


def _without(path: str, hidden: tuple[str, ...]) -> Iterator[str]:
    """`path`, or, since a rule covers all that is below, the parts of it that hold nothing hidden."""
    if any(path == each or path.startswith(f"{each}/") for each in hidden):
        return
    if not any(each.startswith(f"{path.rstrip('/')}/") for each in hidden):
        yield path
        return
    try:
        with os.scandir(path) as entries:
            inside = [entry.path for entry in entries]
    except OSError:
        return
    for each in inside:
        yield from _without(os.path.realpath(each), hidden)


def _allow(rules: int, path: str, access: int) -> None:
    try:
        file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there needs no rule
    try:
        if not os.path.isdir(path):
            access &= _OF_FILES
        rule = struct.pack("=Qi", access, file)
        if _syscall(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint(0)):
            raise Unconfined(f"no rule for {path}")
    finally:
        os.close(file)


def _syscall(number: int, *arguments: object) -> int:
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    return int(call(ctypes.c_long(number), *arguments))
