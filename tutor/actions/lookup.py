"""Looking a word up: in the glossary, which is the terms of all chapters, and in the texts of the steps.

exact   the word is a spelling of the term, or its symbol       (softmax, logits, γ, gamma)
like    a spelling begins with it, or a word in one does        (norm: batch normalisation, layer normalisation)
near    nothing is spelt so, but this nearly                    (sofmax)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import islice

from tutor.course import Chapter, Step
from tutor.course.model import Kind, Term
from tutor.course.wording import fold, read_in, says

ENOUGH_ALIKE = 0.75
MOST_NEAR = 3
SHORTEST_NEAR = 4
"""Letters; of shorter words half of all words are near."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One term with the step that teaches it. `symbol` and `means` are as they were written, with $math$."""

    term: str
    also: tuple[str, ...]
    symbol: str
    means: str
    address: str
    title: str

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.term, *self.also)


@dataclass(frozen=True, slots=True)
class Passage:
    """A step that speaks of a word, with the text around it; empty where only its title does."""

    address: str
    kind: Kind
    title: str
    around: str


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of a word; `near` only where nothing is `exact` or `like` it."""

    exact: tuple[Entry, ...] = ()
    like: tuple[Entry, ...] = ()
    near: tuple[Entry, ...] = ()
    steps: tuple[Passage, ...] = ()

    @property
    def terms(self) -> tuple[Entry, ...]:
        """The entries to show, the best first."""
        return (*self.exact, *self.like, *self.near)


class LookUp:
    """The words of these chapters."""

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        self._chapters = tuple(chapters)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The whole glossary, from a to z."""
        found = [_entry(chapter, term) for chapter in self._chapters for term in chapter.terms]
        return tuple(sorted(found, key=lambda entry: fold(entry.term)))

    def find(self, word: str, most: int | None = None) -> Found:
        """What is known of a word, with all steps that speak of it, or with the first so many. Several words that stand
        together nowhere may stand apart."""
        wanted = fold(word)
        if not wanted:
            return Found()
        exact = tuple(entry for entry in self.entries if _is(entry, word.strip(), wanted))
        ranked = [(rank, entry) for entry in self.entries if entry not in exact and (rank := _rank(entry, wanted))]
        like = tuple(entry for _, entry in sorted(ranked, key=lambda each: each[0]))
        near = () if exact or like else self._near(wanted)
        steps = tuple(islice(self._passages([" ".join(word.split())]), most))
        return Found(exact, like, near, steps or tuple(islice(self._passages(word.split()), most)))

    def in_step(self, step: Step) -> tuple[Entry, ...]:
        """The terms that a step's page says, from a to z."""
        text = read_in(step)
        return tuple(entry for entry in self.entries if any(says(text, each) for each in entry.spellings))

    def _near(self, wanted: str) -> tuple[Entry, ...]:
        if len(wanted) < SHORTEST_NEAR:
            return ()
        alike = {entry: max(_alike(wanted, fold(each)) for each in entry.spellings) for entry in self.entries}
        close = sorted((entry for entry in alike if alike[entry] >= ENOUGH_ALIKE), key=lambda each: -alike[each])
        return tuple(close[:MOST_NEAR])

    @cached_property
    def _texts(self) -> tuple[tuple[str, Step, str], ...]:
        """Each step with its address, and its text in one line."""
        every = ((chapter.address(step), step) for chapter in self._chapters for step in chapter.steps)
        return tuple((address, step, " ".join(getattr(step, "text", "").split())) for address, step in every)

    def _passages(self, words: Iterable[str]) -> Iterator[Passage]:
        """The steps whose text or title holds each of these."""
        sought = [re.compile(re.escape(word), re.IGNORECASE) for word in words]
        for address, step, text in self._texts:
            if all(each.search(text) or each.search(step.title) for each in sought):
                told = next((each for each in sought if each.search(text)), None)
                yield Passage(address, step.kind, step.title, _around(text, told) if told else "")


def _entry(chapter: Chapter, term: Term) -> Entry:
    step = chapter.step(term.step)
    return Entry(term.term, term.also, term.symbol, term.means, chapter.address(step), step.title)


def _is(entry: Entry, word: str, wanted: str) -> bool:
    bare = entry.symbol.strip("$")
    if bare and word in (entry.symbol, bare, bare.removeprefix("\\"), drawn(entry.symbol)):
        return True
    return any({wanted, _singular(wanted)} & {fold(each), _singular(fold(each))} for each in entry.spellings)


def _rank(entry: Entry, wanted: str) -> int:
    """1 where the term begins so, 2 where a word in it does, 3 where one in another spelling does, else 0."""
    if fold(entry.term).startswith(wanted):
        return 1
    for number, spelling in enumerate(entry.spellings):
        if f" {wanted}" in f" {fold(spelling)}".replace("(", ""):
            return 3 if number else 2
    return 0


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ENOUGH_ALIKE else 0.0


def _around(text: str, sought: re.Pattern[str]) -> str:
    """The text around the first place where it speaks of it, with formulas as text and without marks."""
    from tutor.render.markdown import as_line

    text = as_line(text).replace("**", "")
    match = sought.search(text)
    start, end = (max(0, match.start() - 50), match.end() + 70) if match else (0, 120)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def drawn(symbol: str) -> str:
    """A symbol as text, γ for `$\\gamma$`."""
    from tutor.render.math import to_unicode

    return to_unicode(symbol.strip("$")) if symbol else ""
