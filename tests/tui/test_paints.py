"""Whatever a learner's code says, the screens show it: no widget obeys it, and no byte of it reaches the terminal."""

from __future__ import annotations

import base64
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from tests.outcomes.hostile import MARKUP, NASTY, OBEYED
from tests.tui.conftest import Opened, Settled, Until
from tests.tui.fake import STUB, UNSCALED, FakeSession, verdict
from tests.tui.screens import text_of, words_of
from tutor.checking.verdict import ExerciseVerdict
from tutor.learner.records import Attempt
from tutor.tui.app import TutorApp
from tutor.tui.screens.dialog import Ask, Choose, Show
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/dot-score"
HEAD = "[/][@click=app.quit]"
HALF = "\udc80"


def painted(app: TutorApp) -> list[str]:
    """Every piece of the screen that a terminal, or a click, would obey."""
    found = []
    for line in app.screen._compositor.render_full_update().strips:
        for segment in chain.from_iterable(line):
            style = segment.style
            meta = "" if style is None else f"{style.link or ''}{style.meta}"
            if OBEYED.search(segment.text) or "\n" in segment.text or "app.quit" in meta or "LINK" in meta:
                found.append(f"{segment.text!r} {meta}")
    return found


def hostile(status: Any = "failed") -> ExerciseVerdict:
    """A verdict in which everything that comes from the learner is hostile."""
    whole = verdict(status, output=NASTY + HALF)
    checks = tuple(
        replace(check, message=NASTY + HALF, diagnosis=NASTY, mistake=NASTY) if check.status == "failed" else check
        for check in whole.checks
    )
    return replace(whole, checks=checks, note=NASTY if status == "untouched" else "")


@pytest.mark.parametrize("status", ["failed", "untouched", "passed"])
async def test_no_verdict_is_obeyed(
    app: TutorApp,
    session: FakeSession,
    opened: Opened,
    until: Until,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
    status: str,
) -> None:
    def check(address: str, **more: Any) -> ExerciseVerdict:
        more["on_verdict"](hostile(status))
        session.notices.append(NASTY)
        return hostile(status)

    monkeypatch.setattr(session, "check", check)
    async with app.run_test(size=(120, 50), notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        await pilot.press("c")
        await until(lambda: getattr(screen, "diagnosed", False))
        assert isinstance(screen, ExerciseScreen)
        if status != "untouched":
            await pilot.press("o")
        await settled(app)
        assert painted(app) == []
        assert HEAD in text_of(app)
        assert app.is_running


async def test_a_fault_of_the_tutor_is_not_obeyed(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.break_check = type(NASTY.replace("\0", ""), (Exception,), {})(NASTY)
    async with app.run_test(size=(100, 40)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("c")
        await until(lambda: HEAD in text_of(app))
        assert painted(app) == []


async def test_no_text_in_the_editor_is_obeyed(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, settled: Settled
) -> None:
    text = f"# {NASTY}".replace("\r", "").replace("\x0b", "").replace("\x0c", "").replace("\x85", "")
    session.file_path.write_bytes(f"{STUB}{text}\n\ufeff\t\x1b[2J\n".encode())
    async with app.run_test(size=(300, 60)) as pilot:
        screen = await opened(pilot, EXERCISE)
        await settled(app)
        assert painted(app) == []
        assert "␛[2J␛[H␛]0;TITLE␇" in text_of(app)
        editor = screen.query_one(CodeEditor)
        await pilot.press("enter", "ctrl+end", "x", "ctrl+s")
        await until(lambda: not editor.dirty)
        assert session.file_path.read_bytes() == f"{STUB}{text}\n\ufeff\t\x1b[2J\nx".encode(), "and all of it is kept"


async def test_no_sentence_in_the_corner_and_no_window_is_obeyed(app: TutorApp, until: Until, settled: Settled) -> None:
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        app.tell(NASTY + HALF)
        app.tell(NASTY, problem=True)
        await until(lambda: text_of(app).count(HEAD) == 2)
        assert painted(app) == []
        for window in (Ask(NASTY), Show(NASTY, NASTY + HALF), Choose(NASTY, (), NASTY)):
            app.push_screen(window)
            await until(lambda window=window: app.screen is window and HEAD in text_of(app))  # type: ignore[misc]
            assert painted(app) == []
            await pilot.press("escape")


async def test_no_old_attempt_is_obeyed(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    (attempt, *_) = session.history(EXERCISE)
    old = Attempt(number=1, at=attempt.at, source=NASTY, sha256="0", verdict=hostile())
    monkeypatch.setattr(session, "history", lambda address: (old,))
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, EXERCISE)
        assert isinstance(screen, ExerciseScreen)
        next(call for title, _, call in screen.commands() if title.startswith("History"))()
        await until(lambda: isinstance(app.screen, Show))
        await until(lambda: HEAD in text_of(app))
        assert painted(app) == []


def told() -> list[dict[str, Any]]:
    """What a hostile script tells, each event of the form that the pipe lets through."""
    pixels = base64.b64encode(bytes(range(0, 256, 16))).decode()
    image = {"height": 4, "width": 4, "colour": False, "pixels": pixels, "label": NASTY}
    bare = {"title": NASTY, "rows": None, "columns": None, "caption": NASTY, "pictures": [image, image]}
    frame = {"label": NASTY, "caption": NASTY, "pictures": [image, image]}
    log = {"event": "log", "step": 1, "epoch": 1, "stage": NASTY, "metrics": {NASTY: 1.0, "b" + NASTY: "nan"}}
    return [
        {"event": "start", "script": NASTY, "subject": NASTY, "uses": [NASTY], "borrowed": [NASTY], "threads": 1},
        {"event": "stage", "title": NASTY, "number": 1, "of": 2},
        {"event": "epoch", "epoch": 1, "of": 2, "done": 0},
        {"event": "batch", "batch": 1, "of": None, "rate": 1e308, "left": 1e300},
        *({**log, "step": step} for step in range(1, 5)),
        {"event": "picture", **bare},
        {"event": "picture", **bare, "title": "map" + NASTY, "rows": [NASTY] * 4, "columns": [NASTY, 3, None, []]},
        {"event": "picture", **bare, "title": "odd" + NASTY, "pictures": [{"height": 9**9, "width": 1, "pixels": "!"}]},
        {"event": "slider", **bare, "title": NASTY, "frames": [frame, frame | {"rows": NASTY, "low": "x"}]},
        {
            "event": "scatter",
            "title": NASTY,
            "names": [NASTY, NASTY],
            "x": None,
            "y": None,
            "joined": True,
            "caption": NASTY,
            "points": [[0, 1], [1, 0]],
            "labels": [0, 1],
            "left_out": 2,
            "background": None,
        },
        {"event": "text", "title": NASTY, "text": NASTY},
        {"event": "say", "text": NASTY},
        {"event": "output", "text": NASTY},
        {
            "event": "failed",
            "message": NASTY,
            "line": 3,
            "file": NASTY,
            "kind": NASTY,
            "text": NASTY,
            "shapes": [NASTY],
        },
    ]


@pytest.mark.parametrize("size", [(80, 40), (120, 60)])
async def test_nothing_that_a_script_tells_is_obeyed(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, settled: Settled, size: tuple[int, int]
) -> None:
    session.done.add(EXERCISE)
    session.events = told()
    async with app.run_test(size=size) as pilot:
        await opened(pilot, "ch10/train")
        await pilot.press("t")
        await until(lambda: HEAD in text_of(app))
        for key in ("o", "v", "i", "i", "pagedown", "right", "end", "home"):
            await pilot.press(key)
            await settled(app)
            assert painted(app) == []
        assert app.is_running


async def test_a_guess_is_not_obeyed(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    session.events = [{"event": "say", "text": "7"}]
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await opened(pilot, "ch10/see-attention")
        screen.query_one(Input).value = MARKUP
        await pilot.press("enter")
        await until(lambda: f"You expected: {HEAD}" in words_of(app))
        assert painted(app) == []


async def test_a_mistake_in_a_name_of_a_folder_is_not_obeyed(tmp_path: Path, opened: Opened, until: Until) -> None:
    session = FakeSession(tmp_path / NASTY.replace("\0", "").replace("/", "")[:80])
    session.break_write = OSError(28, "No space left on device", str(session.file_path))
    app = TutorApp(session)  # type: ignore[arg-type]
    async with app.run_test(size=(100, 40), notifications=True) as pilot:
        screen = await opened(pilot, EXERCISE)
        screen.query_one(CodeEditor).replace_all(UNSCALED)
        await pilot.press("c")
        await until(lambda: "No space left on device" in words_of(app))
        assert painted(app) == []
