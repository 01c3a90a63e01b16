"""The English prose of Python's own help: clean, without repetitions, one split for ever."""

from __future__ import annotations

import subprocess
import sys

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tutor.datasets import prose

PAGE = """The "del" statement
*******************

   del_stmt ::= "del" target_list

Deletion is recursively defined very similar to the way assignment is
defined. Rather than spelling it out in full details, here are some non-
obvious hints.  It costs 3 steps.

* Changed in version 3.2: Previously it was illegal to delete a name from
  the “local” namespace if it occurs as a free variable in a nested block.

   x = [1, 2, 3]

Too short to keep.
"""


@pytest.fixture(scope="module")
def everything() -> prose.Prose:
    return prose.load()


def test_there_is_enough_to_learn_from_and_a_tenth_is_held_back(everything: prose.Prose) -> None:
    whole = len(everything.train) + len(everything.test)
    assert whole > 100_000
    assert 0.07 < len(everything.test) / whole < 0.13


def test_only_the_alphabet_is_used_and_paragraphs_end_in_a_line_break(everything: prose.Prose) -> None:
    assert set(everything.train) | set(everything.test) <= set(prose.ALPHABET)
    assert len(prose.ALPHABET) == len(set(prose.ALPHABET)) == 39
    assert everything.train.endswith("\n") and "\n\n" not in everything.train + everything.test


def test_no_paragraph_says_what_another_one_says(everything: prose.Prose) -> None:
    learnt, asked = everything.train.splitlines(), everything.test.splitlines()
    assert not set(learnt) & set(asked)
    runs = [
        {tuple(text.split()[i : i + 8]) for text in part for i in range(len(text.split()) - 7)}
        for part in (learnt, asked)
    ]
    assert len(runs[0] & runs[1]) < 0.05 * len(runs[1])


def test_a_page_keeps_its_sentences_and_nothing_else() -> None:
    assert prose.paragraphs(PAGE) == [
        "deletion is recursively defined very similar to the way assignment is defined. rather than spelling it out in "
        "full details, here are some non-obvious hints.",
        'previously it was illegal to delete a name from the "local" namespace if it occurs as a free variable in a '
        "nested block.",
    ]


def test_what_was_said_before_is_dropped() -> None:
    first = "one two three four five six seven eight nine ten"
    assert prose.distinct([first, first, "zero " + first, "now for something else altogether, " + first[:13]]) == [
        first,
        "now for something else altogether, " + first[:13],
    ]


def test_the_split_depends_on_each_text_and_on_no_order() -> None:
    texts = [f"text number {i}" for i in range(50)]
    train, test = prose.split(texts)
    assert sorted(train + test) == sorted(texts) and len(test) == 5
    assert set(prose.split(texts[::-1])[1]) == set(test)


@given(st.text(alphabet=prose.ALPHABET))
def test_ids_give_the_text_back(text: str) -> None:
    ids = prose.encode(text)
    assert ids.dtype == torch.int64 and ids.shape == (len(text),)
    assert prose.decode(ids) == prose.decode(ids.tolist()) == text == prose.plain(text)


@given(st.text())
def test_every_text_can_be_made_to_fit(text: str) -> None:
    assert len(prose.encode(prose.plain(text))) == len(prose.plain(text))


def test_a_sign_outside_the_alphabet_is_refused() -> None:
    with pytest.raises(ValueError, match="substring"):
        prose.encode("PEP 8")


def test_a_python_without_these_pages_says_how_to_get_them() -> None:
    program = (
        "import sys; sys.modules['pydoc_data'] = None; sys.modules['pydoc_data.topics'] = None\n"
        "from tutor.datasets import prose\n"
        "try: prose.load()\n"
        "except FileNotFoundError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert "pydoc_data.topics" in said and "libpython3-stdlib" in said
