"""What becomes of the editor when the file on the disk is no ordinary text: it says so, and overwrites nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Opened, Until
from tests.tui.fake import RIGHT, STUB, UNSCALED, FakeSession
from tests.tui.screens import step_of, words_of
from tutor.learner import watching
from tutor.learner.watching import FileWatch, WatchedFile
from tutor.tui.app import TutorApp
from tutor.tui.editing import exercise_file
from tutor.tui.editing.external import command_for
from tutor.tui.editing.watched import WatchedText
from tutor.tui.screens.dialog import Ask
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/dot-score"
MINE = STUB + "# mine\n"
ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a link to /dev/zero": (lambda path: path.symlink_to("/dev/zero"), "is a link"),
    "a link to a file": (lambda path: path.symlink_to(__file__), "is a link"),
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "is a link"),
    "a pipe": (os.mkfifo, "is no ordinary file"),
    "a folder": (Path.mkdir, "is a folder"),
    "UTF-16": (lambda path: path.write_bytes(UNSCALED.encode("utf-16")), "is not UTF-8 text"),
    "cp1252": (lambda path: path.write_bytes(f"{UNSCALED}# é\n".encode("cp1252")), "is not UTF-8 text"),
    "a huge file": (lambda path: path.write_bytes(b"#" * 1_000_001), "has 1,000,001 bytes"),
    "many lines": (lambda path: path.write_text("\n" * 300_000), "too long for the built-in editor (300,000 lines)"),
    "a form feed": (lambda path: path.write_text(f"{RIGHT}# \x0c\n"), "holds a character (U+000C)"),
    "a line separator": (lambda path: path.write_text(f"{RIGHT}x = '\u2028'\n"), "holds a character (U+2028)"),
}


def mark(path: Path) -> tuple[int, int, int]:
    """What would be another if someone had written there."""
    status = os.lstat(path)
    return status.st_ino, status.st_mtime_ns, status.st_size


def replace(path: Path, put: Callable[[Path], object]) -> tuple[int, int, int]:
    """Puts something else in the place of the file, as one step."""
    other = path.with_name("other")
    put(other)
    os.rename(path, path.with_name("before"))
    os.rename(other, path)
    return mark(path)


async def typed(pilot: Pilot[None], opened: Opened, text: str) -> CodeEditor:
    """The exercise with `text` in its editor, not saved."""
    screen = await opened(pilot, EXERCISE)
    await pilot.press("enter")
    editor = screen.query_one(CodeEditor)
    editor.replace_all(text)
    await pilot.pause()
    return editor


@pytest.mark.parametrize("name", ODD)
async def test_what_can_not_be_shown_is_said_and_left_as_it_is(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, name: str
) -> None:
    put, words = ODD[name]
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        editor = await typed(pilot, opened, MINE)
        there = replace(session.file_path, put)
        step_of(app).secure()  # before the file was looked at again
        assert mark(session.file_path) == there, "it was not saved over"
        await until(lambda: editor.read_only)
        await until(lambda: words in words_of(app))
        await until(lambda: "can't be shown here" in words_of(app))
        await pilot.press("x", "ctrl+s")
        assert editor.text == MINE, "what was typed is still there"
        assert mark(session.file_path) == there
        os.rename(session.file_path, session.file_path.with_name("odd"))
        os.rename(session.file_path.with_name("before"), session.file_path)
        await until(lambda: not editor.read_only)
        await pilot.press("ctrl+s")
        await until(lambda: session.file_path.read_text() == MINE)
    assert stat.S_ISCHR(os.stat("/dev/zero").st_mode)


@pytest.mark.parametrize("name", ["a pipe", "UTF-16", "many lines"])
async def test_a_step_opens_also_where_its_file_can_not_be_shown(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, name: str
) -> None:
    put, words = ODD[name]
    there = replace(session.file_path, put)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        await until(lambda: words in words_of(app))
        await pilot.press("enter", "x", "escape", "n")
        await until(lambda: step_of(app) is not screen)
        assert mark(session.file_path) == there


async def test_what_can_not_be_kept_beside_is_not_saved_over(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, data: bytes) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(exercise_file, "keep_beside", full)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        editor = await typed(pilot, opened, MINE)
        session.file_path.write_text(RIGHT)
        step_of(app).secure()
        assert session.file_path.read_text() == RIGHT
        assert editor.text == MINE
        await until(lambda: "No space left" in words_of(app))


async def test_what_can_be_kept_nowhere_is_asked_about_in_plain_words(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.break_write = OSError(28, "No space left on device")
    (session.workspace.root / ".dltutor").mkdir()
    (session.workspace.root / ".dltutor" / "drafts").write_text("in the way")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await typed(pilot, opened, MINE)
        await pilot.press("escape", "n")
        await until(lambda: isinstance(app.screen, Ask))
        await until(lambda: "nor kept as a draft" in words_of(app))
        await pilot.press("n")
        assert step_of(app).query_one(CodeEditor).text == MINE


async def test_bytes_that_are_kept_beside_are_the_same_bytes(
    app: TutorApp, session: FakeSession, opened: Opened
) -> None:
    theirs = b"\xef\xbb\xbf# theirs\r\n\tx = '\x1b[2J\xcf\x80'\r\n"
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        session.file_path.write_bytes(theirs)
        step_of(app).secure()
        (kept,) = session.file_path.parent.glob("*.kept.txt")
        assert kept.read_bytes() == theirs


@pytest.mark.parametrize("end", ["\r\n", "\r"])
async def test_line_ends_and_a_mark_stay_what_they_were(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, end: str
) -> None:
    session.file_path.write_bytes(("\ufeff" + STUB.replace("\n", end)).encode())
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        await pilot.press("enter", "ctrl+end", "x", "ctrl+s")
        await until(lambda: not screen.query_one(CodeEditor).dirty)
        assert session.file_path.read_bytes() == ("\ufeff" + STUB.replace("\n", end) + "x").encode()


async def test_a_save_with_the_size_and_time_of_the_one_before_is_seen_and_checked(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, EXERCISE)
        before = session.file_path.stat()
        session.file_path.write_text(STUB.replace("One score", "One SCORE"))
        os.utime(session.file_path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert session.file_path.stat().st_size == before.st_size
        await until(lambda: "One SCORE" in screen.query_one(CodeEditor).text)
        await until(lambda: session.checked and "One SCORE" in session.checked[-1])


# -- the pieces
def test_a_quote_that_is_never_closed_is_no_end_of_the_tutor(tmp_path: Path) -> None:
    assert command_for(tmp_path, None, {"EDITOR": "my'editor -x"}) == ["my'editor", "-x", str(tmp_path)]


@pytest.mark.parametrize("kind", [WatchedFile, WatchedText])
def test_two_saves_within_one_tick_of_a_coarse_clock_are_both_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[WatchedFile]
) -> None:
    file = tmp_path / "file.py"
    file.write_text("one")
    monkeypatch.setattr(watching, "_stamp", lambda path: (0, 0, path.stat().st_size, 0, stat.S_IFREG))
    watched = WatchedText(file, EXERCISE) if kind is WatchedText else WatchedFile(file)
    watched.look()
    file.write_text("two")
    assert watched.changed()
    file.write_text("six")
    assert watched.changed()
    assert (watched.data, watched.changed()) == (b"six", False)


@pytest.mark.parametrize("name", ODD)
def test_what_can_not_be_shown_is_told_once(tmp_path: Path, name: str) -> None:
    file = tmp_path / "file.py"
    ODD[name][0](file)
    watched = WatchedText(file, EXERCISE)
    watched.look()
    assert ODD[name][1] in watched.problem
    assert [watched.changed() for _ in range(5)] == [False] * 5


def test_a_file_at_rest_is_only_asked_for_its_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, read = 0.0, 0

    def counted(path: Path) -> tuple[bytes | None, str]:
        nonlocal read
        read += 1
        return path.read_bytes(), ""

    monkeypatch.setattr(watching, "_read", counted)
    file = tmp_path / "file.py"
    file.write_text("one")
    watched = WatchedFile(file, clock=lambda: now)
    watched.look()
    now = 3.0
    assert [watched.changed() for _ in range(100)] == [False] * 100
    assert read == 1


@pytest.mark.parametrize("name", ["a link to /dev/zero", "a pipe", "a folder", "a link to nothing"])
def test_a_watch_of_several_files_is_not_held_up(tmp_path: Path, name: str) -> None:
    file, other = tmp_path / "file.py", tmp_path / "other.py"
    file.write_text("one")
    other.write_text("one")
    watch = FileWatch([file, other])
    file.unlink()
    ODD[name][0](file)
    other.write_text("two")
    assert watch.changed() == (file, other)
    assert watch.changed() == ()
