"""One connection to the progress database: opened, brought to the present version, and set aside when it is damaged.

SQLite's rollback journal, not WAL: home folders on a network have no shared memory, and a learner's few writes a
minute need none. `busy_timeout` lets two processes take turns; each change is one transaction, confirmed only when it
is on the disk.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tutor.learner.files import locked, refusal, shown
from tutor.learner.refused import Refused
from tutor.learner.schema import MIGRATIONS, TABLES, VERSION

BUSY_SECONDS = 10.0
REBUILD = "rebuild"
"""The note that says: what was passed is to be found out again by re-checking. It names the damaged database, or is
empty where there was none."""


class Damaged(Exception):
    """The file is not a database any more."""


class Database:
    """Rows read and changes made by any thread, in plain SQL."""

    def __init__(self, path: Path | None, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._opened = _identity(path)
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Opens or makes the database. Refused where it can't be, or where a newer dltutor has written it."""
        with locked(path.with_name("lock")):
            try:
                return cls(path, _connect(path))
            except Damaged:
                aside = _move_aside(path)
                connection = _connect(path)
                connection.execute("BEGIN IMMEDIATE")
                _salvage(aside, connection)
                connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (REBUILD, str(aside)))
                connection.execute("COMMIT")
                return cls(path, connection)

    @classmethod
    def in_memory(cls) -> Database:
        """An empty one that is never kept."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        _migrate(connection)
        return cls(None, connection)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def forget(self) -> None:
        """Notes that what was passed is to be found out again: there was no database in a workspace that was used."""
        with self.writing() as write:
            write.execute("INSERT OR IGNORE INTO note VALUES (?, ?)", (REBUILD, ""))

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What a query finds."""
        with self._lock, self._refusing():
            return self._connection.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One change, whole or not at all: it is on the disk when the block is left."""
        with self._lock, self._refusing():
            self._begin()
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _begin(self) -> None:
        if self.path is not None and _identity(self.path) != self._opened:
            self._restore(self.path)
        self._connection.execute("BEGIN IMMEDIATE")

    def _restore(self, path: Path) -> None:
        """Somebody has removed or replaced the file while it was open: this connection still holds all of it."""
        if not path.parent.is_dir():
            raise Refused(
                f"{shown(path.parent)} was removed while dltutor was running, and what you do now is not kept. Put it "
                "back, or end dltutor and start it again."
            )
        with locked(path.with_name("lock")):
            there = path.exists()
            connection = _connect(path)
            if not there:
                self._connection.backup(connection)
        self._connection.close()
        self._connection, self._opened = connection, _identity(path)

    @contextlib.contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _sentence(error, self.path or Path("progress.db")) from error


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Which file it is: another one under the same name has another identity. None where there is none."""
    with contextlib.suppress(OSError):
        found = os.stat(path) if path is not None else None
        return (found.st_dev, found.st_ino) if found is not None else None
    return None


def moment(value: object) -> datetime:
    """A time from a column."""
    return datetime.fromtimestamp(float(str(value)), UTC)


def _connect(path: Path) -> sqlite3.Connection:
    """A connection to a sound database of the present version. Damaged, or Refused with the reason."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    except OSError as error:
        raise refusal(error, path) from error
    except sqlite3.Error as error:
        raise _sentence(error, path) from error
    try:
        (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if sound != "ok":
            raise Damaged(sound)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise Refused(
                f"{shown(path)} was written by a newer dltutor (its format is {version}, this one knows {VERSION}). "
                "Update with `pip install -U dltutor`, or work elsewhere with --workspace DIR."
            )
        if version < VERSION:
            _migrate(connection)
        return connection
    except sqlite3.OperationalError as error:
        connection.close()
        raise _sentence(error, path) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Damaged(str(error)) from error
    except BaseException:
        connection.close()
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    """Brings the tables to the present version in one transaction; a second process that waited finds it done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _move_aside(path: Path) -> Path:
    """Renames a damaged database together with its journal, so that neither is read or lost."""
    stamp = time.strftime("%Y-%m-%d-%H%M%S")
    aside = path.with_name(f"progress-damaged-{stamp}.db")
    number = 2
    while aside.exists():
        aside = path.with_name(f"progress-damaged-{stamp}-{number}.db")
        number += 1
    try:
        os.replace(path, aside)
        for ending in ("-journal", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{path}{ending}", f"{aside}{ending}")
    except OSError as error:
        raise refusal(error, path) from error
    return aside


def _salvage(aside: Path, connection: sqlite3.Connection) -> None:
    """Takes over the rows of a damaged database that can still be read: re-checking brings back no answers."""
    with contextlib.suppress(sqlite3.Error):
        damaged = sqlite3.connect(f"{aside.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
        with contextlib.closing(damaged):
            damaged.execute("PRAGMA writable_schema=ON")  # a table whose pages are gone no longer hides the others
            for table in TABLES:
                with contextlib.suppress(sqlite3.Error):
                    found = damaged.execute(f"SELECT * FROM {table}")
                    names = ", ".join(f'"{column[0]}"' for column in found.description)  # it may be an older version's
                    values = ", ".join("?" * len(found.description))
                    for row in found:
                        connection.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({values})", row)


def _sentence(error: sqlite3.Error, path: Path) -> Refused:
    """What SQLite says, with the step that mends it."""
    code = getattr(error, "sqlite_errorname", "") or ""
    where = shown(path)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Refused(f"Another dltutor has held {where} for {BUSY_SECONDS:g} seconds. End it, then try again.")
    if code.startswith("SQLITE_FULL"):
        return Refused(f"The disk is full: your progress in {where} was not changed. Free some space and try again.")
    if path.is_dir():
        return Refused(f"{where} is a folder; your progress is kept in a file of that name. Move the folder away.")
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return Refused(
            f"{where} can't be written. Make it writable (`chmod -R u+w {shown(path.parent)}`), "
            "or work elsewhere with --workspace DIR."
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Refused(f"{where} is damaged. Start dltutor again: it sets the file aside and re-checks your files.")
    return Refused(f"{where} can't be used ({error}). `dltutor doctor` looks closer.")
