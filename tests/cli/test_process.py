"""The installed command as a process of its own: what it imports, what it leaves behind, how Ctrl+C ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tiny import solve
from tutor import __version__
from tutor.session import Session

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "torchvision", "pytest", "textual", "numpy", "sklearn")
IMPORTED = f"""
import atexit, sys
from tutor.cli import main
atexit.register(lambda: print([name for name in {HEAVY} + ("yaml", "rich") if name in sys.modules], file=sys.stderr))
main()
"""


def imported_by(*arguments: str) -> set[str]:
    """Which of the heavy modules a command imports."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments], capture_output=True, text=True, cwd=ROOT, stdin=subprocess.DEVNULL
    )
    names: list[str] = json.loads(done.stderr.strip().rpartition("\n")[2].replace("'", '"'))
    return set(names)


def start(mark: str, *arguments: str) -> subprocess.Popen[str]:
    """A `dltutor` whose processes can be found by a mark in their environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "tutor", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "MARK": mark},
        start_new_session=True,
    )


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What is printed up to the line that holds `words`."""
    assert process.stdout is not None
    text = ""
    while words not in text:
        line = process.stdout.readline()
        assert line, f"the process ended after {text!r}"
        text += line
    return text


def test_the_version_is_one_line_from_either_name() -> None:
    for command in ([sys.executable, "-m", "tutor"], [str(Path(sys.executable).with_name("dltutor"))]):
        done = subprocess.run([*command, "--version"], capture_output=True, text=True, cwd=ROOT)
        assert (done.returncode, done.stdout) == (0, f"dltutor {__version__}\n")


@pytest.mark.parametrize(
    "command", [["--version"], ["list"], ["start"], ["show", "ch01/double"], ["check", "ch01/double"], ["progress"]]
)
def test_the_parent_process_imports_nothing_heavy(command: list[str], tiny_course: Path, workspace: Path) -> None:
    named = [] if command == ["--version"] else ["--course", str(tiny_course), "--workspace", str(workspace)]
    if command == ["list"]:
        imported_by(*command, *named)  # fills the cache of chapters
    found = imported_by(*command, *named)
    assert not found & set(HEAVY)
    if command in (["--version"], ["list"]):
        assert found == set(), "neither yaml nor rich is worth its time here"


def test_a_remembered_course_is_listed_as_lightly(tiny_course: Path, workspace: Path) -> None:
    session = Session.open(tiny_course, workspace)
    assert len(session.course.chapters) == 2  # fills the cache of chapters
    session.close()
    assert imported_by("list", "--workspace", str(workspace)) == set()


def test_watch_checks_every_save_until_ctrl_c_and_leaves_no_process(tiny_course: Path, workspace: Path) -> None:
    session = Session.open(tiny_course, workspace)
    session.visit("ch01/double")
    session.close()
    file = solve(workspace, "ch01_small/double", expression="3 * x")
    process = start(str(workspace), "watch", "ch01/double", "--course", str(tiny_course), "--workspace", str(workspace))
    seen = read_until(process, "Waiting for the next save")
    assert "  FAILED   Each number of the input is taken two times." in seen
    assert "What this looks like: wrong-factor" in seen
    file.write_text(file.read_text().replace("3 * x", "2 * x"))
    assert "ch01/double: passed, 2 of 2 checks" in read_until(process, "Waiting for the next save")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert "Stopped watching." in out
    assert still_there(f"MARK={workspace}") == []


def test_ctrl_c_stops_a_training_cleanly_and_keeps_what_was_logged(tiny_course: Path, workspace: Path) -> None:
    session = Session.open(tiny_course, workspace)
    session.visit("ch01/look")
    (workspace / "ch01_small" / "look.py").write_text(
        "import time\nfrom tutor import live\n"
        "for epoch in live.epochs(1000):\n    live.log(loss=1 / (epoch + 1))\n    time.sleep(0.02)\n"
    )
    process = start(str(workspace), "train", "ch01/look", "--course", str(tiny_course), "--workspace", str(workspace))
    read_until(process, "loss 0.04")  # epoch 21 to 25, of which at least each fifth is told
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 1, err
    assert "ch01/look: stopped after" in out
    assert "Traceback" not in err
    (run,) = session.runs("ch01/look")
    assert run.state == "stopped"
    assert len(session.progress.runs.logged("ch01/look", 1)) >= 19
    session.close()
    assert still_there(f"MARK={workspace}") == []


def still_there(mark: str) -> list[str]:
    """The ids of processes that carry the mark in their environment; they may take a moment to end."""
    ends = time.monotonic() + 5
    while True:
        found = [folder.name for folder in Path("/proc").glob("[0-9]*") if mark in _environment(folder)]
        if not found or time.monotonic() > ends:
            return found
        time.sleep(0.05)


def _environment(process: Path) -> str:
    try:
        return (process / "environ").read_text()
    except OSError:
        return ""


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line for a shell in which `dltutor` is this one."""
    line = f'dltutor() {{ "{sys.executable}" -m tutor "$@"; }}\n{command}'
    surroundings = os.environ | environment
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, env=surroundings, timeout=60)


@pytest.mark.parametrize("columns", ["0", "00", "", "1", "nonsense"])
def test_a_terminal_without_a_width_is_written_to_all_the_same(columns: str) -> None:
    done = shell("dltutor find softmax", COLUMNS=columns)
    assert done.returncode == 0
    assert "Makes shares that add up to 1" in " ".join(done.stdout.split())


def test_closed_streams_are_no_fault(tiny_course: Path, workspace: Path) -> None:
    named = f"--course {tiny_course} --workspace {workspace}"
    without_input = shell(f"dltutor start {named} <&-")
    assert (without_input.returncode, without_input.stderr) == (0, "")
    assert "Next: dltutor show ch01/why" in without_input.stdout
    assert shell(f"dltutor list {named} >&-").returncode == 0
    unknown = shell(f"dltutor list --course {tiny_course / 'nowhere'} 2>&-")
    assert (unknown.returncode, unknown.stderr) == (3, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_output_that_takes_nothing_more_is_told_as_that(tiny_course: Path, workspace: Path) -> None:
    done = shell(f"dltutor show ch01/double --course {tiny_course} --workspace {workspace} >/dev/full")
    assert done.returncode == 1
    assert done.stderr.startswith("The disk has no room for what this command writes.")
    assert "dltutor itself" not in done.stderr


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_bytes_that_are_no_text_are_an_answer_like_any_other(errors: str, tiny_course: Path, workspace: Path) -> None:
    named = ["--course", str(tiny_course), "--workspace", str(workspace)]
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "quiz", "ch01", *named],
        input=b"\xff\xfe\na\n\xff\n",
        capture_output=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": f"utf-8:{errors}"},
    )
    assert (done.returncode, done.stderr) == (1, b"")
    told = done.stdout.decode()
    assert "is none of the choices" in told and told.endswith("1 of 2 right.\n")


def test_an_encoding_that_lacks_a_character_gets_the_nearest() -> None:
    done = shell("dltutor show ch00/one-neuron", PYTHONIOENCODING="ascii")
    assert "from -1 (no) to 1" in " ".join(done.stdout.split())
    assert "| answer = tanh(w1 x1 + w2 x2" in done.stdout


def test_ctrl_c_before_all_is_imported_is_no_fault() -> None:
    code = """
import sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "tutor.cli":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from tutor.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
