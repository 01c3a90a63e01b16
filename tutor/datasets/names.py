"""Surnames and the language that each comes from: 16 languages, shipped with the course, nothing to download.

The extract (`data/names.txt`, 90 kB) is made by `scripts/make_names.py`. It tells how spelling differs between
languages, nothing about people; a name such as "martin" that two languages share is left out, and about three in four
is what any model here can reach.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch

from tutor.datasets.letters import ALPHABET, plain

PADDING = 0
UNKNOWN = 1
FIRST_LETTER = 2
VOCABULARY = FIRST_LETTER + len(ALPHABET)  # 31: padding, unknown, space, apostrophe, hyphen, a to z
TEST_SHARE = 1 / 6

_FILE = Path(__file__).parent / "data" / "names.txt"
_ENDING = re.compile(r"(ova?|[aeiouy]+s?|s)$")


@dataclass(frozen=True, slots=True)
class Names:
    """Names in plain lower-case letters, and for each the index of its language.

    Attributes:
        languages: their names; `train_y` and `test_y` index them.
        train: the names to learn from.
        train_y: (len(train),) int64.
        test: a sixth of each language's names.
        test_y: (len(test),) int64.
    """

    languages: tuple[str, ...]
    train: tuple[str, ...]
    train_y: torch.Tensor
    test: tuple[str, ...]
    test_y: torch.Tensor


def load(languages: Sequence[str] | None = None) -> Names:
    """The names of all languages, or of those named, always split in the same way.

    Forms of one family name ("ivanov", "ivanova") stand on the same side of the split: otherwise the test would ask for
    what was learnt by heart.

    Raises:
        ValueError: a language is not among those of the extract.
    """
    everything = _read()
    chosen = tuple(everything) if languages is None else tuple(languages)
    unknown = [language for language in chosen if language not in everything]
    if unknown:
        raise ValueError(f"no names of {', '.join(unknown)}; the languages are {', '.join(everything)}")
    train: list[tuple[str, int]] = []
    test: list[tuple[str, int]] = []
    for index, language in enumerate(chosen):
        own_train, own_test = split(everything[language])
        train += [(name, index) for name in own_train]
        test += [(name, index) for name in own_test]
    return Names(
        chosen,
        tuple(name for name, _ in train),
        torch.tensor([index for _, index in train], dtype=torch.int64),
        tuple(name for name, _ in test),
        torch.tensor([index for _, index in test], dtype=torch.int64),
    )


def encode(name: str) -> torch.Tensor:
    """A name as (len(name),) int64: 2 to 30 for the characters of `ALPHABET`, 1 for any other, never 0 (padding).

    The name is taken as it is; `plain` makes "Müller" into "muller" first.
    """
    return torch.tensor(
        [ALPHABET.find(char) + FIRST_LETTER if char in ALPHABET else UNKNOWN for char in name], dtype=torch.int64
    )


def decode(codes: torch.Tensor) -> str:
    """The name that `encode` made into `codes`; padding is left out, unknown characters become "?"."""
    return "".join(
        "?" if code == UNKNOWN else ALPHABET[code - FIRST_LETTER] for code in codes.tolist() if code != PADDING
    )


def split(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Training and test names. Decided by hashes of the names' stems, so it depends on no random generator."""
    families: dict[str, list[str]] = {}
    for name in names:
        families.setdefault(_ENDING.sub("", name), []).append(name)
    test: set[str] = set()
    for stem in sorted(families, key=lambda stem: hashlib.sha256(stem.encode()).digest()):
        if len(test) + len(families[stem]) > TEST_SHARE * len(names):
            continue
        test.update(families[stem])
    return [name for name in names if name not in test], [name for name in names if name in test]


@lru_cache(maxsize=1)
def _read() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return {language: tuple(names) for language, names in found.items()}


__all__ = [
    "ALPHABET",
    "PADDING",
    "TEST_SHARE",
    "UNKNOWN",
    "VOCABULARY",
    "Names",
    "decode",
    "encode",
    "load",
    "plain",
    "split",
]
