"""What the screens of all steps share: the way on and back, the list at the side, the line at the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Markdown, OptionList, Static

from tutor.tui import route, safe, words
from tutor.tui.widgets.key_line import KeyLine
from tutor.tui.widgets.steps import StepList, TitleBar

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Step
    from tutor.session import Session
    from tutor.tui.app import TutorApp
    from tutor.tui.route import Trail

StepT = TypeVar("StepT", bound="Step")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is on a screen: how far down the text, at which pane, and whether a verdict was on."""

    scroll: float
    pane: str | None
    checked: bool


class StepScreen(Screen[None], Generic[StepT]):
    """One step of a chapter. A subclass yields its panes in `compose_body`; what it holds, `secure` saves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next", "next", tooltip="the next step", id="step.next"),
        Binding("b", "back", "back", tooltip="the step before", id="step.back"),
        Binding("t", "train", "train", tooltip="go to the chapter's training, or start it there", id="step.train"),
        Binding("s", "steps", "steps", tooltip="show or hide the list of steps", id="step.steps"),
        Binding("escape", "home", "home", key_display="esc", tooltip="back to the chapters", id="step.home"),
    ]
    LAST_KEYS: ClassVar[tuple[str, ...]] = (
        "step.next",
        "step.back",
        "step.train",
        "app.help",
        "app.look-up",
        "app.quit",
        "step.home",
        "step.steps",
    )
    DEFAULT_CSS = """
    StepScreen {
        background: $background;
        & #needs { height: 1; padding: 0 1; color: $text-warning; }
        & #came-from { height: 1; padding: 0 1; color: $text-accent; }
        & #body { width: 1fr; height: 1fr; }
        & StepList { display: none; }
        &.-wide StepList, &.-huge StepList { display: block; }
        &.-no-steps StepList { display: none; }
        &.-steps StepList { display: block; }
        &.-narrow Horizontal > StepList { layer: over; }
        &.-narrow.-steps #body { display: none; }
        &.-narrow StepList { width: 1fr; border-right: none; }
    }
    """

    def __init__(self, chapter: Chapter, step: StepT) -> None:
        super().__init__()
        self.chapter = chapter
        self.step = step
        self.address = chapter.address(step)
        self.trail: Trail = ()
        self._place: Place | None = None

    @property
    def tutor(self) -> TutorApp:
        return cast("TutorApp", self.app)

    @property
    def session(self) -> Session:
        return self.tutor.session

    @property
    def alive(self) -> bool:
        """Whether the panes are there: a timer or a thread may call while the screen is being taken down."""
        return self.is_attached and self.display and self.app.is_running

    def compose(self) -> ComposeResult:
        yield TitleBar(self.chapter, self.step)
        if self.trail:
            origin = self.trail[-1]
            where = "the chapters" if origin is None else origin[0].address(origin[1])
            say = f"↩ esc goes back to {where}, where you looked this up."
            yield Static(safe.content(say), id="came-from")
        yield from self._compose_needs()
        with Horizontal():
            yield StepList(self.chapter, self.step)
            with Vertical(id="body"):
                yield from self.compose_body()
        yield KeyLine()

    def compose_body(self) -> ComposeResult:
        """The panes of this kind of step."""
        yield from ()

    def _compose_needs(self) -> ComposeResult:
        """One line, once a sitting, where the chapter builds on others that aren't finished."""
        if self.chapter.id in self.tutor.warned:
            return
        self.tutor.warned.add(self.chapter.id)
        missing = self.tutor.attempt(lambda: self.session.missing_needs(self.chapter))
        if missing:
            sentence = f"! Builds on {words.listed(missing)}, still open; you can go on."
            yield Static(safe.content(sentence), id="needs")

    def on_mount(self) -> None:
        if not self.alive:  # the app is ending while the screen is still being built
            return
        self.opened()
        self.show_status()
        first = self.first_focus()
        if first is not None:
            first.focus()
        if self._place is not None and self._place.pane is not None:
            for pane in self.query(f"#{self._place.pane}"):
                pane.focus()

    def opened(self) -> None:
        """All panes are there: fill them."""

    def first_focus(self) -> Widget | None:
        """What has the keys when the screen opens."""
        return self._page()

    def show_status(self) -> None:
        """Brings the marks up to date."""
        session = self.session
        statuses = self.tutor.attempt(
            lambda: {
                self.chapter.address(step): session.status(self.chapter.address(step)) for step in self.chapter.steps
            }
        )
        if statuses is not None:
            self.query_one(StepList).show(statuses)
            self.query_one(TitleBar).status = statuses[self.address]

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """What this kind of step can do comes first, in the footer as in the palette; moving about comes last."""
        active = super().active_bindings
        return dict(sorted(active.items(), key=lambda item: self._rank(item[1].binding)))

    def _rank(self, binding: Binding) -> int:
        return self.LAST_KEYS.index(binding.id) if binding.id in self.LAST_KEYS else -1

    # -- shown anew
    @property
    def busy(self) -> bool:
        """Whether something is going on that a new screen in the place of this one would cut short."""
        return False

    def place(self) -> Place:
        """Where the reader is."""
        page = self._page()
        pane = self.focused.id if self.focused is not None else None
        return Place(page.scroll_y if page is not None else 0.0, pane, self.has_class("-verdict"))

    def take_up(self, place: Place) -> None:
        """Before it is mounted: opens where the reader was on the screen that this one replaces."""
        self._place = place

    def _page(self) -> Widget | None:
        return next(iter(self.query("#body Page").results(Widget)), None)

    @on(Markdown.TableOfContentsUpdated)
    def _text_is_there(self) -> None:
        """The text was laid out: only now can it be scrolled to where the reader was."""
        page = self._page()
        if self._place is not None and page is not None:
            self.call_after_refresh(page.scroll_to, y=self._place.scroll, animate=False)

    def take_late(self, event: events.Key) -> bool:
        """Whether a key that came through to the app is taken here after all."""
        return False

    # -- leaving
    def secure(self) -> None:
        """Saves whatever the learner has typed. Called before the screen goes, and may be called twice."""

    def question_before_leaving(self) -> str | None:
        """What to ask before leaving, where something would be cut short."""
        return None

    # -- actions
    def action_next(self) -> None:
        """On to the next step; reading counts as done. From the last step to the list of chapters."""
        chapter, step = self.tutor.here or (self.chapter, self.step)
        self.tutor.attempt(lambda: self.session.leave(chapter.address(step)))
        following = route.after(chapter, step)
        if following is not None:
            self.tutor.open_step(chapter, following)
            return
        self.tutor.open_home()
        self.tutor.home.point_after(chapter)

    def action_back(self) -> None:
        chapter, step = self.tutor.here or (self.chapter, self.step)
        previous = route.before(chapter, step)
        if previous is None:
            self.tutor.open_home()
        else:
            self.tutor.open_step(chapter, previous)

    def action_train(self) -> None:
        training = route.training_of(self.chapter, self.step)
        if training is None:
            self.tutor.tell("This chapter has nothing to train.")
        else:
            self.tutor.open_step(self.chapter, training)

    def action_home(self) -> None:
        *before, origin = self.tutor.trail or (None,)
        if origin is None:
            self.tutor.open_home()
        else:
            self.tutor.open_step(*origin, tuple(before))

    def action_scroll_text(self, how: str) -> None:
        """Scrolls the text `up`, `down`, `page_up` or `page_down` while something below it has the keys."""
        page = self.query("#body Page").first()
        getattr(page, f"action_scroll_{how}" if how in ("up", "down") else f"action_{how}")()

    def action_steps(self) -> None:
        """Shows the list of steps and gives it the keys, or hides it."""
        steps = self.query_one(StepList)
        shown = steps.display and bool(steps.size.width)
        self.set_class(not shown, "-steps")
        self.set_class(shown, "-no-steps")
        if shown:
            first = self.first_focus()
            if first is not None:
                first.focus()
        else:
            steps.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "train":
            return route.training_of(self.chapter, self.step) is not None
        return True

    @on(OptionList.OptionSelected, "#steps")
    def _open_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == self.step.id:
            self.action_steps()
        elif event.option_id is not None:
            self.tutor.open_step(self.chapter, self.chapter.step(event.option_id))
