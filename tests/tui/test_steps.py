"""Moving through a chapter: reading, going on and back, the list at the side."""

from __future__ import annotations

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.steps import StepList


async def test_reading_looks(app: TutorApp, opened: Opened, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "ch10/why-not-average")
        await looks(app)


async def test_next_marks_reading_as_done_and_goes_on(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/why-not-average")
        await pilot.press("n")
        await until(lambda: step_of(app).address == "ch10/shapes")
        assert session.left == ["ch10/why-not-average"]
        assert session.status("ch10/why-not-average") == "done"
        await pilot.press("b")
        await until(lambda: step_of(app).address == "ch10/why-not-average")
        assert session.left == ["ch10/why-not-average"]


async def test_keys_typed_ahead_are_all_carried_out(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        reading = await opened(pilot, "ch10/why-not-average")
        reading.action_next()
        reading.action_next()  # the screen before has not gone yet
        await until(lambda: step_of(app).address == "ch10/dot-score")
        assert session.left == ["ch10/why-not-average", "ch10/shapes"]


async def test_the_end_of_a_chapter_leads_home_to_the_one_that_follows(
    app: TutorApp, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch04/state")
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, HomeScreen))
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StepScreen))
        assert step_of(app).chapter.id == "ch10"


async def test_back_from_the_first_step_and_escape_lead_home(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch04/order")
        await pilot.press("b")
        await until(lambda: isinstance(app.screen, HomeScreen))
        await opened(pilot, "ch10/dot-score")
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))


async def test_t_leads_to_the_training(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/shapes")
        await pilot.press("t")
        await until(lambda: step_of(app).address == "ch10/train")


async def test_a_chapter_without_training_has_no_t(app: TutorApp, opened: Opened) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch04/order")
        assert "train" not in text_of(app)


async def test_unmet_needs_are_one_line_once_a_sitting(app: TutorApp, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_address("ch10/why-not-average")
        await until(lambda: isinstance(app.screen, StepScreen))
        await pilot.pause()
        assert "! Builds on ch04, still open; you can go on." in text_of(app)
        await pilot.press("n")
        await until(lambda: step_of(app).address == "ch10/shapes")
        await pilot.pause()
        assert "Builds on" not in text_of(app)


async def test_the_list_of_steps_looks(
    app: TutorApp, session: FakeSession, opened: Opened, looks: Looks, size: tuple[int, int]
) -> None:
    session.done.update(("ch10/why-not-average", "ch10/shapes"))
    async with app.run_test(size=size) as pilot:
        shown = await opened(pilot, "ch10/dot-score")
        await pilot.press("s")
        await pilot.pause()
        assert shown.query_one(StepList).has_focus
        await looks(app)


async def test_a_page_key_that_reaches_the_hidden_list_does_nothing(app: TutorApp, opened: Opened) -> None:
    """A screen that is just opening gives the keys to the list for a moment, before it has a size."""
    async with app.run_test(size=(80, 24)) as pilot:
        steps = (await opened(pilot, "ch10/why-not-average")).query_one(StepList)
        assert not steps.size
        steps.action_page_down()
        steps.action_page_up()
        assert steps.highlighted == 0


async def test_the_list_opens_a_step_and_closes(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await opened(pilot, "ch10/why-not-average")
        await pilot.press("s", "escape")
        await pilot.pause()
        assert not shown.query_one(StepList).display
        assert "Take three vectors" in text_of(app)
        await pilot.press("s", "down", "enter")
        await until(lambda: step_of(app).address == "ch10/shapes")


async def test_mathematics_is_readable(app: TutorApp, opened: Opened) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch04/state")
        assert "tanh(W xₜ + U hₜ₋₁)" in words_of(app)


async def test_a_problem_of_the_session_is_a_sentence_on_the_screen(app: TutorApp, until: Until) -> None:
    async with app.run_test(size=(80, 24), notifications=True):
        app.open_address("ch10/dot-scor")
        await until(lambda: "did you mean dot-score?" in words_of(app))


async def test_what_the_session_has_to_say_is_said_once(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        session.notices.append("dot_score.new.txt holds the new stub [/].")
        await opened(pilot, "ch10/shapes")
        await until(lambda: "new stub [/]" in text_of(app))
        assert session.notices == []


async def test_a_long_name_is_cut_in_the_list_whatever_the_width_becomes(
    app: TutorApp, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/dot-score")
        await pilot.resize_terminal(200, 40)
        await until(lambda: "Score each key against… │" in text_of(app))
