"""What the learner has done: the only owner of `progress.db`.

Every method that changes something returns when the change is on the disk, so what was confirmed survives a kill.
Threads and processes may use it at the same time. Steps are named by their address, `ch10/dot-score`.
"""

from __future__ import annotations

from pathlib import Path

from tutor.learner.answers import Answers
from tutor.learner.attempts import Attempts
from tutor.learner.database import REBUILD, Database
from tutor.learner.records import Answer, Attempt, Logged, Run
from tutor.learner.runs import Runs
from tutor.learner.steps import Steps

__all__ = ["Answer", "Attempt", "Logged", "Progress", "Run"]


class Progress:
    """See the module's docstring."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.steps = Steps(database)
        self.attempts = Attempts(database)
        self.answers = Answers(database)
        self.runs = Runs(database)

    @classmethod
    def open(cls, path: Path) -> Progress:
        """The progress kept at `path`, made if missing. Refused with a sentence where it can't be used."""
        return cls(Database.open(path))

    @classmethod
    def empty(cls) -> Progress:
        """That of someone who has not begun; nothing of it is kept."""
        return cls(Database.in_memory())

    def close(self) -> None:
        self._database.close()

    def forget(self) -> None:
        """Notes that it was made anew for a workspace in which somebody has worked."""
        self._database.forget()

    @property
    def forgotten(self) -> bool:
        """Whether what was passed is not known for sure, until `rebuilt`: the database was damaged, or not there."""
        return bool(self._database.rows("SELECT 1 FROM note WHERE name = ?", REBUILD))

    @property
    def set_aside(self) -> Path | None:
        """The damaged database that was found and replaced, until `rebuilt`."""
        rows = self._database.rows("SELECT value FROM note WHERE name = ? AND value != ''", REBUILD)
        return Path(str(rows[0][0])) if rows else None

    def rebuilt(self) -> None:
        """The files were checked again: everything that can be known is known."""
        with self._database.writing() as write:
            write.execute("DELETE FROM note WHERE name = ?", (REBUILD,))
