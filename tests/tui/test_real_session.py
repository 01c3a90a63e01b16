"""The screens on the real session: a named mistake, a pass, a demonstration, all in real processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.tui.conftest import Opened, Until
from tests.tui.screens import text_of, words_of
from tutor.session import Session
from tutor.tui.app import TutorApp
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/attend"


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Session]:
    session = Session.open(workspace=tmp_path / "workspace")
    yield session
    session.close()


async def test_a_wrong_answer_is_named_a_right_one_passes(real: Session, opened: Opened, until: Until) -> None:
    app = TutorApp(real)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, EXERCISE)
        editor = screen.query_one(CodeEditor)
        await pilot.press("c")
        await until(lambda: "untouched" in text_of(app))
        await pilot.press("enter", *"return values.mean(dim=1)", "ctrl+s")
        await until(lambda: "Looks like a known mistake" in text_of(app))
        assert "return values.mean(dim=1)" in real.file(EXERCISE).read_text()
        chapter, step = real.find(EXERCISE)
        assert step is not None
        editor.replace_all(real.course.reference(chapter, step).read_text())  # type: ignore[arg-type]
        await pilot.press("ctrl+s")
        await until(lambda: "✓ passed" in text_of(app))
        await until(lambda: "✓ done" in text_of(app))
        assert real.status(EXERCISE) == "done"
        assert [attempt.status for attempt in real.history(EXERCISE)] == ["failed", "passed"]


async def test_a_demonstration_runs(real: Session, opened: Opened, until: Until) -> None:
    app = TutorApp(real)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "ch10/look-scale")
        screen.query_one(Input).value = "they grow"
        await pilot.press("enter")
        await until(lambda: "You expected: they grow" in words_of(app))
        await until(lambda: "Is it what you expected?" in words_of(app))
