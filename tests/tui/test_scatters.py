"""`live.scatter` on the screen: as high as there is room, and points that move while a network learns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import text_of
from tutor.tui.app import TutorApp
from tutor.tui.widgets.scatter_view import ScatterView

RESULT = {"event": "result", "metrics": {}, "met": True, "borrowed": [], "seconds": 3.0}
WAIT = {"event": "wait"}
LOG = {"event": "log", "epoch": 1, "stage": None}
CURVE = [{**LOG, "step": step, "metrics": {"loss": 1.0 / step}} for step in range(1, 9)]


def scatter(turn: int = 0) -> dict[str, Any]:
    """Three classes on the hyperbolas x · y = 2, 4, 6, moved to the right by `turn`."""
    points = [[float(x) + turn, (2.0 + 2 * label) / x] for label in range(3) for x in range(1, 9)]
    return {
        "event": "scatter",
        "title": "Where the codes lie",
        "names": ["plain", "momentum", "Adam"],
        "x": None,
        "y": None,
        "joined": False,
        "caption": "Each where its two numbers lie.",
        "points": points,
        "labels": [label for label in range(3) for _ in range(8)],
        "left_out": 0,
        "background": None,
    }


@pytest.fixture
def ready(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    """A demonstration that was seen before, so that `r` runs it; the clock of a run stands still."""
    monkeypatch.setattr("tutor.tui.words.clock", lambda seconds: "3 s")
    session.done |= {"ch10/see-attention", "ch10/dot-score"}
    return session


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_points_alone_fill_the_screen(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    ready.events = [scatter(), RESULT]
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "p plain" in text_of(app) and "n next" in text_of(app))
        await looks(app)


async def test_a_curve_makes_room_for_them_and_z_brings_it_back(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks
) -> None:
    ready.events = [*CURVE, scatter(), RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "p plain  m momentum  A Adam" in text_of(app) and "n next" in text_of(app))
        await until(lambda: "(z: curve)" in text_of(app) and "━━┻" not in text_of(app))
        view = app.screen.query_one(ScatterView)
        large = view.size.height
        await looks(app)
        await pilot.press("z")
        await until(lambda: "━━┻" in text_of(app) and view.size.height < large and "z larger" in text_of(app))
        await pilot.press("z")
        await until(lambda: "━━┻" not in text_of(app) and view.size.height == large and "z smaller" in text_of(app))


async def test_the_same_title_again_moves_the_points(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [scatter(), WAIT, scatter(turn=90), RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("r")
        await until(lambda: "p plain" in text_of(app))
        assert "98" not in text_of(app)
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: " 98" in text_of(app))
        assert len(app.screen.query(ScatterView)) == 1
