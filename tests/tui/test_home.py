"""The first screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.widgets import OptionList

from tests.tui.conftest import Looks
from tests.tui.fake import FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.dialog import Show
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen


async def test_looks(app: TutorApp, until: Callable[..., Any], looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size):
        await until(lambda: app.library.complete)
        await looks(app)


async def test_first_paint_waits_for_no_chapter(app: TutorApp, session: FakeSession, until: Callable[..., Any]) -> None:
    session.course.gate.clear()
    async with app.run_test() as pilot:
        await pilot.pause()
        shown = text_of(app)
        assert "ch10  attention" in shown
        assert "Let the network choose" not in shown
        session.course.gate.set()
        await until(lambda: app.library.complete)
        await pilot.pause()
        assert "Let the network choose" in text_of(app)


async def test_enter_goes_on_where_the_learner_left_off(
    app: TutorApp, session: FakeSession, until: Callable[..., Any]
) -> None:
    session.at = "ch10/shapes"
    async with app.run_test() as pilot:
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen))
        assert step_of(app).address == "ch10/shapes"
        assert session.visited == ["ch10/shapes"]


async def test_a_chapter_opens_at_its_first_open_step(
    app: TutorApp, session: FakeSession, until: Callable[..., Any]
) -> None:
    session.done.add("ch04/order")
    async with app.run_test() as pilot:
        await until(lambda: app.library.complete)
        await pilot.press("down", "enter")
        await until(lambda: isinstance(app.screen, StepScreen))
        assert step_of(app).address == "ch04/state"


async def test_a_broken_chapter_shows_all_its_problems(app: TutorApp, until: Callable[..., Any]) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.library.complete)
        await pilot.press("down", "down", "enter")
        await until(lambda: isinstance(app.screen, Show))
        await pilot.pause()
        shown = words_of(app)
        assert "2 problems" in shown
        assert "did you mean 'title'?" in shown
        assert "look_[/]gan.py" in shown
        await pilot.press("escape")
        assert isinstance(app.screen, HomeScreen)


async def test_progress_is_new_after_coming_back(
    app: TutorApp, session: FakeSession, until: Callable[..., Any]
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen))
        await pilot.press("n")
        await until(lambda: session.visited[-1:] == ["ch10/shapes"])
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))
        await pilot.pause()
        assert "1 of 8 steps done" in text_of(app)
        assert "Go on: Attention › What shape" in text_of(app)


async def test_enter_is_kept_until_the_place_is_known(
    app: TutorApp, session: FakeSession, until: Callable[..., Any]
) -> None:
    session.course.gate.clear()
    async with app.run_test() as pilot:
        await pilot.press("enter")
        session.course.gate.set()
        await until(lambda: isinstance(app.screen, StepScreen))


async def test_start_at_opens_a_step_at_once(session: FakeSession, until: Callable[..., Any]) -> None:
    app = TutorApp(session, "ch10/dot-score")  # type: ignore[arg-type]
    async with app.run_test():
        await until(lambda: isinstance(app.screen, StepScreen))
        assert step_of(app).address == "ch10/dot-score"


async def test_the_highlighted_line_is_the_way_on(app: TutorApp) -> None:
    async with app.run_test():
        assert app.screen.query_one(OptionList).highlighted == 0
