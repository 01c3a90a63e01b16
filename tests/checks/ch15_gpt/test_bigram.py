"""Hidden checks for ch15/bigram."""

import torch

from tutor.checking import probe


@probe
def worked(impl, ids, V):
    """The lesson's example."""
    yield {"the table": impl.bigram(ids, V)}


@probe
def counted(impl, texts, V):
    """The tables of several texts, and the texts afterwards."""
    tables = []
    for ids in texts:
        tables.append(impl.bigram(ids, V))
        yield {"the table": tables[-1], "the text after the call": ids}
    yield {"the first table, when all are made": tables[0]}


def test_the_worked_example(example):
    example(worked, torch.tensor([0, 1, 0, 1, 2]), 3)


def test_all_pairs_of_the_text(agree, ints):
    """Every place but the last has a follower, and each counts as often as it occurs."""
    agree(counted, [ints(0, 5, 101), ints(0, 5, 7), ints(0, 5, 1009)], 5)
    agree(counted, [ints(0, 39, 2500), torch.zeros(2500, dtype=torch.int64)], 39)


def test_what_never_came_up(agree, ints):
    """Characters that the text does not hold have their rows and columns, too; a text of one character has no pair."""
    agree(counted, [ints(2, 5, 23), torch.tensor([3]), torch.tensor([0, 0]), torch.tensor([6, 0])], 7)
    agree(counted, [torch.tensor([0, 0, 0]), torch.tensor([0])], 1)


def test_the_text_is_left_as_it_is(agree, ints):
    """A text that is cut out of a longer one serves as well, and is not changed."""
    agree(counted, [ints(0, 7, 50)[11::3], ints(0, 7, 5, 3)[:, 1]], 7)
