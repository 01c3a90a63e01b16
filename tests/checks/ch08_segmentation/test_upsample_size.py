"""Hidden checks for ch08/upsample-size."""

from tutor.checking import probe


@probe
def grown(impl, cases):
    """Sizes, kernels, strides and paddings."""
    for size, kernel, stride, padding in cases:
        told = f"the result of upsample_size({size}, {kernel}, {stride}, {padding})"
        yield {told: impl.upsample_size(size, kernel, stride, padding)}


@probe
def grown_by_name(impl, size, kernel):
    """What is left out, and what is given by name."""
    yield {"the size with stride=2": impl.upsample_size(size, kernel=kernel, stride=2)}
    yield {"the size with stride=2 and padding=1": impl.upsample_size(size, kernel, stride=2, padding=1)}
    yield {"the size for size and kernel alone": impl.upsample_size(size, kernel)}
    yield {"the size with padding=1": impl.upsample_size(size, kernel, padding=1)}


def test_the_worked_example(example):
    example(grown, [(3, 2, 2, 0), (3, 3, 2, 0), (3, 3, 2, 1)])


def test_filters_at_every_place(agree, ints):
    """With a stride of 1 each filter begins one place further, and the last one reaches over the end."""
    agree(grown, [(int(ints(1, 40)), kernel, 1, 0) for kernel in (1, 2, 3, 5, 11)] + [(1, 1, 1, 0), (1, 7, 1, 0)])


def test_filters_side_by_side_or_overlapping(agree, ints):
    """With a larger stride the filters lie further apart; they may touch, or overlap."""
    cases = [(int(ints(2, 30)), kernel, stride, 0) for kernel, stride in ((2, 2), (3, 3), (4, 2), (5, 3), (7, 2))]
    agree(grown, [*cases, (1, 3, 2, 0), (2, 3, 2, 0)])


def test_filters_with_gaps(agree, ints):
    """A stride that is larger than the filter leaves gaps; they count, but behind the last filter there is none."""
    agree(grown, [(int(ints(2, 30)), kernel, stride, 0) for kernel, stride in ((1, 2), (2, 3), (2, 7), (1, 5), (3, 5))])
    agree(grown, [(1, 2, 5, 0)])


def test_padding_is_cut_off_at_both_ends(agree, ints):
    """Padding makes the result smaller, at each of the two ends."""
    agree(grown, [(int(ints(9, 30)), 5, 1, padding) for padding in (1, 2, 3)] + [(1, 3, 1, 1), (2, 5, 1, 2)])
    agree(grown, [(int(ints(9, 30)), 4, stride, padding) for stride in (2, 3) for padding in (1, 2, 3, 7)])
    agree(grown, [(int(ints(9, 30)), 2, stride, padding) for stride in (2, 3, 5) for padding in (1, 4)])


def test_arguments_may_be_named_or_left_out(agree, ints):
    """Left out, the stride is 1 and the padding 0."""
    agree(grown_by_name, int(ints(3, 40)), 5)
