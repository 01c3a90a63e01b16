"""Is everything that belongs to the learner whole: the database by its own word and by its content, and each file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from itertools import pairwise
from pathlib import Path

from tests.steady.place import SCRIPT, Place
from tutor.learner.files import sha256
from tutor.learner.records import verdict_from_json


class Known:
    """Every text that was ever saved or typed, and what has been confirmed so far: none of it may vanish."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.given = {path: path.read_bytes() for path in place.workspace.rglob("*") if path.is_file()}
        self.saved = {place.file.read_text()}
        self.typed: set[str] = set()
        self.attempts = self.answers = self.logged = 0

    def save(self, text: str) -> None:
        """The learner saves in an editor of their own."""
        self.saved.add(text)
        self.place.file.write_text(text)

    def faults(self) -> list[str]:
        """Sentences on what is not whole."""
        return [*self._files(), *self._database()]

    def _files(self) -> list[str]:
        found = []
        for path in sorted(self.place.workspace.rglob("*")):
            name = path.relative_to(self.place.workspace).as_posix()
            if path.is_file() and not self._is_whole(path, name):
                found.append(f"{name} is not whole: {path.read_bytes()[-80:]!r}")
        found += [f"{path} is gone" for path in self.given if not path.exists()]
        return found

    def _is_whole(self, path: Path, name: str) -> bool:
        data = path.read_bytes()
        text = data.decode("utf-8", "replace")
        if path.name.startswith(".") and path.suffix == ".tmp":  # aside from the file itself, which is as it was
            return True
        if path == self.place.file or name.startswith("backups/"):
            return text in self.saved
        if path == self.place.script:
            return text == SCRIPT
        if name.startswith(".dltutor/drafts/"):
            return text in self.typed | self.saved
        if name.endswith(".kept.txt"):
            return text in self.typed | self.saved
        if name == ".dltutor/manifest.json":
            return "ch01_small/double.py" in json.loads(text)["files"]
        if name.startswith(".dltutor/progress.db") or path.name.endswith("lock"):
            return True
        return self.given.get(path) == data

    def _database(self) -> list[str]:
        aside = [path.name for path in self.place.workspace.glob(".dltutor/progress-damaged*")]
        if aside:
            return [f"the database was found damaged: {aside}"]
        path = self.place.workspace / ".dltutor" / "progress.db"
        with contextlib.closing(sqlite3.connect(path, timeout=20)) as database:
            sound = [str(row[0]) for row in database.execute("PRAGMA integrity_check")]
            if sound != ["ok"]:
                return [f"the database is damaged: {sound[0]}"]
            return [*self._attempts(database), *self._counts(database), *_runs(database)]

    def _attempts(self, database: sqlite3.Connection) -> list[str]:
        found = []
        rows = database.execute(
            "SELECT attempt.id, status, verdict, source.sha, text FROM attempt LEFT JOIN source ON source.sha = source"
        ).fetchall()
        for number, status, verdict, sha, text in rows:
            if text is None or sha != sha256(text) or text.decode() not in self.saved:
                found.append(f"attempt {number} has another source than was ever saved")
            if verdict_from_json(json.loads(verdict)).status != status:
                found.append(f"attempt {number} is {status}, its verdict is not")
        done = database.execute("SELECT count(*) FROM step WHERE address = 'ch01/double' AND done IS NOT NULL")
        if (done.fetchone()[0] == 1) != any(status == "passed" for _, status, *_ in rows):
            found.append("the exercise is done without a pass, or passed and not done")
        return found

    def _counts(self, database: sqlite3.Connection) -> list[str]:
        found = []
        for table, before in (("attempt", self.attempts), ("answer", self.answers), ("logged", self.logged)):
            (now,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
            if now < before:
                found.append(f"{before} rows of {table} were confirmed, {now} are there")
            setattr(self, {"attempt": "attempts", "answer": "answers", "logged": "logged"}[table], now)
        return found


def _runs(database: sqlite3.Connection) -> list[str]:
    """The log of each run is in order, and no line is there twice."""
    found = []
    for (run,) in database.execute("SELECT id FROM run").fetchall():
        steps = [row[0] for row in database.execute("SELECT step FROM logged WHERE run = ? ORDER BY rowid", (run,))]
        if any(later <= earlier for earlier, later in pairwise(steps)):
            found.append(f"the log of run {run} is out of order")
    return found
