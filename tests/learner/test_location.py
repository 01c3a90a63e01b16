"""Where a workspace is, and where it may not be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.learner.location import locate
from tutor.learner.refused import WrongUsage
from tutor.learner.workspace import Workspace


def test_without_a_word_it_is_in_the_home_folder(workspace: Path, tmp_path: Path) -> None:
    assert locate(None) == tmp_path / "home" / "dltutor-workspace"


def test_the_option_goes_before_the_variable_and_the_variable_before_the_current_folder(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    Workspace(here).make()
    (here / "ch01_small").mkdir()
    monkeypatch.chdir(here / "ch01_small")
    assert locate(None) == here
    monkeypatch.setenv("DLTUTOR_WORKSPACE", str(tmp_path / "named"))
    assert locate(None) == tmp_path / "named"
    assert locate(tmp_path / "option") == tmp_path / "option"


def test_a_workspace_of_the_usual_name_in_the_current_folder_is_found(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Workspace(tmp_path / "class" / "dltutor-workspace").make()
    monkeypatch.chdir(tmp_path / "class")
    assert locate(None) == tmp_path / "class" / "dltutor-workspace"


@pytest.mark.parametrize("inside", ["", "mine", "exercises/ch01_small"])
def test_it_is_never_inside_a_course(tiny_course: Path, inside: str) -> None:
    with pytest.raises(WrongUsage, match=r"lies inside the course .* --workspace ~/dltutor-workspace"):
        locate(tiny_course / inside)


def test_a_link_into_a_course_is_seen_through(tiny_course: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tiny_course)
    with pytest.raises(WrongUsage, match=r"lies inside the course"):
        locate(tmp_path / "link" / "work")


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WrongUsage, match=r"is a file, and a workspace is a folder"):
        locate(tmp_path / "file")


def test_a_current_folder_that_is_gone_is_no_reason_to_fail(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert locate(None) == tmp_path / "home" / "dltutor-workspace"
    monkeypatch.chdir(tmp_path)
