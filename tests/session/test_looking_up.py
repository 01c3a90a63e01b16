"""Looking a word up: by any spelling, by its symbol, by a part of it, and nearly."""

from __future__ import annotations

import pytest

from tutor.actions.lookup import LookUp
from tutor.course import Chapter, ReadStep, Term

TAUGHT = ReadStep(id="taught", read="What is taught", text="A **softmax** of $\\gamma$ and\nmany queries, `x`.")
OTHER = ReadStep(id="other", read="On queries", text="Nothing.")


def chapter(number: int, *terms: Term) -> Chapter:
    name = f"ch{number:02}"
    return Chapter(name=f"{name}_x", id=name, title="T", summary="S", minutes=1, steps=(TAUGHT, OTHER), terms=terms)


def term(name: str, *also: str, symbol: str = "") -> Term:
    return Term(term=name, also=also, symbol=symbol, means="M.", step="taught")


WORDS = LookUp(
    [
        chapter(1, term("softmax"), term("query"), term("batch normalisation", "batch norm", symbol="$\\gamma$")),
        chapter(
            2,
            term("layer normalisation"),
            term("Dice", "soft Dice"),
            term("soft target"),
            term("head (of attention)"),
            term("bias", symbol="$b$"),
        ),
    ]
)


@pytest.mark.parametrize(
    ("word", "exact", "like"),
    [
        ("Softmax", ["softmax"], []),
        ("queries", ["query"], []),
        ("batch-norm", ["batch normalisation"], []),
        ("batch_norms", ["batch normalisation"], []),
        ("γ", ["batch normalisation"], []),
        ("gamma", ["batch normalisation"], []),
        ("$\\gamma$", ["batch normalisation"], []),
        ("b", ["bias"], ["batch normalisation"]),
        ("norm", [], ["batch normalisation", "layer normalisation"]),
        ("soft", [], ["soft target", "softmax", "Dice"]),
        ("lay", [], ["layer normalisation"]),
        ("attention", [], ["head (of attention)"]),
        ("bias", ["bias"], []),
        ("max", [], []),
        ("  ", [], []),
    ],
)
def test_a_word_is_found(word: str, exact: list[str], like: list[str]) -> None:
    found = WORDS.find(word)
    assert [entry.term for entry in found.exact] == exact
    assert [entry.term for entry in found.like] == like
    assert found.near == ()


@pytest.mark.parametrize(
    ("word", "near"),
    [("sofmax", ["softmax"]), ("batch normalization", ["batch normalisation"]), ("sof", []), ("xyzzy", [])],
)
def test_a_misspelt_word_finds_the_nearest(word: str, near: list[str]) -> None:
    found = WORDS.find(word)
    assert [entry.term for entry in found.near] == near or found.like


def test_the_glossary_goes_from_a_to_z_and_names_the_step() -> None:
    names = [entry.term for entry in WORDS.entries]
    assert names == sorted(names, key=str.casefold)
    entry = WORDS.entries[0]
    assert (entry.term, entry.address, entry.title) == ("batch normalisation", "ch01/taught", "What is taught")


def test_the_steps_that_speak_of_it_come_with_readable_text() -> None:
    first, second, *_ = WORDS.find("queries").steps
    assert (first.address, first.around) == ("ch01/taught", "A softmax of γ and many queries, `x`.")
    assert (second.address, second.around) == ("ch01/other", "")
    assert len(WORDS.find("queries").steps) == 4
    assert len(WORDS.find("queries", most=1).steps) == 1


def test_the_words_on_a_page_are_known() -> None:
    assert [entry.term for entry in WORDS.in_step(TAUGHT)] == ["query", "softmax"]
