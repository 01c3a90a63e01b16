"""The learner's folder: a copy of every exercise to write in, and of everything the exercises run with.

    exercises/ch10_attention/dot_score.py --prepare--> <workspace>/ch10_attention/dot_score.py   theirs from now on
                                          --newer-->   untouched: replaced; touched: `dot_score.new.txt` beside it
                                          --reset-->   <workspace>/backups/ch10_attention/dot_score.<date>.py

Nothing that the learner wrote is ever overwritten or deleted. Which files are untouched, the manifest knows.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tutor.checking.snapshot import is_ordinary
from tutor.course import Chapter, Course, Step
from tutor.course.model import ExerciseStep, RunStep, TrainStep
from tutor.learner import furnishing
from tutor.learner.belonging import settle
from tutor.learner.files import locked, refusing, sha256, shown, write_whole
from tutor.learner.location import STATE, locate
from tutor.learner.manifest import Entry, Manifest
from tutor.learner.originals import edited_stub, originals
from tutor.learner.owner import remember
from tutor.learner.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What `prepare` did. `offered` pairs the learner's file with the course's newer text that now lies beside it."""

    copied: tuple[Path, ...] = ()
    updated: tuple[Path, ...] = ()
    offered: tuple[tuple[Path, Path], ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """What the learner should hear of it: not the copies, only what changed under their hands."""
        told = [
            f"{shown(path)} was brought up to date with the course: you had not touched it." for path in self.updated
        ]
        for mine, new in self.offered:
            told.append(
                f"The course has a newer {mine.name}. Yours is as it was; the new one lies beside it: {shown(new)}."
            )
        return tuple(told)


class Workspace:
    """See the module's docstring. `root` exists after the first `prepare` or `make`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def locate(cls, arg: Path | None = None) -> Workspace:
        """The workspace by the rule of `location.locate`; nothing is made yet."""
        return cls(locate(arg))

    @property
    def state(self) -> Path:
        """Where dltutor keeps what it remembers."""
        return self.root / STATE

    @property
    def database(self) -> Path:
        return self.state / "progress.db"

    @property
    def has_database(self) -> bool:
        """Whether there is one with something in it."""
        return self.database.exists() and self.database.stat().st_size > 0

    def has_files_of(self, course: Course) -> bool:
        """Whether there is a folder of one of its chapters."""
        return any((self.root / name).is_dir() for name in course.names)

    def make(self, course: Course | None = None, wanted: Path | None = None) -> None:
        """The folder with its README and editor settings; from now on it belongs to the `course`, if one is given
        (`wanted` is how it was asked for). Refused where it can't be written, or has come to belong to another."""
        with locked(self.state / "lock"):
            if course is not None:
                remember(self.root, settle(self.root, course, wanted))
            manifest = self._manifest()
            for name, text, again in furnishing.files(self.root):
                self._furnish(manifest, name, text.encode("utf-8", "surrogateescape"), again)
            manifest.save()

    def prepare(self, course: Course, chapter: Chapter) -> Prepared:
        """Copies what is missing, brings untouched files up to date, offers newer texts beside touched ones.

        A stub that someone worked in by mistake (`edited_stub`) never reaches a file that is already there.
        """
        copied: list[Path] = []
        updated: list[Path] = []
        offered: list[tuple[Path, Path]] = []
        edited = {f"{chapter.name}/{step.file}" for step in chapter.exercises if edited_stub(course, chapter, step)}
        with locked(self.state / "lock"):
            manifest = self._manifest()
            for name, data in originals(course, chapter).items():
                path, new = self.root / name, sha256(data)
                entry, old = manifest.get(name), self._hash(path)
                if old is not None and name in edited:
                    continue
                if old is None:
                    write_whole(path, data)
                    manifest.put(name, new)
                    copied.append(path)
                elif old == new or entry is None:
                    manifest.put(name, new)
                elif entry.put != new and old == entry.put:
                    write_whole(path, data)
                    manifest.put(name, new)
                    updated.append(path)
                elif new not in (entry.put, entry.offered):
                    offered.append((path, self._offer(manifest, path, data)))
                    manifest.offer(name, new)
            manifest.save()
        return Prepared(copied=tuple(copied), updated=tuple(updated), offered=tuple(offered))

    def file(self, chapter: Chapter, step: Step) -> Path:
        """Where the learner's file of an exercise lies, or the script of a run or train step. Refused for others."""
        match step:
            case ExerciseStep():
                return self.root / chapter.name / step.file
            case RunStep() | TrainStep():
                return self.root / chapter.name / step.script
            case _:
                raise Refused(f"{chapter.address(step)} is a {step.kind} step: there is no file to it.")

    def reset(self, course: Course, chapter: Chapter, step: Step) -> Path:
        """Puts the course's text back; returns the dated backup of the learner's. Refused where nothing was changed.

        What can't be read (a link, a folder, a file without the right to) is moved there as it is.
        """
        path = self.file(chapter, step)
        name = f"{chapter.name}/{path.name}"
        data = originals(course, chapter)[name]
        with locked(self.state / "lock"):
            mine = _content(path)
            if mine == data:
                raise Refused(f"{shown(path)} is as the course gives it: there is nothing to reset.")
            dated = f"{path.stem}.{datetime.now():%Y-%m-%d-%H%M%S}{path.suffix}"
            backup = _free(self.root / "backups" / chapter.name / dated)
            if mine is not None:
                write_whole(backup, mine)
            else:
                _move(path, backup)
            write_whole(path, data)
            manifest = self._manifest()
            manifest.put(name, sha256(data))
            manifest.save()
        return backup

    def fill(self, course: Course, chapter: Chapter, step: Step, text: bytes) -> None:
        """Puts a text of someone else's into the learner's file as if they had written it themselves, whatever it held:
        only for a workspace that is nobody's (`dltutor author preview --solved`)."""
        path = self.file(chapter, step)
        name = self._name(path)
        with locked(self.state / "lock"):
            write_whole(path, text)
            manifest = self._manifest()
            manifest.put(name, sha256(originals(course, chapter)[name]))
            manifest.save()

    def is_touched(self, course: Course, chapter: Chapter, step: Step) -> bool:
        """Whether the learner's file is there and differs from what was put there."""
        path = self.file(chapter, step)
        found, entry = self._hash(path), self._manifest().get(f"{chapter.name}/{path.name}")
        if found is None:
            return False
        return found != (entry.put if entry else sha256(originals(course, chapter)[f"{chapter.name}/{path.name}"]))

    def _manifest(self) -> Manifest:
        return Manifest(self.state / "manifest.json")

    def _furnish(self, manifest: Manifest, name: str, data: bytes, again: bool) -> None:
        """Writes a file of the workspace's own: once, and anew (another interpreter) while it was left alone."""
        path, entry = self.root / name, manifest.get(name)
        old = self._hash(path)
        fresh = old is None and (entry is None or again)
        if fresh or (entry is not None and old == entry.put and old != sha256(data)):
            write_whole(path, data)
            manifest.put(name, sha256(data))

    def _offer(self, manifest: Manifest, path: Path, data: bytes) -> Path:
        """Lays the newer text beside the learner's file, over an older offer only if that was left as it was."""
        beside = path.with_name(f"{path.stem}.new.txt" if path.suffix == ".py" else f"{path.name}.new")
        entry = manifest.get(self._name(beside))
        if os.path.lexists(beside) and self._hash(beside) != (entry or Entry("")).put:
            beside = _free(beside)
        write_whole(beside, data)
        manifest.put(self._name(beside), sha256(data))
        return beside

    def _name(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()

    @staticmethod
    def _hash(path: Path) -> str | None:
        """What the file holds; None where there is none. What can't be read (a link, a folder, a pipe) counts as
        touched: nothing may be put in its place."""
        if not os.path.lexists(path):
            return None
        data = _content(path)
        return sha256(data) if data is not None else ""


def _content(path: Path) -> bytes | None:
    """What a file of one's own holds, however long; None for anything else, and for what can't be read."""
    try:
        return path.read_bytes() if is_ordinary(path) else None
    except OSError:
        return None


def _move(path: Path, backup: Path) -> None:
    """Whatever is at `path`, unread, to `backup`."""
    with refusing(backup):
        backup.parent.mkdir(parents=True, exist_ok=True)
        os.rename(path, backup)


def _free(path: Path) -> Path:
    """`path`, or the same with a number where that is taken."""
    number = 2
    candidate = path
    while os.path.lexists(candidate):
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate
