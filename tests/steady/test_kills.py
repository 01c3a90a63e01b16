"""`kill -9` harms nothing that belongs to the learner, and leaves no process. `make steady` kills two hundred times."""

from __future__ import annotations

from pathlib import Path

from tests.steady.kills import SHARES, Kills, victims

KILLS = 12


def test_every_kind_of_process_is_killed() -> None:
    assert set(victims(KILLS, 0)) == set(SHARES)
    assert len(victims(200, 0)) == 200
    assert victims(200, 1) != victims(200, 2)


def test_after_every_kill_all_is_whole_and_nothing_is_left(tmp_path: Path) -> None:
    with Kills(tmp_path, seed=4) as kills:
        for victim in victims(KILLS, seed=4):
            kills.one(victim)
    assert kills.faults == []
    assert kills.known.attempts > 4


def test_a_torn_file_and_a_lost_row_would_be_noticed(tmp_path: Path) -> None:
    with Kills(tmp_path, seed=5) as kills:
        kills.session.answer("ch01/shape", "(3, 5)")
        assert kills.known.faults() == []
        kills.place.file.write_text(kills.stub[:40])
        kills.known.answers += 1
        torn, lost = kills.known.faults()
    assert "double.py is not whole" in torn
    assert lost == "2 rows of answer were confirmed, 1 are there"
