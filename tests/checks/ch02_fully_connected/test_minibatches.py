"""Hidden checks for ch02/minibatches."""

import itertools
import random

import numpy as np
import torch

from tutor.checking import given, probe

EPOCHS = 720


def kind(rows):
    """What a batch is, in words."""
    if isinstance(rows, torch.Tensor):
        return f"{rows.dim()}-D tensor, {str(rows.dtype).removeprefix('torch.')}"
    return type(rows).__name__


def numbers(batches, most):
    """The batches as lists, no more than `most` of them."""
    return [rows.tolist() if isinstance(rows, torch.Tensor) else list(rows) for rows in itertools.islice(batches, most)]


@probe
def dealt(impl, n, size, seed, drop_last):
    """The sizes and kinds of the batches of two epochs, and all their numbers in order."""
    generator = given.generator(seed)
    for _ in range(2):
        batches = list(itertools.islice(impl.minibatches(n, size, generator, drop_last=drop_last), n + 2))
        lists = numbers(batches, n + 2)
        yield {"the sizes of the batches": [len(rows) for rows in lists]}
        yield {"the kinds of batches": sorted({kind(rows) for rows in batches})}
        together = sorted(itertools.chain(*lists))
        if drop_last:  # which numbers are missing is chance: judged is that none comes twice
            yield {"how many different numbers there are": len(set(together))}
            yield {"the numbers outside of 0 to n - 1": [i for i in together if not 0 <= i < n]}
        else:
            yield {"all batches together, sorted": together}


@probe
def dealt_by_default(impl, n, size, seed):
    """The lesson's example: the sizes, and all numbers in order."""
    batches = numbers(impl.minibatches(n, size, given.generator(seed)), n + 2)
    yield {"the sizes of the batches": [len(rows) for rows in batches]}
    yield {"all batches together, sorted": sorted(itertools.chain(*batches))}


@probe
def many(impl, n, size, seed, epochs, drop_last):
    """The batches of many epochs that one generator deals."""
    generator = given.generator(seed)
    yield {"epochs": [numbers(impl.minibatches(n, size, generator, drop_last), n + 2) for _ in range(epochs)]}


@probe
def repeated(impl, n, size, seed):
    """The same seed twice, under two states of the global generators; and what has become of those."""
    torch.manual_seed(1)
    random.seed(1)
    np.random.seed(1)
    before, python, numpy = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    generator = given.generator(seed)
    first = [numbers(impl.minibatches(n, size, generator), n + 2) for _ in range(2)]
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"Python's own is as before": python == random.getstate()}
    yield {"NumPy's own is as before": numpy == np.random.get_state()[1].tolist()}
    torch.manual_seed(2)
    random.seed(2)
    np.random.seed(2)
    generator = given.generator(seed)
    second = [numbers(impl.minibatches(n, size, generator), n + 2) for _ in range(2)]
    other = [numbers(impl.minibatches(n, size, given.generator(seed + 1)), n + 2)]
    generator = given.generator(seed)
    torch.rand(3, generator=generator)  # as an augmentation that draws from the same source
    yield {"first": first, "second": second, "other": other}
    yield {"drawn from before": numbers(impl.minibatches(n, size, generator), n + 2)}


@probe
def long_epochs(impl, n, seed, epochs):
    """The orders of many epochs of one batch each."""
    generator = given.generator(seed)
    orders = [torch.cat(list(impl.minibatches(n, n, generator))) for _ in range(epochs)]
    yield {"orders": torch.stack(orders)}


def test_the_worked_example(example):
    example(dealt_by_default, 7, 3, 0)


def test_each_number_comes_once(agree, ints):
    """Each number from 0 to n - 1 is in one batch, a tensor of int64; all have the size, the last may be smaller."""
    for n, size in ((7, 3), (23, 5), (101, 7), (13, 12)):
        agree(dealt, n, size, int(ints(0, 10**6)), False)


def test_batches_may_come_out_even(agree, ints):
    """Where n is a multiple of the size, all batches are full and there is no further one."""
    for n, size in ((6, 3), (35, 7), (5, 5)):
        agree(dealt, n, size, int(ints(0, 10**6)), False)


def test_one_and_all_are_sizes_too(agree, ints):
    """Batches of one, one batch of all, a size larger than n, and a single example work."""
    for n, size in ((7, 1), (7, 100), (1, 1), (1, 3)):
        agree(dealt, n, size, int(ints(0, 10**6)), False)


def test_drop_last_leaves_out_a_smaller_batch(agree, ints):
    """With drop_last a smaller batch at the end is left out, a full one stays; nothing is left where none is full."""
    for n, size in ((7, 3), (6, 3), (23, 5), (7, 1), (3, 5)):
        agree(dealt, n, size, int(ints(0, 10**6)), True)


def test_every_order_is_equally_likely(observe, ints):
    """Over 720 epochs of four numbers, each order comes about as often as any other."""
    epochs = observe(many, 4, 2, int(ints(0, 10**6)), EPOCHS, False)["epochs"]
    orders = [tuple(itertools.chain(*batches)) for batches in epochs]
    assert any(order != (0, 1, 2, 3) for order in orders), "the numbers come in their own order: nothing is shuffled"
    assert any(order != orders[0] for order in orders), "720 epochs in a row, with one generator, have the same order"
    assert any({0, 1} != set(batch) != {2, 3} for batches in epochs for batch in batches), (
        "each batch holds neighbours, in every epoch: 0 with 1, and 2 with 3"
        if any(set(batches[0]) == {2, 3} for batches in epochs)
        else "the first batch holds 0 and 1 in every epoch, the second 2 and 3"
    )
    counts = [orders.count(order) for order in itertools.permutations(range(4))]
    assert sum(counts) == EPOCHS, "some epochs do not deal out each of four numbers once"
    assert given.chi_square(counts, [1 / 24] * 24) > 1e-7, f"some orders come far more often than others: {counts}"


def test_no_number_has_a_favourite_place(observe, ints):
    """Over 120 epochs of 101 numbers, about as many numbers move back as forward, and about one stays in each."""
    n, epochs = 101, 120
    orders = observe(long_epochs, n, int(ints(0, 10**6)), epochs)["orders"]
    forward = int((orders > torch.arange(n)).sum())  # mean (n - 1) / 2 and variance (n + 1) / 12 in an epoch
    off = (forward - epochs * (n - 1) / 2) / (epochs * (n + 1) / 12) ** 0.5
    assert abs(off) < 5.5, (
        f"of {n} numbers {forward / epochs:.3g} come earlier than in their own order, in the mean of {epochs} epochs; "
        f"where every order is equally likely it is {(n - 1) / 2:.3g}"
    )
    stay = int((orders == torch.arange(n)).sum())
    assert 50 < stay < 210, f"{stay / epochs:.3g} of {n} numbers keep their place in an epoch; by chance it is one"


def test_chance_decides_what_is_left_out(observe, ints):
    """Over 300 epochs with drop_last, each of three numbers is left out of the batches of two about as often."""
    epochs = observe(many, 3, 2, int(ints(0, 10**6)), 300, True)["epochs"]
    missing = [i for batches in epochs for i in range(3) if i not in itertools.chain(*batches)]
    counts = [missing.count(i) for i in range(3)]
    assert sum(counts) == 300, "some epochs do not leave out one of three numbers"
    assert max(counts) < 300, "every epoch leaves out the very same number"
    assert given.chi_square(counts, [1 / 3] * 3) > 1e-7, f"some numbers are left out far more often: {counts}"


def test_the_generator_alone_decides(observe, ints):
    """Equal seeds give equal epochs, other seeds other ones, and torch's global generator is left alone."""
    seen = observe(repeated, 23, 5, int(ints(0, 10**6)))
    assert seen["first"] == seen["second"], "the same seed gives another order: chance comes from elsewhere"
    assert seen["first"][0] != seen["first"][1], "the second epoch has the same order as the first"
    assert seen["first"][0] != seen["other"][0], "a generator with another seed gives the same order"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    assert seen["Python's own is as before"], "Python's global generator was seeded or drawn from: leave it alone"
    assert seen["NumPy's own is as before"], "NumPy's global generator was seeded or drawn from: leave it alone"
    assert seen["first"][0] != seen["drawn from before"], (
        "where something was drawn from the generator before, the order is the same: what counts is where it stands"
    )
