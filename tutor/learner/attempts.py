"""What the learner handed in, what was said to it, and the seeds that are tried first next time."""

from __future__ import annotations

import json
import time

from tutor.checking.verdict import ExerciseVerdict
from tutor.learner.database import Database, moment
from tutor.learner.files import sha256
from tutor.learner.records import Attempt, verdict_from_json
from tutor.learner.steps import DONE


class Attempts:
    """The attempts at exercises, by address. A source that was handed in twice is kept once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, verdict: ExerciseVerdict, source: bytes, checks: str) -> int:
        """Keeps one attempt with its source, the seeds that failed, and the step as done if it passed; returns its id.

        `checks` names the state of the hidden checks: a verdict counts only as long as they are the same.
        """
        now, text = time.time(), json.dumps(verdict.to_json())
        with self._database.writing() as write:
            sha = sha256(source)
            write.execute("INSERT OR IGNORE INTO source VALUES (?, ?)", (sha, source))
            cursor = write.execute(
                "INSERT INTO attempt (address, at, source, sha256, checks, status, verdict)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (verdict.id, now, sha, verdict.sha256, checks, verdict.status, text),
            )
            for check in verdict.checks:
                if check.status == "failed":
                    write.execute("INSERT OR REPLACE INTO seed VALUES (?, ?, ?)", (verdict.id, check.id, check.seed))
                elif check.status == "passed":
                    write.execute("DELETE FROM seed WHERE address = ? AND check_id = ?", (verdict.id, check.id))
            if verdict.status == "passed":
                write.execute(DONE, (verdict.id, now))
            return int(cursor.lastrowid or 0)

    def complete(self, attempt: int, verdict: ExerciseVerdict) -> None:
        """Puts the verdict with its diagnosis in the place of the one that came first."""
        with self._database.writing() as write:
            write.execute("UPDATE attempt SET verdict = ? WHERE id = ?", (json.dumps(verdict.to_json()), attempt))

    def of(self, address: str) -> tuple[Attempt, ...]:
        """Every attempt at an exercise, the oldest first."""
        rows = self._database.rows(
            "SELECT at, text, sha256, verdict FROM attempt JOIN source ON source.sha = attempt.source"
            " WHERE address = ? ORDER BY id",
            address,
        )
        return tuple(
            Attempt(
                number=number,
                at=moment(at),
                source=_bytes(text).decode("utf-8", "surrogateescape"),
                sha256=str(sha),
                verdict=_verdict(verdict),
            )
            for number, (at, text, sha, verdict) in enumerate(rows, 1)
        )

    def verdict(self, address: str, sha: str, checks: str) -> ExerciseVerdict | None:
        """The latest verdict on exactly this state of the files, by these checks."""
        rows = self._database.rows(
            "SELECT verdict FROM attempt WHERE address = ? AND sha256 = ? AND checks = ? ORDER BY id DESC LIMIT 1",
            address,
            sha,
            checks,
        )
        return _verdict(rows[0][0]) if rows else None

    def seeds(self, address: str) -> dict[str, int]:
        """For each check that failed last, the seed it failed with."""
        rows = self._database.rows("SELECT check_id, seed FROM seed WHERE address = ?", address)
        return {str(check): int(str(seed)) for check, seed in rows}


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _verdict(text: object) -> ExerciseVerdict:
    return verdict_from_json(json.loads(str(text)))
