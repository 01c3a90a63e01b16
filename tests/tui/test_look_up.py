"""Looking a word up: over any screen, as one types, and back to where one was."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.look_up import LookUpScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/dot-score"


def looking_up(app: TutorApp) -> bool:
    return isinstance(app.screen, LookUpScreen)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_words_of_the_page_come_first(
    app: TutorApp, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash")
        await until(lambda: looking_up(app))
        await looks(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_list_narrows_down(
    app: TutorApp, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.press("slash", *"que")
        await until(lambda: "how well the two fit" in words_of(app))
        await looks(app)


async def test_enter_opens_the_step_and_esc_goes_back_to_the_exercise(
    app: TutorApp, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash", *"hidden", "enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == "ch04/state")
        await until(lambda: "esc goes back to ch10/dot-score, where you looked this up." in words_of(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == EXERCISE)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))


async def test_whoever_goes_on_from_there_is_not_sent_back(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash", *"hidden", "enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == "ch04/state")
        await pilot.press("b")
        await until(lambda: step_of(app).address == "ch04/order")
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))


async def test_esc_leaves_everything_as_it_was(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await opened(pilot, EXERCISE)
        await pilot.press("slash", *"key")
        await until(lambda: looking_up(app))
        await pilot.press("escape")
        await until(lambda: app.screen is shown)
        assert session.visited[-1] == EXERCISE


async def test_f1_looks_up_from_within_the_editor_and_a_slash_is_typed_there(
    app: TutorApp, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await opened(pilot, EXERCISE)
        await pilot.press("enter", "slash")
        editor = shown.query_one(CodeEditor)
        await until(lambda: "/" in editor.text.replace("keys / ", ""))
        assert app.screen is shown
        await pilot.press("f1")
        await until(lambda: looking_up(app))
        await pilot.press("f1")
        await until(lambda: app.screen is shown)
        assert app.focused is editor


async def test_the_arrows_move_the_mark_past_headings(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash")
        await until(lambda: looking_up(app))
        listed = app.screen.query_one(OptionList)
        seen = []
        for _ in range(listed.option_count):
            assert listed.highlighted is not None
            seen.append(listed.highlighted)
            await pilot.press("down")
        assert not any(listed.get_option_at_index(at).disabled for at in seen)


async def test_a_misspelt_word_shows_the_nearest_and_an_unknown_one_says_so(
    app: TutorApp, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash", *"querry")
        await until(lambda: "Spelt nearly so" in text_of(app))
        await pilot.press(*"zzz")
        await until(lambda: "The glossary has no such word, and no step speaks of it." in words_of(app))
        await pilot.press("enter")
        assert looking_up(app)


async def test_steps_that_speak_of_a_word_are_found_too(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash", *"pronoun")
        await until(lambda: "Steps that speak of “pronoun”" in text_of(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == "ch10/see-attention")


async def test_what_is_looked_up_is_not_where_the_learner_goes_on(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("slash", *"hidden", "enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == "ch04/state")
        assert session.visited[-1] == EXERCISE
        assert session.passed[-1] == "ch04/state"
        await pilot.press("b")
        await until(lambda: session.visited[-1] == "ch04/order")


async def test_esc_leads_back_along_several_words(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.press("slash", *"hidden", "enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == "ch04/state")
        await pilot.press("slash", *"logit", "enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == EXERCISE)
        await pilot.press("escape")
        await until(lambda: step_of(app).address == "ch04/state")
        await until(lambda: "esc goes back to ch10/why-not-average, where you looked this up." in words_of(app))
        await pilot.press("escape")
        await until(lambda: step_of(app).address == "ch10/why-not-average")
        await until(lambda: "where you looked this up" not in words_of(app))


async def test_it_opens_over_the_list_of_chapters(app: TutorApp, session: FakeSession, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.library.complete)
        await pilot.press("slash", *"logit")
        await until(lambda: "A number before softmax" in words_of(app))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen) and step_of(app).address == EXERCISE)
        await until(lambda: "esc goes back to the chapters, where you looked this up." in words_of(app))
        assert EXERCISE in session.passed and EXERCISE not in session.visited
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))
