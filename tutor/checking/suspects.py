"""The named mistakes of one exercise as implementations to compare a learner's file with.

A learner's file is diagnosed once; a proof diagnoses every mistake of an exercise in turn, and what a mistake showed
in a check under one seed it need not show again. So the suspects remember, for as long as somebody keeps them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tutor.checking.answers import Answer, StaleEdit, both, load_answers
from tutor.checking.bench import Subject
from tutor.checking.evidence import Remembered, Suspect
from tutor.checking.job import files_from_json
from tutor.checking.loading import Library
from tutor.checking.local import LocalSubject


class Suspects:
    """All of them, and the reference. OSError or ValueError where the answers file can't be used."""

    def __init__(self, job: dict[str, Any], reference: Subject) -> None:
        self._sources = files_from_json(job["reference"])
        self._target: str = job["target"]
        self._text = self._sources[self._target][1].decode("utf-8")
        self._reference = reference if isinstance(reference, Remembered) else Remembered(reference)
        self._pairs: dict[tuple[str, str], Suspect | None] = {}
        path = Path(job["answers_file"])
        self.wrong = load_answers(path).wrong if path.exists() else {}
        self.right = Suspect("reference", "", self._reference, self._reference)
        self.single = [suspect for answer in self.wrong.values() if (suspect := self._suspect(answer))]

    def pair(self, one: Suspect, two: Suspect) -> Suspect | None:
        """Two mistakes at once; None where their edits meet in one place."""
        key = (one.name, two.name)
        if key not in self._pairs:
            text = both(self.wrong[one.name], self.wrong[two.name], self._text)
            says = f"{one.says} And: {two.says}"
            self._pairs[key] = self._made(f"{one.name} + {two.name}", says, text) if text else None
        return self._pairs[key]

    def _suspect(self, answer: Answer) -> Suspect | None:
        try:
            return self._made(answer.name, answer.says, answer.apply(self._text))
        except (StaleEdit, SyntaxError):
            return None

    def _made(self, name: str, says: str, text: str) -> Suspect:
        sources = self._sources | {self._target: (f"<{name}>", text.encode())}
        subject = LocalSubject(Library.of_files(sources, self._target.partition(".")[0]), self._target)
        return Suspect(name, says, subject, self._reference)
