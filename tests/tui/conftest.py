"""The app on the fake session, and waiting for a condition instead of sleeping."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.tui.fake import FakeSession
from tests.tui.screens import ScreenText

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tutor.tui.app import TutorApp


@pytest.fixture
def session(tmp_path: Path) -> FakeSession:
    return FakeSession(tmp_path)


@pytest.fixture
def app(session: FakeSession) -> TutorApp:
    from tutor.tui.app import TutorApp

    return TutorApp(cast(Any, session))


@pytest.fixture
def screen(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compares with the text of a screen as it was approved: `assert text_of(app) == screen`."""
    return snapshot.use_extension(ScreenText)


@pytest.fixture
def until() -> Callable[..., Any]:
    """`await until(lambda: condition)`: lets the app run until it holds; fails after ten seconds."""

    async def wait(condition: Callable[[], object], what: str = "") -> None:
        end = time.monotonic() + 10
        while not condition():
            if time.monotonic() > end:
                pytest.fail(f"waited ten seconds for {what or 'a condition'}")
            await asyncio.sleep(0.005)

    return wait
