"""Hidden checks for ch01/one-hot."""

import torch

from tutor.checking import probe


@probe
def table(impl, y, classes):
    """The rows, and the labels afterwards."""
    yield {"the table": impl.one_hot(y, classes)}
    yield {"the labels afterwards": y}


def test_the_worked_example(example):
    example(table, torch.tensor([2, 0, 2]), 4, only=["the table"])


def test_one_one_in_each_row(agree, ints):
    """Each row has a 1 at its label's place and 0 elsewhere, float32."""
    for n, classes in ((11, 5), (3, 7), (23, 2)):
        y = ints(0, classes, n)
        y[0], y[-1] = 0, classes - 1
        agree(table, y, classes, only=["the table"])
    agree(table, ints(0, 7, 10)[::2], 7, only=["the table"])


def test_classes_that_do_not_occur_get_a_column_too(agree, ints):
    """The table has as many columns as there are classes, also where some don't occur in y."""
    agree(table, ints(1, 3, 5), 7, only=["the table"])
    agree(table, torch.tensor([3, 1, 3]), 5, only=["the table"])
    agree(table, ints(0, 11, 3), 23, only=["the table"])


def test_a_single_label_is_a_table_of_one_row(agree):
    """One label gives one row, one class one column; neither dimension gets lost."""
    agree(table, torch.tensor([1]), 3, only=["the table"])
    agree(table, torch.tensor([0, 0]), 1, only=["the table"])


def test_the_labels_stay_as_they_are(agree, ints):
    """The labels that were handed in are not changed, nor is their shape."""
    agree(table, ints(0, 5, 7), 5)
