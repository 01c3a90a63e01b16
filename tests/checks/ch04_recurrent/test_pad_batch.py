"""Hidden checks for ch04/pad-batch."""

import torch

from tutor.checking import probe


def parts(made):
    """What was returned, by name."""
    yield {"the number of things returned": len(made) if isinstance(made, tuple | list) else 1}
    x, lengths = made
    yield {"the tensor x": x, "the lengths": lengths}


@probe
def padded(impl, names):
    """x and lengths with the usual padding."""
    yield from parts(impl.pad_batch(names))


@probe
def padded_with(impl, names, pad):
    """x and lengths with another padding, named and by place."""
    yield from parts(impl.pad_batch(names, pad=pad))
    yield from parts(impl.pad_batch(names, pad))


@probe
def padded_twice(impl, names, others):
    """x and lengths of two batches, one after the other."""
    yield from parts(impl.pad_batch(names))
    yield from parts(impl.pad_batch(others))


@probe
def left_alone(impl, names):
    """The list and the names in it after the call."""
    given_names = list(names)
    impl.pad_batch(names)
    yield {"the number of names after the call": len(names)}
    yield {"the names are still the same objects": all(a is b for a, b in zip(names, given_names))}
    yield {"the names after the call": given_names}


def of_lengths(ints, *lengths):
    return [ints(1, 40, length) for length in lengths]


def test_the_worked_example(example):
    example(padded, [torch.tensor([3, 5, 5, 3]), torch.tensor([9, 7]), torch.tensor([4, 3, 8])])


def test_names_match(agree, ints, rand):
    """Row i is name i, filled up on the right as far as the longest; lengths are those before padding; all is int64."""
    agree(padded, of_lengths(ints, 5, 2, 7, 1, 3))
    agree(padded, of_lengths(ints, *(3 + n for n in rand.permutation(11))))
    agree(padded_twice, of_lengths(ints, 2, 7), of_lengths(ints, 1, 3, 2))


def test_any_number_can_be_the_padding(agree, ints):
    """The gaps hold `pad`, also when it isn't 0."""
    agree(padded_with, of_lengths(ints, 3, 5, 1, 2), 77)
    agree(padded_with, of_lengths(ints, 2, 3, 1), -1)


def test_an_id_may_equal_the_padding(agree, ints):
    """Lengths come from the names: an id that happens to equal `pad` is a real one."""
    zero = torch.zeros(1, dtype=torch.int64)
    names = [torch.cat([ints(1, 9, 2), zero]), torch.cat([zero, ints(1, 9, 1)]), ints(1, 9, 5), zero.repeat(3)]
    agree(padded, names)
    agree(padded_with, of_lengths(ints, 4, 1) + [torch.full((2,), 7)], 7)


def test_nothing_to_pad(agree, ints):
    """One name alone, one letter alone, and names of equal length work."""
    agree(padded, of_lengths(ints, 5))
    agree(padded, of_lengths(ints, 1))
    agree(padded, of_lengths(ints, 3, 3))
    agree(padded, of_lengths(ints, 1, 1, 1, 1))


def test_names_are_left_alone(agree, ints):
    """The list and the names in it are as before."""
    agree(left_alone, of_lengths(ints, 2, 5, 3))
