"""Questions: number keys, typed answers, the reason that follows."""

from __future__ import annotations

from textual.content import Content

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.quiz import AnswerLine
from tutor.tui.widgets.hanging import Hanging


async def test_choices_look(app: TutorApp, opened: Opened, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "ch10/shapes")
        await pilot.press("2")
        await looks(app)


async def test_a_number_answers_and_another_may_follow(app: TutorApp, session: FakeSession, opened: Opened) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/shapes")
        await pilot.press("3")
        await pilot.pause()
        assert "✗ Not this. There is one query here" in words_of(app)
        await pilot.press("1")
        await pilot.pause()
        assert "✓ Right. One score for each key." in words_of(app)
        assert "✓ done · 2 of 6" in text_of(app)
        assert session.answers == [("ch10/shapes", 2), ("ch10/shapes", 0)]


async def test_arrows_and_enter_answer_too(app: TutorApp, session: FakeSession, opened: Opened) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/shapes")
        await pilot.press("down", "enter", "9")
        assert session.answers == [("ch10/shapes", 1)]


async def test_a_typed_answer(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/softmax-sum")
        await pilot.press("enter", "2", "enter")
        await pilot.pause()
        assert "✗ Not this" in text_of(app)
        await pilot.press("backspace", "1", "enter")
        await pilot.pause()
        assert "✓ Right. Softmax divides by the sum." in words_of(app)
        await pilot.press("n")
        await until(lambda: step_of(app).address == "ch10/train")
        assert session.answers == [("ch10/softmax-sum", "2"), ("ch10/softmax-sum", "1")]


async def test_a_question_that_was_answered_leaves_the_keys_to_the_screen(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.done.add("ch10/softmax-sum")
    async with app.run_test() as pilot:
        await opened(pilot, "ch10/softmax-sum")
        await pilot.press("n")
        await until(lambda: step_of(app).address == "ch10/train")


async def test_letters_are_typed_into_the_line_and_escape_leaves_it(
    app: TutorApp, session: FakeSession, opened: Opened
) -> None:
    async with app.run_test() as pilot:
        shown = await opened(pilot, "ch10/softmax-sum")
        await pilot.press("n", "b", "q")
        assert shown.query_one(AnswerLine).value == "nbq"
        assert app.screen is shown
        await pilot.press("escape")
        assert not shown.query_one(AnswerLine).has_focus


def test_the_lines_of_a_long_choice_begin_behind_its_number() -> None:
    words = "Every weight is as large as before, since the gradient is cut off where the mask is zero."
    choice = Hanging(Content("2  "), Content(words))
    lines = choice._at(30).plain.split("\n")
    assert lines[0].startswith("2  Every weight") and len(lines) == choice.get_height({}, 30) > 2
    assert all(line.startswith("   ") and not line.startswith("    ") for line in lines[1:])
    assert " ".join(" ".join(lines).split()) == f"2 {words}"
    assert max(map(len, lines)) <= 30 and choice.get_optimal_width({}, 80) == 3 + len(words)
