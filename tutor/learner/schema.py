"""The tables of the progress database, as the steps that make each version from the one before it.

A version that learners have is never edited: a change is a new entry at the end. `user_version` counts the entries.
Steps are named by their address (`ch10/dot-score`), times are seconds since 1970 in UTC.
"""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE source (sha TEXT PRIMARY KEY, text BLOB NOT NULL)",
        """CREATE TABLE attempt (
            id INTEGER PRIMARY KEY, address TEXT NOT NULL, at REAL NOT NULL, source TEXT NOT NULL REFERENCES source,
            sha256 TEXT NOT NULL, checks TEXT NOT NULL, status TEXT NOT NULL, verdict TEXT NOT NULL)""",
        "CREATE INDEX attempt_by_address ON attempt (address, sha256)",
        "CREATE TABLE seed (address TEXT, check_id TEXT, seed INTEGER NOT NULL, PRIMARY KEY (address, check_id))",
        """CREATE TABLE run (
            id INTEGER PRIMARY KEY, address TEXT NOT NULL, at REAL NOT NULL, kind TEXT NOT NULL,
            state TEXT NOT NULL, mistake TEXT, borrowed TEXT NOT NULL, metrics TEXT NOT NULL,
            met INTEGER NOT NULL, seconds REAL NOT NULL)""",
        "CREATE INDEX run_by_address ON run (address)",
        """CREATE TABLE logged (
            run INTEGER NOT NULL REFERENCES run, step INTEGER, epoch INTEGER, stage TEXT NOT NULL,
            metrics TEXT NOT NULL)""",
        "CREATE INDEX logged_by_run ON logged (run)",
        """CREATE TABLE answer (
            id INTEGER PRIMARY KEY, address TEXT NOT NULL, at REAL NOT NULL, given TEXT NOT NULL,
            right INTEGER NOT NULL)""",
        "CREATE INDEX answer_by_address ON answer (address)",
        """CREATE TABLE step (
            address TEXT PRIMARY KEY, visited REAL, done REAL, hints INTEGER NOT NULL DEFAULT 0, gave_up REAL)""",
    ),
    ("ALTER TABLE run ADD COLUMN data TEXT NOT NULL DEFAULT ''",),
)

VERSION = len(MIGRATIONS)
TABLES = ("note", "source", "attempt", "seed", "run", "logged", "answer", "step")
