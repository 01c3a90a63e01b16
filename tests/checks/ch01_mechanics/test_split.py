"""Hidden checks for ch01/split."""

import itertools
import random

import torch

from tutor.checking import given, probe


def kind(group):
    """What a group of numbers is, in words."""
    if isinstance(group, torch.Tensor):
        return f"{group.dim()}-D tensor, {str(group.dtype).removeprefix('torch.')}"
    return type(group).__name__


def numbers(groups):
    """The groups as lists."""
    return [group.tolist() if isinstance(group, torch.Tensor) else list(group) for group in groups]


@probe
def dealt(impl, n, fraction, seed):
    """The sizes, and all numbers of both groups in order."""
    groups = impl.split(n, fraction, given.generator(seed))
    yield {"the number of results": len(groups) if isinstance(groups, tuple | list) else 1}
    kept, held_out = groups
    yield {"the kind of the kept group": kind(kept), "the kind of the held-out group": kind(held_out)}
    yield {"how many are kept": len(kept), "how many are held out": len(held_out)}
    yield {"both groups together, sorted": sorted(sum(numbers(groups), []))}


@probe
def repeated(impl, n, seed):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    first = impl.split(n, 0.5, generator)
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"the generator has moved": not torch.equal(generator.get_state(), given.generator(seed).get_state())}
    torch.manual_seed(2)
    random.seed(2)
    second = impl.split(n, 0.5, given.generator(seed))
    other = impl.split(n, 0.5, given.generator(seed + 1))
    yield {"first": numbers(first), "second": numbers(second), "other": numbers(other)}


@probe
def many(impl, n, fraction, seed, times):
    """Which numbers are held out, over many calls with one generator."""
    generator = given.generator(seed)
    yield {"held out": [sorted(numbers(impl.split(n, fraction, generator))[1]) for _ in range(times)]}


SIZES = ["the number of results", "how many are kept", "how many are held out"]


def test_the_worked_example(example):
    example(dealt, 10, 0.3, 0)


def test_each_number_is_in_exactly_one_group(agree, ints):
    """Together the two groups hold each number from 0 to n - 1 once, as int64 tensors of one dimension."""
    for n, fraction in ((11, 0.3), (23, 0.75), (2, 0.5), (101, 0.2)):
        agree(dealt, n, fraction, int(ints(0, 10**6)))


def test_the_sizes_follow_the_fraction(agree, ints):
    """round(n * fraction) numbers are held out, the rest is kept, and the kept ones come first."""
    for n, fraction in ((7, 0.8), (13, 0.25), (29, 0.1), (1347, 0.2)):
        agree(dealt, n, fraction, int(ints(0, 10**6)), only=SIZES)


def test_nothing_or_all_may_be_held_out(agree):
    """With fraction 0 all are kept, with 1 all are held out; so, too, where rounding leads there."""
    for n, fraction in ((7, 0.0), (7, 1.0), (3, 0.1), (1, 0.3), (1, 0.9)):
        agree(dealt, n, fraction, 0)


def test_every_group_is_equally_likely(observe, ints):
    """Over 600 splits of five numbers, each pair is held out about as often as any other."""
    held_out = observe(many, 5, 0.4, int(ints(0, 10**6)), 600)["held out"]
    assert any(pair not in ([0, 1], [3, 4]) for pair in held_out), (
        "only numbers from one end are held out: nothing is shuffled"
    )
    assert any(pair != held_out[0] for pair in held_out), (
        "600 splits in a row, with one generator, held out the same numbers"
    )
    assert any(len(pair) != 2 or pair[1] - pair[0] not in (1, 4) for pair in held_out), (
        "the two that are held out are always neighbours (the last one counts as a neighbour of the first)"
    )
    pairs = [list(pair) for pair in itertools.combinations(range(5), 2)]
    counts = [held_out.count(pair) for pair in pairs]
    assert sum(counts) == 600, "some splits do not hold out two different numbers of five"
    assert given.chi_square(counts, [0.1] * 10) > 1e-7, f"some pairs are held out far more often than others: {counts}"


def test_the_generator_alone_decides(observe, ints):
    """Equal seeds give equal splits, other seeds other ones, and torch's global generator is left alone."""
    seen = observe(repeated, 23, int(ints(0, 10**6)))
    assert seen["first"] == seen["second"], "the same seed gives another split: chance comes from elsewhere"
    assert seen["the generator has moved"], "nothing is drawn from the generator that was handed in"
    assert seen["first"] != seen["other"], "a generator with another seed gives the same split"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
