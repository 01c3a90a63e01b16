"""Where the learner is, which steps are done, and which help was taken."""

from __future__ import annotations

import time

from tutor.learner.database import Database

DONE = """INSERT INTO step (address, done) VALUES (?, ?)
          ON CONFLICT (address) DO UPDATE SET done = coalesce(done, excluded.done)"""
VISITED = """INSERT INTO step (address, visited) VALUES (?, ?)
             ON CONFLICT (address) DO UPDATE SET visited = excluded.visited"""


class Steps:
    """The state of each step, by address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def visit(self, address: str) -> None:
        """The learner is at this step now."""
        with self._database.writing() as write:
            write.execute(VISITED, (address, time.time()))

    def last_visited(self) -> str | None:
        rows = self._database.rows(
            "SELECT address FROM step WHERE visited IS NOT NULL ORDER BY visited DESC, rowid DESC LIMIT 1"
        )
        return str(rows[0][0]) if rows else None

    def mark_done(self, address: str) -> None:
        with self._database.writing() as write:
            write.execute(DONE, (address, time.time()))

    def all(self) -> dict[str, bool]:
        """Every step that was opened or worked on, and whether it is done."""
        rows = self._database.rows(
            "SELECT address, done IS NOT NULL FROM step UNION SELECT address, 0 FROM attempt"
            " UNION SELECT address, 0 FROM answer UNION SELECT address, 0 FROM run ORDER BY 2"
        )
        return {str(address): bool(done) for address, done in rows}

    def is_done(self, address: str) -> bool:
        return bool(self._database.rows("SELECT 1 FROM step WHERE address = ? AND done IS NOT NULL", address))

    def hints(self, address: str) -> int:
        """How many hints were shown."""
        rows = self._database.rows("SELECT hints FROM step WHERE address = ?", address)
        return int(str(rows[0][0])) if rows else 0

    def show_hint(self, address: str, of: int) -> int:
        """Counts one hint more, up to `of`; returns its number."""
        with self._database.writing() as write:
            write.execute("INSERT OR IGNORE INTO step (address) VALUES (?)", (address,))
            write.execute("UPDATE step SET hints = min(hints + 1, ?) WHERE address = ?", (of, address))
            (number,) = write.execute("SELECT hints FROM step WHERE address = ?", (address,)).fetchone()
        return int(number)

    def give_up(self, address: str) -> None:
        """The learner asked for the solution before passing."""
        with self._database.writing() as write:
            write.execute("INSERT OR IGNORE INTO step (address) VALUES (?)", (address,))
            write.execute("UPDATE step SET gave_up = coalesce(gave_up, ?) WHERE address = ?", (time.time(), address))

    def gave_up(self, address: str) -> bool:
        return bool(self._database.rows("SELECT 1 FROM step WHERE address = ? AND gave_up IS NOT NULL", address))
