"""Reading and writing what belongs to the learner: whole or not at all, and never at the same time as another dltutor.

Everything that goes into the workspace passes through `write_whole`. A crash, a full disk or a second process leaves
either the old text or the new one, never half of each.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.learner.refused import Refused
from tutor.render.plain import pictured

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FORBIDDEN = (errno.EACCES, errno.EPERM)


def sha256(data: bytes) -> str:
    """The name by which one state of a file is known everywhere: in verdicts, attempts and the manifest."""
    return hashlib.sha256(data).hexdigest()


def shown(path: Path) -> str:
    """`path` as a person writes it: with `~` for the home folder, on one line, without what a terminal obeys."""
    home = os.path.expanduser("~")
    text = str(path)
    return pictured("~" + text[len(home) :] if text.startswith(home + os.sep) else text)


def text_of(data: bytes, path: Path, address: str) -> str:
    """`data`, which is what `path` holds, as text. Refused where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        say = f"{shown(path)} is not UTF-8 text (byte {error.start}). Save it as UTF-8 in your editor, "
        raise Refused(f"{say}or put the stub back with `dltutor reset {address}`.") from error


def write_whole(path: Path, data: bytes) -> None:
    """Puts `data` at `path`, whole or not at all: a temporary file beside it, flushed to the disk, then renamed.

    A symbolic link stays one (the file it names is replaced), and the permissions of an older file are kept. Refused
    where the folder is read-only or the disk full, and where something else than a file would be replaced.
    """
    target = Path(os.path.realpath(path))
    with refusing(target):
        if target.exists() and not target.is_file():
            raise Refused(f"{shown(target)} can't be used: it is no ordinary file. Move it away, or name another.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with _written_beside(target, data) as name:
            os.replace(name, target)


def write_new(paths: Iterable[Path], data: bytes) -> Path:
    """Puts `data` at the first of the `paths` where nothing is yet, whole or not at all, and never over what another
    dltutor puts there at the same moment; returns where. Refused like `write_whole`."""
    for path in paths:
        with refusing(path), contextlib.suppress(FileExistsError), _written_beside(path, data) as name:
            try:
                os.link(name, path)
            except FileExistsError:
                raise
            except OSError:  # a file system without links: the name is taken first
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                os.replace(name, path)
            return path
    raise AssertionError("all names are taken")


@contextlib.contextmanager
def _written_beside(target: Path, data: bytes) -> Iterator[str]:
    """The name of a file in the same folder that holds `data`, flushed to the disk; it is gone afterwards."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _mode(target))
        yield name
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)


def _mode(path: Path) -> int:
    """The permissions of `path`, or those a new file gets."""
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextlib.contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turns what the disk says about `path` into a sentence with the step that mends it."""
    try:
        yield
    except OSError as error:
        raise refusal(error, path) from error


def refusal(error: OSError, path: Path) -> Refused:
    """The sentence for one error of the file system."""
    if error.errno in FULL:
        return Refused(f"The disk is full: {shown(path)} is as it was. Free some space and try again.")
    if error.errno == errno.EROFS:
        return Refused(
            f"{shown(path)} can't be written: it lies on a file system that is read-only. "
            "Work elsewhere with --workspace DIR."
        )
    if error.errno in FORBIDDEN:
        folder = shown(path.parent)
        return Refused(
            f"{shown(path)} can't be written: {folder} is read-only for you. "
            f"Make it writable (`chmod -R u+w {folder}`), or work elsewhere with --workspace DIR."
        )
    reason = error.strerror or str(error)
    return Refused(f"{shown(path)} can't be used ({reason}). Mend that, or work elsewhere with --workspace DIR.")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the lock file `path`, so that two processes don't prepare or mend one workspace at the same time.

    Where the file system has no locks (some network homes), the work goes on without: every write is whole anyway.
    """
    with refusing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with contextlib.suppress(ImportError, OSError):
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
