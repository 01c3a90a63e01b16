"""Nothing that the learner typed is ever lost: drafts, conflicts, foreign editors, leaving, dying."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.conftest import Opened, Until
from tests.tui.fake import RIGHT, STUB, UNSCALED, FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.editing.drafts import Draft, keep_beside
from tutor.tui.editing.external import command_for
from tutor.tui.editing.watched import WatchedText
from tutor.tui.screens.dialog import Ask, Choose
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/dot-score"
MINE = STUB + "# mine\n"
THEIRS = STUB + "# theirs\n"


async def typed(pilot: Pilot[None], opened: Opened, text: str) -> CodeEditor:
    """The exercise with `text` in its editor, not saved."""
    screen = await opened(pilot, EXERCISE)
    await pilot.press("enter")
    editor = screen.query_one(CodeEditor)
    editor.replace_all(text)
    await pilot.pause()
    return editor


def kept(session: FakeSession) -> list[str]:
    return [path.read_text() for path in session.file_path.parent.glob("*.kept.txt")]


@pytest.mark.parametrize("keys", [["escape", "n"], ["escape", "b"], ["escape", "escape"], ["ctrl+q"]])
async def test_leaving_saves(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, keys: list[str]
) -> None:
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        await pilot.press(*keys)
        await until(lambda: session.file_path.read_text() == MINE)


async def test_a_kill_leaves_a_draft_that_comes_back(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    draft = session.workspace.root / ".dltutor" / "drafts" / "ch10-dot-score.py"
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        await until(draft.exists)
        assert draft.read_text() == MINE
        assert session.file_path.read_text() == STUB
        session.break_write = OSError("the disk is gone")  # so that this sitting can't save
    session.break_write = None
    again = TutorApp(session)  # type: ignore[arg-type]
    async with again.run_test(size=(80, 24), notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        assert editor.text == MINE
        await until(lambda: "not saved is back" in words_of(again))
        await pilot.press("enter", "ctrl+z")
        assert editor.text == STUB
        await pilot.press("ctrl+y", "ctrl+s")
        await until(lambda: session.file_path.read_text() == MINE)
        assert not draft.exists()


async def test_a_save_elsewhere_while_typing_asks(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        editor = await typed(pilot, opened, MINE)
        session.file_path.write_text(THEIRS)
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        assert "dot_score.py was saved in another editor" in text_of(app)
        await pilot.press("1")
        await until(lambda: editor.text == THEIRS)
        assert kept(session) == [MINE]
        assert session.file_path.read_text() == THEIRS
        editor.undo()
        assert editor.text == MINE


async def test_keeping_mine_keeps_theirs_beside(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        session.file_path.write_text(THEIRS)
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("2")
        await until(lambda: session.file_path.read_text() == MINE)
        assert kept(session) == [THEIRS]
        await until(lambda: session.checked[-1:] == [MINE])


async def test_deciding_later_loses_nothing_when_saving_then(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        editor = await typed(pilot, opened, MINE)
        session.file_path.write_text(THEIRS)
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        assert editor.text == MINE
        assert session.file_path.read_text() == THEIRS
        await pilot.press("ctrl+s")
        await until(lambda: session.file_path.read_text() == MINE)
        assert kept(session) == [THEIRS]


async def test_saving_over_an_unseen_save_keeps_it_beside(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        session.file_path.write_text(THEIRS)
        step_of(app).secure()  # before the file was looked at again
        assert session.file_path.read_text() == MINE
        assert kept(session) == [THEIRS]


async def test_a_disk_that_refuses_is_said_and_leaving_asks(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.break_write = OSError(28, "No space left on device")
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await typed(pilot, opened, MINE)
        await pilot.press("ctrl+s")
        await until(lambda: "No space left on device" in words_of(app))
        assert "○ not saved" in text_of(app)
        await pilot.press("escape", "n")
        await until(lambda: isinstance(app.screen, Ask))
        assert Draft(session.workspace.root, EXERCISE).read() == MINE
        await pilot.press("y")
        await until(lambda: step_of(app).address == "ch10/see-attention")


async def test_a_file_that_vanishes_is_told_and_written_again_from_here(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        session.file_path.write_text(MINE)
        await until(lambda: editor.text == MINE)
        assert "dot_score.py ✓ saved" in words_of(app)
        session.file_path.unlink()
        await until(lambda: "dot_score.py is gone. Its text stands here still" in words_of(app))
        assert editor.text == MINE and "dot_score.py ○ not saved" in words_of(app)
        await pilot.press("c")
        await until(lambda: session.file_path.exists() and session.file_path.read_text() == MINE)
        await until(lambda: "dot_score.py ✓ saved" in words_of(app))


async def test_a_check_right_after_the_file_vanished_puts_no_stub_over_what_stands_here(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        session.file_path.write_text(MINE)
        await until(lambda: screen.query_one(CodeEditor).text == MINE)
        session.file_path.unlink()
        await pilot.press("c")
        assert session.file_path.read_text() == MINE


async def test_a_file_that_comes_back_otherwise_asks(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        session.file_path.write_text(MINE)
        await until(lambda: screen.query_one(CodeEditor).text == MINE)
        session.file_path.unlink()
        await until(lambda: "is gone" in words_of(app))
        session.file_path.write_text(THEIRS)
        await until(lambda: isinstance(app.screen, Choose))


async def test_a_file_that_is_no_text_is_left_alone(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        session.file_path.write_bytes(b"\xff\xfe\x00")
        await until(lambda: editor.read_only)
        await pilot.press("enter", "x", "ctrl+s")
        assert session.file_path.read_bytes() == b"\xff\xfe\x00"
        session.file_path.write_text(RIGHT)
        await until(lambda: not editor.read_only)
        assert editor.text == RIGHT


async def test_e_opens_my_editor_and_what_it_saved_is_checked(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    new_text = tmp_path / "new.py"
    new_text.write_text(RIGHT)
    monkeypatch.setenv("VISUAL", f"cp '{new_text}'")
    async with app.run_test(size=(80, 24)) as pilot:
        assert app._driver is not None
        monkeypatch.setattr(type(app._driver), "can_suspend", True)
        await typed(pilot, opened, MINE)
        await pilot.press("escape", "e")
        await until(lambda: "✓ passed" in text_of(app))
        assert session.file_path.read_text() == RIGHT
        assert app.screen.query_one(CodeEditor).text == RIGHT


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        (
            "no-such-editor --wait",
            "can't be started (No such file or directory). Start the tutor with VISUAL set",
        ),
        ("/", "/ can't be started (Permission denied)"),
        ("false --wait", "ended at once with status 1"),
    ],
)
async def test_an_editor_that_fails_is_a_sentence_and_the_screen_comes_back(
    app: TutorApp, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch, editor: str, words: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    lent: list[bool] = []

    @contextlib.contextmanager
    def suspend() -> Iterator[None]:  # as Textual's own, which an exception leaves in the middle
        lent.append(True)
        yield
        lent.append(False)

    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        monkeypatch.setattr(app, "suspend", suspend)
        await opened(pilot, EXERCISE)
        await pilot.press("e")
        await until(lambda: words in words_of(app))
        assert lent == [True, False]


async def test_reset_asks_and_keeps_a_backup(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        assert isinstance(screen, ExerciseScreen)
        session.file_path.write_text(UNSCALED)
        await until(lambda: screen.editor.text == UNSCALED)
        next(call for title, _, call in screen.commands() if title == "Reset this exercise")()
        await until(lambda: isinstance(app.screen, Ask))
        await pilot.press("y")
        await until(lambda: screen.editor.text == STUB)
        assert session.file_path.with_name("dot_score.2026-01-02.py").read_text() == UNSCALED


async def test_what_is_typed_right_behind_enter_is_not_lost(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        for key, character in (("enter", "\r"), *((letter, letter) for letter in "return")):
            app.post_message(events.Key(key, character))  # all at once, as a terminal hands on what came in one read
        await until(lambda: editor.text == STUB.replace("raise NotImplementedError", "return"))


# -- the pieces
def test_the_editor_is_the_one_that_the_learner_named(tmp_path: Path) -> None:
    file = tmp_path / "my file.py"
    assert command_for(file, 3, {"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait", str(file)]
    assert command_for(file, 3, {"EDITOR": "vim"}) == ["vim", "+3", str(file)]
    assert command_for(file, None, {"EDITOR": "nano"}) == ["nano", str(file)]
    assert command_for(file, None, {"PATH": ""}) is None
    nano = tmp_path / "nano"
    nano.write_text("#!/bin/sh\n")
    nano.chmod(0o755)
    assert command_for(file, 7, {"PATH": str(tmp_path)}) == [str(nano), "+7", str(file)]


def test_a_kept_version_never_replaces_another(tmp_path: Path) -> None:
    file = tmp_path / "dot_score.py"
    first, second = keep_beside(file, b"one"), keep_beside(file, b"two")
    assert first != second
    assert [first.read_text(), second.read_text()] == ["one", "two"]
    assert first.suffix == ".txt"


def test_a_change_is_told_once_and_only_when_bytes_differ(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("one")
    watched = WatchedText(file, EXERCISE)
    watched.remember_text("one")
    assert not watched.changed()
    file.write_text("two")
    assert watched.changed()
    assert watched.text == "two"
    assert not watched.changed()
    os.utime(file)
    assert not watched.changed()
    file.unlink()
    assert not watched.changed()
    file.write_text("two")
    assert not watched.changed()
    file.write_text("three")
    assert watched.changed()
    assert watched.text == "three"


def test_an_empty_file_is_believed_the_second_time(tmp_path: Path) -> None:
    file = tmp_path / "file.py"
    file.write_text("one")
    watched = WatchedText(file, EXERCISE)
    watched.remember_text("one")
    file.write_text("")
    assert not watched.changed()
    assert watched.changed()
    assert watched.text == ""


async def test_the_home_screen_is_reached_from_a_saved_exercise(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await typed(pilot, opened, MINE)
        await pilot.press("escape", "escape")
        await until(lambda: isinstance(app.screen, HomeScreen))
        assert session.file_path.read_text() == MINE
