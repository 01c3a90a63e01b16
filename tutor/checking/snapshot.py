"""Read a learner's file once, as bytes: never a link, a pipe or a device, never more than a page of code can be.

Whoever reads a file that a learner can put there reads it here: a check, a watcher, the built-in editor.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

MAX_BYTES = 1_000_000


class Unreadable(Exception):
    """A file that can't be checked; the text is one sentence that says why and what mends it."""


def read(path: Path) -> bytes:
    """The bytes of a regular file. Unreadable otherwise."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable(f"{path} does not exist. `{_reset(path)}` puts the stub back.") from None
    except PermissionError:
        raise Unreadable(f"{path} can't be read. `chmod u+r` on it gives you the right to.") from None
    except OSError as fault:
        raise _odd(path) or Unreadable(f"{path} can't be read: {fault.strerror}.") from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _odd(path) or Unreadable(f"{path} is no ordinary file any more. Check again.")
        if status.st_size > MAX_BYTES:
            raise Unreadable(f"{path} has {status.st_size:,} bytes; an exercise has a few thousand. Shorten it.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as fault:
        raise Unreadable(f"{path} can't be read: {fault.strerror}.") from None
    finally:
        os.close(handle)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{path} is too long to be an exercise. Shorten it.")
    return data


def is_ordinary(path: Path) -> bool:
    """Whether there is a file of its own here: no link to one, no folder, no pipe."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _odd(path: Path) -> Unreadable | None:
    """What is there instead of a file, with the way out."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return None
    if stat.S_ISREG(mode):
        return None
    kind = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
    return Unreadable(
        f"{path} is {kind}, and only a file of your own is read here. Put one there, or let `{_reset(path)}` put the "
        "course's there: what is there now is kept."
    )


def _reset(path: Path) -> str:
    """The command for a file of a workspace: its folder and its name are an address, too."""
    return f"dltutor reset {path.parent.name}/{path.name}"
