"""The app on the fake session, and waiting for a condition instead of sleeping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.app import App
from textual.pilot import Pilot

from tests.tui.fake import FakeSession
from tests.tui.screens import ScreenText, text_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.step import StepScreen

Until = Callable[[Callable[[], object]], Awaitable[None]]
Looks = Callable[[App[Any]], Awaitable[None]]
Settled = Callable[[App[Any]], Awaitable[str]]
ROUNDS = 4
Opened = Callable[[Pilot[None], str], Awaitable[StepScreen[Any]]]


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    return FakeSession(tmp_path)


@pytest.fixture
def app(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> TutorApp:
    monkeypatch.delenv("COLORFGBG", raising=False)
    return TutorApp(cast(Any, session))


@pytest.fixture(params=[(80, 24), (120, 40)])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """The smallest terminal that the course is made for, and an ordinary one: columns and rows."""
    return cast(tuple[int, int], request.param)


@pytest.fixture
def looks(settled: Settled, snapshot: SnapshotAssertion) -> Looks:
    """`await looks(app)`: the screen, once it has stopped changing, is the one that was approved."""

    async def compare(app: App[Any]) -> None:
        assert await settled(app) == snapshot.use_extension(ScreenText)

    return compare


@pytest.fixture
def until() -> Until:
    """`await until(lambda: condition)`: lets the app run until it holds; fails after forty seconds."""

    async def wait(condition: Callable[[], object]) -> None:
        end = time.monotonic() + 40
        while not condition():
            if time.monotonic() > end:
                pytest.fail("waited forty seconds for a condition")
            await asyncio.sleep(0.005)

    return wait


@pytest.fixture
def settled() -> Settled:
    """`await settled(app)`: waits until the screen has stopped changing, and returns its text."""

    async def wait(app: App[Any]) -> str:
        shown: list[str] = []
        end = time.monotonic() + 40
        while len(shown) < ROUNDS or len(set(shown[-ROUNDS:])) > 1:
            if time.monotonic() > end:
                pytest.fail("the screen has not settled in forty seconds")
            await Pilot(app).pause(0.07)  # a run is painted fifteen times a second
            shown.append(text_of(app))
        return shown[-1]

    return wait


@pytest.fixture
def opened(until: Until) -> Opened:
    """`await opened(pilot, "ch10/dot-score")`: goes to a step and waits until its screen is ready."""

    async def open_step(pilot: Pilot[None], address: str) -> StepScreen[Any]:
        app = cast(TutorApp, pilot.app)
        app.warned.add(address.partition("/")[0])
        await until(lambda: app.library.complete)
        app.open_address(address)
        await until(lambda: isinstance(app.screen, StepScreen) and app.screen.address == address)
        await pilot.pause()
        assert isinstance(app.screen, StepScreen)
        return app.screen

    return open_step
