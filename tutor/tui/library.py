"""The chapters as far as they have been loaded: names at once, texts when the loading thread hands them over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.course.model import Chapter, Problem
    from tutor.session import Session


@dataclass(slots=True)
class Entry:
    """One chapter on the home screen: its name, and what is known of it by now."""

    name: str
    chapter: Chapter | None = None
    problems: tuple[Problem, ...] = ()
    done: int = 0
    steps: int = 0


class Library:
    """The course's chapters in order. `load` runs in a thread; `entries` may be read at any time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.entries = [Entry(name) for name in session.course.names]
        self.resume = ""
        self.complete = False

    def load(self, told: Callable[[Entry], None]) -> None:
        """Loads every chapter, the one to go on with first; `told` hears of each."""
        from tutor.course import CourseError

        self.resume = self._session.where()
        for entry in sorted(self.entries, key=lambda entry: not self._holds(entry, self.resume)):
            try:
                chapter = self._session.course.chapter(entry.name)
            except CourseError as error:
                entry.problems = error.problems
            else:
                entry.done, entry.steps = self._session.chapter_progress(chapter)
                entry.chapter = chapter
            told(entry)
        self.complete = True

    def refresh(self, told: Callable[[Entry], None]) -> None:
        """Asks again how far the learner is in each chapter."""
        self.resume = self._session.where()
        for entry in self.entries:
            if entry.chapter is not None:
                entry.done, entry.steps = self._session.chapter_progress(entry.chapter)
                told(entry)

    @staticmethod
    def _holds(entry: Entry, address: str) -> bool:
        chapter_id = address.partition("/")[0]
        return entry.name == chapter_id or entry.name.startswith(f"{chapter_id}_")

    def chapters(self) -> Iterator[Chapter]:
        """The chapters that are loaded and sound."""
        return (entry.chapter for entry in self.entries if entry.chapter is not None)

    def chapter(self, chapter_id: str) -> Chapter | None:
        """The loaded chapter with this id."""
        return next((chapter for chapter in self.chapters() if chapter.id == chapter_id), None)

    def next_after(self, chapter: Chapter) -> Chapter | None:
        """The sound chapter that follows."""
        known = list(self.chapters())
        at = next((index for index, other in enumerate(known) if other.id == chapter.id), len(known))
        return known[at + 1] if at + 1 < len(known) else None
