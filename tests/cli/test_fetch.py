"""`dltutor fetch` gets what was asked for by name, and says in plain words what it did and what hinders."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.downloads.conftest import folder, server
from tests.downloads.serving import Server, toys
from tutor.cli import app
from tutor.downloads import table
from tutor.downloads.table import Download

__all__ = ["folder", "server"]

DATA = random.Random(0).randbytes(3 << 20)
WITH_TOYS = """
import sys
from tests.downloads.serving import toys
from tutor import cli
from tutor.downloads import table
name, size, sha256, url = sys.argv[1:5]
table.TABLE["toys"] = toys(table.File(name, int(size), sha256, (url,)))
sys.argv[1:] = sys.argv[5:]
cli.main()
"""


def dltutor(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["fetch", *arguments])


@pytest.fixture
def toy(server: Server, monkeypatch: pytest.MonkeyPatch) -> Download:
    """The only thing there is to fetch."""
    made = toys(server.put("toy.bin", DATA))
    monkeypatch.setattr(table, "TABLE", {"toys": made})
    monkeypatch.setattr("tutor.commands.fetching.TABLE", {"toys": made})
    return made


def test_without_a_name_what_there_is_is_listed(toy: Download, server: Server, folder: Path) -> None:
    host = server.url.removeprefix("http://")
    result = dltutor()
    assert (result.exit_code, result.stderr, server.asked) == (0, "", [])
    assert result.stdout == (
        "toys  the toys, 3.0 MB: not here\n"
        f"      from {host}. Public domain.\n"
        "\n"
        f"What is fetched is kept in {folder}; DLTUTOR_DOWNLOADS names another folder.\n"
        "Next: dltutor fetch toys\n"
    )
    dltutor("toys")
    result = dltutor()
    assert f"toys  the toys, 3.0 MB: here, in {folder}/toys/toy.bin\n" in result.stdout
    assert "Next" not in result.stdout
    (listed,) = json.loads(dltutor("--json").stdout)["downloads"]
    assert listed == {
        "name": "toys",
        "title": "the toys",
        "size": len(DATA),
        "licence": "Public domain.",
        "used_by": [],
        "urls": [f"{server.url}/toy.bin"],
        "path": f"{folder}/toys/toy.bin",
    }


def test_a_name_is_fetched_once(toy: Download, server: Server, folder: Path) -> None:
    path = folder / "toys" / "toy.bin"
    result = dltutor("toys", "toys")
    assert (result.exit_code, result.stdout) == (0, f"toys is here now: {path}\n")
    first, *quarters = result.stderr.splitlines()
    assert first == f"Fetching toy.bin from {server.url}/toy.bin"
    assert [words.partition(" ")[2] for words in quarters] == ["of 3.0 MB"] * 4
    assert float(quarters[0][:3]) == pytest.approx(0.9, abs=0.15)
    assert path.read_bytes() == DATA
    again = dltutor("toys")
    assert (again.exit_code, again.stdout) == (0, f"toys was here already, and is sound: {path}\n")
    assert (again.stderr, len(server.asked)) == ("", 1)


def test_a_program_may_read_it(toy: Download, folder: Path) -> None:
    for came in (True, False):
        result = dltutor("toys", "--json")
        fetched = [{"name": "toys", "path": str(folder / "toys" / "toy.bin"), "fetched": came}]
        assert json.loads(result.stdout) == {"schema": 1, "fetched": fetched}
        assert (result.exit_code, result.stderr) == (0, "")


def test_an_unknown_name_is_wrong_usage_and_nothing_is_fetched(toy: Download, server: Server) -> None:
    result = dltutor("toys", "tois")
    assert (result.exit_code, server.asked) == (2, [])
    assert result.stderr == "There is nothing to fetch by the name 'tois'. Did you mean `dltutor fetch toys`?\n"
    assert "`dltutor fetch` lists what there is" in dltutor("elephants").stderr


def test_what_hinders_is_one_sentence_and_exit_code_1(toy: Download, server: Server) -> None:
    server.files.clear()
    for arguments in (["toys"], ["toys", "--json"]):
        result = dltutor(*arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        last = result.stderr.splitlines()[-1]
        assert last.startswith(f"toys was not fetched. {server.url}/toy.bin is not there (404 Not Found). Whoever has")


def test_a_mirror_is_an_option_or_a_variable(
    toy: Download, server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.put("class/toys/toy.bin", DATA)
    assert dltutor("toys", "--mirror", f"{server.url}/class").exit_code == 0
    (folder / "toys" / "toy.bin").unlink()
    monkeypatch.setenv("DLTUTOR_MIRROR", f"{server.url}/class/")
    assert dltutor("toys").exit_code == 0
    assert [path for path, _ in server.asked] == ["/class/toys/toy.bin"] * 2


def test_ctrl_c_keeps_what_has_come_and_the_same_command_goes_on(toy: Download, server: Server, folder: Path) -> None:
    (file,) = toy.files
    named = [sys.executable, "-c", WITH_TOYS, file.name, str(file.size), file.sha256, *file.urls, "fetch", "toys"]
    root = Path(__file__).parents[2]
    server.before_gate = 1 << 20
    server.gate.clear()
    process = subprocess.Popen(named, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root)
    assert process.stderr is not None
    assert process.stderr.readline() == f"Fetching toy.bin from {server.url}/toy.bin\n"
    assert process.stderr.readline().endswith(" of 3.0 MB\n")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    kept = (folder / "toys" / "toy.bin.part").stat().st_size
    assert err.endswith(f"Stopped. {kept / 2**20:.1f} of 3.0 MB are kept. `dltutor fetch toys` goes on.\n")
    server.gate.set()
    done = subprocess.run(named, capture_output=True, text=True, cwd=root)
    assert (done.returncode, done.stdout) == (0, f"toys is here now: {folder}/toys/toy.bin\n")
    assert server.asked[-1] == ("/toy.bin", f"bytes={kept}-")


def test_on_a_terminal_a_bar_shows_how_much_has_come(toy: Download, server: Server, folder: Path) -> None:
    import pexpect

    (file,) = toy.files
    named = ["-c", WITH_TOYS, file.name, str(file.size), file.sha256, *file.urls, "fetch", "toys"]
    server.before_gate = 1 << 20
    server.gate.clear()
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"TERM": "xterm-256color", "COLUMNS": "80"}
    child = pexpect.spawn(sys.executable, named, cwd=root, env=environment, encoding="utf-8", timeout=20)
    child.expect(r"1\.0 of 3\.0 MB")
    server.gate.set()
    child.expect("here now")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
