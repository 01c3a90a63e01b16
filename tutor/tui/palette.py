"""The command palette (ctrl+p): every action of the screen by name, every step of the course, and what has no key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from tutor.tui import safe
from tutor.tui.words import KIND_WORDS

if TYPE_CHECKING:
    from tutor.tui.app import TutorApp

HIDDEN = frozenset({"page", "quiz", "app", "verdict", "steps"})  # keys of a pane, meaningless from the palette
SHOWN = frozenset({"app.help", "app.look-up", "app.quit"})
Command = tuple[str, str, Callable[[], object]]


class CourseCommands(Provider):
    """See the module's docstring."""

    async def discover(self) -> Hits:
        for title, help_text, call in self._actions():
            yield DiscoveryHit(Content(title), call, text=title, help=help_text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for title, help_text, call in (*self._actions(), *self._places()):
            score = matcher.match(title)
            if score > 0:
                yield Hit(score, matcher.highlight(title), call, text=title, help=help_text)

    def _actions(self) -> Iterator[Command]:
        """What the screen can do now, with its key, then what only stands here."""
        screen, app = self.screen, cast("TutorApp", self.app)
        seen: set[str] = set()
        for node, binding, enabled, _ in screen.active_bindings.values():
            if not binding.id or not binding.description or not enabled or binding.action in seen:
                continue
            if binding.id.partition(".")[0] in HIDDEN and binding.id not in SHOWN:
                continue
            seen.add(binding.action)
            words = (binding.tooltip or binding.description).capitalize()
            yield (
                words,
                f"key: {app.get_key_display(binding)}",
                partial(app.run_action, binding.action, node),
            )
        extra = getattr(screen, "commands", None)
        if extra is not None:
            yield from extra()

    def _places(self) -> Iterator[Command]:
        """Every chapter and step that is loaded."""
        app = cast("TutorApp", self.app)
        for chapter in app.library.chapters():
            name = safe.plain(f"{chapter.id} {chapter.title}")
            yield (
                f"Go to {name}",
                "open the chapter where you left off",
                partial(app.open_chapter, chapter),
            )
            for step in chapter.steps:
                title = safe.plain(f"Go to {chapter.address(step)}: {step.title}")
                yield (
                    title,
                    f"{KIND_WORDS[step.kind]} · {name}",
                    partial(app.open_step, chapter, step),
                )
