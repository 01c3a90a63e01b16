"""A workspace belongs to one course: it is remembered, found again when it has moved, and never mixed with another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site, site
from tests.tiny import write_course
from tutor.course import Course
from tutor.course.locate import default_root
from tutor.learner import typed
from tutor.learner.belonging import open_course, settle
from tutor.learner.owner import DEFAULT, Owner, remembered
from tutor.learner.refused import Refused, WrongUsage
from tutor.learner.workspace import Workspace

__all__ = ["site"]


@pytest.fixture
def installed(site: Site) -> Path:
    """The folder of an installed course that is called `tiny`."""
    site.install("tiny-things", "tiny = tiny_course")
    return site.course("tiny_course")


def begin(workspace: Path, wanted: Path | None) -> Course:
    """Does in the workspace what every command does first."""
    course = open_course(workspace, wanted)
    Workspace(workspace).make(course, wanted)
    return course


def title(course: Path, words: str) -> None:
    """Gives the course another title."""
    file = course / "lessons" / "course.yaml"
    file.write_text(file.read_text().replace("A tiny course", words))


def test_the_default_course_leaves_nothing(workspace: Path) -> None:
    assert begin(workspace, None).root == default_root()
    assert begin(workspace, default_root()).root == default_root()
    assert sorted(file.name for file in (workspace / ".dltutor").iterdir()) == ["lock", "manifest.json"]


def test_a_folder_is_remembered_as_a_whole_path(workspace: Path, tiny_course: Path) -> None:
    begin(workspace, Path(tiny_course.name))
    assert (workspace / ".dltutor" / "course").read_text() == f"{tiny_course}\nA tiny course\n"
    assert open_course(workspace).root == tiny_course


def test_a_path_through_a_parent_is_remembered_without_it(
    workspace: Path, tiny_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    begin(workspace, Path("..") / tiny_course.name)
    assert remembered(workspace) == Owner(str(tiny_course), "A tiny course")


def test_an_installed_course_is_remembered_by_its_name(workspace: Path, installed: Path) -> None:
    begin(workspace, Path("tiny"))
    assert remembered(workspace) == Owner("tiny", "A tiny course")
    assert open_course(workspace).root == installed


def test_a_folder_with_the_name_of_a_remembered_course_is_not_taken_for_it(
    workspace: Path, installed: Path, tmp_path: Path
) -> None:
    begin(workspace, Path("tiny"))
    title(write_course(tmp_path / "tiny"), "Somebody else's")
    assert open_course(workspace).root == installed


def test_the_same_course_by_another_name_is_no_other_course(workspace: Path, installed: Path, tmp_path: Path) -> None:
    begin(workspace, Path("tiny"))
    begin(workspace, installed)
    (tmp_path / "link").symlink_to(installed)
    begin(workspace, tmp_path / "link")
    assert remembered(workspace) == Owner("tiny", "A tiny course")


def test_another_course_is_refused_with_the_command_to_use(workspace: Path, installed: Path, tiny_course: Path) -> None:
    begin(workspace, tiny_course)
    for wanted, command in (
        (Path("tiny"), "dltutor start --course tiny --workspace ~/dltutor-workspace-tiny"),
        (default_root(), "dltutor start --workspace ~/dltutor-workspace"),
    ):
        with pytest.raises(WrongUsage, match=r"belongs to the course .*\(A tiny course\), and your work in") as refused:
            open_course(workspace, wanted)
        assert f"`{command}`" in str(refused.value)
    assert remembered(workspace) == Owner(str(tiny_course), "A tiny course")


def test_the_workspace_that_is_named_instead_is_free_or_the_courses_own(workspace: Path, tiny_course: Path) -> None:
    begin(Path.home() / "dltutor-workspace", None)
    first = Path.home() / "dltutor-workspace-course"
    begin(first, None)
    assert typed.start_apart(str(tiny_course)).endswith(" --workspace ~/dltutor-workspace-course-2")
    begin(Path.home() / "dltutor-workspace-course-2", tiny_course)
    assert typed.start_apart(str(tiny_course)).endswith(" --workspace ~/dltutor-workspace-course-2")
    assert typed.start_apart("") == "dltutor start --workspace ~/dltutor-workspace"


def test_what_was_begun_before_courses_were_remembered_is_the_default_courses(
    workspace: Path, tiny_course: Path
) -> None:
    Workspace(workspace).make()
    with pytest.raises(WrongUsage, match=r"belongs to the default course, and your work in the course "):
        open_course(workspace, tiny_course)
    assert open_course(workspace).root == default_root()


def test_of_two_courses_that_come_at_once_the_later_is_refused(workspace: Path, tiny_course: Path) -> None:
    late = {wanted: open_course(workspace, wanted) for wanted in (None, default_root())}
    begin(workspace, tiny_course)
    for wanted, course in late.items():
        with pytest.raises(WrongUsage, match=r"must not mix"):
            Workspace(workspace).make(course, wanted)
    assert remembered(workspace) == Owner(str(tiny_course), "A tiny course")


def test_a_course_that_was_moved_is_named_and_remembered_anew(
    workspace: Path, tiny_course: Path, tmp_path: Path
) -> None:
    begin(workspace, tiny_course)
    moved = tiny_course.rename(tmp_path / "moved")
    with pytest.raises(
        Refused, match=r"course \(A tiny course\), but there is no course in that folder now\. If it was"
    ):
        open_course(workspace)
    begin(workspace, moved)
    assert open_course(workspace).root == moved
    assert remembered(workspace) == Owner(str(moved), "A tiny course")


def test_another_course_is_no_substitute_for_one_that_is_gone(
    workspace: Path, tiny_course: Path, tmp_path: Path
) -> None:
    begin(workspace, tiny_course)
    title(tiny_course.rename(tmp_path / "other"), "Another course")
    with pytest.raises(WrongUsage, match=r"\(A tiny course\), and your work in the course .* \(Another course\)"):
        open_course(workspace, tmp_path / "other")


def test_a_new_title_is_followed_so_that_the_course_is_known_when_it_moves(
    workspace: Path, tiny_course: Path, tmp_path: Path
) -> None:
    begin(workspace, tiny_course)
    title(tiny_course, "A small course")
    begin(workspace, None)
    assert open_course(workspace, tiny_course.rename(tmp_path / "moved")).title == "A small course"


@pytest.mark.parametrize("broken", [False, True])
def test_a_course_that_was_uninstalled_or_broken_is_named(workspace: Path, site: Site, broken: bool) -> None:
    site.install("tiny-things", "tiny = tiny_course")
    folder = site.course("tiny_course")
    begin(workspace, Path("tiny"))
    if broken:
        folder.rename(folder.with_name("elsewhere"))
    else:
        (site.root / "tiny-things-1.dist-info" / "entry_points.txt").unlink()
    why = "there is no package tiny_course" if broken else "no course of that name is installed"
    with pytest.raises(Refused, match=rf"the course tiny \(A tiny course\), but .*{why}.*Install it again"):
        open_course(workspace)


def test_a_record_that_cant_be_read_is_no_permission_to_mix(workspace: Path) -> None:
    (workspace / ".dltutor" / "course").mkdir(parents=True)
    with pytest.raises(Refused, match=r"course can't be used \(Is a directory\)"):
        open_course(workspace)


def test_a_command_names_only_what_is_not_understood(workspace: Path, tiny_course: Path, tmp_path: Path) -> None:
    course = Course.open(tiny_course)
    owner = settle(workspace, course, tiny_course)
    assert typed.options(workspace, owner) == f" --course {tiny_course} --workspace {workspace}"
    begin(workspace, tiny_course)
    assert typed.options(workspace, owner) == ""
    elsewhere = Path.home() / "my course"
    begin(elsewhere, tiny_course)
    assert typed.options(elsewhere, owner) == f" --workspace '{elsewhere}'"
    assert typed.options(Path.home() / "other", DEFAULT) == " --workspace ~/other"
