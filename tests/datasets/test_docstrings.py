"""The sentences of four libraries' documentation: whole, masked, without repetitions, one split for ever."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from tutor.datasets import docstrings

NUMPY = """
    Return the indices of the largest values along an axis, e.g. of rows.

    Parameters
    ----------
    a : array_like
        Input array that is read as if it were flat. With NumPy it
        may hold anything.
    axis, other : {0, 1}, optional
        By default the index is into the flattened array.

    >>> np.argmax(a)
    5
    Too short.
    """
TORCH = r"""
ones(size) -> Tensor

Returns a :class:`~torch.Tensor` filled with the value `1`, as a 2-D array.

Args:
    size (int...): a sequence of integers that gives the shape
        of the output tensor.
    out (Tensor, optional): the output tensor that is written into.

.. math:: x_i = \sum_j a_{ij} b_j + c_i - (d_i / 2) ** 2 and nothing else.
"""


@pytest.fixture(scope="module")
def everything() -> docstrings.Docstrings:
    return docstrings.load()


def test_every_library_gives_as_much(everything: docstrings.Docstrings) -> None:
    assert everything.libraries == ("Python", "numpy", "torch", "scikit-learn")
    assert everything.missing == ""
    assert everything.train_y.bincount().tolist() == [docstrings.TRAIN] * 4
    assert everything.test_y.bincount().tolist() == [docstrings.TEST] * 4
    assert (len(everything.train), len(everything.test)) == (len(everything.train_y), len(everything.test_y))


def test_no_sentence_gives_its_library_away(everything: docstrings.Docstrings) -> None:
    words = {word for sentence in everything.train + everything.test for word in sentence.split()}
    masked = docstrings.MASK in words
    assert masked
    told = words & {"numpy", "np", "torch", "pytorch", "sklearn", "scikit", "python"}
    assert not told


def test_the_test_was_not_read_before(everything: docstrings.Docstrings) -> None:
    free = docstrings.unlabelled()
    strangers, known = set(everything.train) - set(free), set(everything.test) & set(free)
    assert not strangers and not known
    runs = [
        {tuple(text.split()[i : i + 8]) for text in part for i in range(len(text.split()) - 7)}
        for part in (free, everything.test)
    ]
    assert len(runs[0] & runs[1]) < 0.02 * len(runs[1])


def test_there_is_much_to_read_without_labels() -> None:
    assert len(docstrings.unlabelled()) > 25_000


def test_sentences_of_numpy() -> None:
    assert docstrings.sentences(NUMPY) == [
        "return the indices of the largest values along an axis of rows",
        "input array that is read as if it were flat",
        "with ____ it may hold anything",
        "by default the index is into the flattened array",
    ]


def test_sentences_of_torch() -> None:
    assert docstrings.sentences(TORCH) == [
        "returns a ____ tensor filled with the value as a 2-d array",
        "a sequence of integers that gives the shape of the output tensor",
        "the output tensor that is written into",
    ]


def test_what_was_said_before_is_dropped() -> None:
    first = "one two three four five six seven"
    assert docstrings.distinct([[first, "something else altogether for once here"], [first], ["zero " + first]]) == [
        [first, "something else altogether for once here"],
        [],
        [],
    ]


def test_frequent_words_get_the_first_ids_and_rare_ones_none() -> None:
    ids = docstrings.vocabulary(["b a", "a b c", "a d"], min_count=2)
    assert ids == {"a": 2, "b": 3}
    rows = docstrings.encode(["b c a", "a", ""], ids, length=2)
    assert rows.dtype == torch.int64
    assert rows.tolist() == [[3, 1], [2, 0], [0, 0]]


def test_a_library_without_docstrings_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docstrings, "LIBRARIES", {"numpy": "numpy", "scikit-learn": "sklearn", "ghost": "no_such_one"})
    found, free = docstrings._read.__wrapped__()
    assert found.libraries == ("numpy", "scikit-learn")
    assert found.missing == "ghost brought hardly any sentences here, so the choice is among 2."
    assert found.train_y.bincount().tolist() == [docstrings.TRAIN] * 2
    assert not set(found.test) & set(free)


def test_the_smallest_library_decides_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = "abcdefghij"
    numbers = [" ".join(letters[int(digit)] * 3 for digit in f"{i:06d}") for i in range(0, 900_000, 1_000)]
    documents = {"small": [[n] for n in numbers], "large": [[f"{n} x", f"y {n[::-1]} z"] for n in numbers]}
    monkeypatch.setattr(docstrings, "LIBRARIES", {"one": "small", "two": "large"})
    monkeypatch.setattr(docstrings, "_documents", documents.__getitem__)
    monkeypatch.setattr(docstrings, "distinct", lambda texts: [list(text) for text in texts])
    found, _ = docstrings._read.__wrapped__()
    assert found.train_y.bincount().tolist() == [750, 750]
    assert found.test_y.bincount().tolist() == [150, 150]
    assert not set(found.train) & set(found.test)


def test_stripped_libraries_are_told_of_in_clear_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docstrings, "_sources", lambda package: iter(()))
    with pytest.raises(FileNotFoundError, match="only 0 were found: the sources or their docstrings were stripped"):
        docstrings._read.__wrapped__()


def test_sources_that_are_not_utf8_or_hold_nothing_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.py").write_bytes(b'"""Returns the caf\xe9 of the given name in one line."""\n')
    (tmp_path / "empty.py").touch()
    monkeypatch.setattr(docstrings, "_sources", lambda package: tmp_path.glob("*.py"))
    assert docstrings._documents("any") == [["returns the caf of the given name in one line"]]


def test_no_library_is_imported_to_be_read() -> None:
    program = (
        "import sys; from tutor.datasets import docstrings; docstrings.load(); "
        "print(sorted(set(sys.modules) & {'sklearn', 'scipy', 'tkinter'}))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"
