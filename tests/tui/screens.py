"""A screen as plain text, and the snapshot files that keep it."""

from __future__ import annotations

from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.app import App
from textual.widgets._toast import Toast

from tutor.tui.screens.step import StepScreen


def text_of(app: App[Any]) -> str:
    """What stands on the screen, line by line, without colours and without blanks at the ends."""
    update = app.screen._compositor.render_full_update()
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in update.strips]
    return "\n".join(lines) + "\n"


def words_of(app: App[Any]) -> str:
    """The words on the screen with single blanks, wherever lines and windows break them; those of a sentence in the
    corner, which stands over others, come at the end."""
    told = " ".join(str(toast.render()) for toast in app.screen.query(Toast) if toast.region)
    return " ".join(word for word in (text_of(app) + told).split() if word not in ("│", "▌", "▏", "▎", "▊"))


def step_of(app: App[Any]) -> StepScreen[Any]:
    """The step screen that is on."""
    assert isinstance(app.screen, StepScreen)
    return app.screen


class ScreenText(SingleFileSnapshotExtension):
    """One `.txt` file a screen, so that a review shows the screen itself."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def serialize(self, data: Any, **_: Any) -> str:
        return str(data)
