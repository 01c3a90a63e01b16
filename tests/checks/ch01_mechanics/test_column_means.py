"""Hidden checks for ch01/column-means."""

import torch

from tutor.checking import probe


@probe
def means(impl, x):
    """The means, and the table afterwards."""
    yield {"the means": impl.column_means(x)}
    yield {"the table afterwards": x}


def test_the_worked_example(example):
    example(means, torch.tensor([[1.0, 20.0], [3.0, 40.0], [5.0, 90.0]]), only=["the means"])


def test_one_mean_for_each_column(agree, rand):
    """Each entry is the mean of one column, whatever the size and the dtype of the table."""
    agree(means, rand(11, 3), only=["the means"])
    agree(means, rand(2, 7), only=["the means"])
    agree(means, rand(3, 3), only=["the means"])
    agree(means, rand.strided(5, 13), only=["the means"])
    agree(means, rand(7, 5, dtype=torch.float32), only=["the means"])


def test_a_single_row_or_column_is_a_table_too(agree, rand):
    """A table with one row has that row as its means; a table with one column has one mean."""
    agree(means, rand(1, 5), only=["the means"])
    agree(means, rand(7, 1), only=["the means"])


def test_the_table_stays_as_it_is(agree, rand):
    """The table that was handed in is not changed."""
    agree(means, rand(5, 3))
