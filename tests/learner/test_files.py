"""What is written is there whole, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tutor.learner.files import shown, write_whole
from tutor.learner.refused import Refused


def test_a_full_disk_leaves_the_old_text_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "double.py"
    write_whole(file, b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Refused, match=r"The disk is full: .*double.py is as it was"):
        write_whole(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file], "no temporary file is left behind"


def test_a_read_only_folder_is_named_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(source: str, target: Path) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", read_only)
    with pytest.raises(Refused, match=r"read-only for you.*chmod -R u\+w .*--workspace DIR"):
        write_whole(tmp_path / "double.py", b"new")
    assert not list(tmp_path.iterdir())


def test_on_a_read_only_file_system_no_permission_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(source: str, target: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "replace", read_only)
    with pytest.raises(Refused, match=r"a file system that is read-only. Work elsewhere with --workspace DIR") as told:
        write_whole(tmp_path / "double.py", b"new")
    assert "chmod" not in str(told.value)


def test_a_folder_in_the_way_is_a_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "double.py").mkdir()
    with pytest.raises(Refused, match=r"double.py can't be used"):
        write_whole(tmp_path / "double.py", b"new")


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.py", tmp_path / "link.py"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_whole(tmp_path / "deep" / "new.py", b"text")
    finally:
        os.umask(mask)
    assert (tmp_path / "deep" / "new.py").stat().st_mode & 0o777 == 0o644


def test_the_home_folder_is_shown_as_a_person_writes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert shown(Path("/home/ada/dltutor-workspace")) == "~/dltutor-workspace"
    assert shown(Path("/home/adam/x")) == "/home/adam/x"
