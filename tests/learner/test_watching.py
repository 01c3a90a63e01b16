"""A save is noticed however an editor saves; what is no change is none."""

from __future__ import annotations

import os
from pathlib import Path

from tutor.learner.watching import FileWatch


def test_a_save_in_place_and_a_save_by_renaming_are_noticed_once(tmp_path: Path) -> None:
    file = tmp_path / "double.py"
    file.write_text("a")
    watch = FileWatch([file])
    assert watch.changed() == ()
    file.write_text("bb")
    assert watch.changed() == (file,)
    assert watch.changed() == ()
    (tmp_path / "new").write_text("cc")
    os.replace(tmp_path / "new", file)
    assert watch.changed() == (file,)


def test_a_save_of_the_same_size_within_one_tick_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "double.py"
    file.write_text("a")
    watch = FileWatch([file])
    stamp = file.stat()
    file.write_text("b")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert watch.changed() == (file,)


def test_the_same_text_saved_again_is_no_change(tmp_path: Path) -> None:
    file = tmp_path / "double.py"
    file.write_text("a")
    watch = FileWatch([file])
    file.write_text("a")
    assert watch.changed() == ()


def test_a_file_that_is_gone_or_empty_for_a_moment_counts_when_it_is_back(tmp_path: Path) -> None:
    file, other = tmp_path / "double.py", tmp_path / "twice.py"
    file.write_text("a")
    watch = FileWatch([file, other])
    file.unlink()
    assert watch.changed() == ()
    file.write_text("")
    assert watch.changed() == ()
    file.write_text("b")
    other.write_text("new")
    assert watch.changed() == (file, other)
