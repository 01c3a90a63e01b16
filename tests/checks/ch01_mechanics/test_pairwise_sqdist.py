"""Hidden checks for ch01/pairwise-sqdist."""

import torch

from tutor.checking import probe


@probe
def distances(impl, a, b):
    """The table, and the points afterwards."""
    yield {"the table": impl.pairwise_sqdist(a, b)}
    yield {"a afterwards": a, "b afterwards": b}


def test_the_worked_example(example):
    a = torch.tensor([[0.0, 0.0], [3.0, 4.0], [1.0, 1.0]])
    b = torch.tensor([[0.0, 0.0], [3.0, 0.0]])
    example(distances, a, b, only=["the table"])


def test_every_pair_has_its_squared_distance(agree, rand):
    """Entry (n, m) is the sum of squared differences of row n of a and row m of b, whatever N, M, D and the dtype."""
    agree(distances, rand(7, 3), rand(5, 3), only=["the table"])
    agree(distances, rand(2, 11), rand(13, 11), only=["the table"])
    agree(distances, rand.strided(5, 3), rand.strided(7, 3), only=["the table"])
    agree(distances, rand(5, 7, dtype=torch.float32), rand(3, 7, dtype=torch.float32), only=["the table"])


def test_equal_numbers_of_points_are_nothing_special(agree, rand):
    """With as many points in a as in b there is still an entry for every pair, in the right place."""
    agree(distances, rand(5, 3), rand(5, 3), only=["the table"])
    agree(distances, rand(3, 3), rand(3, 3), only=["the table"])


def test_single_points_make_a_table_too(agree, rand):
    """One point against many, many against one, and points with a single coordinate."""
    agree(distances, rand(1, 3), rand(5, 3), only=["the table"])
    agree(distances, rand(7, 3), rand(1, 3), only=["the table"])
    agree(distances, rand(5, 1), rand(3, 1), only=["the table"])
    agree(distances, rand(1, 2), rand(1, 2), only=["the table"])


def test_the_points_stay_as_they_are(agree, rand):
    """Neither set of points is changed."""
    agree(distances, rand(5, 3), rand(2, 3))
