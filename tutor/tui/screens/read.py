"""A page of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tutor.course.model import ReadStep
from tutor.tui.screens.step import StepScreen
from tutor.tui.widgets.prose import Page, Prose

if TYPE_CHECKING:
    from tutor.course.model import Link


class ReadScreen(StepScreen[ReadStep]):
    """The text of a read step, with its further reading below."""

    def compose_body(self) -> ComposeResult:
        with Page(id="page"):
            yield Prose(heading(self.step.title) + self.step.text + reading(self.step.reading))


def heading(title: str) -> str:
    """The step's title as the first line of its page."""
    return f"## {title}\n\n"


def reading(links: tuple[Link, ...]) -> str:
    """Further reading as a list; the address is written out, since it can't always be clicked."""
    if not links:
        return ""
    return "\n\n**Further reading**\n\n" + "\n".join(f"- {link.title}  \n  <{link.url}>" for link in links)
