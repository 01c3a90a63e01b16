"""Hidden checks for ch03/out-size."""

from tutor.checking import probe


@probe
def fits(impl, cases):
    """Rows and filters, (n, k, s, p) each."""
    for n, k, s, p in cases:
        yield {f"the result of out_size({n}, {k}, {s}, {p})": impl.out_size(n, k, s, p)}


@probe
def fits_by_name(impl, n, k):
    """What is left out, and what is given by name."""
    yield {"the number of places, for n and k alone": impl.out_size(n, k)}
    yield {"the number of places, with p=1": impl.out_size(n, k, p=1)}
    yield {"the number of places, with s=2": impl.out_size(n, k, s=2)}


def test_the_worked_example(example):
    example(fits_by_name, 8, 3)


def test_a_filter_stays_inside_the_row(agree, ints):
    """With a stride of 1 and no padding, a filter fits wherever it does not hang over the end."""
    cases = [(k + int(ints(3, 30)), k, 1, 0) for k in (1, 2, 3, 5, 8)]
    agree(fits, [*cases, (7, 7, 1, 0), (1, 1, 1, 0)])


def test_padding_stands_at_both_ends(agree, ints):
    """p zeros are added at each of the two ends."""
    agree(fits, [(int(ints(9, 30)), 5, 1, p) for p in (1, 2, 3, 7)] + [(3, 5, 1, 1)])


def test_the_stride_leaves_places_out(agree, ints):
    """The filter moves by s at a time."""
    agree(fits, [(4 + s * int(ints(2, 9)), 4, s, 0) for s in (2, 3, 5)] + [(5, 2, 7, 0)])


def test_the_last_step_may_not_fit(agree, ints):
    """Where the last step would lead over the end, it is not made."""
    agree(fits, [(4 + s * int(ints(2, 9)) + rest, 4, s, 0) for s in (2, 3, 5) for rest in range(1, s)])


def test_everything_together(agree, ints):
    """Size, filter, stride and padding of all kinds, and the usual values where they are left out."""
    sizes = [(k, s, p) for k in (1, 2, 3, 5, 11) for s in (1, 2, 3, 4) for p in (0, 1, 2, 5)]
    agree(fits, [(k + int(ints(0, 40)), k, s, p) for k, s, p in sizes])
    agree(fits_by_name, 29, 4)
