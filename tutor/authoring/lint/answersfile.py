"""The other answers of an exercise, read strictly: their form, their names, and the checks they name.

`tutor.checking.answers` reads the same file for the checker and stops at the first fault; here every fault is told, at
its line, as for a lesson. Whether the edits fit the reference is looked at in `edits.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.authoring.lint import reading, where
from tutor.authoring.lint.edits import WORDS, about_edits
from tutor.authoring.lint.finding import Finding
from tutor.checking.answers import Answer
from tutor.course.explain import got
from tutor.course.nearest import did_you_mean, nearest
from tutor.course.node import Node, Place
from tutor.course.rules import ID

SECTIONS = ("wrong", "right", "equivalent")
KEYS = {"wrong": ("says", "change", "code", "caught_by"), "right": ("change", "code")}
ENOUGH = {"wrong": (1, 3), "right": (2, 3)}
"""How many a sound course has, and how many the house rules ask for."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What an answers file is held against: the reference's text (None where it can't be read), the names of the checks
    (None where they can't)."""

    address: str
    text: str | None
    checks: Sequence[str] | None


def names_of(file: Path) -> dict[str, list[str]]:
    """The names of the mistakes (`wrong`) and of the right answers (`right`), whatever stands under them."""
    root, _ = reading.document(file)
    names: dict[str, list[str]] = {"wrong": [], "right": []}
    for section, found in names.items():
        inside = root.value.get(section) if root is not None and isinstance(root.value, dict) else None
        if inside is not None and isinstance(inside.value, dict):
            found += inside.value
    return names


def misspelt(file: Path) -> dict[str, str]:
    """The sections that are not there under their name but under one that is near it: `wrong`, written `wrogn`."""
    return _misspelt(reading.document(file)[0])


class AnswersFile:
    """One answers file; `answers` has those of a sound form, by section and name."""

    def __init__(self, file: Path, reference: Reference) -> None:
        self.file = file
        self.reference = reference
        self.found: list[Finding] = []
        self.answers: dict[str, dict[str, Answer]] = {"wrong": {}, "right": {}}
        self.root, problems = reading.document(file)
        for problem in problems:
            place = f" ({problem.path})" if problem.path else ""
            say = f"{reference.address}{place}: {problem.message}"
            self.found.append(Finding(file, problem.line, problem.code, say))
        if self.root is not None:
            self._sections(self.root)
            self._same_name_twice()
            for told in about_edits(self.answers, reference.text):
                self._report(*told)

    def enough(self) -> Iterator[Finding]:
        """Too few mistakes, or too few other right answers."""
        if self.root is None:
            return
        for section, (sound, house) in ENOUGH.items():
            if section in _misspelt(self.root):
                continue  # which is told, and its entries are there
            node = self._inside(section)
            count = len(node.value) if node is not None and isinstance(node.value, dict) else 0
            if count >= house:
                continue
            word = WORDS[section]
            wanted = sound if count < sound else house
            say = (
                f"{self.reference.address} has {_counted(count, word)} under `{section}`, and {wanted} is the least"
                f"; write {'another' if count else 'one'} in {self.file.name}"
            )
            level = "sound" if count < sound else "house"
            yield Finding(self.file, where.key(self.root, (section,)), f"few-{section}", say, level)  # type: ignore[arg-type]

    def _sections(self, root: Node) -> None:
        if not isinstance(root.value, dict):
            self._report((), "type", f"an answers file has the keys `wrong` and `right`, not {got(root)}; write them")
            return
        for name, node in root.value.items():
            if name not in SECTIONS:
                say = f"unknown key `{name}`{did_you_mean(name, SECTIONS)}; an answers file has `wrong` and `right`"
                self._report((name,), "unknown-key", f"{say} (and `equivalent`)")
            elif isinstance(node.value, dict):
                for each, entry in node.value.items():
                    self._entry(name, each, entry)
            elif node.value is not None or node.source:
                self._report((name,), "type", f"`{name}` must be a mapping (`name: ...`), not {got(node)}; name each")

    def _entry(self, section: str, name: str, node: Node) -> None:
        place = (section, name)
        if section == "equivalent":
            if not isinstance(node.value, str) or not node.value.strip():
                say = f"`{name}` needs the reason why this change is no mistake, as text; write it, or delete the line"
                self._report(place, "no-reason", say)
            return
        what = f"the {WORDS[section]} `{name}`"
        if not ID.fullmatch(name):
            say = (
                f"`{name}` is no name for a {WORDS[section]}; use lower-case letters, digits and hyphens: mask-ignored"
            )
            self._report(place, "bad-name", say)
        if not isinstance(node.value, dict):
            self._report(place, "type", f"{what} must be a mapping with `change` or `code`, not {got(node)}; write one")
            return
        for key in node.value:
            if key not in KEYS[section]:
                self._report((*place, key), "unknown-key", f"{what}: {_unknown(section, key)}")
        meant = {nearest(key, KEYS[section]) for key in node.value if key not in KEYS[section]}
        if not {"change", "code"} & {*node.value, *meant}:
            say = f"{what} needs `change` (a list of [old text, new text]) or `code` (whole definitions); add one"
            self._report(place, "missing-key", say)
        sound = self._texts(section, name, node, what, meant)
        change = self._change(place, node.value.get("change"), what)
        if not sound or change is None:
            return
        code, says, caught_by = (_text(node.value.get(key)) for key in ("code", "says", "caught_by"))
        if change or code:
            self.answers[section][name] = Answer(name, change, code, " ".join(says.split()), caught_by)

    def _texts(self, section: str, name: str, node: Node, what: str, meant: set[str]) -> bool:
        """Whether the entries that are to be text are; `meant` are those whose key is misspelt, which was told."""
        sound = True
        for key, use in (("code", ""), ("says", "what the learner did and why it is wrong"), ("caught_by", "")):
            if key not in KEYS[section] or (key in meant and key not in node.value):
                continue
            place = (section, name, key)
            entry = node.value.get(key)
            if entry is not None and not (isinstance(entry.value, str) and entry.value.strip()):
                say = "is empty" if entry.value is None or not entry.source.strip() else f"is {got(entry)}, not text"
                self._report(place, "type", f"{what}: `{key}` {say}; write text, in quotes where YAML wants them")
                sound = False
            elif entry is None and use:
                self._report((section, name), "no-says", f"{what} needs `says`: {use}; add it")
            elif entry is None and key == "caught_by":
                say = f"{what} needs `caught_by`: the check that rejects it; add it{self._some_checks()}"
                self._report((section, name), "no-caught-by", say)
            elif key == "caught_by" and entry is not None:
                self._caught_by(place, str(entry.value), what)
        return sound

    def _caught_by(self, place: Place, check: str, what: str) -> None:
        checks = self.reference.checks
        if checks and check not in checks:
            near = did_you_mean(check, checks) or f"; name one of {', '.join(f'`{each}`' for each in checks)}"
            self._report(place, "caught-by", f"{what}: no check is called `{check}`{near}")

    def _some_checks(self) -> str:
        checks = self.reference.checks
        return f", like `caught_by: {checks[-1]}`" if checks else ""

    def _change(self, place: Place, node: Node | None, what: str) -> tuple[tuple[str, str], ...] | None:
        """The pairs of an edit; None where their form is wrong."""
        if node is None:
            return ()
        say = f"{what}: `change` is a list of [old text, new text]"
        if not isinstance(node.value, list) or not node.value:
            self._report((*place, "change"), "type", f'{say}; write it as [["old", "new"]]')
            return None
        pairs = []
        for index, pair in enumerate(node.value):
            texts = [each.value for each in pair.value] if isinstance(pair.value, list) else []
            if len(texts) != 2 or not all(isinstance(each, str) for each in texts):
                self._report((*place, "change", index), "type", f"{say}, and this is none; write both texts in quotes")
                return None
            pairs.append((texts[0], texts[1]))
        return tuple(pairs)

    def _same_name_twice(self) -> None:
        for name in self.answers["right"]:
            if name in self.answers["wrong"]:
                say = f"`{name}` is the name of a mistake and of a right answer; rename one of them"
                self._report(("right", name), "duplicate-name", say)

    def _inside(self, section: str) -> Node | None:
        inside = self.root.value if self.root is not None else None
        return inside.get(section) if isinstance(inside, dict) else None

    def _report(self, place: Place, code: str, message: str) -> None:
        line = where.key(self.root, place)
        self.found.append(Finding(self.file, line, code, f"{self.reference.address}: {message}"))


def _misspelt(root: Node | None) -> dict[str, str]:
    there = root.value if root is not None and isinstance(root.value, dict) else {}
    meant = {nearest(name, SECTIONS): name for name in there if name not in SECTIONS}
    return {section: name for section, name in meant.items() if section and section not in there}


def _unknown(section: str, key: str) -> str:
    known = KEYS[section]
    if section == "right" and key in KEYS["wrong"]:
        return f"a right answer has no `{key}`; delete it, or move the answer to `wrong`"
    return f"unknown key `{key}`{did_you_mean(key, known) or '; it may have ' + ', '.join(known)}"


def _text(node: Node | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""


def _counted(count: int, word: str) -> str:
    return f"{count or 'no'} {word}{'s' if count != 1 else ''}"
