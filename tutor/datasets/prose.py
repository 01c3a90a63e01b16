"""English prose that every Python brings along: the texts of `help("topics")`, about the language itself.

They are read in place from `pydoc_data.topics`, 465,000 characters of which half are code, grammar, headings, tables
and repetitions (the topic "compound" holds all of "if" and "while" again). What is left are sentences of plain words.
A paragraph that says what another one says is dropped before the split, otherwise the test would ask for what was
learnt by heart.
"""

from __future__ import annotations

import hashlib
import importlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress

import torch

from tutor.datasets import repeats

ALPHABET = "\n \"'(),-.:;?_abcdefghijklmnopqrstuvwxyz"  # 39 signs; a line break ends a paragraph
TEST_SHARE = 0.1

_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_SENTENCE_ENDS = re.compile(r'(?<=[.?])\s+(?=[A-Z"(])')
_BULLET = re.compile(r"^(\* |\d+\. |Note: |(Changed|New) in version [\d.]+: )+")
_ENDS = (".", ":", "?", ";")


@dataclass(frozen=True, slots=True)
class Prose:
    """Two long texts in the characters of `ALPHABET`, made of different paragraphs.

    Attributes:
        train: to learn from, nine tenths.
        test: to be tested on.
    """

    train: str
    test: str


def load() -> Prose:
    """The prose of the Python that is running, always split in the same way.

    Another version of Python brings slightly other texts.

    Raises:
        FileNotFoundError: this Python came without them.
    """
    return _read()


def encode(text: str) -> torch.Tensor:
    """A text as (len(text),) int64: 0 to 38, its characters' places in `ALPHABET`.

    Raises:
        ValueError: a character is not in the alphabet; `plain` makes any text fit.
    """
    return torch.tensor([ALPHABET.index(char) for char in text], dtype=torch.int64)


def decode(ids: torch.Tensor | Sequence[int]) -> str:
    """The text that `encode` made into `ids`."""
    return "".join(ALPHABET[int(i)] for i in ids)


def plain(text: str) -> str:
    """`text` in lower case, quotes straight, every other sign that is not in `ALPHABET` left out.

    >>> plain("The “del” statement: see PEP 8!")
    'the "del" statement: see pep '
    """
    return "".join(char for char in text.translate(_QUOTES).lower() if char in ALPHABET)


def paragraphs(text: str) -> list[str]:
    """The prose in a page of documentation, each paragraph in one line of characters of `ALPHABET`.

    A sentence with digits, operators or other signs is left out, and so is a paragraph of which little remains.
    """
    found = []
    for block in re.split(r"\n\s*\n", text):
        joined = re.sub(r"(?<=\w)-\n\s*(?=\w)", "-", block.translate(_QUOTES))  # a word broken at its hyphen
        flat = _BULLET.sub("", " ".join(joined.split()))
        if not flat.endswith(_ENDS):  # a heading, a table, a grammar
            continue
        sentences = [s for s in _SENTENCE_ENDS.split(flat) if s.endswith(_ENDS) and (s[0].isupper() or s[0] in '"(')]
        kept = " ".join(s.lower() for s in sentences if set(s.lower()) <= set(ALPHABET))
        if len(kept.split()) >= 2 * repeats.GRAM:
            found.append(kept)
    return found


def distinct(texts: Sequence[str]) -> list[str]:
    """Those of the texts that do not repeat an earlier one."""
    return list(compress(texts, repeats.new(texts)))


def split(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Training and test texts. Decided by a hash of each text, so it depends on no random generator and no order."""
    by_hash = sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest())
    test = set(by_hash[: round(TEST_SHARE * len(texts))])
    return [text for text in texts if text not in test], [text for text in texts if text in test]


@lru_cache(maxsize=1)
def _read() -> Prose:
    try:
        topics: dict[str, str] = importlib.import_module("pydoc_data.topics").topics
    except ModuleNotFoundError:
        topics = {}
    texts = distinct([text for _, page in sorted(topics.items()) for text in paragraphs(page)])
    if not texts:
        raise FileNotFoundError(
            "The English prose is read from pydoc_data.topics, the pages of Python's own help, and this Python came "
            "without them: install the full standard library (on Debian and Ubuntu `apt install libpython3-stdlib`), "
            "or use a Python from python.org."
        )
    train, test = split(texts)
    return Prose("\n".join(train) + "\n", "\n".join(test) + "\n")


__all__ = ["ALPHABET", "TEST_SHARE", "Prose", "decode", "distinct", "encode", "load", "paragraphs", "plain", "split"]
