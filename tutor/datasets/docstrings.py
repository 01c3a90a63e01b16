"""Sentences from the documentation of four libraries: which one does a sentence belong to?

They are read in place from the sources of numpy, torch, scikit-learn and Python's standard library, as they are
installed here; nothing is imported, nothing downloaded, nothing stored. What is kept are whole sentences, in lower-case
words. Names of the libraries are masked, since they would give the answer away, and a sentence that says what an
earlier one says is dropped before the split, otherwise the test would ask for what was learnt by heart.

Another version of a library brings slightly other sentences. So compare with a baseline that was measured on the same
ones, not with a number from a book.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import sysconfig
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch

from tutor.datasets import repeats

PADDING = 0
UNKNOWN = 1
FIRST_WORD = 2
MASK = "____"  # stands for the name of a library
TRAIN, TEST = 2500, 500  # sentences of each library
LENGTH = 32  # words
LIBRARIES = {"Python": "", "numpy": "numpy", "torch": "torch", "scikit-learn": "sklearn"}  # what is told: its package

_FEWEST = 600  # sentences, or a library can't take part
_SHORTEST = 6  # words
_NOT_INSTALLED_BY_IT = {"site-packages", "dist-packages", "externals", "_vendor"}
_NOT_FOR_USERS = {
    "test",
    "tests",
    "testing",
    "idlelib",
    "lib2to3",
    "turtledemo",
    "pydoc_data",
    "ensurepip",
    "__pycache__",
}
_WITHIN_TORCH = {"_inductor", "_dynamo", "_numpy", "_refs", "_export", "_functorch", "_higher_order_ops", "_prims"}
_NO_SOURCES = _NOT_INSTALLED_BY_IT | _NOT_FOR_USERS | _WITHIN_TORCH
_QUOTED = re.compile(r'"""(.*?)"""', re.DOTALL)
_ROLE = re.compile(r":[a-z:]+:`[~!]?([^`<]*)(?: <[^`]*>)?`")
_FIELD = re.compile(r"[*`\\]*\w+`{0,2}(?: \([^)]*\))?: |:\w+(?: \w+)*: ")  # the name in front of what is said of it
_HEAD = re.compile(r"[*`\w][*`\w, ]* : ")  # "axis : int, optional", numpy's way to begin a description
_BULLET = re.compile(r"(?:[-*] |\d+[.)] |\.\. )+")
_SENTENCE_ENDS = re.compile(r"(?<=[a-z)\]`][.?!])\s+(?=[A-Z])")
_NAMES = re.compile(
    r"(?<![a-z])(?:numpy|np|(?:py)?torch(?:vision)?|sklearn|scikit(?:[-_ ]learn)?|c?python)(?![a-z])", re.IGNORECASE
)
_LATIN = re.compile(r"\b(?:e\.g|i\.e|etc)\.,?")
_WORD = re.compile(r"____|\d-?d\b|[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Docstrings:
    """Sentences, and for each the index of its library; as many from each.

    Attributes:
        libraries: their names; `train_y` and `test_y` index them.
        train: the sentences to learn from, lower-case words with a blank between them.
        train_y: (len(train),) int64.
        test: the sentences to be tested on, from other docstrings.
        test_y: (len(test),) int64.
        missing: what is not as usual, in a sentence; empty if all four libraries are there.
    """

    libraries: tuple[str, ...]
    train: tuple[str, ...]
    train_y: torch.Tensor
    test: tuple[str, ...]
    test_y: torch.Tensor
    missing: str


def load() -> Docstrings:
    """The labelled sentences, 2,500 of each library to learn from and 500 to be tested on, always split the same way.

    Sentences of one docstring stand on the same side. A library that has too few (some distributions strip docstrings
    or sources) is left out, and `missing` says so.

    Raises:
        FileNotFoundError: fewer than two libraries brought enough sentences.
    """
    return _read()[0]


def unlabelled() -> tuple[str, ...]:
    """All sentences but those of the test and their docstrings, whatever the library; `load().train` is among them."""
    return _read()[1]


def vocabulary(sentences: Iterable[str], min_count: int = 3) -> dict[str, int]:
    """An id from 2 on for each word that stands at least `min_count` times in the sentences, the most frequent first.

    0 is padding and 1 any other word.
    """
    counts = Counter(word for sentence in sentences for word in sentence.split())
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    return {word: index for index, word in enumerate(kept, start=FIRST_WORD)}


def encode(sentences: Sequence[str], ids: Mapping[str, int], length: int = LENGTH) -> torch.Tensor:
    """The sentences as (len(sentences), length) int64: cut behind `length` words, filled up with 0."""
    rows = torch.full((len(sentences), length), PADDING, dtype=torch.int64)
    for row, sentence in zip(rows, sentences, strict=True):
        found = [ids.get(word, UNKNOWN) for word in sentence.split()[:length]]
        row[: len(found)] = torch.tensor(found, dtype=torch.int64)
    return rows


def sentences(docstring: str) -> list[str]:
    """The whole sentences of a docstring in lower-case words, names of libraries masked, code and tables left out.

    >>> sentences("Return the ``n`` largest elements of a NumPy array.\\n\\n    >>> largest(x)")
    ['return the n largest elements of a ____ array']
    """
    found = []
    for block in _blocks(docstring):
        for sentence in _SENTENCE_ENDS.split(block):
            if not sentence.endswith("."):  # a heading, a formula, the line before a list
                continue
            words = _WORD.findall(_NAMES.sub(MASK, _LATIN.sub("", sentence)).lower())
            letters = sum(map(len, words))
            if len(words) >= _SHORTEST and letters > 0.7 * len(sentence):
                found.append(" ".join(words))
    return found


def distinct(documents: Sequence[Sequence[str]]) -> list[list[str]]:
    """Of each document the sentences that do not repeat an earlier one."""
    new = repeats.new(sentence for document in documents for sentence in document)
    return [[sentence for sentence in document if next(new)] for document in documents]


def _blocks(docstring: str) -> Iterator[str]:
    """Lines that belong together, joined; a name in front of its description, bullets and markup are taken off."""
    block: list[str] = []
    indent = 0
    for line in [*docstring.splitlines(), ""]:
        bare = line.strip()
        depth = len(line) - len(line.lstrip())
        front = _FIELD.match(bare) or _BULLET.match(bare)
        head = _HEAD.match(bare)
        over = depth < indent or (depth > indent and block and block[-1].endswith((".", ":")))
        if block and (not bare or front or head or over):
            yield " ".join(block)
            block = []
        if not bare or head or bare.startswith((">>>", "...")):
            continue
        if not block:
            indent = depth
        text = bare[front.end() :] if front else bare
        if "`" in text:
            text = _ROLE.sub(r"\1", text).replace("`", "")
        block.append(text.replace("*", ""))


def _sources(package: str) -> Iterator[Path]:
    """The source files of an installed package, or, without a name, of the standard library; none if there are none."""
    if package:
        spec = importlib.util.find_spec(package)  # finds the folder, executes nothing
        roots = list(spec.submodule_search_locations or ()) if spec else []
    else:
        roots = [sysconfig.get_paths()["stdlib"]]
    for root in roots:
        for folder, inner, files in os.walk(root):
            inner[:] = sorted(set(inner) - _NO_SOURCES)
            yield from (Path(folder, file) for file in sorted(files) if file.endswith(".py"))


def _documents(package: str) -> list[list[str]]:
    """The sentences of each text in triple quotes: docstrings, and those of functions that are written in C."""
    found = []
    for file in _sources(package):
        source = file.read_text(encoding="utf-8", errors="replace")
        found += [kept for text in _QUOTED.findall(source) if (kept := sentences(text))]
    return found


def _by_hash(documents: Iterable[Sequence[str]]) -> list[Sequence[str]]:
    return sorted(documents, key=lambda document: hashlib.sha256("\n".join(document).encode()).digest())


@lru_cache(maxsize=1)
def _read() -> tuple[Docstrings, tuple[str, ...]]:
    found = {name: _documents(package) for name, package in LIBRARIES.items()}
    lonely = iter(distinct([document for documents in found.values() for document in documents]))
    cleaned = {name: [kept for _ in documents if (kept := next(lonely))] for name, documents in found.items()}
    counts = {name: sum(map(len, documents)) for name, documents in cleaned.items()}
    chosen = tuple(name for name in LIBRARIES if counts[name] >= _FEWEST)
    if len(chosen) < 2:
        raise FileNotFoundError(
            "The sentences are read from the docstrings of numpy, torch, scikit-learn and Python's standard library, "
            f"and here only {sum(counts.values()):,} were found: the sources or their docstrings were stripped. "
            "Install the libraries with `pip install numpy torch scikit-learn` in a Python from python.org."
        )
    share = min(1.0, min(counts[name] for name in chosen) / (TRAIN + TEST))
    most_train, most_test = int(share * TRAIN), int(share * TEST)
    train: list[tuple[str, int]] = []
    test: list[tuple[str, int]] = []
    free: list[str] = []
    for name, documents in cleaned.items():
        own_test: list[str] = []
        rest: list[str] = []
        for document in _by_hash(documents):
            side = own_test if name in chosen and len(own_test) < most_test else rest
            side.extend(document)
        free += rest
        if name in chosen:
            test += [(sentence, chosen.index(name)) for sentence in own_test[:most_test]]
            train += [(sentence, chosen.index(name)) for sentence in rest[:most_train]]
    gone = [name for name in LIBRARIES if name not in chosen]
    missing = (
        f"{' and '.join(gone)} brought hardly any sentences here, so the choice is among {len(chosen)}." if gone else ""
    )
    labelled = Docstrings(
        chosen,
        tuple(sentence for sentence, _ in train),
        torch.tensor([index for _, index in train], dtype=torch.int64),
        tuple(sentence for sentence, _ in test),
        torch.tensor([index for _, index in test], dtype=torch.int64),
        missing,
    )
    return labelled, tuple(free)


__all__ = [
    "LENGTH",
    "LIBRARIES",
    "MASK",
    "PADDING",
    "UNKNOWN",
    "Docstrings",
    "distinct",
    "encode",
    "load",
    "sentences",
    "unlabelled",
    "vocabulary",
]
