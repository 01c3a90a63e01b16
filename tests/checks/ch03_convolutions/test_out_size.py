"""Hidden checks for ch03/out-size."""

from tutor.checking import probe


@probe
def fits(impl, n, k, s, p):
    """One row and one filter."""
    yield {"the number of places": impl.out_size(n, k, s, p)}


@probe
def fits_by_name(impl, n, k):
    """What is left out, and what is given by name."""
    yield {"the number of places, for n and k alone": impl.out_size(n, k)}
    yield {"the number of places, with s=2": impl.out_size(n, k, s=2)}
    yield {"the number of places, with p=1": impl.out_size(n, k, p=1)}


def test_the_worked_example(example):
    example(fits_by_name, 8, 3)


def test_a_filter_stays_inside_the_row(agree, ints):
    """With a stride of 1 and no padding, a filter fits wherever it does not hang over the end."""
    for k in (1, 2, 3, 5, 8):
        agree(fits, k + int(ints(3, 30)), k, 1, 0)
    agree(fits, 7, 7, 1, 0)
    agree(fits, 1, 1, 1, 0)


def test_padding_stands_at_both_ends(agree, ints):
    """p zeros are added at each of the two ends."""
    for p in (1, 2, 3, 7):
        agree(fits, int(ints(9, 30)), 5, 1, p)
    agree(fits, 3, 5, 1, 1)


def test_the_stride_leaves_places_out(agree, ints):
    """The filter moves by s at a time."""
    for s in (2, 3, 5):
        agree(fits, 4 + s * int(ints(2, 9)), 4, s, 0)
    agree(fits, 5, 2, 7, 0)


def test_the_last_step_may_not_fit(agree, ints):
    """Where the last step would lead over the end, it is not made."""
    for s in (2, 3, 5):
        for left_over in range(1, s):
            agree(fits, 4 + s * int(ints(2, 9)) + left_over, 4, s, 0)


def test_everything_together(agree, ints):
    """Size, filter, stride and padding of all kinds, and the usual values where they are left out."""
    for k in (1, 2, 3, 5, 11):
        for s in (1, 2, 3, 4):
            for p in (0, 1, 2, 5):
                agree(fits, k + int(ints(0, 40)), k, s, p)
    agree(fits_by_name, 29, 4)
