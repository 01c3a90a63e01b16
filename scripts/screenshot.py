"""Makes docs/screen.svg: the real app on chapter 10, with a wrong answer and the mistake that it names.

python scripts/screenshot.py [FILE]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tutor.checking.answers import load_answers
from tutor.course.model import ExerciseStep
from tutor.session import Session
from tutor.tui.app import TutorApp
from tutor.tui.screens.exercise import ExerciseScreen

ROOT = Path(__file__).resolve().parent.parent
EXERCISE, MISTAKE = "ch10/dot-score", "unscaled"
SIZE = (116, 44)
PATIENCE = 60.0


async def picture(session: Session) -> str:
    """The screen as SVG, once the mistake has been named."""
    app = TutorApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: app.library.complete)
        app.warned.add(EXERCISE.partition("/")[0])
        app.open_address(EXERCISE)
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.pause()
        session.write_file(EXERCISE, wrong_answer(session))
        await until(lambda: isinstance(app.screen, ExerciseScreen) and app.screen.diagnosed)
        await pilot.pause()
        return app.export_screenshot(title="dltutor", simplify=True)


def wrong_answer(session: Session) -> str:
    """The reference with the mistake in it, as a learner might have written it."""
    chapter, step = session.find(EXERCISE)
    assert isinstance(step, ExerciseStep)
    reference = session.course.reference(chapter, step).read_text("utf-8")
    return load_answers(session.course.answers_file(chapter, step)).wrong[MISTAKE].apply(reference)


async def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the screen never came")
        await asyncio.sleep(0.01)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screen.svg"
    with tempfile.TemporaryDirectory() as folder:
        session = Session.open(workspace=Path(folder) / "workspace")
        try:
            svg = asyncio.run(picture(session))
        finally:
            session.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(svg, encoding="utf-8")
    print(f"Written to {target}.")


if __name__ == "__main__":
    main()
