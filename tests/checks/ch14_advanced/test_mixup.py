"""Hidden checks for ch14/mixup. Which numbers are drawn, and in which order, is free."""

import itertools
import random

import numpy as np
import torch

from tutor.checking import given, probe


def plain(lam):
    """A float as Python's own: NumPy's is one, too."""
    return float(lam) if isinstance(lam, float) else lam


@probe
def kept(impl, x, y, alpha, seed):
    """What no chance can change: the sum of the mixtures, and the labels in their order."""
    mixed, y_a, y_b, lam = impl.mixup(x, y, alpha, given.generator(seed))
    yield {"the shape of mixed": tuple(mixed.shape), "the dtype of mixed": str(mixed.dtype)}
    yield {"mixed, summed over the batch": mixed.sum(dim=0)}
    yield {"y_a": y_a, "y_b, sorted": y_b.sort().values}
    yield {"lam is a float": isinstance(lam, float)}
    yield {"x after the call": x, "y after the call": y}


@probe
def unmixed(impl, x, y, alpha, seed):
    """With alpha = 0."""
    mixed, y_a, y_b, lam = impl.mixup(x, y, alpha, given.generator(seed))
    yield {"lam for alpha = 0": plain(lam), "mixed for alpha = 0": mixed, "y_a for alpha = 0": y_a}
    yield {"y_b for alpha = 0, sorted": y_b.sort().values, "x afterwards": x, "y afterwards": y}


@probe
def mixed_up(impl, x, y, alpha, seed):
    """Everything that one call returns, and what it leaves behind."""
    mixed, y_a, y_b, lam = impl.mixup(x, y, alpha, given.generator(seed))
    yield {"mixed": mixed, "y_a": y_a, "y_b": y_b, "lam": plain(lam), "lam is a float": isinstance(lam, float)}
    yield {"x afterwards": x, "y afterwards": y}


@probe
def mixed_often(impl, x, y, alpha, seed, times):
    """Everything that several calls with one generator return."""
    generator = given.generator(seed)
    calls = [impl.mixup(x, y, alpha, generator) for _ in range(times)]
    names = ("mixed", "y_a", "y_b", "lam", "lam is a float")
    yield {
        "calls": [
            dict(zip(names, (*call[:3], plain(call[3]), isinstance(call[3], float)), strict=True)) for call in calls
        ]
    }


@probe
def refilled(impl, x, other, y, alpha, seed):
    """A second call with the same tensor, which holds other numbers by then; and the dtype for bfloat16."""
    generator = given.generator(seed)
    impl.mixup(x, y, alpha, generator)
    x.copy_(other)
    mixed, y_a, y_b, lam = impl.mixup(x, y, alpha, generator)
    yield {"mixed": mixed, "y_a": y_a, "y_b": y_b, "lam": plain(lam), "lam is a float": isinstance(lam, float)}
    yield {"the dtype for bfloat16": str(impl.mixup(x.bfloat16(), y, alpha, generator)[0].dtype)}


@probe
def learned(impl, x, y, alpha, seed, upstream):
    """What a call returns, and the gradient of x."""
    x.requires_grad_()
    mixed, _, y_b, lam = impl.mixup(x, y, alpha, given.generator(seed))
    yield {"y_b": y_b, "lam": plain(lam), "the gradient of x": given.gradients(mixed, upstream, x)[0]}


@probe
def many(impl, x, y, alpha, seed, times):
    """lam and y_b of one call after the other, with one generator."""
    generator = given.generator(seed)
    drawn = [impl.mixup(x, y, alpha, generator) for _ in range(times)]
    yield {"the lams": [float(lam) for *_, lam in drawn], "the partners": torch.stack([y_b for _, _, y_b, _ in drawn])}


def as_list(call):
    mixed, y_a, y_b, lam = call
    return [mixed, y_a, y_b, plain(lam)]


@probe
def repeated(impl, x, y, alpha, seed):
    """The same seed twice, under two states of the global generators; and what has become of those."""
    torch.manual_seed(1), random.seed(1), np.random.seed(1)
    before, python, numpy = torch.get_rng_state(), random.getstate(), np.random.get_state()[1].tolist()
    generator = given.generator(seed)
    first = as_list(impl.mixup(x, y, alpha, generator))
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"Python's own is as before": python == random.getstate()}
    yield {"NumPy's own is as before": numpy == np.random.get_state()[1].tolist()}
    yield {"first": first, "after that": as_list(impl.mixup(x, y, alpha, generator))}
    torch.manual_seed(2), random.seed(2), np.random.seed(2)
    yield {"second": as_list(impl.mixup(x, y, alpha, given.generator(seed)))}
    yield {"other": as_list(impl.mixup(x, y, alpha, given.generator(seed + 1)))}
    generator.manual_seed(seed)
    yield {"seeded again": as_list(impl.mixup(x, y, alpha, generator))}
    generator.manual_seed(seed)
    torch.rand(5, generator=generator)
    yield {"some numbers later": as_list(impl.mixup(x, y, alpha, generator))}


def seed_of(ints):
    return int(ints(0, 10**6))


def same(a, b):
    rtol = 1e-8 if a.dtype == b.dtype == torch.float64 else 1e-5
    spread = float(b.max() - b.min())
    return a.shape == b.shape and torch.allclose(a.double(), b.double(), rtol=rtol, atol=1e-6 * spread)


def mixture(lam, x, partners):
    return lam * x + (1 - lam) * x[partners]


def judge(x, seen):
    """Whether mixed is what lam, y_a and y_b say, for y = 0 … B - 1; an assert says what it is instead."""
    B, mixed, lam = len(x), seen["mixed"], seen["lam"]
    assert not (isinstance(lam, torch.Tensor) and lam.numel() > 1), (
        "lam holds several numbers: one serves the whole batch"
    )
    assert seen["lam is a float"], "lam is not a float, one number for the whole batch"
    assert 0 <= lam <= 1, f"lam is {lam:.3g}, which is no share"
    assert isinstance(mixed, torch.Tensor) and mixed.shape == x.shape, "mixed has not the shape of x"
    assert mixed.dtype == x.dtype, f"mixed is {mixed.dtype} where x is {x.dtype}"
    for name in ("y_a", "y_b"):
        assert isinstance(seen[name], torch.Tensor) and seen[name].shape == (B,), f"{name} has not the shape (B,)"
        assert seen[name].dtype == torch.int64, f"{name} is {seen[name].dtype}, not int64"
    y = torch.arange(B)
    y_a, y_b = seen["y_a"], seen["y_b"]
    if B > 1 and torch.equal(y_b, y) and not torch.equal(y_a, y):
        raise AssertionError("y_a and y_b have changed places: y_a belongs to the larger part")
    assert torch.equal(y_a, y), "y_a is not y: the larger part of each mixture is the example at the same place"
    assert torch.equal(y_b.sort().values, y), "y_b does not hold each label of the batch once: some partner is left out"
    if same(mixed, mixture(lam, x, y_b)):
        return
    near = torch.allclose(
        mixed.double(), mixture(lam, x, y_b).double(), rtol=1e-4, atol=1e-6 * float(x.max() - x.min())
    )
    assert not near, "mixed is right in its first digits alone: it was rounded on the way, to another dtype perhaps"
    assert not same(mixed, mixture(1 - lam, x, y_b)), "the partner has the share lam, and the example itself the rest"
    assert not same(mixed, x), "the labels have partners, and the pictures are not mixed"
    assert not same(mixed, mixture(lam, x, y_b.argsort())), "y_b are labels of others than the partners: turned round"
    assert not same(mixed.sum(dim=0), x.sum(dim=0)), "y_b are labels of others than the partners in the pictures"
    raise AssertionError("mixed is not lam times x and 1 - lam times the partners with the labels y_b")


def beyond(lam, alpha):
    """The probability that max(l, 1 - l) is larger than lam, for l from Beta(alpha, alpha), 0.5 <= lam <= 1.

    That is twice the integral of the density from 0 to 1 - lam; the ratio to that from 0 to 0.5 needs no constant.
    For alpha below 1 the density is infinite at 0: with s = t^alpha in place of t it is smooth.
    """
    power = min(alpha, 1.0)
    nodes = (torch.arange(100, dtype=torch.float64) + 0.5) / 100  # midpoints

    def integral(upper):
        width = upper**power  # (N,)
        s = width[:, None] * nodes  # (N, 100)
        return width * (s ** (alpha / power - 1) * (1 - s ** (1 / power)).pow(alpha - 1)).mean(dim=1)

    return integral(1 - lam) / integral(torch.tensor([0.5], dtype=torch.float64))


def draws(observe, alpha, ints, times):
    """The lams of many calls with a batch of four, and their partners (times, 4)."""
    x, y = torch.zeros(4, 1), torch.arange(4)
    seen = observe(many, x, y, alpha, seed_of(ints), times)
    return torch.tensor(seen["the lams"], dtype=torch.float64), seen["the partners"]


def test_the_worked_example(example):
    example(kept, torch.tensor([[0.0], [10.0], [100.0]]), torch.tensor([0, 1, 2]), 1.0, 0)


def test_mixtures_are_what_lam_and_labels_say(observe, rand, ints):
    """Each mixture is lam of an example and 1 - lam of a partner, and y_a and y_b are their labels."""
    for x, alpha in (
        (rand(23, 2, 3, 5), 2.0),
        (rand.strided(13, 7), 1.0),
        (rand(29), 5.0),
        (rand(11, 11, dtype=torch.float32), 0.4),
        (rand(1, 3, 2), 1.0),
        (rand(2, 3), 1),
        (1e30 * rand(7, 2), 1.0),
        (1e-9 * rand(5, 3), 1.5),
    ):
        judge(x, observe(mixed_up, x, torch.arange(len(x)), alpha, seed_of(ints)))
    x = rand(5, 2) + 1e6
    for seen in observe(mixed_often, x, torch.arange(5), 1.5, seed_of(ints), 25)["calls"]:
        judge(x, seen)


def test_labels_may_repeat(agree, rand, ints):
    """Labels of any kind go with their examples: y_a is y, and y_b holds the same labels in another order."""
    agree(kept, rand(17, 3), ints(0, 3, 17), 1.0, seed_of(ints))
    agree(kept, rand(5, 2, 4, dtype=torch.float32), 10**9 + 7 * ints(1, 20, 5), 0.3, seed_of(ints), tol=10)
    agree(kept, rand(1, 2), torch.tensor([4]), 2.0, seed_of(ints))


def test_examples_are_mixed_with_each_other(observe, ints):
    """The examples of a batch are mixed with each other, not each with itself."""
    x, y = torch.arange(31.0)[:, None], torch.arange(31)
    seen = observe(mixed_up, x, y, 1.0, seed_of(ints))
    assert not torch.equal(seen["y_b"], y), "y_b is y: nobody has another one for a partner"


def test_large_batches(observe, ints):
    """In a large batch, too, everybody can be everybody's partner."""
    place = torch.arange(67)
    partners = observe(many, torch.zeros(67, 1), place, 1.0, seed_of(ints), 40)["the partners"]
    assert torch.equal(partners.sort(dim=1).values, place.expand(40, 67)), (
        "y_b does not hold each label of the batch once: some partner is left out"
    )
    assert (partners == place).any(), "in 40 batches of 67 nobody was ever its own partner: chance does that, too"
    turned = (partners - place) % 67
    assert not (turned == turned[:, :1]).all(), "every batch is mixed with itself, turned by some places in a ring"
    near = int(((partners - place).abs() < 17).sum())
    chance = (67 + 2 * sum(67 - apart for apart in range(1, 17))) / 67**2
    assert given.chi_square([near, 40 * 67 - near], [chance, 1 - chance]) > 1e-7, (
        "in batches of 67 the partners stand nearer to each other, or further apart, than chance puts them"
    )


def test_lam_is_the_larger_share(observe, ints):
    """lam is the larger of l and 1 - l, never less than a half, and another one in each call."""
    lams, _ = draws(observe, 1.0, ints, 100)
    assert lams.unique().numel() > 1, "100 calls had one and the same lam: each batch draws its own"
    assert not (lams <= 0.5).all(), "lam is never more than 0.5: it is the smaller share, not the larger"
    assert (lams >= 0.5).all(), f"lam came out as {float(lams.min()):.3g}: of l and 1 - l it is the larger"
    assert (lams == 0.5).double().mean() < 0.2, (
        "lam is exactly 0.5 far too often: what is below 0.5 is cut off, not folded"
    )
    assert lams.unique().numel() > 95, "among 100 lams many are equal"
    assert (lams <= 1).all(), "lam came out larger than 1"
    near, _ = draws(observe, 1e8, ints, 20)  # l strays from a half by 0.00004 or so
    assert (near >= 0.5).all(), "for a large alpha lam came out as a little less than a half: it was made smaller"
    assert (near < 0.5004).all(), "for a very large alpha, l is all but a half, and so is lam"


def test_lam_comes_from_the_beta_distribution(observe, rand, ints):
    """l is drawn from Beta(alpha, alpha): for a small alpha lam is mostly near 1, for a large one near a half."""
    for alpha in (round(rand.number(0.2, 0.35), 2), round(rand.number(5.0, 9.0), 1)):
        lams, _ = draws(observe, alpha, ints, 400)
        assert ((lams >= 0.5) & (lams <= 1)).all(), "lam is not between a half and 1"
        mixing = lams[lams < 1 - 1e-5]  # float32 rounds what is nearer to 1
        assert len(mixing.unique()) > len(mixing) - 6, "many of 400 lams are equal"
        if given.ks_uniform(beyond(lams, alpha)) > 1e-7:
            continue
        for fits, what in (
            (2 * lams - 1, "lam is spread evenly from a half to 1"),
            (beyond(lams, 1 / alpha), "lam is spread as 1 / alpha would spread it"),
            (beyond(lams, 2 * alpha), "lam is spread as twice that alpha would spread it"),
            (beyond(lams, alpha / 2), "lam is spread as half of that alpha would spread it"),
            (lams**alpha - (1 - lams) ** alpha, "lam is spread as Beta(alpha, 1) would spread it"),
        ):
            assert given.ks_uniform(fits) <= 1e-7, f"alpha = {alpha}: {what}"
        raise AssertionError(f"alpha = {alpha}: the lams of 400 calls don't come from Beta(alpha, alpha)")


def test_very_small_and_large_alphas(observe, rand, ints):
    """alpha may be any number from 0: lam is then almost always close to 1, or almost always close to a half."""
    for alpha, limits in (
        (round(rand.number(0.03, 0.05), 3), (0.999, 0.9)),
        (round(rand.number(40.0, 60.0)), (0.6, 0.54)),
    ):
        lams, _ = draws(observe, alpha, ints, 150)
        assert ((lams >= 0.5) & (lams <= 1)).all(), "lam is not between a half and 1"
        above = [0.0, *beyond(torch.tensor(limits, dtype=torch.float64), alpha).tolist(), 1.0]
        found = [0, *(int((lams > limit).sum()) for limit in limits), 150]
        counts, shares = ([b - a for a, b in itertools.pairwise(each)] for each in (found, above))
        assert given.chi_square(counts, shares) > 1e-7, (
            f"alpha = {alpha}: the lams of 150 calls don't come from Beta(alpha, alpha)"
        )


def test_all_orders_are_equally_likely(observe, ints):
    """The partners are a random order of the batch, and all orders come up equally often, whatever lam is."""
    lams, partners = draws(observe, 1.0, ints, 700)
    orders = {order: k for k, order in enumerate(itertools.permutations(range(4)))}
    found = [orders.get(tuple(row)) for row in partners.tolist()]
    assert None not in found, "y_b does not hold each label of the batch once: some partner is left out"
    assert set(found) != {23}, "700 batches of four were all mixed with themselves from back to front"
    assert len(set(found)) > 1, "700 batches of four were all put in the same order"
    turned = (partners - torch.arange(4)) % 4 == partners[:, :1]
    assert not turned.all(), "every batch is mixed with itself, turned by some places in a ring"
    own = (partners == torch.arange(4)).any(dim=1)
    assert own.any(), "in 700 batches of four nobody was ever its own partner: chance does that, too"
    counts = [found.count(k) for k in range(24)]
    assert given.chi_square(counts, [1 / 24] * 24) > 1e-7, "some orders of four come up far more often than others"
    first = partners[:, 0].bincount(minlength=4).double() / len(partners)
    for a, b, what in (
        (partners[:, 0], (4 * (lams - 0.5) * 2).long().clamp(max=3), "lam tells who is whose partner"),
        (partners[1:, 0], partners[:-1, 0], "the partners of one batch tell those of the next"),
    ):
        pairs = (4 * a + b).bincount(minlength=16)
        shares = first[:, None] * b.bincount(minlength=4).double() / len(b)
        assert given.chi_square(pairs, shares.flatten()) > 1e-7, what


def test_alpha_of_zero(agree, rand, ints):
    """With alpha = 0 lam is 1, and nothing is mixed."""
    agree(unmixed, rand(7, 3), torch.arange(7), 0.0, seed_of(ints))
    agree(unmixed, rand(5, 2, 3, dtype=torch.float32), ints(0, 3, 5), 0, seed_of(ints))


def test_gradients_reach_x(observe, rand, ints):
    """A gradient of the mixtures reaches both parts of each, by their shares."""
    x, upstream = rand(7, 3), rand(7, 3)
    seen = observe(learned, x, torch.arange(7), 1.0, seed_of(ints), upstream)
    found, lam = seen["the gradient of x"], seen["lam"]
    assert found is not None, "no gradient reaches x"
    assert not same(found, lam * upstream), "the gradient reaches the example itself, but not its partner"
    expected = (lam * upstream).index_add(0, seen["y_b"], (1 - lam) * upstream)
    assert same(found, expected), "the gradient that reaches x is not lam and 1 - lam of that of the mixtures"


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds give equal results; nothing but the generator is used, and it goes on from call to call."""
    seen = observe(repeated, rand(13, 2), torch.arange(13), 1.0, seed_of(ints))
    first, after, second, other = (seen[name] for name in ("first", "after that", "second", "other"))
    assert torch.equal(first[2], second[2]), "the same seed gives other partners"
    assert first[3] == second[3] and torch.equal(first[0], second[0]), "the same seed gives another lam"
    for whose in ("torch", "Python", "NumPy"):
        assert seen[f"{whose}'s own is as before"], f"{whose}'s global generator was seeded, or used"
    assert not torch.equal(first[2], after[2]), "the generator does not go on: the second batch has the same partners"
    assert first[3] != after[3], "the generator does not go on: the second batch has the same lam"
    assert not torch.equal(first[2], other[2]), "another seed gives the same partners"
    assert first[3] != other[3], "another seed gives the same lam"
    again, later = seen["seeded again"], seen["some numbers later"]
    assert torch.equal(first[2], again[2]) and first[3] == again[3], (
        "the same generator, seeded again, gives other results: something is kept between calls"
    )
    assert not torch.equal(first[2], later[2]) and first[3] != later[3], (
        "a generator that has drawn some numbers since it was seeded gives the same results: only its seed counts"
    )
    seen = observe(repeated, rand(67, 2), torch.arange(67), 0.0, seed_of(ints))
    for whose in ("torch", "Python", "NumPy"):
        assert seen[f"{whose}'s own is as before"], f"with alpha = 0, {whose}'s global generator was seeded, or used"
    assert torch.equal(seen["first"][2], seen["second"][2]), "with alpha = 0, the same seed gives other partners"


def test_x_and_y_are_left_alone(observe, rand, ints):
    """The examples and the labels that were handed in stay as they are."""
    x, y = rand(7, 3), torch.arange(7)
    seen = observe(mixed_up, x, y, 1.0, seed_of(ints))
    assert torch.equal(seen["x afterwards"], x), "x has changed: an example would be mixed again in each epoch"
    assert torch.equal(seen["y afterwards"], y), "y has changed"


def test_nothing_is_remembered(observe, rand, ints):
    """The same tensor with other numbers is mixed as any other, and the dtype is that of x."""
    x, other = rand(13, 2), rand(13, 2)
    seen = observe(refilled, x, other, torch.arange(13), 1.0, seed_of(ints))
    judge(other, seen)
    found = seen["the dtype for bfloat16"]
    assert found == "torch.bfloat16", f"mixed is {found} where x is torch.bfloat16"
