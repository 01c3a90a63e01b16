"""What is confirmed stays, whatever ends the process; two processes may write; records come back as they went in."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tutor.checking.verdict import CheckResult, ExerciseVerdict
from tutor.learner.progress import Logged, Progress
from tutor.learner.records import verdict_from_json

FAILED = ExerciseVerdict(
    id="ch01/double",
    status="failed",
    sha256="a" * 64,
    seconds=0.1,
    output="hello\n",
    checks=(
        CheckResult(id="test_a", title="A", status="passed", reason="ok", seed=5),
        CheckResult(id="test_b", title="B", status="failed", reason="wrong", message="no", line=3, seed=7),
    ),
)
PASSED = replace(
    FAILED, status="passed", checks=tuple(replace(check, status="passed", reason="ok") for check in FAILED.checks)
)

RECORDING = """
import sys
from pathlib import Path
from tests.learner.test_progress import FAILED
from tutor.learner.progress import Progress

progress = Progress.open(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    progress.attempts.record(FAILED, f"{sys.argv[3]} {number}".encode(), "checks")
    print(number, flush=True)
"""


def start(path: Path, count: int, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RECORDING, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def test_a_killed_process_loses_nothing_that_was_confirmed(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    process = start(path, 1_000_000, "source")
    assert process.stdout is not None
    confirmed = [int(process.stdout.readline()) for _ in range(20)]
    process.kill()
    confirmed += [int(line) for line in process.stdout.read().split("\n") if line]
    process.wait()
    progress = Progress.open(path)
    assert progress.set_aside is None
    kept = [attempt.source for attempt in progress.attempts.of("ch01/double")]
    assert kept[: len(confirmed)] == [f"source {number}" for number in confirmed]
    progress.close()


def test_two_processes_and_several_threads_write_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    processes = [start(path, 20, name) for name in ("one", "two")]
    progress = Progress.open(path)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: progress.steps.visit(f"ch01/step-{number}"), range(20)))
    assert [process.wait() for process in processes] == [0, 0]
    sources = {attempt.source for attempt in progress.attempts.of("ch01/double")}
    assert len(sources) == 40
    assert len(progress.steps.all()) == 21
    progress.close()


def test_an_attempt_comes_back_with_its_source_its_verdict_and_its_diagnosis(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    attempt = progress.attempts.record(FAILED, "def double(x): …".encode(), "checks")
    diagnosed = FAILED.with_checks(
        (FAILED.checks[0], replace(FAILED.checks[1], mistake="tripled", diagnosis="Thrice."))
    )
    progress.attempts.complete(attempt, diagnosed)
    (kept,) = progress.attempts.of("ch01/double")
    assert kept.verdict == diagnosed
    assert kept.source == "def double(x): …"
    assert (kept.number, kept.status) == (1, "failed")
    progress.close()


def test_a_verdict_counts_for_the_same_file_and_the_same_checks_only(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    progress.attempts.record(FAILED, b"source", "checks")
    progress.attempts.record(PASSED, b"source", "checks")
    assert progress.attempts.verdict("ch01/double", "a" * 64, "checks") == PASSED
    assert progress.attempts.verdict("ch01/double", "b" * 64, "checks") is None
    assert progress.attempts.verdict("ch01/double", "a" * 64, "newer checks") is None
    progress.close()


def test_a_seed_that_failed_is_kept_until_it_passes(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    progress.attempts.record(FAILED, b"source", "checks")
    assert progress.attempts.seeds("ch01/double") == {"test_b": 7}
    progress.attempts.record(PASSED, b"better", "checks")
    assert progress.attempts.seeds("ch01/double") == {}
    progress.close()


def test_a_step_once_done_stays_done(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    progress.steps.visit("ch01/why")
    progress.attempts.record(PASSED, b"source", "checks")
    progress.attempts.record(FAILED, b"worse", "checks")
    progress.answers.record("ch01/shape", "(3,)", False)
    assert progress.steps.all() == {"ch01/why": False, "ch01/double": True, "ch01/shape": False}
    assert progress.steps.last_visited() == "ch01/why"
    progress.close()


def test_only_a_run_of_ones_own_code_meets_a_target(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    lines = [Logged(step=step, epoch=1, stage="", metrics={"loss": 1 / step}) for step in (1, 2)]
    for kind in ("borrowed", "reference", "mistake"):
        run = progress.runs.begin("ch01/train", kind, borrowed=("ch01/double",))
        progress.runs.log(run, lines)
        progress.runs.end(run, "ended", {"loss": 0.5}, met=True, seconds=2.0)
    assert not any(run.met for run in progress.runs.of("ch01/train"))
    assert not progress.steps.is_done("ch01/train")
    own = progress.runs.begin("ch01/train", "own")
    progress.runs.end(own, "ended", {"loss": 0.5}, met=True, seconds=2.0)
    assert progress.runs.of("ch01/train")[-1].met
    assert progress.steps.is_done("ch01/train")
    assert progress.runs.logged("ch01/train", 2) == tuple(lines)
    progress.close()


def test_a_run_that_was_cut_short_keeps_what_it_had_logged(tmp_path: Path) -> None:
    progress = Progress.open(tmp_path / "progress.db")
    run = progress.runs.begin("ch01/train", "own")
    progress.runs.log(run, [Logged(step=1, epoch=None, stage="control", metrics={"loss": 3.0})])
    progress.close()
    again = Progress.open(tmp_path / "progress.db")
    assert again.runs.of("ch01/train")[0].state == "running"
    assert again.runs.logged("ch01/train", 1)[0].metrics == {"loss": 3.0}
    again.close()


def test_a_verdict_of_another_version_is_read_without_what_is_unknown_here() -> None:
    data = FAILED.to_json()
    data["mood"] = "good"
    data["checks"][0]["colour"] = "green"
    assert verdict_from_json(data) == FAILED
