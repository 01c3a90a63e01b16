"""The surnames: plain letters, no name in two languages, one split for ever."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tutor.datasets import names
from tutor.datasets.letters import ALPHABET, plain

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def everything() -> names.Names:
    return names.load()


def test_sixteen_languages_with_a_sixth_of_each_held_back(everything: names.Names) -> None:
    assert len(everything.languages) == 16
    assert everything.train_y.dtype == torch.int64 and len(everything.train) == len(everything.train_y)
    train, test = torch.bincount(everything.train_y), torch.bincount(everything.test_y)
    assert (train + test).max() == 800
    assert ((test / (train + test) - 1 / 6).abs() < 0.01).all()
    assert len(everything.train) + len(everything.test) > 10_000


def test_names_are_plain_letters_and_belong_to_one_language(everything: names.Names) -> None:
    every = everything.train + everything.test
    assert max(Counter(every).values()) == 1
    assert set("".join(every)) <= set(ALPHABET)
    assert min(map(len, every)) >= 2 and max(map(len, every)) <= 20


def test_the_split_never_changes(everything: names.Names) -> None:
    again = names.load()
    assert again.train == everything.train and again.test == everything.test
    some = names.load(["Greek", "Finnish"])
    greek = everything.languages.index("Greek")
    assert [name for name, y in zip(some.test, some.test_y, strict=True) if y == 0] == [
        name for name, y in zip(everything.test, everything.test_y, strict=True) if y == greek
    ]


def test_forms_of_one_name_stand_on_the_same_side(everything: names.Names) -> None:
    train, test = set(everything.train), set(everything.test)
    pairs = [(name, name.removesuffix("a")) for name in test | train if name.endswith("ova")]
    assert len([pair for pair in pairs if pair[1] in test | train]) > 100
    for name, other in pairs:
        assert not (name in test and other in train) and not (name in train and other in test)


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no names of Klingon; the languages are English, French"):
        names.load(["Greek", "Klingon"])


def test_every_name_is_encoded_and_decoded() -> None:
    for name in ("smith", "o'neill", "van der berg", "smith-jones"):
        codes = names.encode(name)
        assert codes.dtype == torch.int64 and names.decode(codes) == name
        assert codes.min() >= names.FIRST_LETTER and codes.max() < names.VOCABULARY
    assert names.encode("aé9").tolist() == [names.encode("a")[0], names.UNKNOWN, names.UNKNOWN]
    assert names.decode(torch.tensor([names.PADDING, *names.encode("li"), names.UNKNOWN])) == "li?"
    assert names.encode("").shape == (0,)


@pytest.mark.parametrize(
    ("written", "letters"),
    [
        ("Müller", "muller"), ("Ó Súilleabháin", "o suilleabhain"), ("Groß", "gross"), ("Đorđević", "dordevic"),
        ("Щербаков", "shcherbakov"), ("Йовович", "yovovich"), ("Παπαδόπουλος", "papadopoulos"), ("Χατζής", "chatzis"),
        ("O’Neill", "o'neill"), ("  van   Dijk ", "van dijk"), ("李", ""),
    ],
)  # fmt: skip
def test_names_become_plain_letters(written: str, letters: str) -> None:
    assert plain(written) == letters


def test_ukrainian_has_two_letters_of_its_own() -> None:
    assert plain("Григоренко", ukrainian=True) == "hryhorenko"
    assert plain("Григоренко") == "grigorenko"


@given(st.text(max_size=30))
def test_plain_gives_plain_letters_whatever_it_gets(name: str) -> None:
    letters = plain(name)
    assert set(letters) <= set(ALPHABET)
    assert plain(letters) == letters


def test_the_head_of_the_extract_tells_the_truth(everything: names.Names) -> None:
    head = (ROOT / "tutor" / "datasets" / "data" / "names.txt").read_text("utf-8").split("\n[")[0]
    assert f"{len(everything.languages)} languages, {len(everything.train) + len(everything.test)} in all" in head


def test_the_licence_of_the_source_ships_beside_the_data() -> None:
    text = (ROOT / "tutor" / "datasets" / "data" / "NAMES-LICENCE.txt").read_text("utf-8")
    assert "Daniele Faraglia" in text and "Permission is hereby granted" in text
