"""`live.ask` on the screen: a line opens when the script asks, has the keys, and gives them back."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeRun, FakeSession
from tests.tui.screens import text_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.home import HomeScreen
from tutor.tui.widgets.ask_line import TypedLine
from tutor.tui.widgets.feed import Feed

RESULT = {"event": "result", "metrics": {}, "met": True, "borrowed": [], "seconds": 3.0, "ended": "finished"}
ABOUT = {"title": "Translate [/]", "prompt": "An English sentence"}
WAIT = {"event": "wait"}


def ask(number: int, suggestion: str = "the red cat") -> dict[str, Any]:
    return {"event": "ask", **ABOUT, "suggestion": suggestion, "number": number}


def asked(line: str = "?") -> dict[str, Any]:
    return {"event": "asked", **ABOUT, "line": line}


def answer(text: str) -> dict[str, Any]:
    return {"event": "text", "title": "In French", "text": text}


@pytest.fixture
def ready(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    """A demonstration that was seen before, so that `r` runs it, and that asks twice."""
    monkeypatch.setattr("tutor.tui.words.clock", lambda seconds: "3 s")
    session.done |= {"ch10/see-attention", "ch10/dot-score"}
    session.events = [
        {"event": "say", "text": "Ask it something."},
        ask(1),
        asked(),
        answer("le chat rouge"),
        ask(2, "she is old"),
        asked(),
        answer("elle est vieille"),
        {"event": "say", "text": "That was all."},
        {"event": "asked", **ABOUT, "line": None},
        RESULT,
    ]
    return session


async def ran(pilot: Pilot[None], opened: Opened, until: Until) -> FakeRun:
    """Opens the step, runs its script, and waits until the line has the keys."""
    await opened(pilot, "ch10/see-attention")
    await pilot.press("r")
    await until(lambda: isinstance(pilot.app.focused, TypedLine) and "waiting for you" in text_of(pilot.app))
    run = pilot.app.session.run  # type: ignore[attr-defined]
    assert isinstance(run, FakeRun)
    return run


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_question_looks(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("enter")
        await until(lambda: "le chat rouge" in text_of(app) and "such as she is old" in text_of(app))
        await looks(app)


async def test_what_is_typed_takes_the_suggestions_place_and_the_keys_come_back(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        await pilot.press(*"nqx", "enter")
        await until(lambda: "An English sentence: nqx" in text_of(app))
        await pilot.press("space", "o", "space", "enter")
        await until(lambda: "n next" in text_of(app) and isinstance(app.focused, Feed))
        assert run.given == ["nqx", "o"]
        assert "elle est vieille" in text_of(app) and "such as" not in text_of(app)


async def test_each_answer_comes_in_sight_below_a_long_text_and_a_curve(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    learned = [{"event": "log", "step": n, "epoch": 1, "stage": "", "metrics": {"exact": 0.5}} for n in (1, 2)]
    before = [{"event": "text", "title": "Its English", "text": "\n".join(f"word {n}" for n in range(30))}]
    ready.events = [*learned, *before, *(event for event in ready.events if event["event"] != "say")]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        assert "word 1" in text_of(app)
        await pilot.press("enter")
        await until(lambda: "le chat rouge" in text_of(app) and "such as she is old" in text_of(app))
        await pilot.press("pageup", "pageup", "pageup")
        await until(lambda: "le chat rouge" not in text_of(app))


async def test_an_empty_line_ends_the_questions(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        await pilot.press("backspace", "enter")
        await until(lambda: "That was all." in text_of(app) and "r run" in text_of(app))
        assert run.given == [""] and isinstance(app.focused, Feed)


async def test_esc_gives_the_keys_back_and_x_ends_the_questions_not_the_script(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("escape")
        assert isinstance(app.focused, Feed)
        await pilot.press("x")
        await until(lambda: "That was all." in text_of(app) and "n next" in text_of(app))
        assert "stopped" not in text_of(app)


async def test_whoever_leaves_is_not_asked_and_the_questions_end(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        await pilot.press("escape", "escape")
        await until(lambda: isinstance(app.screen, HomeScreen) and run.given == [])
        await until(lambda: not run.stopped.is_set())


async def test_a_pasted_page_and_control_characters_come_as_one_harmless_line(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    from textual import events

    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        pasted = "\x1b[31mle\tchat\u202e " + "é" * 2_000 + "\nsecond line"
        app.post_message(events.Paste(pasted))
        await until(lambda: "éé" in text_of(app))
        await pilot.press("enter")
        await until(lambda: "le chat rouge" in text_of(app))
        (given,) = run.given
        assert given.startswith("[31mle chat") and given.isprintable() and 900 < len(given) <= 1_000


async def test_one_can_type_ahead_while_the_script_is_busy(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events[3:3] = [WAIT]
    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        await pilot.press("enter")
        await until(lambda: "An English sentence: the red cat" in text_of(app))
        await pilot.press(*"qn", "enter")
        run.gate.set()
        await until(lambda: "le chat rouge" in text_of(app))
        await pilot.press("enter")
        await until(lambda: run.given == ["the red cat", "qn"])


async def test_the_line_does_not_take_the_keys_from_the_text(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events[1:1] = [WAIT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "Ask it something." in text_of(app))
        await pilot.press("i")
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: ready.run is not None and app.screen.view.asking)  # type: ignore[attr-defined]
        await pilot.pause()
        assert not isinstance(app.focused, TypedLine)
        await pilot.press("i")
        await until(lambda: isinstance(app.focused, TypedLine))


async def test_a_training_that_asks_says_before_whether_its_target_is_met(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    reported = {"metrics": {"test_accuracy": 0.93}}
    ready.events = [ask(1) | reported, asked(), answer("le chat rouge"), ask(2) | reported, RESULT | reported]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/train")
        await pilot.press("t")
        await until(lambda: isinstance(app.focused, TypedLine))
        await until(lambda: "test_accuracy 0.9300 (at least 0.9) ✓ met" in text_of(app))
        await pilot.press("enter")
        await until(lambda: "le chat rouge" in text_of(app) and "✓ met" in text_of(app))
        await pilot.press("enter")
        await until(lambda: "✓ Target met: test_accuracy 0.9300." in text_of(app) and isinstance(app.focused, Feed))


async def test_a_line_of_blanks_is_no_answer_and_ends_nothing(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        run = await ran(pilot, opened, until)
        await pilot.press("space", "enter", *"owl", "enter")
        await until(lambda: run.given == ["owl"])


async def test_on_a_low_screen_the_answer_has_the_place_of_the_bars(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("enter")
        await until(lambda: "le chat rouge" in text_of(app))
