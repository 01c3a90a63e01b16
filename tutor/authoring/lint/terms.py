"""The glossary, which is the terms of all chapters: each word once, where it is taught, in a few words.

A term is compared with those of every chapter, also where only one is looked at; of two the later one is told.
"""

from __future__ import annotations

from collections.abc import Iterator

from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.lessons import Read
from tutor.course.model import Term
from tutor.course.node import Place
from tutor.course.wording import fold, read_in, says

LONGEST_MEANING = 240
"""Characters: four lines of a terminal with 80 columns."""


def findings(read: Read, wanted: frozenset[str] | None, house: bool) -> Iterator[Finding]:
    """Of the terms that the wanted steps teach."""
    chapter = read.chapter
    if chapter is None:
        return
    words, symbols = _before(read)
    steps = {step.id: step for step in chapter.steps}
    for index, term in enumerate(chapter.terms):
        place: Place = ("terms", index)
        told = [*_again(read, term, place, words), *_symbol(read, term, place, symbols)]
        if wanted is not None and term.step not in wanted:
            continue
        yield from told
        step = steps.get(term.step)
        if step is not None and not any(says(read_in(step), spelling) for spelling in term.spellings):
            also = " or another spelling of it" if term.also else ""
            say = f"{read.id}/{step.id} never says `{term.term}`{also}; name the step that teaches it, or say it there"
            yield read.finding((*place, "step"), "unsaid-term", say)
        if house and (size := len(" ".join(term.means.split()))) > LONGEST_MEANING:
            say = f"what `{term.term}` means takes {size} characters, and {LONGEST_MEANING} is the most; say it shorter"
            yield read.finding((*place, "means"), "long-meaning", say, house=True)


def _before(read: Read) -> tuple[dict[str, str], dict[str, str]]:
    """Where each spelling, and each symbol, stands in the chapters before this one."""
    words: dict[str, str] = {}
    symbols: dict[str, str] = {}
    for name in read.course.names[: read.course.names.index(read.folders.name)]:
        other = read.course.sound(name)
        for term in other.terms if other is not None else ():
            named = f"`{term.term}` of {name.split('_')[0]}"
            words.update((fold(spelling), named) for spelling in term.spellings)
            if term.symbol:
                symbols[_bare(term.symbol)] = named
    return words, symbols


def _again(read: Read, term: Term, place: Place, words: dict[str, str]) -> Iterator[Finding]:
    for number, spelling in enumerate(term.spellings):
        at = (*place, "also", number - 1) if number else (*place, "term")
        if other := words.get(fold(spelling)):
            same = other.startswith(f"`{spelling}`")
            where = f"the term {other}" if same else f"{other}, which is spelt so too"
            say = (
                f"`{spelling}` is in the glossary already: {where}; keep it where it is taught first, and drop this one"
            )
            yield read.finding(at, "duplicate-term", say)
        else:
            words[fold(spelling)] = f"`{term.term}` of {read.id}"


def _symbol(read: Read, term: Term, place: Place, symbols: dict[str, str]) -> Iterator[Finding]:
    if not term.symbol:
        return
    if other := symbols.get(_bare(term.symbol)):
        say = f"{term.symbol} stands for {other} already; a symbol has one meaning, so leave it out here"
        yield read.finding((*place, "symbol"), "duplicate-symbol", say)
    else:
        symbols[_bare(term.symbol)] = f"`{term.term}` of {read.id}"


def _bare(symbol: str) -> str:
    return "".join(symbol.strip("$").split())
