"""Makes the pictures of README and docs out of the real app: answers are checked, scripts train, and what the screen
then shows is written as SVG.

    python scripts/screenshot.py [NAME ...]        such as digits; without a name all of them

Each picture has its own workspace, in which the exercises that its training builds on are solved with the references
and checked, as a learner's are.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tutor.checking.answers import load_answers
from tutor.course.model import ExerciseStep
from tutor.session import Session
from tutor.tui.app import TutorApp
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.screens.look_up import LookUpScreen
from tutor.tui.screens.running import RunningScreen
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.ask_line import TypedLine
from tutor.tui.widgets.block_view import BlockView
from tutor.tui.widgets.feed import Feed

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 1200.0  # seconds for a training on a busy machine
FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)  # from elsewhere, which no page would fetch for a picture
NAMES = re.compile(r"(?<=[.#\" ])terminal-\d+-(?=[a-z])")
CRISP = ' shape-rendering="crispEdges"'


@dataclass
class Stage:
    """The app with a fresh workspace, and what a picture does with it."""

    session: Session
    app: TutorApp
    pilot: Pilot[None]

    async def open(self, address: str) -> None:
        """Goes to a step, as with its key."""
        await until(lambda: self.app.library.complete)
        self.app.warned.add(address.partition("/")[0])
        self.app.open_address(address)
        await until(lambda: isinstance(self.app.screen, StepScreen) and self.app.screen.address == address)
        await self.pilot.pause()

    async def train(self, address: str, finished: Callable[[RunningScreen[Any]], bool]) -> None:
        """Solves what the training builds on, starts it, and waits until it has shown what is wanted."""
        self.solve(address)
        await self.open(address)
        await self.pilot.press("t")
        await until(lambda: isinstance(self.app.screen, RunningScreen) and finished(self.app.screen))
        await self.pilot.pause(1.0)  # the curve is painted four times a second

    def show(self, title: str) -> None:
        """Scrolls to what a script has shown under this title."""
        feed = self.app.screen.query_one(Feed)
        view = next(each for each in feed.query(BlockView) if each._block.title == title)
        feed.scroll_to_widget(view, top=True, animate=False)

    def solve(self, address: str) -> None:
        """The exercises that a step builds on, and before each of them those that it builds on."""
        for use in self.session.open_uses(address):
            self.solve(use)
            self.session.write_file(use, self.answer(use))
            verdict = self.session.check(use)
            assert verdict.status == "passed", f"{use}: {verdict.status}"

    def answer(self, address: str, mistake: str = "") -> str:
        """The reference, with a named mistake in it where one is wanted, as a learner might have written it."""
        chapter, step = self.session.find(address)
        assert isinstance(step, ExerciseStep)
        reference = self.session.course.reference(chapter, step).read_text("utf-8")
        if not mistake:
            return reference
        return load_answers(self.session.course.answers_file(chapter, step)).wrong[mistake].apply(reference)


async def screen(stage: Stage) -> None:
    """A save with a classic mistake in it, and its name."""
    await stage.open("ch10/dot-score")
    stage.session.write_file("ch10/dot-score", stage.answer("ch10/dot-score", "unscaled"))
    await until(lambda: isinstance(stage.app.screen, ExerciseScreen) and stage.app.screen.diagnosed)


async def look_up(stage: Stage) -> None:
    """A word is looked up beside an exercise."""
    await stage.open("ch10/masked-softmax")
    await stage.pilot.press("slash", *"softmax")
    await until(lambda: isinstance(stage.app.screen, LookUpScreen))


async def map_(stage: Stage) -> None:
    """What a translator looks at, word by word."""
    await stage.train("ch11/train", lambda screen: screen.view.state is not None and not screen.view.running)
    await stage.pilot.press("z")
    stage.show("Where it looks")


async def digits(stage: Stage) -> None:
    """Digits on order, from noise."""
    await stage.train("ch09/conditional", lambda screen: screen.view.asking)
    await stage.pilot.press(*"1984", "enter")
    await until(lambda: "1984 was ordered" in text_of(stage.app))


async def gpt(stage: Stage) -> None:
    """A small GPT learns to write, and goes on with what it is told."""
    await stage.train("ch15/train", lambda screen: screen.view.asking)
    await stage.pilot.press("tab", "z")
    line = stage.app.screen.query_one(TypedLine)
    line.focus()
    await stage.pilot.press(*"the result of", "enter")
    await until(lambda: any(each._block.title.startswith("It goes on") for each in stage.app.screen.query(BlockView)))
    await stage.pilot.pause(1.0)
    stage.show("Written while it learns")


PICTURES: dict[str, tuple[Callable[[Stage], Awaitable[None]], tuple[int, int]]] = {
    "screen": (screen, (116, 44)),
    "look-up": (look_up, (100, 30)),
    "map": (map_, (98, 40)),
    "digits": (digits, (98, 40)),
    "gpt": (gpt, (98, 57)),
}


async def picture(name: str, session: Session) -> str:
    """The screen as SVG."""
    act, size = PICTURES[name]
    app = TutorApp(session)
    async with app.run_test(size=size) as pilot:
        await act(Stage(session, app, pilot))
        await pilot.pause(1.0)
        svg = app.export_screenshot(title="dltutor", simplify=True)
    return (
        NAMES.sub("", FONTS.sub("", svg))
        .replace(CRISP, "")
        .replace("<style>", "<style>rect { shape-rendering: crispEdges }")
    )


def text_of(app: TutorApp) -> str:
    """The words on the screen."""
    update = app.screen._compositor.render_full_update()
    return "\n".join("".join(segment.text for segment in strip) for strip in update.strips)


async def until(condition: Callable[[], object]) -> None:
    """Lets the app run until it holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the screen never came")
        await asyncio.sleep(0.01)


def main() -> None:
    """Makes the pictures that are named, or all."""
    for name in sys.argv[1:] or PICTURES:
        target = ROOT / "docs" / f"{name}.svg"
        with tempfile.TemporaryDirectory() as folder:
            session = Session.open(workspace=Path(folder) / "workspace")
            try:
                svg = asyncio.run(picture(name, session))
            finally:
                session.close()
        target.write_text(svg, encoding="utf-8")
        print(f"Written to {target}, {target.stat().st_size / 1000:.0f} kB.")


if __name__ == "__main__":
    main()
