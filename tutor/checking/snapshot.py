"""Read a learner's file once, as bytes: never a link, a pipe or a device, never more than a page of code can be."""

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
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable(f"{path} does not exist. `dltutor reset` puts the stub back.") from None
    except PermissionError:
        raise Unreadable(f"{path} can't be read. `chmod u+r` on it gives you the right to.") from None
    except OSError as fault:
        if path.is_symlink():
            raise Unreadable(f"{path} is a link. Put a file of your own there; `dltutor reset` makes one.") from None
        raise Unreadable(f"{path} can't be read: {fault.strerror}.") from None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable(f"{path} is not an ordinary file. Move it away; `dltutor reset` puts the stub there.")
        if status.st_size > MAX_BYTES:
            raise Unreadable(f"{path} has {status.st_size:,} bytes; an exercise has a few thousand. Shorten it.")
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(MAX_BYTES + 1)
    finally:
        os.close(handle)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"{path} is too long to be an exercise. Shorten it.")
    return data
