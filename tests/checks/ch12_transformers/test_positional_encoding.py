"""Hidden checks for ch12/positional-encoding."""

from tutor.checking import probe


@probe
def made(impl, T, D):
    """The table."""
    yield {"the table": impl.positional_encoding(T, D)}


@probe
def made_again(impl, T, D, other):
    """A table, and the table of the same size after the first one was written into, and one of another size."""
    first = impl.positional_encoding(T, D)
    yield {"the table": first}
    first.data.neg_()
    yield {"a longer table": impl.positional_encoding(other, D)}
    yield {"a narrower table": impl.positional_encoding(T, D - 2)}
    yield {"the table of the same size, later": impl.positional_encoding(T, D)}


def test_the_worked_example(example):
    example(made, 4, 4)


def test_each_pair_of_columns_has_its_wave(agree):
    """Column 2i is the sine and column 2i + 1 the cosine of t / 10000^(2i/D), in all sizes."""
    for T, D in ((7, 6), (5, 2), (31, 16), (3, 10), (53, 64)):
        agree(made, T, D, tol=3)
    agree(made, 301, 6, tol=30)
    agree(made, 3, 130, tol=3)


def test_an_odd_width_ends_with_a_sine(agree):
    """With an odd D the last pair has its sine only, and all frequencies still go by D."""
    for T, D in ((5, 3), (7, 5), (13, 11), (4, 1)):
        agree(made, T, D, tol=3)


def test_nothing_is_mixed_up_when_sizes_are_equal(agree):
    """Rows are places and columns are numbers, also when there are as many of both."""
    agree(made, 8, 8, tol=3)
    agree(made, 5, 5, tol=3)


def test_small_tables(agree):
    """One place, or one number, keeps its axis."""
    agree(made, 1, 6)
    agree(made, 1, 1)
    agree(made, 7, 1)


def test_each_table_is_a_new_one(agree):
    """Who writes into one table does not change the next one."""
    agree(made_again, 5, 6, 11, tol=3)
