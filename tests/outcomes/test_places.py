"""What stands where the learner's file should be, and where the workspace stands: links, pipes, rights, full disks."""

from __future__ import annotations

import ctypes
import os
import resource
import shlex
import socket
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.outcomes.ordinary import OrdinaryUser
from tests.outcomes.workplace import Workplace, working
from tests.outcomes.world import LONG, World, body, told, world_of_its_own
from tutor.checking import landlock
from tutor.checking.checker import Checker
from tutor.learner.refused import Refused

OFTEN = (
    " is {}, and only a file of your own is read here. "
    "Put one there, or let `dltutor reset ch01_small/double.py` put the course's there"
)
NAMES = (
    'it\'s "here" (π, ☃), as ~ $HOME',
    "two\nlines\t&",
    "esc \x1b]0;title\x07\x9b2J\u202e[red]",
    "not UTF-8: \udcff",
)
CLONE_NEWNS, CLONE_NEWUSER = 0x20000, 0x10000000


@pytest.fixture
def learner(world: World, tmp_path: Path) -> Iterator[Workplace]:
    with working(tmp_path, world.checker) as place:
        yield place


def bound(path: Path) -> None:
    """Makes a socket there."""
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path has 108 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def test_what_is_no_file_of_their_own_is_said_and_reset_moves_it_away(
    learner: Workplace, subtests: pytest.Subtests, tmp_path: Path
) -> None:
    file, secret = learner.file, tmp_path / "secret.py"
    secret.write_text(learner.solved())
    odd: dict[str, tuple[str, Callable[[], object]]] = {
        "a link to the solution": (
            "a link",
            lambda: file.symlink_to(learner.course / "solutions/ch01_small/double.py"),
        ),
        "a link to /dev/zero": ("a link", lambda: file.symlink_to("/dev/zero")),
        "a link to a folder": ("a link", lambda: file.symlink_to(tmp_path)),
        "a link to nothing": ("a link", lambda: file.symlink_to(tmp_path / "not" / "there.py")),
        "a link to a file of theirs": ("a link", lambda: file.symlink_to(secret)),
        "a link to itself": ("a link", lambda: file.symlink_to(file)),
        "a folder": ("a folder", file.mkdir),
        "a pipe": ("no ordinary file", lambda: os.mkfifo(file)),
        "a socket": ("no ordinary file", lambda: bound(file)),
    }
    for name, (kind, put) in odd.items():
        with subtests.test(name):
            file.unlink()
            put()
            before = os.lstat(file)
            checked = learner.check()
            assert (checked.exit_code, OFTEN.format(kind) in checked.stdout) == (1, True), checked.output
            assert learner("show", "ch01/double").exit_code == 0
            trained = learner("train", "ch01/train")
            way_on = "Go on with `dltutor check ch01/double " in " ".join(trained.stderr.split())
            assert (trained.exit_code, way_on) == (1, True), trained.stderr
            assert "not handed in anything" in learner("history", "ch01/double").stdout
            assert os.lstat(file).st_ino == before.st_ino, "it is still there as it was"
            put_back = learner("reset", "ch01/double")
            assert (put_back.exit_code, file.read_text()) == (0, learner.stub), put_back.output
            backups = (learner.root / "backups" / "ch01_small").iterdir()
            kept = [path for path in backups if os.lstat(path).st_ino == before.st_ino]
            assert len(kept) == 1, "moved, not copied"
            assert "untouched" in learner.check().stdout
    assert secret.read_text() == learner.solved()
    assert not (tmp_path / "not").exists()
    assert stat.S_ISCHR(os.stat("/dev/zero").st_mode)


def test_a_check_reads_what_was_fetched_and_changes_nothing_there(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("DLTUTOR_DOWNLOADS", "fetched"), ("TORCH_HOME", "torch")):
        monkeypatch.setenv(name, str(tmp_path / value))
    weights = (tmp_path / "fetched" / "resnet18" / "w.pth", tmp_path / "torch" / "hub" / "checkpoints" / "w.pth")
    for file in weights:
        file.parent.mkdir(parents=True)
        file.write_text("weights")
        right = f"assert open({str(file)!r}).read() == 'weights'"
        passed = world.verdict_of(
            body(right, "return torch.einsum('bd,btd->bt', query, keys) / query.shape[-1] ** 0.5"), limits=LONG
        )
        assert passed.status == "passed", passed
        if landlock.version():
            failed = world.verdict_of(body(f"open({str(file)!r}, 'a').write('more')", "return query"), limits=LONG)
            assert told(failed, "exception").line == 4
            assert file.read_text() == "weights"


def test_a_device_is_never_replaced_by_what_is_written(learner: Workplace, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.symlink_to("/dev/null")
    before = os.stat("/dev/null")
    learner.solve()
    checked = learner.check("--junit", str(report))
    assert checked.exit_code == 1
    assert "/dev/null can't be used: it is no ordinary file." in checked.stderr
    assert os.stat("/dev/null").st_ino == before.st_ino


def test_any_name_of_a_folder_will_do(world: World, tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, name in enumerate(NAMES):
        with (
            subtests.test(ascii(name)),
            working(_made(tmp_path / str(number)), world.checker, tmp_path / name) as place,
        ):
            file = place.solve("nowhere")
            failed = place.check()
            assert (failed.exit_code, "NameError: name 'nowhere' is not defined." in failed.stdout) == (1, True)
            assert ", line 8:\n     8 │     return nowhere\n" in failed.stdout
            assert not [sign for sign in failed.output if not sign.isprintable() and sign != "\n"]
            file.write_text(place.solved("__import__('os')._exit(0)"))
            assert ", line 8:\n" in place.check().stdout, "the line of an end without an exception, too"
            file.write_text(place.solved())
            passed = place.check()
            assert (passed.exit_code, passed.stderr) == (0, "")
            command = passed.stdout.rstrip("\n").rpartition("Next: ")[2]
            if name.isprintable():
                words = shlex.split(command)
                assert words[words.index("--workspace") + 1] == str(place.root)
            trained = place("train", "ch01/train", "--json")
            assert (trained.exit_code, '"met": true' in trained.stdout) == (0, True), trained.output
            assert place("check", str(file)).exit_code == 0, "and it names the exercise"


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


# -- rights, as an ordinary user
def test_what_can_not_be_read_is_said_and_kept(ordinary_user: OrdinaryUser) -> None:
    assert ordinary_user("test_places:without_rights") == "done"


def without_rights() -> str:
    home = Path.home()
    with world_of_its_own(_made(home / "world")) as world, working(_made(home / "place"), world.checker) as place:
        _unreadable(place)
        _read_only(place)
    return "done"


def _unreadable(place: Workplace) -> None:
    place.solve()
    place.file.chmod(0o000)
    checked = place.check()
    assert checked.exit_code == 1, checked.output
    assert "double.py can't be read. `chmod u+r` on it gives you the right to." in checked.stdout
    assert "untouched" in place("check", "ch01/extra").stdout, "no other exercise of the chapter suffers from it"
    assert place("reset", "ch01/double").exit_code == 0
    assert place.file.read_text() == place.stub
    (kept,) = (place.root / "backups" / "ch01_small").iterdir()
    kept.chmod(0o600)
    assert kept.read_text() == place.solved()


def _read_only(place: Workplace) -> None:
    place.solve()
    folders = [place.root, *(path for path in place.root.rglob("*") if path.is_dir())]
    with place.session() as session:
        _chmod(folders, 0o500)
        verdict = session.check("ch01/double")
        assert verdict.status == "passed", "what is already open goes on"
        (notice,) = session.notices
        assert notice.startswith("This check is not recorded. "), notice
        assert "can't be written. Make it writable (`chmod -R u+w" in notice
        session.notices.clear()
        with pytest.raises(Refused, match=r"can't be written: .* is read-only for you. Make it writable"):
            session.write_file("ch01/double", "mine")
        with pytest.raises(Refused):
            session.reset("ch01/double")
    assert place.file.read_text() == place.solved()
    for path in (place.root / ".dltutor").iterdir():
        path.chmod(0o400)
    checked = place.check()
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert "is read-only for you. Make it writable (`chmod -R u+w" in checked.stderr
    _chmod(folders, 0o700)
    for path in (place.root / ".dltutor").iterdir():
        path.chmod(0o600)
    assert place.check().exit_code == 0


def _chmod(folders: list[Path], mode: int) -> None:
    for folder in folders:
        folder.chmod(mode)


# -- a full disk
def test_a_full_disk_costs_no_work(ordinary_user: OrdinaryUser) -> None:
    assert ordinary_user("test_places:on_a_tiny_disk") in ("a tiny disk", "a limit for files")


def on_a_tiny_disk() -> str:
    home = Path.home()
    disk = _made(home / "disk")
    is_disk = mounted(disk, "700k")
    with (
        world_of_its_own(_made(home / "world")) as world,
        working(_made(home / "p"), world.checker, disk / "w") as place,
    ):
        text = place.solve("3 * x").read_text()
        assert place.check().exit_code == 1
        with place.session() as session:
            session.find("ch01/double")
            with filled(disk, is_disk):
                with pytest.raises(Refused, match=r"The disk is full: .*double.py is as it was. Free some space"):
                    session.write_file("ch01/double", "mine\n" * 5000)
                with pytest.raises(Refused, match="The disk is full"):
                    session.reset("ch01/double")
                assert session.check("ch01/double").status == "failed", "the verdict is told all the same"
                assert [
                    notice for notice in session.notices if "This check is not recorded. The disk is full" in notice
                ]
                session.notices.clear()
            assert place.file.read_text() == text
            assert not [path.name for path in disk.rglob("*.tmp")], "no half of a file is left"
            assert len(session.history("ch01/double")) == 1
            session.write_file("ch01/double", place.solved())
            with filled(disk, is_disk):
                checked = place.check()
                assert (checked.exit_code, checked.stdout) == (1, "")
                assert checked.stderr.startswith("The disk is full: your progress in "), checked.stderr
        assert place.check().exit_code == 0, "with room again everything works"
        full_temporary_folder(place, disk, is_disk)
    return "a tiny disk" if is_disk else "a limit for files"


def full_temporary_folder(place: Workplace, disk: Path, is_disk: bool) -> None:
    """A check needs no room for files, but a folder."""
    own = Checker()
    with pytest.MonkeyPatch.context() as patch, place.session() as session:
        patch.setattr("tutor.checking.checker.Checker", lambda: own)
        patch.setattr(tempfile, "tempdir", str(disk if is_disk else Path.home()))
        with filled(disk, is_disk):
            assert session.check("ch01/double").status == "passed"
    own = Checker()
    with pytest.MonkeyPatch.context() as patch, place.session() as session:
        patch.setattr("tutor.checking.checker.Checker", lambda: own)
        patch.setattr(tempfile, "tempdir", str(disk / "not-there"))
        with pytest.raises(Refused, match=r"A check needs a folder for temporary files, and can't write in one \("):
            session.check("ch01/double")


class filled:
    """The disk without a byte left; where none could be mounted, no file may grow (the kernel says so at the write)."""

    def __init__(self, disk: Path, is_disk: bool) -> None:
        self.filling = disk / "filling"
        self.is_disk = is_disk

    def __enter__(self) -> None:
        if not self.is_disk:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
            return
        with open(self.filling, "wb", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue

    def __exit__(self, *_: object) -> None:
        if self.is_disk:
            self.filling.unlink()
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def mounted(folder: Path, size: str) -> bool:
    """Whether a disk of this size is now at `folder`, for this process and its children alone."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.getuid(), os.getgid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS):
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    return not libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, f"size={size}".encode())
