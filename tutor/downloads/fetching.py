"""One entry of the table onto this computer: looked for first, locked, transferred, checked, then renamed.

A file stands under its name only when its checksum is right; until then it is a `.part`. Whoever serves that folder to
others (`python -m http.server`) has a mirror for them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from filelock import FileLock, Timeout

from tutor.downloads import places
from tutor.downloads.checksum import sha256
from tutor.downloads.table import Download, File, megabytes
from tutor.downloads.transfer import Elsewhere, Failed, transfer

MIRROR = "DLTUTOR_MIRROR"


@dataclass(frozen=True, slots=True)
class Watcher:
    """Whoever wants to see it happen.

    Attributes:
        begins: a file is about to come, from this address.
        here: so many of its bytes are here.
        says: a sentence about something unexpected that needs no decision.
    """

    begins: Callable[[File, str], None]
    here: Callable[[File, int], None]
    says: Callable[[str], None]


def fetch(download: Download, mirror: str, watcher: Watcher) -> tuple[Path, bool]:
    """All files of an entry, and whether anything had to come. `mirror` is an address or a folder laid out as ours, or
    empty. Failed says what hinders."""
    waiting = [file for file in download.files if not _lies_here(download, file, watcher)]
    if waiting:
        with _alone(places.folder() / download.name, watcher):
            for file in waiting:
                if not places.own(download, file).exists():  # another dltutor may have been faster
                    _fetch(download, file, mirror, watcher)
    found = places.find(download)
    assert found is not None
    return found, bool(waiting)


def kept(download: Download) -> str:
    """What an interrupted try left, as a sentence; empty where nothing."""
    parts = [(_part(download, file), file.size) for file in download.files]
    here = [(part.stat().st_size, size) for part, size in parts if part.exists()]
    return " ".join(f"{megabytes(got)} of {megabytes(size)} MB are kept." for got, size in here)


def _lies_here(download: Download, file: File, watcher: Watcher) -> bool:
    """Whether a sound copy is here. A damaged one of ours makes room; one of torch's is told and left alone."""
    for path in places.candidates(download, file):
        if not path.is_file():
            continue
        if sha256(path) == file.sha256:
            return True
        if path == places.own(download, file):
            watcher.says(f"{path} is damaged, so it is fetched again.")
            with suppress(OSError):  # what can't be removed can't be written either, which is told below
                path.unlink()
        else:
            watcher.says(f"{path} is damaged or another file of that name, so it is not used.")
    return False


def _fetch(download: Download, file: File, mirror: str, watcher: Watcher) -> None:
    troubles = []
    for url in _addresses(download, file, mirror):
        try:
            _from(url, download, file, watcher)
            return
        except Elsewhere as error:
            troubles.append(str(error))
    instead = f" Without the mirror it comes from {urlsplit(file.urls[0]).netloc}." if mirror else ""
    where = places.own(download, file)
    raise Failed(f"{' '.join(dict.fromkeys(troubles))}{instead} Whoever has {file.name} can also copy it to {where}.")


def _from(url: str, download: Download, file: File, watcher: Watcher) -> None:
    """From one address. What an earlier try left may be of another file, so a wrong whole is fetched anew, once."""
    part, target = _part(download, file), places.own(download, file)
    while True:
        older = part.exists()
        _room(part, file)
        watcher.begins(file, url)
        transfer(url, part, file.size, lambda here: watcher.here(file, here))
        digest = sha256(part)
        if digest == file.sha256:
            break
        part.unlink(missing_ok=True)
        if not older:
            raise Elsewhere(
                f"What came from {url} is not the file that it should be: its SHA-256 begins with {digest[:8]}, "
                f"not with {file.sha256[:8]}. It was thrown away."
            )
        watcher.says("What an earlier try left did not fit, so it begins again.")
    try:
        _settle(part, target)
    except OSError as error:
        raise Failed(f"{target} can't be written ({error.strerror}).") from None


def _addresses(download: Download, file: File, mirror: str) -> tuple[str, ...]:
    """Where it is asked for: at the mirror alone, if there is one."""
    if not mirror:
        return file.urls
    base = mirror if "://" in mirror else Path(mirror).expanduser().absolute().as_uri()
    return tuple(f"{base.rstrip('/')}/{quote(name)}" for name in (f"{download.name}/{file.name}", file.name))


def _part(download: Download, file: File) -> Path:
    return places.own(download, file).with_name(f"{file.name}.part")


def _room(part: Path, file: File) -> None:
    """Failed where the disk has less room than what is missing."""
    missing = file.size - (part.stat().st_size if part.exists() else 0)
    free = shutil.disk_usage(part.parent).free
    if free < missing:
        raise Failed(
            f"{file.name} needs {megabytes(missing)} MB more, and the disk of {part.parent} has {megabytes(free)} MB "
            f"free. Free some, or let {places.MOVED} name a folder elsewhere."
        )


@contextmanager
def _alone(folder: Path, watcher: Watcher) -> Iterator[None]:
    """While no other dltutor fetches into this folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            watcher.says("Another dltutor is fetching this; waiting for it.")
            lock.acquire()
    except OSError as error:
        raise Failed(
            f"{folder} can't be written ({error.strerror}). Let {places.MOVED} name a folder of yours."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _settle(part: Path, target: Path) -> None:
    """Gives a sound file its name, once its bytes are on the disk."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
