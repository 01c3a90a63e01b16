"""However a check ends, the screens say it in plain words, stay whole, and the next check works."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.steady.ends import ENDS, RIGHT
from tests.steady.place import EXERCISE, HOLE, Place, make
from tests.tui.conftest import Opened, Until
from tests.tui.screens import text_of, words_of
from tutor.session import Session
from tutor.tui.app import TutorApp
from tutor.tui.widgets.code_editor import CodeEditor

SIZE = (120, 40)
CONTROLS = {chr(code) for code in (*range(32), 127, *range(128, 160))} - {"\n"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return make(tmp_path)


@pytest.fixture
def real(place: Place) -> Iterator[Session]:
    with contextlib.closing(place.session()) as session:
        yield session


def is_whole(app: TutorApp) -> bool:
    """Whether title, editor and keys stand where they belong, and nothing is left that a terminal would obey."""
    text = text_of(app)
    lines = text.split("\n")
    return (
        "Double a tensor" in lines[0] and "^p all" in lines[-2] and len(lines) == SIZE[1] + 1 and not CONTROLS & {*text}
    )


async def test_every_end_is_told_and_the_next_check_works(
    real: Session, place: Place, opened: Opened, until: Until
) -> None:
    app = TutorApp(real)
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        await pilot.press("enter")
        for name, end in ENDS.items():
            editor.replace_all(place.stub.replace(HOLE, end.line))
            await pilot.press("ctrl+s")
            await until(lambda end=end: end.words in words_of(app))  # type: ignore[misc]
            await until(lambda: not screen.busy)
            assert is_whole(app), (name, text_of(app))
            editor.replace_all(place.stub.replace(HOLE, f"{RIGHT}  # after {name}"))
            await pilot.press("ctrl+s")
            await until(lambda: "✓ passed" in text_of(app) and not screen.busy)
        assert app.is_running
    statuses = [attempt.status for attempt in real.history(EXERCISE)]
    assert statuses == ["failed", "passed"] * len(ENDS)


async def test_what_was_printed_is_shown_and_not_obeyed(
    real: Session, place: Place, opened: Opened, until: Until
) -> None:
    end = ENDS["paint"]
    place.file.write_text(place.stub.replace(HOLE, end.line))
    app = TutorApp(real)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("c")
        await until(lambda: end.words in words_of(app))
        await pilot.press("o")
        await until(lambda: end.output in words_of(app))
        assert is_whole(app), text_of(app)


async def test_of_many_saves_in_a_row_the_last_one_is_judged(
    real: Session, place: Place, opened: Opened, until: Until
) -> None:
    app = TutorApp(real)
    async with app.run_test(size=SIZE) as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        await pilot.press("enter")
        for number in range(20):
            editor.replace_all(place.stub.replace(HOLE, f"return 3 * x  # {number}"))
            await pilot.press("ctrl+s")
            await pilot.pause(0.02 * (number % 4))
        editor.replace_all(place.stub.replace(HOLE, RIGHT))
        await pilot.press("ctrl+s")
        await until(lambda: "✓ passed" in text_of(app) and not screen.busy)
    assert place.file.read_text() == place.stub.replace(HOLE, RIGHT)
    attempts = real.history(EXERCISE)
    assert attempts[-1].status == "passed"
    assert attempts[-1].source == place.file.read_text()
    assert {attempt.status for attempt in attempts[:-1]} <= {"failed"}
