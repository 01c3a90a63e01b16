"""Hidden checks for ch01/standardize."""

import torch

from tutor.checking import probe


@probe
def standardized(impl, x):
    """All three results, and the table afterwards."""
    results = impl.standardize(x)
    yield {"the number of results": len(results) if isinstance(results, tuple | list) else 1}
    z, mean, std = results
    yield {"the mean": mean, "the std": std}
    yield {"the table z": z}
    yield {"the table afterwards": x}


RESULTS = ["the number of results", "the mean", "the std", "the table z"]


def test_the_worked_example(example):
    example(standardized, torch.tensor([[1.0, 20.0, 7.0], [5.0, 60.0, 7.0]]), only=RESULTS)


def test_each_column_by_its_own_mean_and_std(agree, rand):
    """Each column is shifted by its own mean and divided by its own standard deviation, over N."""
    scales, shifts = torch.tensor([1.0, 100.0, 0.01]), torch.tensor([0.5, -70.0, 0.02])
    agree(standardized, rand(11, 3) * scales + shifts, only=RESULTS)
    agree(standardized, rand.strided(3, 7), only=RESULTS)
    agree(standardized, rand(2, 5), only=RESULTS)
    agree(standardized, 1e-5 * rand(5, 2), only=RESULTS)
    agree(standardized, (rand(13, 3) * scales + shifts).float(), only=RESULTS)


def test_columns_far_from_zero_lose_no_digits(agree, rand):
    """Small differences between large numbers, such as 1000000.2 and 1000000.7, are standardised like any others."""
    agree(standardized, rand(11, 3) + torch.tensor([1e6, 0.0, -3e6], dtype=torch.float64), only=RESULTS)


def test_a_constant_column_becomes_zeros(agree, rand):
    """A column of equal values becomes zeros and has std 1, so that new rows can be divided by it."""
    x = rand(7, 5)
    x[:, 1], x[:, 3] = 2.5, 0.0
    agree(standardized, x, only=RESULTS)
    agree(standardized, x.float(), only=RESULTS)


def test_a_single_row_becomes_zeros(agree, rand):
    """With one row there is nothing to vary: z is all zeros, std all ones."""
    agree(standardized, rand(1, 3), only=RESULTS)


def test_the_table_stays_as_it_is(agree, rand):
    """The table that was handed in is not changed."""
    agree(standardized, rand(5, 3))
