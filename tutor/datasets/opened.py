"""Archives that `dltutor fetch` brought, opened beside themselves: once, and whole or not at all.

They stay packed as they came, so that a folder can be checked again and served to others. What a reader needs as files
(torchvision reads no packed ones) is written to `opened` in the same folder. No path out of an archive is ever used:
each file that is wanted is known by name, and nothing else is taken out.
"""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from tutor import downloads
from tutor.downloads import places
from tutor.downloads.checksum import sha256
from tutor.downloads.table import TABLE

Write = Callable[[Path, Path], None]
"""Takes the folder of the archives, and an empty one to fill."""


class Unavailable(Exception):
    """The data can't be read here; the text says in plain sentences why, and what mends it."""


def archives(name: str) -> Path:
    """The folder that holds what was fetched by this name. Unavailable where not all of it is here."""
    if downloads.find(name) is None:
        raise Unavailable(downloads.missing(name))
    return places.folder() / name


def opened(name: str, write: Write, *, anew: bool = False) -> Path:
    """The folder that `write` has filled from the archives, now or earlier; `anew`: what is there can't be read.

    Raises:
        Unavailable: an archive is missing or damaged, or the folder can't be written.
    """
    home = archives(name)
    target = home / "opened"
    if target.is_dir() and not anew:
        return target
    try:
        with FileLock(home / ".lock"):
            if anew:
                shutil.rmtree(target, ignore_errors=True)
            if not target.is_dir():  # another run may have been faster
                _open(name, home, target, write)
    except OSError as error:
        say = f"{home} can't be written ({error.strerror}). Let {places.MOVED} name a folder of yours."
        raise Unavailable(say) from None
    return target


def _open(name: str, home: Path, target: Path, write: Write) -> None:
    for left in home.glob(".opening-*"):  # by a run that was ended in the middle of it
        shutil.rmtree(left, ignore_errors=True)
    verify(name)
    filling = Path(tempfile.mkdtemp(prefix=".opening-", dir=home))
    try:
        try:
            write(home, filling)
        except (EOFError, zlib.error, tarfile.TarError, gzip.BadGzipFile, KeyError):
            raise damaged(name) from None
        filling.replace(target)
    finally:
        shutil.rmtree(filling, ignore_errors=True)


def verify(name: str) -> None:
    """Unavailable unless every archive is the one of the table: what is opened may hold code, as pickles do."""
    for file in TABLE[name].files:
        path = places.own(TABLE[name], file)
        if sha256(path) != file.sha256:
            raise damaged(name, path)


def damaged(name: str, path: Path | None = None) -> Unavailable:
    """What to say of files that are here and can't be read."""
    what = path if path is not None else places.folder() / name
    return Unavailable(f"{what} is damaged. To fetch it again, type in a terminal: {downloads.command(name)}")


def gunzip(home: Path, names: tuple[str, ...], folder: Path) -> None:
    """Each `NAME.gz` of `home` as `NAME` in `folder`."""
    folder.mkdir(parents=True)
    for name in names:
        with gzip.open(home / f"{name}.gz") as packed, (folder / name).open("wb") as file:
            shutil.copyfileobj(packed, file)


def untar(archive: Path, members: tuple[str, ...], folder: Path) -> None:
    """These plain files of a tar archive, each under its own last name. KeyError where one is missing or is none."""
    folder.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.name in members and member.isreg():
                packed = tar.extractfile(member)
                assert packed is not None
                with packed, (folder / Path(member.name).name).open("wb") as file:
                    shutil.copyfileobj(packed, file)
    for name in members:
        if not (folder / Path(name).name).is_file():
            raise KeyError(name)
