"""A small course and a workspace for it, in which a check that never ends is given two seconds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.tiny import write_course
from tutor.course.stubtext import learner_text
from tutor.session import Session

EXERCISE = "ch01/double"
FILE = "ch01_small/double.py"
HOLE = "raise NotImplementedError"
SCRIPT = """import time

from tutor import live

for epoch in live.epochs(100_000):
    live.log(loss=1 / (epoch + 1))
    time.sleep(0.005)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one run is."""

    course: Path
    workspace: Path
    temporary: Path

    @property
    def file(self) -> Path:
        return self.workspace / FILE

    @property
    def script(self) -> Path:
        return self.workspace / "ch01_small" / "look.py"

    @property
    def options(self) -> list[str]:
        return ["--course", str(self.course), "--workspace", str(self.workspace)]

    @property
    def stub(self) -> str:
        """The file as the learner got it."""
        return learner_text((self.course / "exercises" / FILE).read_text())

    def session(self) -> Session:
        return Session.open(self.course, self.workspace)


def make(root: Path) -> Place:
    """The course, and a workspace whose first chapter has been visited."""
    place = Place(write_course(root / "course"), root / "workspace", root / "tmp")
    lesson = place.course / "lessons" / "ch01_small.yaml"
    text = lesson.read_text()
    short = "    implement: [double]\n    limits: {check_seconds: 2, file_seconds: 6}\n"
    assert "    implement: [double]\n" in text
    lesson.write_text(text.replace("    implement: [double]\n", short))
    place.temporary.mkdir()
    session = place.session()
    session.visit(EXERCISE)
    session.close()
    return place
