"""The answers to quiz questions."""

from __future__ import annotations

import time

from tutor.learner.database import Database, moment
from tutor.learner.records import Answer
from tutor.learner.steps import DONE


class Answers:
    """Every answer that was given, by question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, address: str, given: str, right: bool) -> None:
        """Keeps one answer; a right one makes the question done."""
        now = time.time()
        with self._database.writing() as write:
            write.execute(
                "INSERT INTO answer (address, at, given, right) VALUES (?, ?, ?, ?)", (address, now, given, right)
            )
            if right:
                write.execute(DONE, (address, now))

    def all(self) -> dict[str, tuple[Answer, ...]]:
        """Every answer by question, the oldest first."""
        found: dict[str, tuple[Answer, ...]] = {}
        for address, at, given, right in self._database.rows(
            "SELECT address, at, given, right FROM answer ORDER BY id"
        ):
            answer = Answer(at=moment(at), given=str(given), right=bool(right))
            found[str(address)] = (*found.get(str(address), ()), answer)
        return found
