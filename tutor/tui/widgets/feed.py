"""What a script shows: pictures, text samples and sentences, one under the other; what it prints, in a fold."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Collapsible, Static

from tutor.tui import safe, words
from tutor.tui.run_state import RunState
from tutor.tui.widgets.block_view import BlockView
from tutor.tui.widgets.scatter_view import ScatterView
from tutor.tui.widgets.slider_view import SliderView

VIEWS = {"slider": SliderView, "scatter": ScatterView}
PICTURES = ("picture", "slider", "scatter")


class Feed(VerticalScroll, can_focus=True):
    """What came last stays in sight with `follow`, unless the learner scrolls; a demonstration is read from its top."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "page_down", "Page down", show=False, id="feed.page-down")
    ]
    DEFAULT_CSS = """
    Feed {
        height: 1fr; padding: 0 1; scrollbar-size-vertical: 1;
        &:focus { background-tint: $foreground 3%; }
        & Collapsible { border: none; padding: 0; margin: 0; background: transparent; display: none; }
        & Collapsible.-told { display: block; }
        & Collapsible Contents { padding: 0 0 0 2; }
        & CollapsibleTitle { padding: 0; }
        & #failure { display: none; height: auto; }
        & #failure.-told { display: block; }
    }
    """

    def __init__(self, *, open_output: bool, follow: bool) -> None:
        super().__init__(id="feed")
        self._views: dict[tuple[str, str], BlockView] = {}
        self._open = open_output
        self._follow = follow
        self._output = ""
        self._moved: SliderView | None = None
        self._newest = 0

    def compose(self) -> ComposeResult:
        yield Static(id="failure")
        with Collapsible(title="Printed output", collapsed=not self._open):
            yield Static(id="printed")

    def clear(self) -> None:
        """A new run begins."""
        for view in self._views.values():
            view.remove()
        self._views.clear()
        self._output = ""
        self._newest = 0
        if self._follow:
            self.anchor()
        self.query_one(Collapsible).remove_class("-told")
        self.query_one("#failure").remove_class("-told")

    def show(self, state: RunState) -> None:
        """Brings the blocks and the output up to date."""
        for key, block in state.blocks.items():
            view = self._views.get(key)
            if view is None:
                view = self._views[key] = VIEWS.get(block.kind, BlockView)(block)
                self.mount(view, before=self.query_one(Collapsible))
                if block.kind == "slider":  # from now on there are keys for it
                    self.call_after_refresh(self.screen.refresh_bindings)
            elif view.is_mounted:
                view.show(block)
        for key in [key for key in self._views if key not in state.blocks]:
            self._views.pop(key).remove()
        newest = max((block.version for block in state.blocks.values()), default=0)
        if state.asks and newest > self._newest and not self.is_anchored:
            self.call_after_refresh(self._to_the_answer)
        self._newest = newest
        if state.output != self._output:
            self._output = state.output
            self._show_output(safe.plain(state.output).rstrip("\n"))
        if state.failed is not None:
            self._show_failure(state)

    def _to_the_answer(self) -> None:
        """What the learner asked comes to the top, so that what is said to it is in sight."""
        for (kind, _), view in self._views.items():
            if kind == "asked" and view.is_attached:
                view.scroll_visible(animate=False, top=True)

    def on_resize(self, event: events.Resize) -> None:
        """The end stays in sight: Textual reckons with the height of the layout before, so there is one more."""
        if self.is_anchored:
            self.refresh(layout=True)

    def toggle_output(self) -> bool:
        """Opens or closes what the script printed; whether it is open now."""
        fold = self.query_one(Collapsible)
        fold.collapsed = not fold.collapsed
        return not fold.collapsed

    @property
    def tallest(self) -> int:
        """The lines of the highest of its pictures."""
        pictures = (view for (kind, _), view in self._views.items() if kind in PICTURES)
        return max((view.size.height for view in pictures), default=0)

    # -- sliders
    @property
    def has_slider(self) -> bool:
        return bool(self.query(SliderView))

    def slide(self, by: int) -> SliderView | None:
        """Moves a slider: the focused one, else the one of which most is in sight. Returns it, if there is one."""
        moved = max(self.query(SliderView), key=self._meant, default=None)
        if moved is not None:
            self._moved = moved
            self.release_anchor()  # who looks at it doesn't want it pushed away by what comes
            moved.move(by)
        return moved

    def _meant(self, view: SliderView) -> tuple[bool, int, bool]:
        """The more, the likelier it is that a key means this one."""
        return view.has_focus, self.region.intersection(view.region).height, view is self._moved

    def look_at(self, view: SliderView) -> None:
        """Scrolls until all of it can be seen, or as much as there is room for."""
        if view.is_attached and not self.region.contains_region(view.region):
            view.scroll_visible(animate=False, top=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing lies to the left or right of a feed: those keys are left to the screen."""
        return action not in ("scroll_left", "scroll_right")

    def _show_output(self, text: str) -> None:
        fold = self.query_one(Collapsible)
        fold.set_class(bool(text), "-told")
        fold.title = f"Printed output, {words.count(text.count(chr(10)) + 1, 'line')} (o opens and closes)"
        self.query_one("#printed", Static).update(Content(text))

    def _show_failure(self, state: RunState) -> None:
        failed = state.failed or {}
        parts: list[str | Content | tuple[str, str]] = [
            ("✗ The run broke off. ", "bold $text-error"),
            safe.content(str(failed.get("message") or "")),
        ]
        if failed.get("file") and failed.get("line"):
            where = f"\n{PurePath(failed['file']).name}, line {failed['line']}"
            parts += [safe.content(where, "$text-muted"), safe.content(f" │ {failed.get('text') or ''}", "bold")]
        shapes = [str(shape) for shape in failed.get("shapes") or ()]
        if shapes:
            parts.append(safe.content("\n" + ", ".join(shapes), "$text-muted"))
        failure = self.query_one("#failure", Static)
        failure.add_class("-told")
        failure.update(Content.assemble(*parts))
