"""One entry of the table comes onto this computer, whatever the server, the network and the disk do."""

from __future__ import annotations

import random
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.downloads.serving import Server, file, toys
from tutor.downloads import fetching, places, transfer
from tutor.downloads.fetching import Watcher
from tutor.downloads.table import Download
from tutor.downloads.transfer import Failed

DATA = random.Random(0).randbytes(1_000_003)
OTHER = random.Random(1).randbytes(1_000_003)


class Seen:
    """What a watcher is told."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self.sizes: list[int] = []
        self.words: list[str] = []

    @property
    def watcher(self) -> Watcher:
        return Watcher(
            lambda _, url: self.addresses.append(url), lambda _, here: self.sizes.append(here), self.words.append
        )


@pytest.fixture
def seen() -> Seen:
    return Seen()


def fetch(download: Download, seen: Seen, mirror: str = "") -> tuple[Path, bool]:
    return fetching.fetch(download, mirror, seen.watcher)


def names(folder: Path) -> set[str]:
    """What lies there for whoever looks."""
    return {path.name for path in (folder / "toys").iterdir()} - {".lock"}


def test_a_file_comes_whole_and_under_its_name_only(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    path, came = fetch(toy, seen)
    assert (path, came, path.read_bytes() == DATA) == (folder / "toys" / "toy.bin", True, True)
    assert names(folder) == {"toy.bin"}
    assert places.find(toy) == path
    assert seen.addresses == [f"{server.url}/toy.bin"]
    assert (seen.sizes[0], seen.sizes[-1], seen.sizes == sorted(seen.sizes)) == (0, len(DATA), True)


def test_what_is_here_is_not_fetched_again(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    fetch(toy, seen)
    path, came = fetch(toy, seen)
    assert (path.read_bytes() == DATA, came, len(server.asked)) == (True, False, 1)


def test_a_connection_that_breaks_is_taken_up_where_it_was(server: Server, folder: Path, seen: Seen) -> None:
    server.breaks = [300_000, 500_000]
    path, _ = fetch(toys(server.put("toy.bin", DATA)), seen)
    assert path.read_bytes() == DATA
    assert [wanted for _, wanted in server.asked] == ["", "bytes=300000-", "bytes=800000-"]


def test_a_server_without_ranges_is_asked_for_the_whole_again(server: Server, folder: Path, seen: Seen) -> None:
    server.ranges, server.breaks = False, [300_000]
    path, _ = fetch(toys(server.put("toy.bin", DATA)), seen)
    assert path.read_bytes() == DATA
    assert [wanted for _, wanted in server.asked] == ["", "bytes=300000-"]


def test_a_server_that_does_not_say_how_much_comes_will_do(server: Server, folder: Path, seen: Seen) -> None:
    server.lengths, server.breaks = False, [300_000]
    assert fetch(toys(server.put("toy.bin", DATA)), seen)[0].read_bytes() == DATA


def test_what_a_stopped_command_left_is_gone_on_with(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    left(folder, DATA[:700_000])
    assert fetching.kept(toy) == "0.7 of 1.0 MB are kept."
    assert fetch(toy, seen)[0].read_bytes() == DATA
    assert server.asked == [("/toy.bin", "bytes=700000-")]
    assert fetching.kept(toy) == ""


@pytest.mark.parametrize("size", [1, 500_000, len(DATA), len(DATA) + 5])
def test_what_another_file_left_does_no_harm(server: Server, folder: Path, seen: Seen, size: int) -> None:
    left(folder, (OTHER + OTHER)[:size])
    assert fetch(toys(server.put("toy.bin", DATA)), seen)[0].read_bytes() == DATA
    assert names(folder) == {"toy.bin"}


def test_a_complete_part_needs_no_server(folder: Path, seen: Seen) -> None:
    left(folder, DATA)
    path, _ = fetch(toys(file("toy.bin", DATA, "http://127.0.0.1:9/toy.bin")), seen)
    assert path.read_bytes() == DATA


def test_a_server_that_is_busy_is_asked_again(server: Server, folder: Path, seen: Seen) -> None:
    server.codes = [503, 429]
    assert fetch(toys(server.put("toy.bin", DATA)), seen)[0].read_bytes() == DATA
    server.codes = [503] * transfer.TRIES
    with pytest.raises(Failed, match=r"stopped sending 4 times \(503 Service Unavailable\)"):
        fetch(toys(server.put("other.bin", OTHER)), seen)


def test_a_redirection_is_followed(server: Server, folder: Path, seen: Seen) -> None:
    server.put("moved/toy.bin", DATA)
    server.moved["/toy.bin"] = f"{server.url}/moved/toy.bin"
    assert fetch(toys(file("toy.bin", DATA, f"{server.url}/toy.bin")), seen)[0].read_bytes() == DATA


def test_a_wrong_checksum_is_told_and_nothing_is_kept(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    server.files["/toy.bin"] = OTHER
    with pytest.raises(Failed, match="not the file that it should be: its SHA-256 begins with") as caught:
        fetch(toy, seen)
    assert toy.files[0].sha256[:8] in str(caught.value)
    assert names(folder) == set()
    assert places.find(toy) is None


@pytest.mark.parametrize("lengths", [True, False])
def test_a_login_page_in_between_is_told(server: Server, folder: Path, seen: Seen, lengths: bool) -> None:
    toy = toys(server.put("toy.bin", DATA))
    server.lengths = lengths
    server.files["/toy.bin"] = DATA + b"more"
    with pytest.raises(Failed, match=r"where 1,000,003 bytes were expected\. Perhaps a login page"):
        fetch(toy, seen)
    server.files["/toy.bin"] = b"<html>Please log in</html>"
    with pytest.raises(Failed, match="where 1,000,003 bytes were expected. Perhaps" if lengths else "stopped sending"):
        fetch(toy, seen)
    assert places.find(toy) is None


def test_a_missing_file_is_told_with_where_to_put_it(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    server.files.clear()
    with pytest.raises(Failed) as caught:
        fetch(toy, seen)
    words = f"{server.url}/toy.bin is not there (404 Not Found). Whoever has toy.bin can also copy it to"
    assert str(caught.value) == f"{words} {folder}/toys/toy.bin."
    assert len(server.asked) == 1, "that won't change in a second"


def test_no_network_is_told(folder: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = free.getsockname()[1]
        with pytest.raises(Failed, match=rf"127.0.0.1:{closed} does not answer \(Connection refused\)"):
            fetch(toys(file("toy.bin", DATA, f"http://127.0.0.1:{closed}/toy.bin")), seen)

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Failed, match=r"example\.org is not found\. Is this computer online\?"):
        fetch(toys(file("toy.bin", DATA, "https://example.org/toy.bin")), seen)


def test_a_silent_server_is_given_up(server: Server, folder: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "SECONDS_WITHOUT_A_BYTE", 0.05)
    monkeypatch.setattr(transfer, "TRIES", 2)
    toy = toys(server.put("toy.bin", DATA))
    server.before_gate = 200_000
    server.gate.clear()
    with pytest.raises(Failed, match=r"stopped sending 2 times .*0.4 of 1.0 MB are kept; the same command goes on"):
        fetch(toy, seen)
    server.gate.set()
    assert fetch(toy, seen)[0].read_bytes() == DATA


def test_too_little_room_is_told_before_anything_comes(
    server: Server, folder: Path, seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    toy = toys(server.put("toy.bin", DATA))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(Failed, match=r"needs 1.0 MB more, and the disk of .* has 0.0 MB free. Free some"):
        fetch(toy, seen)
    assert server.asked == []


def test_a_disk_that_fills_up_is_told_and_what_came_is_kept(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, before[1]))
    try:
        with pytest.raises(Failed, match=r"is full. 0.4 of 1.0 MB are kept; the same command goes on from there\."):
            fetch(toy, seen)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert fetch(toy, seen)[0].read_bytes() == DATA
    assert server.asked[-1] == ("/toy.bin", "bytes=400000-")


def test_a_folder_that_cannot_be_written_is_told(server: Server, folder: Path, seen: Seen) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(Failed, match=r"toys can't be written \(.*\). Let DLTUTOR_DOWNLOADS name a folder of yours"):
        fetch(toys(server.put("toy.bin", DATA)), seen)


def test_a_damaged_file_is_fetched_again(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA))
    fetch(toy, seen)[0].write_bytes(DATA[:-1])
    path, came = fetch(toy, seen)
    assert (path.read_bytes() == DATA, came) == (True, True)
    assert seen.words == [f"{path} is damaged, so it is fetched again."]


def test_what_torch_has_is_used_where_it_is(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA), from_torch=True)
    theirs = folder.parent / "torch" / "hub" / "checkpoints" / "toy.bin"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(DATA)
    assert fetch(toy, seen) == (theirs, False)
    assert (server.asked, folder.exists()) == ([], False)
    theirs.write_bytes(OTHER)
    path, came = fetch(toy, seen)
    assert (path, came, path.read_bytes() == DATA) == (folder / "toys" / "toy.bin", True, True)
    assert seen.words == [f"{theirs} is damaged or another file of that name, so it is not used."]
    assert theirs.read_bytes() == OTHER, "it is torch's"
    assert fetch(toy, seen) == (path, False), "ours comes first"


def test_an_entry_of_several_files_is_its_folder_and_needs_all(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("one.gz", DATA), server.put("two.gz", OTHER))
    del server.files["/two.gz"]
    with pytest.raises(Failed, match=r"two.gz is not there"):
        fetch(toy, seen)
    assert places.find(toy) is None
    server.put("two.gz", OTHER)
    assert fetch(toy, seen) == (folder / "toys", True)
    assert [path for path, _ in server.asked] == ["/one.gz", "/two.gz", "/two.gz"]
    assert names(folder) == {"one.gz", "two.gz"}


def test_of_several_addresses_the_first_that_has_it_counts(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(server.put("toy.bin", DATA, f"{server.url}/nowhere/toy.bin", f"{server.url}/wrong/toy.bin"))
    server.files["/wrong/toy.bin"] = OTHER
    assert fetch(toy, seen)[0].read_bytes() == DATA
    assert len(seen.addresses) == 3


def test_a_mirror_is_laid_out_as_the_folder_or_flat(server: Server, folder: Path, seen: Seen) -> None:
    toy = toys(file("toy.bin", DATA, "http://127.0.0.1:9/toy.bin"))
    server.put("class/toys/toy.bin", DATA)
    assert fetch(toy, seen, f"{server.url}/class/")[0].read_bytes() == DATA
    shutil.rmtree(folder)
    server.put("toy.bin", DATA)
    assert fetch(toy, seen, server.url)[0].read_bytes() == DATA
    assert [path for path, _ in server.asked] == ["/class/toys/toy.bin", "/toys/toy.bin", "/toy.bin"]
    shutil.rmtree(folder)
    with pytest.raises(Failed, match=r"Without the mirror it comes from 127.0.0.1:9\."):
        fetch(toy, seen, f"{server.url}/empty")


def test_a_mirror_may_be_a_folder(folder: Path, seen: Seen, tmp_path: Path) -> None:
    toy = toys(file("toy.bin", DATA, "http://127.0.0.1:9/toy.bin"))
    stick = tmp_path / "a stick"
    (stick / "toys").mkdir(parents=True)
    with pytest.raises(Failed, match=r"a%20stick/toys/toy.bin is not there\."):
        fetch(toy, seen, str(stick))
    (stick / "toys" / "toy.bin").write_bytes(DATA)
    left(folder, DATA[:1000])
    assert fetch(toy, seen, str(stick))[0].read_bytes() == DATA


@pytest.mark.parametrize("mirror", ["gopher://somewhere", "http://", "http://[", "http://a b/c"])
def test_a_mirror_that_is_no_address_is_told(folder: Path, seen: Seen, mirror: str) -> None:
    with pytest.raises(Failed):
        fetch(toys(file("toy.bin", DATA, "http://127.0.0.1:9/toy.bin")), seen, mirror)


TWO = """
import sys
from tests.downloads.serving import toys
from tutor.downloads.fetching import Watcher, fetch
from tutor.downloads.table import File
name, size, sha256, url = sys.argv[1:]
said = Watcher(lambda *_: None, lambda *_: None, lambda words: print(words, flush=True))
print(fetch(toys(File(name, int(size), sha256, (url,))), "", said)[1])
"""


def test_two_at_once_fetch_it_once(server: Server, folder: Path) -> None:
    wanted = server.put("toy.bin", DATA)
    server.before_gate = 100_000
    server.gate.clear()
    command = [sys.executable, "-c", TWO, wanted.name, str(wanted.size), wanted.sha256, *wanted.urls]
    root = Path(__file__).parents[2]
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    waiting(lambda: (folder / "toys" / "toy.bin.part").exists())
    second = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)
    assert second.stdout is not None
    assert second.stdout.readline() == "Another dltutor is fetching this; waiting for it.\n"
    server.gate.set()
    assert (first.communicate()[0], second.communicate()[0]) == ("True\n", "True\n")
    assert (folder / "toys" / "toy.bin").read_bytes() == DATA
    assert len(server.asked) == 1


def left(folder: Path, data: bytes) -> None:
    """What an earlier try left behind."""
    (folder / "toys").mkdir(parents=True, exist_ok=True)
    (folder / "toys" / "toy.bin.part").write_bytes(data)


def waiting(until: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not until():
        assert time.monotonic() < ends
        time.sleep(0.01)
