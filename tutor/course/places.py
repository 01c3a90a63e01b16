"""Where the files of a course lie: the one that makes a folder a course, and those of a chapter in its four folders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

COURSE_FILE = "lessons/course.yaml"


def is_course(folder: Path) -> bool:
    """Whether this folder holds a course, sound or not."""
    return (folder / COURSE_FILE).is_file()


@dataclass(frozen=True, slots=True)
class ChapterFolders:
    """The folders of the chapter called `name` in the course at `root`; none of them has to exist."""

    root: Path
    name: str

    @property
    def lesson(self) -> Path:
        return self.root / "lessons" / f"{self.name}.yaml"

    @property
    def exercises(self) -> Path:
        return self.root / "exercises" / self.name

    @property
    def solutions(self) -> Path:
        return self.root / "solutions" / self.name

    @property
    def answers(self) -> Path:
        return self.solutions / "answers"

    @property
    def checks(self) -> Path:
        return self.root / "tests" / "checks" / self.name

    def fingerprint(self) -> list[list[str | int]]:
        """What the file checks of a lesson depend on: every name in the folders, and when its content changed.

        About 60 µs a chapter, so that a script that went missing is noticed although the lesson itself is cached.
        """
        seen: list[list[str | int]] = []
        for folder in (self.exercises, self.solutions, self.answers, self.checks):
            try:
                with os.scandir(folder) as entries:
                    files = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
            except OSError:
                continue
            seen += sorted([folder.name, name, stat.st_size, stat.st_mtime_ns] for name, stat in files)
        return seen
