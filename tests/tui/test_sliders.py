"""`live.slider` on the screen: ← and → move it, during the run and after, without a click."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.help import HelpScreen
from tutor.tui.widgets.slider_view import SliderView

RESULT = {"event": "result", "metrics": {}, "met": True, "borrowed": [], "seconds": 3.0}
WAIT = {"event": "wait"}


def slider(title: str, *labels: str, says: str = "") -> dict[str, Any]:
    """A frame for each label, its four pictures lighter and lighter."""
    frames = []
    for at, label in enumerate(labels):
        pixels = base64.b64encode(bytes([40 * at] * 64)).decode()
        one = {"height": 8, "width": 8, "colour": False, "pixels": pixels}
        pictures = [one | {"label": f"{place} as {place + at}"} for place in range(4)]
        frames.append({"label": label, "caption": f"{says}{at} of 4 are fooled", "pictures": pictures})
    return {"event": "slider", "title": title, "rows": None, "columns": None, "caption": None, "frames": frames}


STRENGTH = slider("How strong is the attack?", "epsilon 0.0", "epsilon 0.1", "epsilon 0.2")


@pytest.fixture
def ready(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    """A demonstration that was seen before, so that `r` runs it; the clock of a run stands still."""
    monkeypatch.setattr("tutor.tui.words.clock", lambda seconds: "3 s")
    session.done |= {"ch10/see-attention", "ch10/dot-score"}
    return session


async def ran(pilot: Pilot[None], opened: Opened, until: Until, step: str = "see-attention", key: str = "r") -> None:
    """Opens the step, runs its script, and waits for the slider's first frame."""
    await opened(pilot, f"ch10/{step}")
    await pilot.press(key)
    await until(lambda: "epsilon 0.0" in text_of(pilot.app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_slider_looks(
    app: TutorApp,
    ready: FakeSession,
    opened: Opened,
    until: Until,
    looks: Looks,
    size: tuple[int, int],
) -> None:
    ready.events = [STRENGTH, RESULT]
    async with app.run_test(size=size) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("right")
        await until(lambda: "2/3  epsilon 0.1" in text_of(app) and "n next" in text_of(app))
        await looks(app)


@pytest.mark.parametrize(("step", "key"), [("see-attention", "r"), ("train", "t")])
async def test_the_arrows_move_it_while_the_script_runs_and_stop_at_its_ends(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, step: str, key: str
) -> None:
    ready.events = [STRENGTH, WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until, step, key)
        for pressed, label in [
            ("right", "2/3  epsilon 0.1"),
            ("right", "3/3  epsilon 0.2"),
            ("right", "3/3  epsilon 0.2"),
            ("left", "2/3  epsilon 0.1"),
            ("left", "1/3  epsilon 0.0"),
            ("left", "1/3  epsilon 0.0"),
        ]:
            await pilot.press(pressed)
            await until(lambda label=label: label in text_of(app))  # type: ignore[misc]
        assert ready.run is not None
        ready.run.gate.set()


async def test_the_keys_are_told_once_there_is_a_slider_and_only_then(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [{"event": "say", "text": "first"}, WAIT, STRENGTH, WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "first" in text_of(app))
        assert "← → slide" not in text_of(app)
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: "← → slide" in text_of(app))
        ready.run.gate.set()
        await until(lambda: "r run" in text_of(app))
        await pilot.press("i")
        await until(lambda: "← → slide" not in text_of(app))
        await pilot.press("i", "question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen) and "← → move the slider" in words_of(app))


async def test_the_same_title_again_stays_at_the_frame_that_was_shown(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    again = slider("How strong is the attack?", "epsilon 0.0", "epsilon 0.1", "epsilon 0.2", says="now ")
    shorter = slider("How strong is the attack?", "epsilon 0.0", says="at last ")
    ready.events = [STRENGTH, WAIT, again, WAIT, shorter, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("right")
        await until(lambda: "2/3" in text_of(app))
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: "now 1 of 4 are fooled" in text_of(app))
        ready.run.gate.set()
        await until(lambda: "1/1  epsilon 0.0" in text_of(app) and "at last 0 of 4" in text_of(app))
        assert len(app.screen.query(SliderView)) == 1


async def test_of_several_the_focused_one_moves_and_else_the_first_in_sight(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    other = slider("another", "weak", "strong")
    ready.events = [STRENGTH, other, RESULT]
    async with app.run_test(size=(120, 60)) as pilot:
        await ran(pilot, opened, until)
        await until(lambda: "1/2  weak" in text_of(app))
        await pilot.press("right")
        await until(lambda: "2/3" in text_of(app) and "1/2" in text_of(app))
        await pilot.press("tab", "tab", "right")
        await until(lambda: "2/3" in text_of(app) and "2/2  strong" in text_of(app))


async def test_the_one_that_was_scrolled_to_moves(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [STRENGTH, slider("another", "weak", "strong"), RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        await until(lambda: "r run" in text_of(app))
        await pilot.press("right")
        await until(lambda: "2/3" in text_of(app))
        await pilot.pause()  # until it has been scrolled to
        await pilot.press("end")
        await until(lambda: "1/2  weak" in text_of(app))
        await pilot.press("right")
        await until(lambda: "2/2  strong" in text_of(app))
        await pilot.press("home")
        await until(lambda: "2/3  epsilon 0.1" in text_of(app))


async def test_on_a_low_screen_the_curve_makes_room_and_v_brings_it_back_until_it_slides_again(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    log = {"event": "log", "step": 1, "epoch": 1, "stage": None, "metrics": {"loss": 0.5}}
    tall = {**STRENGTH, "rows": list("abcd"), "columns": ["one below the other"]}
    ready.events = [*({**log, "step": step} for step in (1, 2, 3)), tall, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "(z: curve)" in text_of(app) and "r run" in text_of(app))
        assert "━━┻" not in text_of(app)
        await pilot.press("v")
        await until(lambda: "━━┻" in text_of(app))
        await pilot.pause(0.3)
        assert "━━┻" in text_of(app), "it stays"
        await pilot.press("right")
        await until(lambda: "━━┻" not in text_of(app) and "2/3  epsilon 0.1" in text_of(app))
        await until(lambda: "z smaller" in text_of(app))


async def test_a_click_on_the_rail_goes_there(app: TutorApp, ready: FakeSession, opened: Opened, until: Until) -> None:
    ready.events = [STRENGTH, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        await pilot.click(SliderView, offset=(6, 1))
        await until(lambda: "3/3  epsilon 0.2" in text_of(app))
        await pilot.click(SliderView, offset=(0, 1))
        await until(lambda: "2/3  epsilon 0.1" in text_of(app))


async def test_a_new_run_begins_at_the_first_frame(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [STRENGTH, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await ran(pilot, opened, until)
        await pilot.press("right")
        await until(lambda: "2/3" in text_of(app) and "r run" in text_of(app))
        await pilot.press("r")
        await until(lambda: "1/3" in text_of(app))
