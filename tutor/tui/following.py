"""A course that is written while it is shown: what was saved is on the screen a moment later, in the same place.

Who opens the app hands over a `Followed`, which knows what was saved and how the course is read again; this module
knows only how to show it. While that would cut something short (a run, a check, a dialog) it waits.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

from tutor.tui import route
from tutor.tui.library import Library
from tutor.tui.screens.home import HomeScreen
from tutor.tui.startup import reload

if TYPE_CHECKING:
    from tutor.session import Session
    from tutor.tui.app import TutorApp

SECONDS_BETWEEN_LOOKS = 0.15


class Followed(Protocol):
    """The files of a course."""

    def changed(self) -> bool:
        """Whether anything was saved since it was asked last; quick, since the event loop asks."""

    def renew(self, session: Session) -> None:
        """Brings the session up to date with the files. Called in a thread; CourseError leaves the session as it is."""


class Follower:
    """See the module's docstring. Its methods belong to the event loop, but for `_renew`."""

    def __init__(self, app: TutorApp, followed: Followed) -> None:
        self._app = app
        self._followed = followed
        self._start_at: str | None = None
        self._stale = False
        self._busy = False

    def begin(self, start_at: str | None) -> None:
        """Opens the first step, or says why it can't be shown yet, and looks from now on."""
        self._start_at = start_at
        fault = self._fault(start_at)
        if fault:
            self._show(fault)
        else:
            self._open_first()
        self._app.set_interval(SECONDS_BETWEEN_LOOKS, self.look)

    def look(self) -> None:
        """Has anything been saved? Called several times a second."""
        if self._busy:
            return
        self._stale = self._followed.changed() or self._stale
        if self._stale and self._interruptible():
            self._stale, self._busy = False, True
            threading.Thread(target=self._renew, args=(self._here(),), name="follow", daemon=True).start()

    def _renew(self, address: str | None) -> None:
        """In the thread."""
        from tutor.course import CourseError, UnknownTarget

        try:
            self._followed.renew(self._app.session)
            fault = self._fault(address)
        except (CourseError, UnknownTarget) as error:
            fault = str(error)
        except Exception as error:  # shown: a thread's traceback would be lost, and the next save may mend it
            fault = f"The course can't be read again ({type(error).__name__}: {error}). Save a file to try once more."
        self._app.from_thread(self._show, fault)

    def _fault(self, address: str | None) -> str:
        """Why the chapter of this address can't be shown; empty where it can."""
        from tutor.course import CourseError, UnknownTarget

        try:
            if address is not None:
                self._app.session.course.chapter(address.partition("/")[0])
        except (CourseError, UnknownTarget) as error:
            return str(error)
        return ""

    def _show(self, fault: str) -> None:
        from tutor.tui.screens.problems import ProblemsScreen

        self._busy = False
        if not self._app.is_running:
            return
        screen = self._app.screen
        if fault and isinstance(screen, ProblemsScreen):
            screen.show(fault)
        elif fault:
            self._app.push_screen(ProblemsScreen(fault))
        else:
            if isinstance(screen, ProblemsScreen):
                self._app.pop_screen()
            self._show_course()

    def _show_course(self) -> None:
        from tutor.tui.screens.step import StepScreen

        app = self._app
        app.library = Library(app.session)
        app.home.fill()
        reload(app)
        if isinstance(app.screen, StepScreen):
            self._show_anew(app.screen)
        else:
            self._open_first()

    def _open_first(self) -> None:
        start_at, self._start_at = self._start_at, None
        if start_at is not None:
            self._app.open_address(start_at)

    def _show_anew(self, screen: Any) -> None:
        """The step that is on as it is now, or the one that has come into its place."""
        from tutor.tui.screens import screen_for

        app = self._app
        chapter = app.session.course.chapter(screen.chapter.id)
        at = min(route.index(screen.chapter, screen.step), len(chapter.steps) - 1)
        step = next((each for each in chapter.steps if each.id == screen.step.id), chapter.steps[at])
        screen.secure()
        app.here = (chapter, step)
        anew = screen_for(chapter, step)
        anew.trail = screen.trail
        app.arrive(anew)
        if step.id == screen.step.id:
            anew.take_up(screen.place())
        app.switch_screen(anew)

    def _here(self) -> str | None:
        """The address whose chapter must be readable: that of the step below, else of the one to begin with."""
        from tutor.tui.screens.step import StepScreen

        steps = [screen.address for screen in self._app.screen_stack if isinstance(screen, StepScreen)]
        return steps[-1] if steps else self._start_at

    def _interruptible(self) -> bool:
        from tutor.tui.screens.problems import ProblemsScreen
        from tutor.tui.screens.step import StepScreen

        screen = self._app.screen
        return isinstance(screen, HomeScreen | ProblemsScreen) or (isinstance(screen, StepScreen) and not screen.busy)
