"""`dltutor train`: whose code runs, what is said about it, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import Dltutor
from tests.tiny import add_data, solve
from tutor.session import Session


def test_what_is_open_is_said_and_nothing_runs(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double", expression="3 * x")
    result = dltutor("train", "ch01")
    assert result.exit_code == 1
    assert result.stdout == "ch01/double: failed\n"
    assert "dltutor train ch01/train --borrow" in result.stderr


def test_a_file_that_was_saved_without_a_check_is_checked_and_trained(dltutor: Dltutor, workspace: Path) -> None:
    solve(workspace, "ch01_small/double")
    result = dltutor("train", "ch01")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("ch01/double: passed\nGrow a number\n")
    assert "  epoch 6/6  size 64\n" in result.stdout
    assert "size is 64; wanted is at least 60: met.\nch01/train: target met, " in result.stdout
    assert "  done  ch01/train" in dltutor("list").stdout
    told = json.loads(dltutor("progress", "--json").stdout)
    assert told["chapters"][0]["runs"] == [{"id": "ch01/train", "met": True, "metrics": {"size": 64.0}}]


def test_what_the_script_prints_comes_line_by_line_as_it_was(
    dltutor: Dltutor, tiny_course: Path, workspace: Path
) -> None:
    script = tiny_course / "exercises" / "ch01_small" / "train.py"
    printing = 'print("a")\nprint("b")\nfor _ in "123":\n    print(".", end="", flush=True)\nprint("\\nend", end="")\n'
    script.write_text(script.read_text() + printing)
    solve(workspace, "ch01_small/double")
    assert "\na\nb\n...\nend\n" in dltutor("train", "ch01").stdout


def test_what_was_logged_is_kept_where_something_was(dltutor: Dltutor, tiny_course: Path, workspace: Path) -> None:
    script = tiny_course / "exercises" / "ch01_small" / "train.py"
    right = script.read_text()
    solve(workspace, "ch01_small/double")
    script.write_text(f"1 / 0\n{right}")
    assert " s.\n" in dltutor("train", "ch01").stdout.partition("ch01/train: failed after")[2]
    script.write_text(f"{right}1 / 0\n")
    assert "What was logged is kept." in dltutor("train", "ch01").stdout


def test_a_borrowed_run_streams_its_events_and_does_not_count(
    dltutor: Dltutor, tiny_course: Path, workspace: Path
) -> None:
    result = dltutor("train", "ch01", "--borrow", "--json")
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert events[0]["event"] == "start"
    last = events[-1]
    assert {name: last[name] for name in ("event", "metrics", "target", "borrowed")} == {
        "event": "result",
        "metrics": {"size": 64.0},
        "target": {"size": {"at_least": 60.0}},
        "borrowed": ["ch01/double"],
    }
    session = Session.open(tiny_course, workspace, make=False)
    assert session.status("ch01/train") == "open"
    session.close()


def test_real_data_is_asked_for_by_name_and_counts_for_nothing(
    dltutor: Dltutor, tiny_course: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    solve(workspace, "ch01_small/double")
    refused = dltutor("train", "ch01", "--data", "mnist")
    assert (refused.exit_code, refused.stderr) == (2, "ch01/train has no use for other data than its own.\n")
    add_data(tiny_course)
    monkeypatch.setattr("tutor.downloads.find", lambda name: None)
    refused = dltutor("train", "ch01", "--data", "mnist")
    assert refused.exit_code == 2
    assert refused.stderr == (
        "The handwritten digits of MNIST are not on this computer. To fetch them (11 MB), type in a terminal: "
        "dltutor fetch mnist\n"
    )
    monkeypatch.setattr("tutor.downloads.find", lambda name: workspace)
    result = dltutor("train", "ch01", "--data", "mnist")
    assert result.exit_code == 0, result.output
    assert "This run uses mnist, not the lesson's own data. Its target is not asked for.\n" in result.stdout
    assert "size is 64.\nch01/train on mnist: done in " in result.stdout
    assert "target met" not in result.stdout and "Next" not in result.stdout
    assert json.loads(dltutor("progress", "--json").stdout)["chapters"][0]["runs"] == []
    events = [json.loads(line) for line in dltutor("train", "ch01", "--data", "fashion", "--json").stdout.splitlines()]
    assert (events[0]["data"], events[-1]["data"], events[-1]["met"]) == ("fashion", "fashion", False)


def test_an_unknown_mistake_names_those_that_are_known(dltutor: Dltutor) -> None:
    result = dltutor("train", "ch01", "--mistake", "double:thrice")
    assert result.exit_code == 1
    assert "it knows double:wrong-factor" in result.stderr


def test_a_step_without_a_script_can_not_be_run(dltutor: Dltutor) -> None:
    assert "there is nothing to run" in dltutor("train", "ch01/why").stderr
    assert dltutor("train", "ch02").stderr == "ch02 has no training.\n"


def test_every_frame_of_a_slider_is_printed_where_nothing_can_be_moved(dltutor: Dltutor, workspace: Path) -> None:
    frames = '{"weak \\x1b[2J": [[0.2]], "strong": [[0.9]]}'
    (workspace / "ch01_small" / "look.py").write_text(f"from tutor import live\nlive.slider('Strength', {frames})\n")
    result = dltutor("train", "ch01/look")
    assert result.exit_code == 0, result.output
    labels = [line.rstrip() for line in result.stdout.splitlines() if line.strip() and line[0].isalnum()]
    assert labels[:4] == [
        "Look at one number",
        "look.py is your own version of the course's script; "
        "`dltutor reset ch01_small/look.py` puts the course's back and keeps yours.",
        "Strength",
        "1/2  weak",
    ]
    assert "2/2  strong" in labels


@pytest.mark.parametrize("name", ["gpu", "cuda:", "", "meta"])
def test_a_device_that_is_none_is_refused_before_anything_runs(dltutor: Dltutor, name: str) -> None:
    result = dltutor("train", "ch01", "--reference", "--device", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(f"There is no device {name!r}: it is cpu, cuda, mps or auto.\n")


def test_a_script_that_asks_for_no_device_can_have_none(dltutor: Dltutor) -> None:
    result = dltutor("train", "ch01", "--reference", "--device", "cuda")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("ch01/train computes on the CPU alone: leave --device cuda out.\n")
