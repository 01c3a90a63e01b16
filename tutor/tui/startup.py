"""What happens around the first paint: nothing on the first screen waits for any of it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import threading
from typing import TYPE_CHECKING, Any, Literal

from textual._styles_cache import StylesCache

from tutor.tui.library import Entry

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

SECONDS_TO_LEAVE = 5.0
"""After that the process ends however far it has come: a driver whose terminal is gone may wait for it for ever."""


def after_first_paint(app: TutorApp) -> None:
    """Loads the course in a thread, starts the checker, and listens for the end."""
    gc.freeze()  # what is imported by now stays: passes over it would be pauses of 40 ms
    gc.enable()
    if _forget_styles not in gc.callbacks:
        gc.callbacks.append(_forget_styles)
    threading.Thread(target=_load, args=(app,), name="library", daemon=True).start()
    app.attempt(app.session.warm)
    app.show_notices()
    for name in ("SIGHUP", "SIGTERM"):
        _leave_on(app, name)
    _wake_only_what_slept(app)


def _forget_styles(phase: Literal["start", "stop"], info: dict[str, Any]) -> None:
    """Before a full pass of the garbage collector. Textual keeps what up to 1,024 removed widgets had painted (its
    issue 6665); after some minutes of training a pass over that was a pause of 80 ms and more.
    """
    if phase == "start" and info["generation"] == 2:
        getattr(StylesCache.get_inner_outer, "cache_clear", lambda: None)()


def _load(app: TutorApp) -> None:
    """In the thread: the chapters, then the modules of the screens that come next."""
    from tutor.tui.screens import import_all

    _load_chapters(app)
    import_all()
    gc.freeze()  # as above, for what was imported since


def _load_chapters(app: TutorApp) -> None:
    """In the thread."""

    def told(entry: Entry) -> None:
        app.from_thread(app.loaded, entry)

    try:
        app.library.load(told)
    except Exception as error:  # shown to the learner: a thread's traceback would be lost
        app.from_thread(app.tell, f"The chapters can't be loaded: {error}", True)
    app.from_thread(app.loaded, None)


def reload(app: TutorApp) -> None:
    """Loads the course of the app's session once more, after it was renewed."""
    threading.Thread(target=_load_chapters, args=(app,), name="library", daemon=True).start()


def _leave_on(app: TutorApp, name: str) -> None:
    """A closed terminal or a polite kill ends the app as `q` does: the learner's text is saved first.

    By `signal`, not by the loop's own way: Python runs such a handler also while the loop stands still, as where the
    driver waits for a terminal that no longer reads.
    """
    loop = asyncio.get_running_loop()

    def leave(number: int, frame: object) -> None:
        last = threading.Timer(SECONDS_TO_LEAVE, os._exit, (1,))
        last.daemon = True
        last.start()
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(app.leave_now)

    with contextlib.suppress(AttributeError, ValueError):  # a system without it, or a thread
        signal.signal(getattr(signal, name), leave)


def _wake_only_what_slept(app: TutorApp) -> None:
    """Textual's driver starts the terminal anew at every SIGCONT. The kernel sends one with each hangup, and the second
    writer that then began on a dead terminal kept the process for ever."""
    driver: Any = app._driver
    wake = getattr(driver, "_sigcont_application", None)
    if wake is None or not hasattr(driver, "_must_signal_resume"):
        return

    def on_continue(number: int, frame: object) -> None:
        if driver._must_signal_resume:  # it was put to sleep by ctrl+z
            wake()

    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGCONT, on_continue)


def light_terminal() -> bool:
    """Whether the terminal says (in `COLORFGBG`) that its background is light, and no theme was asked for."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "TEXTUAL_THEME" not in os.environ and background in {"7", "15"}
