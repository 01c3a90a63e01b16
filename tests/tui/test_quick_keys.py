"""What keeps keys quick while a model trains."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import pytest

from tests.tui.conftest import Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import text_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.help import HelpScreen
from tutor.tui.widgets.gauges import Gauges

TRAIN = "ch10/train"


def epoch(number: int) -> dict[str, Any]:
    return {"event": "epoch", "epoch": number, "of": 4, "done": number}


EVENTS = [
    {"event": "start", "script": "train.py", "subject": "yours", "uses": [], "borrowed": [], "threads": 1},
    epoch(1),
    {"event": "wait"},
    epoch(2),
    {"event": "wait"},
    epoch(3),
    {"event": "result", "metrics": {"test_accuracy": 0.93}, "met": True, "borrowed": [], "seconds": 3.0},
]


async def test_a_run_under_a_window_goes_on_unpainted(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int | None] = []
    show = Gauges.show

    def counted(gauges: Gauges, state: Any, word: str) -> None:
        painted.append(state.epoch.current if state is not None and state.epoch is not None else None)
        show(gauges, state, word)

    monkeypatch.setattr(Gauges, "show", counted)
    session.done.add("ch10/dot-score")
    session.events = EVENTS
    async with app.run_test(size=(80, 24)) as pilot:
        screen: Any = await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: 1 in painted)
        await pilot.press("question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen))
        assert session.run is not None
        session.run.gate.set()
        await until(lambda: screen.view.state.epoch.current == 2)
        assert 2 not in painted
        await pilot.press("question_mark")
        await until(lambda: 2 in painted)
        await pilot.press("question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen))
        session.run.gate.set()
        await until(lambda: not screen.view.running)  # the end is told all the same
        await pilot.press("question_mark")
        await until(lambda: "Target met" in text_of(app))


async def test_what_closed_windows_had_painted_is_forgotten(app: TutorApp, opened: Opened, until: Until) -> None:
    """Or the garbage collector's passes over it grow into pauses that a key has to wait for."""
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("question_mark")
        await until(lambda: isinstance(app.screen, HelpScreen) and "esc closes" in text_of(app))
        painted = [weakref.ref(widget._styles_cache) for widget in (app.screen, *app.screen.query("*"))]
        await pilot.press("question_mark")
        await until(lambda: not isinstance(app.screen, HelpScreen))
        await pilot.pause()
        gc.collect()
        assert [cache() for cache in painted if cache() is not None] == []
