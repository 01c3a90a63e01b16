"""Reads one lesson file with everything that belongs to it, and gathers *all* its problems.

    bytes -> document (YAML) -> validate (types) -> rules (sense) -> files (disk) -> links (other chapters)

Imported only where the cache has no answer.
"""

from __future__ import annotations

from pathlib import Path

from tutor.course.document import Document
from tutor.course.files import check_files
from tutor.course.links import Fault
from tutor.course.model import Chapter, CourseHead, Problem
from tutor.course.node import Node
from tutor.course.places import ChapterFolders
from tutor.course.rules import check_chapter, check_head, is_our_format
from tutor.course.validate import read_chapter, read_head


class Lesson:
    """A lesson file that was read, with all that is wrong about it and its files.

    `chapter` is there if the document is sound, whatever files may be missing; `partial` is the chapter with those of
    its steps that could be read, and `ids` are all step ids that the document names.
    """

    def __init__(self, folders: ChapterFolders, raw: bytes) -> None:
        self._document = Document(folders.lesson, raw)
        draft = read_chapter(self._document, folders.name)
        self.partial: Chapter | None = None
        self.chapter: Chapter | None = None
        self.ids: frozenset[str] = frozenset()
        self._places: list[int] = []
        if draft is not None:
            check_chapter(self._document, draft)
            self.partial, self.ids = draft.chapter, draft.ids
            self.chapter = None if self._document.problems else draft.chapter
            self._places = [index for index, _ in draft.steps]
            check_files(self._document, draft.steps, folders)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """In the order of the file."""
        return _in_order(self._document)

    @property
    def root(self) -> Node | None:
        """The document with the position of everything in it; None where it is no YAML."""
        return self._document.root

    @property
    def indices(self) -> tuple[int, ...]:
        """Which of the document's steps those of `partial` are."""
        return tuple(self._places)

    def report(self, faults: list[Fault]) -> None:
        """Gives faults in the links of `partial` their positions."""
        for fault in faults:
            place = fault.place if fault.step is None else ("steps", self._places[fault.step], *fault.place)
            self._document.report(place, fault.code, fault.message)


def read_course_file(file: Path, raw: bytes) -> tuple[CourseHead | None, tuple[Problem, ...]]:
    """`course.yaml`: its contents, or its problems."""
    document = Document(file, raw)
    head = read_head(document) if is_our_format(document) else None
    if head is not None:
        check_head(document, head)
    return (None if document.problems else head), _in_order(document)


def _in_order(document: Document) -> tuple[Problem, ...]:
    return tuple(sorted(document.problems, key=lambda each: (each.line, each.column)))
