"""People's sentences in the place of the grammar's, where somebody asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.datasets.real import Shelf, zipped
from tutor.datasets import french, pairs
from tutor.datasets.opened import Unavailable


def test_without_a_word_it_is_the_grammars_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DLTUTOR_DATA", raising=False)
    assert pairs.load() == french.load()


def test_sentences_become_tokens_as_the_grammar_writes_them() -> None:
    assert pairs.french_tokens("Est-ce qu’il aime l'été, aujourd'hui ?") == "est- ce qu' il aime l' été aujourd' hui"
    assert french.joined(pairs.french_tokens("J'aime vingt-deux chats.")) == "j'aime vingt-deux chats"
    assert pairs.english_tokens("Don't cry, it's summer.") == "do not cry it's summer"


def test_short_sentences_of_common_words_are_taken_once_each(shelf: Shelf) -> None:
    shelf.fetch("tatoeba")
    found = pairs.load("tatoeba")
    everything = dict(found.train + found.test)
    assert (len(found.train), len(found.test), found.unseen) == (12, 1, ())
    assert everything["hi there"] == "salut toi", "the first of several translations"
    assert everything["do not cry it's summer"] == "ne pleure pas c' est l' été"
    assert "go" not in everything, "too short"
    assert not any(len(english.split()) > pairs.LONGEST for english in everything)
    assert pairs.load("tatoeba") == found


def test_a_rare_word_leaves_its_sentence_out(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "WORDS", 2)
    lines = "".join(f"He runs.\tIl court.\nIt runs {'fast ' * n}.\tIl court {n}.\n" for n in range(3))
    shelf.put("tatoeba", {"data.zip": zipped(lines)})
    shelf.fetch("tatoeba")
    found = pairs.load("tatoeba")
    assert len({word for english, _ in found.train + found.test for word in english.split()}) <= 2


def test_what_is_not_here_or_damaged_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable, match=r"of Tatoeba are not on this computer.*dltutor fetch tatoeba$"):
        pairs.load("tatoeba")
    with pytest.raises(ValueError, match="no sentences called 'mnist'; there are french and tatoeba"):
        pairs.load("mnist")
    monkeypatch.setenv("DLTUTOR_DATA", "tatoeba")
    with pytest.raises(SystemExit, match="are not on this computer"):
        pairs.load()
    path: Path = shelf.fetch("tatoeba")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Unavailable, match=r"data.zip is damaged"):
        pairs.load("tatoeba")
    shelf.put("tatoeba", {"data.zip": b"no zip at all"})
    shelf.fetch("tatoeba")
    with pytest.raises(Unavailable, match="is damaged"):
        pairs.load("tatoeba")
