"""English sentences with their French: those of our grammar (`french`), or people's, where `--data tatoeba` asks.

Tatoeba (tatoeba.org) is a collection of sentences that volunteers translate. What is read here is the selection that
comes with PyTorch's tutorial on translation: 135,842 lines of an English sentence, a tab and a French one. Of these a
run takes short ones of common words, so that it ends in time: with people's sentences a language has no end.
"""

from __future__ import annotations

import random
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from tutor import live
from tutor.datasets import french
from tutor.datasets.opened import Unavailable, archives, damaged, verify

TRAIN, TEST = 10_000, 500
WORDS = 1000  # the commonest of each language; a sentence with any other is left out
SHORTEST, LONGEST = 2, 8  # words of an English sentence
LONGEST_FRENCH = 12
MEMBER = "data/eng-fra.txt"

Pair = tuple[str, str]


def load(name: str | None = None) -> french.Pairs:
    """The pairs of `french.load()`, or of "tatoeba" where that is named, or asked for by this run (`live.data`).

    Tatoeba's have no pairs for `unseen`. A sentence is lower case, in tokens with blanks between them, without
    punctuation, as those of `french` are; of several translations the first that stands in the file counts.

    Raises:
        Unavailable: the sentences are not on this computer, or damaged; the text says what to type.
        SystemExit: the same, where no name was given, so that a script ends with the sentence alone.
        ValueError: there are no such sentences.
    """
    asked = name is None
    name = (live.data() if name is None else name) or "french"
    if name == "french":
        return french.load()
    try:
        if name != "tatoeba":
            raise ValueError(f"there are no sentences called {name!r}; there are french and tatoeba")
        common = _common(list(_short()))
    except (Unavailable, ValueError) as error:
        if asked:
            raise SystemExit(str(error)) from None
        raise
    chosen = random.Random(0).sample(common, len(common))[: TRAIN + TEST]
    test = min(TEST, len(chosen) // 10)
    if asked:
        live.say(
            f"Tatoeba: {len(chosen) - test:,} sentences to learn from and {test:,} others to test with, written by "
            f"people, of at most {LONGEST} words, all among the {WORDS:,} commonest of their language."
        )
    return french.Pairs(tuple(chosen[test:]), tuple(chosen[:test]))


def english_tokens(line: str) -> str:
    """An English sentence as `french` writes its own: "Don't worry!" becomes "do not worry"."""
    return french.tokens(line)


def french_tokens(line: str) -> str:
    """A French one: "J'aime bien l'été." becomes "j' aime bien l' été"."""
    plain = unicodedata.normalize("NFC", line).replace("’", "'").lower()
    return " ".join(re.findall(r"\w+(?:'|-(?=\w))?", plain))


def _short() -> Iterator[Pair]:
    """All pairs of a fitting length, each English sentence once."""
    known: set[str] = set()
    for line in _lines():
        sides = line.split("\t")
        if len(sides) < 2:
            continue
        english, said = english_tokens(sides[0]), french_tokens(sides[1])
        fits = SHORTEST <= len(english.split()) <= LONGEST and 1 <= len(said.split()) <= LONGEST_FRENCH
        if fits and english not in known:
            known.add(english)
            yield english, said


def _common(pairs: list[Pair]) -> list[Pair]:
    """The pairs that are made of common words alone."""
    known = []
    for side in (0, 1):
        counts = Counter(word for pair in pairs for word in pair[side].split())
        known.append({word for word, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:WORDS]})
    return [pair for pair in pairs if all(known[side].issuperset(pair[side].split()) for side in (0, 1))]


def _lines() -> list[str]:
    home = archives("tatoeba")
    verify("tatoeba")
    try:
        with zipfile.ZipFile(home / "data.zip") as archive:
            return archive.read(MEMBER).decode("utf-8").splitlines()
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, UnicodeDecodeError):
        raise damaged("tatoeba") from None
