"""Hidden checks for ch07/corrupt. Which numbers are drawn, and in which order, is free."""

import random

import torch

from tutor.checking import given, probe


@probe
def spoiled(impl, x, sigma, p, seed):
    """The result of one call, and x afterwards."""
    yield {"the result": impl.corrupt(x, sigma, p, given.generator(seed), True)}
    yield {"x after the call": x}


@probe
def counted(impl, x, p, seed):
    """Without noise: the different numbers of the result, and shape and dtype."""
    out = impl.corrupt(x, 0.0, p, given.generator(seed), True)
    yield {"the different numbers in the result": sorted({round(number, 4) for number in out.flatten().tolist()})}
    yield {"the shape of the result": tuple(out.shape), "the dtype of the result": str(out.dtype)}
    still = impl.corrupt(x, 0.0, p, given.generator(seed), False)
    yield {"the different numbers with training = False": sorted({round(n, 4) for n in still.flatten().tolist()})}


@probe
def looks(impl, x, sigma, p, seed, training):
    """Shape and dtype of the result, and what becomes of x."""
    out = impl.corrupt(x, sigma, p, given.generator(seed), training)
    yield {"the shape of the result": tuple(out.shape), "the dtype of the result": str(out.dtype)}
    yield {"x after the call": x}


@probe
def untouched(impl, x, sigma, p, seed):
    """Without training: the result, and whether the generator has moved."""
    generator = given.generator(seed)
    yield {"the result": impl.corrupt(x, sigma, p, generator, False)}
    yield {"numbers were drawn": not torch.equal(generator.get_state(), given.generator(seed).get_state())}
    yield {"x after the call": x}


@probe
def harmless(impl, x, seed):
    """Training with no noise and no dropping."""
    yield {"the result": impl.corrupt(x, 0.0, 0.0, given.generator(seed), True), "x after the call": x}


@probe
def many(impl, x, sigma, p, seed, times):
    """The results of several calls with one generator."""
    generator = given.generator(seed)
    for _ in range(times):
        yield {"result": impl.corrupt(x, sigma, p, generator, True)}


@probe
def repeated(impl, x, sigma, p, seed):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    first = impl.corrupt(x, sigma, p, generator, True).clone()
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"first": first, "after that": impl.corrupt(x, sigma, p, generator, True).clone()}
    torch.manual_seed(2)
    random.seed(2)
    yield {"second": impl.corrupt(x, sigma, p, given.generator(seed), True).clone()}
    yield {"other": impl.corrupt(x, sigma, p, given.generator(seed + 1), True).clone()}


def together(a, b):
    """How many standard deviations the correlation of two lists of numbers is away from none."""
    a, b = a.flatten().double(), b.flatten().double()
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum().abs() / (a.norm() * b.norm() + 1e-300)) * a.numel() ** 0.5


def companions(numbers):
    """Pairs of numbers (N, H, W) that must not hang together, with the words for what they are."""
    half = numbers.shape[0] // 2
    yield numbers[:half], numbers[half : 2 * half], "of two examples at the same place"
    yield numbers[0::2], numbers[1::2], "of two examples at the same place"
    yield numbers[:, 0::2], numbers[:, 1::2], "of two neighbours, one below the other,"
    yield numbers[..., 0::2], numbers[..., 1::2], "of two neighbours, side by side,"
    yield numbers[:, :4, :], numbers[:, 4:, :], "in the two halves of an example"


def seed_of(ints):
    return int(ints(0, 10**6))


def test_the_worked_example(example):
    example(counted, torch.full((6, 8), 0.6), 0.25, 0)


def test_without_noise_and_dropping(agree, rand, ints):
    """With sigma = 0 and p = 0 nothing changes, whatever numbers x holds."""
    agree(harmless, 5 * rand(3, 7), seed_of(ints), tol=1e-4)
    agree(harmless, rand.strided(2, 5, 3), seed_of(ints))
    agree(harmless, rand(11, dtype=torch.float32), seed_of(ints))


def test_nothing_happens_outside_of_training(agree, rand, ints):
    """With training = False x comes back with its own values, and nothing is drawn."""
    agree(untouched, rand(3, 7), 0.5, 0.3, seed_of(ints))
    agree(untouched, rand(2, 1, 5, 3, dtype=torch.float32), 0.0, 0.9, seed_of(ints))
    agree(untouched, rand.strided(5, 2), 1.5, 0.0, seed_of(ints))


def test_the_shape_and_dtype_stay(agree, rand, ints):
    """The result has the shape and dtype of x, whatever they are."""
    for sigma, p in ((0.3, 0.2), (0.0, 0.5), (1.0, 0.0)):
        agree(looks, rand(3, 2, 5, 7), sigma, p, seed_of(ints), True)
        agree(looks, rand(1, 1, dtype=torch.float32), sigma, p, seed_of(ints), True)
        agree(looks, rand.strided(11, 3), sigma, p, seed_of(ints), True)


def test_the_noise_is_normal(observe, rand, ints):
    """What is added is normal, with mean 0 and standard deviation sigma, for dark numbers and for bright ones."""
    for sigma, x in ((0.4, rand(40, 8, 8)), (3.0, torch.zeros(2000, dtype=torch.float64))):
        out = observe(spoiled, x, sigma, 0.0, seed_of(ints))["the result"]
        added = (out - x) / sigma
        assert added.isfinite().all(), "some numbers of the result are not finite"
        n = added.numel()
        assert abs(float(added.mean())) < 5.5 / n**0.5, f"the noise has mean {sigma * added.mean():.2g} instead of 0"
        spread = float(added.std())
        assert abs(spread - 1) < 5.5 / (2 * n) ** 0.5, (
            f"the noise has standard deviation {sigma * spread:.3g} where sigma is {sigma}"
        )
        far = float(added.abs().max())
        assert n < 2500 or far > 2.8, f"of {n} numbers none has noise beyond {far:.1f} sigma: something cuts it off"
        assert together(added.abs(), x.abs()) < 5.5, "the noise is stronger for some numbers of x than for others"
        assert given.ks_uniform(torch.special.ndtr(added)) > 1e-7, "the noise is not normally distributed"


def test_numbers_are_dropped_with_probability_p(observe, rand, ints):
    """A share of p becomes 0, and what is left is divided by 1 - p."""
    for p, shape in ((0.2, (40, 8, 8)), (0.7, (2000,)), (0.05, (2000,))):
        x = rand(*shape, low=0.5, high=1.5) * torch.where(rand(*shape) < 0, -1, 1)
        out = observe(spoiled, x, 0.0, p, seed_of(ints))["the result"]
        dropped = out == 0
        n, share = x.numel(), float(dropped.double().mean())
        counts = [int(dropped.sum()), int((~dropped).sum())]
        if given.chi_square(counts, [p, 1 - p]) <= 1e-7:
            assert given.chi_square(counts, [1 - p, p]) <= 1e-7, f"a share of p = {p} is left, instead of dropped"
            raise AssertionError(f"{share:.1%} of {n} numbers are dropped where p is {p}")
        factor = (out / x)[~dropped]
        assert (factor - factor[0]).abs().max() < 1e-5, "the numbers that are left are not all treated alike"
        assert abs(float(factor[0]) - 1) > 1e-5, f"with p = {p} what is left keeps its size: it is not divided"
        assert abs(float(factor[0]) - 1 / (1 - p)) < 1e-5, (
            f"with p = {p} what is left is multiplied by {factor[0]:.4g}: the mean does not stay what it was"
        )
        assert together(dropped, x) < 5.5, "whether a number is dropped hangs on its value"


def test_noise_first_then_dropping(observe, rand, ints):
    """Dropped numbers are exactly 0, and the others hold their noise, normal as ever, and divided with them."""
    sigma, p = 0.5, 0.4
    x = rand(50, 8, 8)
    out = observe(spoiled, x, sigma, p, seed_of(ints))["the result"]
    kept = out != 0
    assert kept.double().mean() < 0.9, "hardly a number is exactly 0: the noise comes after the dropping"
    added = ((out * (1 - p) - x) / sigma)[kept]
    assert abs(float(added.mean())) < 5.5 / added.numel() ** 0.5, (
        "what is left has noise of one sign more than of the other: the noise decides what is dropped"
    )
    spread = float(added.std())
    assert abs(spread - 1) < 5.5 / (2 * added.numel()) ** 0.5, (
        f"sigma {sigma}, p {p}: the noise of what is left, times 1 - p, has standard deviation {sigma * spread:.3g}"
    )
    assert given.ks_uniform(torch.special.ndtr(added)) > 1e-7, "what is left has another noise than before: not normal"


def test_every_number_has_its_own_chance(observe, rand, ints):
    """The noise of one number, and whether it is dropped, tells nothing about any other."""
    x = rand(40, 8, 8, low=1.0, high=2.0)
    added = observe(spoiled, x, 0.4, 0.0, seed_of(ints))["the result"] - x
    for a, b, what in companions(added):
        assert together(a, b) < 5.5, f"the noise {what} hangs together: each number has its own"
        assert together(a.square(), b.square()) < 7, f"the strength of the noise {what} hangs together"
    dropped = observe(spoiled, x, 0.0, 0.4, seed_of(ints))["the result"] == 0
    for a, b, what in companions(dropped):
        assert together(a, b) < 5.5, f"whether numbers {what} are dropped hangs together: each is dropped by itself"


def test_how_many_are_dropped_is_chance(observe, ints):
    """Each number is dropped by itself, so not in every call the same number of them."""
    seen = observe(many, torch.ones(5, 8), 0.0, 0.5, seed_of(ints), 40).values()
    for part, what in ((slice(None), "of 40 numbers"), (slice(2), "of 16 numbers"), (slice(1), "of 8 in a row")):
        numbers = [int((out[part] == 0).sum()) for out in seen]
        assert len(set(numbers)) > 1, f"in 40 calls exactly {numbers[0]} {what} were dropped each time"
    seen = observe(many, torch.zeros(2, 3, dtype=torch.float64), 1.0, 0.0, seed_of(ints), 40).values()
    means = torch.stack([out.mean() for out in seen])
    assert float(means.std()) * 6**0.5 > 0.4, "the noise of six numbers has nearly the same mean in each of 40 calls"


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds give equal results, a second call and other seeds other ones; torch's own generator is left alone."""
    for sigma, p, what in ((0.3, 0.0, "noise"), (0.0, 0.5, "dropping"), (0.3, 0.5, "both")):
        seen = observe(repeated, rand(7, 11), sigma, p, seed_of(ints))
        assert torch.equal(seen["first"], seen["second"]), f"{what}: the same seed gives something else"
        assert not torch.equal(seen["first"], seen["after that"]), f"{what}: the next call gives the same again"
        assert not torch.equal(seen["first"], seen["other"]), f"{what}: another seed gives the same result"
        assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"


def test_x_stays_as_it_is(observe, rand, ints):
    """The examples that were handed in do not change."""
    for x in (rand(5, 7), rand(3, 1, 5, 5, dtype=torch.float32)):
        for sigma, p in ((0.3, 0.4), (0.3, 0.0), (0.0, 0.4)):
            after = observe(spoiled, x, sigma, p, seed_of(ints))["x after the call"]
            assert torch.equal(after, x), "the examples that were handed in have changed"
