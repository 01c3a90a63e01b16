"""A database that can't be used: damaged, from the future, locked, unwritable. Nothing is deleted, and it is said."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from tutor.learner import database, schema
from tutor.learner.progress import Progress
from tutor.learner.refused import Refused
from tutor.learner.schema import VERSION


def test_a_damaged_database_is_set_aside_and_named(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    path.write_bytes(b"this is no database, and it is longer than a header of SQLite would be" * 20)
    damaged = path.read_bytes()
    progress = Progress.open(path)
    aside = progress.set_aside
    assert aside is not None
    assert aside.name.startswith("progress-damaged-")
    assert aside.read_bytes() == damaged
    progress.steps.mark_done("ch01/why")
    progress.close()
    again = Progress.open(path)
    assert again.set_aside == aside, "it is told until the files have been checked again"
    assert again.steps.is_done("ch01/why")
    again.rebuilt()
    assert again.set_aside is None
    again.close()


def test_what_can_be_read_of_a_damaged_database_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    for number in range(2000):
        progress.runs.begin(f"ch01/{'long' * 20}-{number}", "own") if number % 100 == 0 else None
    progress.answers.record("ch01/shape", "(3, 5)", True)
    progress.steps.mark_done("ch01/why")
    progress.close()
    data = bytearray(path.read_bytes())
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'run'").fetchone()
    connection.close()
    size = int.from_bytes(data[16:18], "big")
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    again = Progress.open(path)
    assert again.set_aside is not None
    assert again.steps.is_done("ch01/why")
    assert again.answers.all()["ch01/shape"][0].right
    again.close()


def test_the_rows_of_an_older_damaged_database_are_taken_over_too(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    progress.runs.begin("ch01/train", "own")
    progress.close()
    with sqlite3.connect(path) as connection:  # as the first version had it
        connection.execute("ALTER TABLE run DROP COLUMN data")
        connection.execute("PRAGMA user_version = 1")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answer'").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    again = Progress.open(path)
    assert again.set_aside is not None
    assert [(run.kind, run.data) for run in again.runs.of("ch01/train")] == [("own", "")]
    again.close()


def test_the_rows_of_a_database_whose_end_is_gone_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    progress.answers.record("ch01/shape", "(3, 5)", True)
    progress.steps.mark_done("ch01/why")
    progress.close()
    with sqlite3.connect(path) as connection:  # a table of which nothing will be left
        connection.execute("CREATE TABLE zebra (stripes)")
        connection.execute("INSERT INTO zebra VALUES (zeroblob(50000))")
    connection.close()
    path.write_bytes(path.read_bytes()[:-52_000])
    again = Progress.open(path)
    assert again.set_aside is not None
    assert again.steps.is_done("ch01/why")
    assert [answer.given for answer in again.answers.all()["ch01/shape"]] == ["(3, 5)"]
    again.close()


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    Progress.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Refused, match=r"written by a newer dltutor .*pip install -U dltutor"):
        Progress.open(path)
    assert path.read_bytes() == before


def test_a_database_without_tables_is_filled(tmp_path: Path) -> None:
    (tmp_path / "progress.db").touch()
    progress = Progress.open(tmp_path / "progress.db")
    assert progress.steps.all() == {}
    progress.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "progress.db"
    Progress.open(path).close()
    newer = (*schema.MIGRATIONS, ("CREATE TABLE extra (x)", "CREATE TABLE note (again)"))
    monkeypatch.setattr(database, "MIGRATIONS", newer)
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    with pytest.raises(Refused, match=r"can't be used"):
        Progress.open(path)
    monkeypatch.undo()
    progress = Progress.open(path)
    assert progress.set_aside is None
    progress.close()


def test_a_migration_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    progress.steps.mark_done("ch01/why")
    progress.close()
    monkeypatch.setattr(database, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE step ADD COLUMN mood TEXT",)))
    monkeypatch.setattr(database, "VERSION", VERSION + 1)
    progress = Progress.open(path)
    assert progress.steps.is_done("ch01/why")
    progress.close()


def test_a_database_that_another_program_holds_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Refused, match=r"Another dltutor has held .*progress.db"):
        progress.steps.visit("ch01/why")
    other.execute("ROLLBACK")
    progress.steps.visit("ch01/why")
    other.close()
    progress.close()


def test_a_full_disk_is_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    kept = database.Database.open(tmp_path / "progress.db")
    ((pages,),) = kept.rows("PRAGMA page_count")
    kept.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match=r"The disk is full: your progress .* was not changed"), kept.writing() as write:
        write.execute("INSERT INTO source VALUES ('a', ?)", (b"x" * 100_000,))
    assert kept.rows("SELECT count(*) FROM source") == [(0,)]
    kept.close()


def test_a_folder_in_the_place_of_the_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "progress.db").mkdir()
    with pytest.raises(Refused, match=r"progress.db is a folder.* Move the folder away"):
        Progress.open(tmp_path / "progress.db")


def test_the_progress_of_a_beginner_is_never_written(tmp_path: Path) -> None:
    progress = Progress.empty()
    progress.steps.visit("ch01/why")
    assert progress.steps.last_visited() == "ch01/why"
    progress.close()
    assert not list(tmp_path.iterdir())


def test_a_database_that_is_removed_while_it_is_open_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    progress = Progress.open(path)
    progress.steps.mark_done("ch01/why")
    path.unlink()
    assert progress.steps.is_done("ch01/why")
    progress.steps.mark_done("ch01/double")
    progress.close()
    again = Progress.open(path)
    assert again.steps.is_done("ch01/why") and again.steps.is_done("ch01/double")
    again.close()


def test_a_database_that_is_put_in_its_place_is_the_one_from_then_on(tmp_path: Path) -> None:
    path, other = tmp_path / "progress.db", tmp_path / "other.db"
    kept = Progress.open(other)
    kept.steps.mark_done("ch02/eight")
    kept.close()
    progress = Progress.open(path)
    progress.steps.mark_done("ch01/why")
    other.replace(path)
    progress.steps.mark_done("ch01/double")
    assert progress.steps.is_done("ch02/eight") and progress.steps.is_done("ch01/double")
    progress.close()


def test_a_folder_that_is_removed_while_it_is_open_is_told_and_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "state" / "progress.db"
    progress = Progress.open(path)
    shutil.rmtree(path.parent)
    with pytest.raises(Refused, match="was removed while dltutor was running"):
        progress.steps.mark_done("ch01/why")
    assert not path.parent.exists()
    progress.close()
