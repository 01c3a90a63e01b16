"""A run tells everything in order, ends however its script ends, and leaves no process behind."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tutor.course import Course
from tutor.training.process import descendants
from tutor.training.runner import TrainingRun

Event = dict[str, Any]
Start = Callable[..., TrainingRun]


def kinds(events: list[Event]) -> list[str]:
    return [event["event"] for event in events]


def of(events: list[Event], kind: str) -> list[Event]:
    return [event for event in events if event["event"] == kind]


def until(events: Iterator[Event], kind: str) -> Event:
    """The next event of a kind; the ones before are passed over."""
    return next(event for event in events if event["event"] == kind)


def state(pid: int) -> str:
    """The kernel's letter: R and S run, T is stopped, Z has ended; empty where there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def stopped(pid: int) -> bool:
    """Whether every thread stands still: only then does the kernel count the process as stopped."""
    stats = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/stat")]
    return bool(stats) and all(stat.rpartition(")")[2].split()[0] == "T" for stat in stats)


def alive(pid: int) -> bool:
    return state(pid) not in ("", "Z")


def gone(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    end = time.monotonic() + 10
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.01)
    return not alive(pid)


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_run_starts_with_start_and_ends_with_the_result_held_against_the_target(begin: Start, cold: bool) -> None:
    run = begin("ch02/train", cold=cold)
    events = list(run)
    assert kinds(events)[0] == "start" and kinds(events)[-1] == "result"
    assert kinds(events).count("result") == 1
    assert events[0] | {"threads": 0} == {
        "event": "start",
        "script": "train.py",
        "subject": "yours",
        "uses": ["ch02/slope", "ch01/double"],
        "borrowed": [],
        "data": "",
        "threads": 0,
    }
    result = events[-1]
    assert result["met"] is True and result["ended"] == "finished"
    assert result["target"] == {"distance": {"at_most": 0.1}}
    assert result["metrics"]["distance"] == pytest.approx(3 * 0.8**20)
    assert run.result == result and run.wait() == result
    assert [event["title"] for event in of(events, "stage")] == ["control", "rolling"]
    assert of(events, "output") == [{"event": "output", "text": "rolled down\n"}]


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_script_is_told_which_data_it_is_to_use_and_then_meets_no_target(
    begin: Start, workspace: Path, monkeypatch: pytest.MonkeyPatch, cold: bool
) -> None:
    script = workspace / "ch02_two" / "train.py"
    script.write_text("from tutor import live\nlive.say(live.data('its own'))\nlive.result(distance=0)\n")
    run = begin("ch02/train", cold=cold, data="mnist")
    events = list(run)
    assert [event["text"] for event in of(events, "say")] == ["mnist"]
    assert (events[0]["data"], run.wait()["data"]) == ("mnist", "mnist")
    assert run.wait()["met"] is False and run.wait()["ended"] == "finished"
    monkeypatch.setenv("DLTUTOR_DATA", "fashion")  # of the learner's shell: a run of the tutor's doesn't see it
    events = list(begin("ch02/train", cold=cold))
    assert [event["text"] for event in of(events, "say")] == ["its own"]
    assert events[-1]["met"] is True and events[-1]["data"] == ""


def test_curves_are_kept_by_stage_and_metric(begin: Start) -> None:
    run = begin("ch02/train")
    run.wait()
    assert set(run.curves) == {"control", "rolling"}
    assert [step for step, _ in run.curves["rolling"]["height"]] == list(range(1, 21))
    assert [step for step, _ in run.curves["rolling"]["distance"]] == [4, 8, 12, 16, 20]


def test_the_learners_code_is_what_runs(begin: Start, workspace: Path) -> None:
    (workspace / "ch02_two" / "slope.py").write_text("def slope(x):\n    return 0 * x\n")
    result = begin("ch02/train").wait()
    assert result["metrics"]["distance"] == 3.0
    assert result["met"] is False and result["ended"] == "finished"


def test_a_mistake_takes_the_place_of_the_code(begin: Start) -> None:
    run = begin("ch02/train", mistake="slope:uphill")
    events = list(run)
    assert events[0]["subject"] == "mistake slope:uphill"
    assert events[-1]["metrics"]["distance"] > 100
    assert events[-1]["met"] is False


def test_everything_that_can_be_said_arrives(begin: Start) -> None:
    events = list(begin("ch02/say-all", seed=5))
    assert of(events, "say") == [{"event": "say", "text": "hello"}]
    assert of(events, "text") == [{"event": "text", "title": "a title", "text": "[bold]not markup[/bold]"}]
    two, labelled = of(events, "picture")
    assert [picture["label"] for picture in two["pictures"]] == ["a", "b"]
    assert (labelled["rows"], labelled["columns"]) == (["row"], ["left", "right"])
    (slider,) = of(events, "slider")
    assert [frame["label"] for frame in slider["frames"]] == ["first", "last"]
    (log,) = of(events, "log")
    assert math.isnan(float(log["metrics"]["broken"])) and float(log["metrics"]["huge"]) == math.inf
    (output,) = of(events, "output")
    assert output["text"].startswith("threads ") and output["text"].endswith("device cpu")
    assert int(output["text"].split()[3]) >= 5  # behind the screen
    assert events[-1]["metrics"]["broken"] == "nan"


def test_an_exception_is_told_with_line_text_and_shapes(begin: Start, workspace: Path) -> None:
    events = list(begin("ch02/crash"))
    (failed,) = of(events, "failed")
    assert failed["message"].startswith("RuntimeError: The size of tensor a (3) must match")
    assert failed["file"] == str(workspace / "ch02_two" / "crash.py")
    assert failed["text"] == "total = short + long"
    assert failed["line"] == (workspace / "ch02_two" / "crash.py").read_text().splitlines().index(failed["text"]) + 1
    assert failed["shapes"] == ["short is (3,) float32", "long is (4,) float32"]
    assert events[-1]["ended"] == "failed" and events[-1]["met"] is False


def test_a_fault_in_the_learners_module_names_their_file(begin: Start, workspace: Path) -> None:
    file = workspace / "ch02_two" / "slope.py"
    file.write_text("def slope(x):\n    return missing * x\n")
    (failed,) = of(list(begin("ch02/train")), "failed")
    assert (failed["file"], failed["line"], failed["kind"]) == (str(file), 2, "NameError")
    file.write_text("def slope(x:\n    return x\n")
    (failed,) = of(list(begin("ch02/train")), "failed")
    assert (failed["file"], failed["kind"]) == (str(file), "SyntaxError")


@pytest.mark.parametrize(
    ("seed", "message"),
    [
        (1, "The script was ended by the signal SIGSEGV."),
        (2, "The script ended with status 7."),
        (3, "The script ended itself: enough"),
        (4, "The script was ended by signal 40."),
        (5, "The script ended by a KeyboardInterrupt that you didn't cause with Ctrl+C."),
    ],
)
def test_every_hard_end_is_said_in_words(begin: Start, seed: int, message: str) -> None:
    events = list(begin("ch02/crash", seed=seed))
    assert [event["message"] for event in of(events, "failed")] == [message]
    assert events[-1]["ended"] == "failed"
    assert ("said by C code\n" in [event["text"] for event in of(events, "output")]) == (seed == 3)


def test_what_c_code_prints_is_cut_off_where_that_of_python_is(begin: Start) -> None:
    said = "".join(event["text"] for event in of(list(begin("ch02/crash", seed=6)), "output"))
    assert said.count("x") == 49 * 4095 and said.endswith("200,000 characters were printed; the rest is not shown.)\n")


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_stop_ends_the_script_like_ctrl_c_and_keeps_what_was_logged(begin: Start, cold: bool) -> None:
    run = begin("ch02/forever", cold=cold)
    events = iter(run)
    until(events, "say")
    began = time.monotonic()
    run.stop()
    rest = list(events)
    assert time.monotonic() - began < 1.9
    assert rest[-1]["event"] == "result" and rest[-1]["ended"] == "stopped" and rest[-1]["met"] is False
    assert not of(rest, "failed")
    assert len(run.curves[""]["count"]) >= 5


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_script_that_will_not_stop_is_killed_with_what_it_started(begin: Start, cold: bool) -> None:
    run = begin("ch02/forever", seed=1, cold=cold)
    events = iter(run)
    helper = int(until(events, "text")["text"])
    assert alive(helper)
    began = time.monotonic()
    run.stop()
    assert list(events)[-1]["ended"] == "stopped"
    assert 1.8 < time.monotonic() - began < 30
    assert gone(helper)


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_a_stopped_script_leaves_nothing_running(begin: Start, cold: bool) -> None:
    run = begin("ch02/forever", seed=2, cold=cold)
    events = iter(run)
    helper = int(until(events, "text")["text"])
    run.stop()
    run.wait()
    assert gone(helper)


def test_pause_holds_the_script_and_its_clock_until_resume(begin: Start) -> None:
    run = begin("ch02/forever")
    events = iter(run)
    until(events, "say")
    run.pause()
    assert run.paused
    seconds = run.seconds
    time.sleep(0.3)
    assert run.seconds == seconds
    run.resume()
    assert until(events, "log")["step"] > 0
    run.pause()
    run.stop()
    assert list(events)[-1]["ended"] == "stopped"


@pytest.mark.parametrize("cold", [False, True], ids=["forked", "cold"])
def test_what_a_script_spends_of_the_processor_leaves_out_what_it_waits(begin: Start, cold: bool) -> None:
    run = begin("ch02/half-asleep", cold=cold)
    assert "spent" not in kinds(list(run))
    assert run.processor_seconds >= 0.29  # the system counts in hundredths
    assert run.seconds - run.processor_seconds >= 0.45


def test_the_result_stays_whatever_is_asked_afterwards(begin: Start) -> None:
    run = begin("ch02/train")
    result = run.wait()
    run.stop()
    run.close()
    assert run.wait() is result and result["ended"] == "finished"


def test_a_cold_run_ends_with_whoever_started_it_even_while_paused(course: Course) -> None:
    code = (
        "import sys; from pathlib import Path; from tutor.course import Course;"
        "from tutor.training.plan import plan_run; from tutor.training.runner import TrainingRun;"
        "course = Course.open(Path(sys.argv[1]));"
        "run = TrainingRun(plan_run(course, *course.find('ch02/forever'), None, reference=True));"
        "[print(event['event'], flush=True) for event in run]"
    )
    starter = subprocess.Popen([sys.executable, "-c", code, str(course.root)], stdout=subprocess.PIPE, text=True)
    try:
        assert starter.stdout is not None
        assert any(line == "say\n" for line in starter.stdout)
        (script,) = descendants(starter.pid)
        os.kill(script, signal.SIGSTOP)
        while not stopped(script):
            time.sleep(0.001)
    finally:
        starter.kill()
        starter.wait()
    assert gone(script)


def test_the_process_that_shows_a_run_imports_no_torch() -> None:
    code = (
        "import sys, tutor.training.runner, tutor.training.plan, tutor.training.recorded, tutor.live,"
        "tutor.render.markdown, tutor.render.picture, tutor.render.curve;"
        "print(sorted({'torch', 'numpy', 'pytest', 'textual', 'sklearn'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_slow_reader_never_holds_the_script(begin: Start) -> None:
    run = begin("ch02/forever")
    events = iter(run)
    until(events, "say")
    time.sleep(0.5)  # nobody reads
    counted = [event["step"] for event, _ in zip(events, range(200), strict=False) if event["event"] == "log"]
    assert len(counted) > 20


def test_closing_twice_is_harmless(begin: Start) -> None:
    run: TrainingRun = begin("ch02/forever")
    until(iter(run), "say")
    run.close()
    run.close()
