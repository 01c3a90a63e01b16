"""Training runs with everything they logged."""

from __future__ import annotations

import json
import time
from typing import Any

from tutor.learner.database import Database, moment
from tutor.learner.records import Logged, Run, RunKind, RunState
from tutor.learner.steps import DONE


class Runs:
    """The runs of train and run steps, by address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        address: str,
        kind: RunKind,
        *,
        mistake: str | None = None,
        borrowed: tuple[str, ...] = (),
        data: str = "",
    ) -> int:
        """Keeps that a run began; returns its id."""
        with self._database.writing() as write:
            cursor = write.execute(
                "INSERT INTO run (address, at, kind, state, mistake, borrowed, metrics, met, seconds, data)"
                " VALUES (?, ?, ?, 'running', ?, ?, '{}', 0, 0, ?)",
                (address, time.time(), kind, mistake, json.dumps(borrowed), data),
            )
            return int(cursor.lastrowid or 0)

    def log(self, run: int, lines: list[Logged]) -> None:
        """Keeps lines of a run's log, several in one go."""
        with self._database.writing() as write:
            write.executemany(
                "INSERT INTO logged VALUES (?, ?, ?, ?, ?)",
                [(run, line.step, line.epoch, line.stage, json.dumps(line.metrics)) for line in lines],
            )

    def end(self, run: int, state: RunState, metrics: dict[str, float], *, met: bool, seconds: float) -> None:
        """Keeps how a run ended; one of the learner's own, on the lesson's own data, that met its target makes the
        step done."""
        with self._database.writing() as write:
            write.execute(
                "UPDATE run SET state = ?, metrics = ?, seconds = ?, met = (? AND kind = 'own' AND data = '')"
                " WHERE id = ?",
                (state, json.dumps(metrics), seconds, met, run),
            )
            for (address,) in write.execute("SELECT address FROM run WHERE id = ? AND met", (run,)).fetchall():
                write.execute(DONE, (address, time.time()))

    def of(self, address: str) -> tuple[Run, ...]:
        """Every run of a step, the oldest first."""
        rows = self._database.rows(
            "SELECT at, kind, state, mistake, borrowed, metrics, met, seconds, data FROM run WHERE address = ?"
            " ORDER BY id",
            address,
        )
        return tuple(_run(number, row) for number, row in enumerate(rows, 1))

    def logged(self, address: str, number: int) -> tuple[Logged, ...]:
        """The log of a step's run with this number."""
        rows = self._database.rows(
            "SELECT step, epoch, stage, metrics FROM logged"
            " WHERE run = (SELECT id FROM run WHERE address = ? ORDER BY id LIMIT 1 OFFSET ?) ORDER BY rowid",
            address,
            number - 1,
        )
        values: list[tuple[Any, ...]] = list(rows)
        return tuple(
            Logged(step=step, epoch=epoch, stage=stage, metrics=json.loads(metrics))
            for step, epoch, stage, metrics in values
        )


def _run(number: int, row: tuple[Any, ...]) -> Run:
    at, kind, state, mistake, borrowed, metrics, met, seconds, data = row
    return Run(
        number=number,
        at=moment(at),
        kind=kind,
        state=state,
        mistake=mistake,
        borrowed=tuple(json.loads(borrowed)),
        metrics=json.loads(metrics),
        met=bool(met),
        seconds=seconds,
        data=data,
    )
