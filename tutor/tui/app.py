"""The application: which screen is on, how one moves between them, and how everything ends.

`dltutor start` calls `run`. The app owns nothing but the way: screens show and ask, the session does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from tutor.session import Refused
from tutor.tui import safe
from tutor.tui.library import Library
from tutor.tui.screens.home import HomeScreen
from tutor.tui.startup import after_first_paint, light_terminal

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Step
    from tutor.session import Session
    from tutor.tui.editing.sitting import Sitting
    from tutor.tui.following import Followed
    from tutor.tui.library import Entry
    from tutor.tui.route import Trail
    from tutor.tui.screens.step import StepScreen

Result = TypeVar("Result")


def _palette() -> type[Provider]:
    from tutor.tui.palette import CourseCommands

    return CourseCommands


class TutorApp(App[None]):
    """See the module's docstring."""

    TITLE = "dltutor"
    # Textual declares this one as an instance's attribute.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-huge")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012
    COMMANDS: ClassVar = App.COMMANDS | {_palette}
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark", "help", "help", key_display="?", id="app.help"),
        Binding("slash", "look_up", "look up", key_display="/", tooltip="look a word up", id="app.look-up"),
        Binding("f1", "look_up", "look up", show=False, id="app.look-up-anywhere"),
        Binding("q", "quit", "quit", id="app.quit"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit-anywhere"),
    ]
    CSS = """
    Toast { max-width: 76; }
    ToastRack { dock: top; align: right top; margin: 1 0 0 0; } /* the verdict and the keys stand below */
    OptionList > .option-list--option-highlighted, OptionList:focus > .option-list--option-highlighted {
        background: $primary-muted; color: $foreground; text-style: bold;
    }
    """

    def __init__(self, session: Session, start_at: str | None = None, followed: Followed | None = None) -> None:
        super().__init__()
        self.session = session
        self.library = Library(session)
        self.here: tuple[Chapter, Step] | None = None
        self.trail: Trail = ()
        self.warned: set[str] = set()
        self._sitting: Sitting | None = None
        self._start_at = start_at
        self._followed = followed
        if light_terminal():
            self.theme = "textual-light"

    def get_default_screen(self) -> Screen[Any]:
        return HomeScreen()

    def on_mount(self) -> None:
        self.call_after_refresh(self._after_first_paint)

    def on_unmount(self) -> None:
        if self._sitting is not None:
            self._sitting.close()

    @property
    def sitting(self) -> Sitting:
        """Which of the tutors that are open on this workspace this is."""
        from tutor.tui.editing.sitting import Sitting

        if self._sitting is None:
            self._sitting = Sitting(self.session.workspace.root)
        return self._sitting

    def _after_first_paint(self) -> None:
        after_first_paint(self)
        if self._followed is not None:
            from tutor.tui.following import Follower

            Follower(self, self._followed).begin(self._start_at)
        elif self._start_at is not None:
            self.open_address(self._start_at)

    def from_thread(self, call: Callable[..., Any], *arguments: Any) -> None:
        """Calls on the event loop from a thread; nothing happens when the app has ended meanwhile."""
        try:
            self.call_later(call, *arguments)
        except RuntimeError:  # the event loop is closed
            pass

    def loaded(self, entry: Entry | None) -> None:
        """A chapter has been loaded, or (None) all of them."""
        if self.is_running and self.home.is_attached:
            if entry is None:
                self.home.show_all()
            elif any(entry is known for known in self.library.entries):  # not one of a course that was renewed since
                self.home.show_entry(entry)

    @property
    def home(self) -> HomeScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, HomeScreen)
        return screen

    # -- asking the session
    def attempt(self, call: Callable[[], Result]) -> Result | None:
        """The value of `call`, or None after showing the sentence of what can't be done."""
        from tutor.course import CourseError, UnknownTarget

        try:
            return call()
        except (Refused, CourseError, UnknownTarget, OSError) as error:
            self.tell(str(error), problem=True)
            return None

    def succeeds(self, call: Callable[[], object]) -> bool:
        """Whether `call` could be done; where not, its sentence is shown."""
        return self.attempt(lambda: (call(), True)) is not None

    def tell(self, sentence: str, problem: bool = False) -> None:
        """A sentence in the corner; never parsed as markup."""
        self.notify(
            safe.plain(sentence),
            severity="warning" if problem else "information",
            markup=False,
            timeout=8 if problem else 4,
        )

    def show_notices(self) -> None:
        """What the session has to say once: a file that was brought up to date, a damaged database."""
        notices = self.session.notices
        while notices:
            self.tell(notices.pop(0), problem=True)

    # -- moving about
    def open_address(self, address: str, trail: Trail = ()) -> None:
        """Opens `ch10` or `ch10/dot-score`; see `open_step`."""
        found = self.attempt(lambda: self.session.find(address))
        if found is None:
            return
        chapter, step = found
        if step is None:
            self.open_chapter(chapter)
        else:
            self.open_step(chapter, step, trail)

    def open_chapter(self, chapter: Chapter) -> None:
        """Opens a chapter where the learner left off."""
        from tutor.tui import route

        self.open_step(chapter, route.entry(chapter, self.session.where(), self.session.status))

    def open_step(self, chapter: Chapter, step: Step, trail: Trail = ()) -> None:
        """Goes to a step. Several calls in a row (someone types `n n n`) are carried out in order.

        `trail` is where something was looked up: esc leads back along it, as long as one stays.
        """
        self.here, self.trail = (chapter, step), trail
        self._leaving(lambda: self._show_step(chapter, step, trail))

    def _show_step(self, chapter: Chapter, step: Step, trail: Trail) -> None:
        from tutor.tui.screens import screen_for
        from tutor.tui.screens.step import StepScreen

        if self.here != (chapter, step):  # another key came before this one was carried out
            return
        screen = screen_for(chapter, step)
        screen.trail = trail
        self.arrive(screen)
        if isinstance(self.screen, StepScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def arrive(self, screen: StepScreen[Any]) -> None:
        """Prepares what the step of this screen needs. What was only looked up is not where the learner goes on."""
        self.attempt(lambda: self.session.visit(screen.address, passing=bool(screen.trail)))
        self.show_notices()

    def open_home(self) -> None:
        """Back to the list of chapters."""
        self._leaving(self._show_home)

    def _show_home(self) -> None:
        self.here, self.trail = None, ()
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _leaving(self, then: Callable[[], None]) -> None:
        """Does `then` after the screen that is on has saved what it holds, and asked where something would be lost."""
        from tutor.tui.screens.step import StepScreen

        current = self.screen
        if not isinstance(current, StepScreen):
            then()
            return
        current.secure()
        question = current.question_before_leaving()
        if question is None:
            then()
            return
        from tutor.tui.screens.dialog import Ask

        def answered(leave: bool | None) -> None:
            if leave:
                then()
            elif self.here is not None:
                self.here, self.trail = (current.chapter, current.step), current.trail

        self.push_screen(Ask(question, "leave", "stay"), answered)

    # -- ending
    async def action_quit(self) -> None:
        """Saves, asks where a run would be cut short, ends."""
        self._leaving(self.exit)

    def leave_now(self) -> None:
        """Saves and ends without a question."""
        from tutor.tui.screens.step import StepScreen

        for screen in self.screen_stack:
            if isinstance(screen, StepScreen):
                screen.secure()
        self.exit()

    def on_key(self, event: events.Key) -> None:
        """A key that no widget has taken."""
        from tutor.tui.screens.step import StepScreen

        if isinstance(self.screen, StepScreen) and self.screen.take_late(event):
            event.prevent_default()

    def action_press(self, key: str) -> None:
        """A key of the key line was clicked."""
        self.simulate_key(key)

    def action_help(self) -> None:
        """The keys of this screen, and how the tutor works."""
        from tutor.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_look_up(self) -> None:
        """Looks a word up; enter there opens the step that teaches it, from which esc leads back here."""
        from tutor.tui.screens.look_up import LookUpScreen
        from tutor.tui.screens.step import StepScreen

        over = self.screen
        trail = (*over.trail, (over.chapter, over.step)) if isinstance(over, StepScreen) else (None,)

        def chosen(address: str | None) -> None:
            if address is not None:
                self.open_address(address, trail)

        self.push_screen(LookUpScreen(over.address if isinstance(over, StepScreen) else None), chosen)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Of Textual's own commands only what helps a learner; the rest comes from `CourseCommands`."""
        yield SystemCommand("Theme", "Change the colours, for example to a light theme", self.action_change_theme)


def run(session: Session, start_at: str | None = None, followed: Followed | None = None) -> None:
    """Opens the app at the home screen, or at the step `start_at`; returns when the learner has left. What is saved of
    a `followed` course is shown at once."""
    try:
        TutorApp(session, start_at, followed).run()
    finally:
        session.close()
