"""Hidden checks for ch05/log-uniform."""

import math
import random

import torch

from tutor.checking import given, probe


def full(share):
    """A word for how many draws lie in a stretch, where 1 is its fair share."""
    return "empty" if share < 0.02 else "thin" if share < 0.6 else "right" if share < 1.4 else "crowded"


@probe
def thirds(impl, low, high, count, seed):
    """How full each half of a power of ten is, of 0.001 to 1."""
    generator = given.generator(seed)
    draws = [impl.log_uniform(low, high, generator) for _ in range(count)]
    yield {"whether the draws lie between low and high": all(low <= draw <= high for draw in draws)}
    edges = [low * 10 ** (half / 2) for half in range(6)]
    shares = [sum(edge <= draw < edge * 10**0.5 for draw in draws) * 6 / count for edge in edges]
    yield {"how full each half of a power of ten is, from low up": [full(share) for share in shares]}


@probe
def drawn(impl, low, high, count, seed):
    """Many draws from one generator."""
    generator = given.generator(seed)
    first = impl.log_uniform(low, high, generator)
    yield {"the kind of a draw": type(first).__name__}
    yield {"the draws": [float(first)] + [float(impl.log_uniform(low, high, generator)) for _ in range(count - 1)]}


@probe
def kinds(impl, ranges, seed):
    """The kind of what is returned, also where the ends are whole numbers, and whether it lies between them."""
    generator = given.generator(seed)
    for low, high in ranges:
        draw = impl.log_uniform(low=low, high=high, generator=generator)
        yield {f"the kind of a draw from {low} to {high}": type(draw).__name__}
        yield {f"whether a draw from {low} to {high} lies there": bool(low <= draw <= high)}


@probe
def seeded(impl, low, high, seed):
    """The same seed twice, while other generators are moved; another seed; and what became of torch's own."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    yield {"first": [impl.log_uniform(low, high, generator) for _ in range(5)]}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"the generator has moved": not torch.equal(generator.get_state(), given.generator(seed).get_state())}
    torch.manual_seed(2)
    random.seed(2)
    generator = given.generator(seed)
    yield {"second": [impl.log_uniform(low, high, generator) for _ in range(5)]}
    generator = given.generator(seed + 1)
    yield {"other": [impl.log_uniform(low, high, generator) for _ in range(5)]}


def places(draws, low, high):
    """Where each draw lies between the logarithms of low and high, from 0 to 1."""
    assert all(math.isfinite(draw) and draw > 0 for draw in draws), "a draw is not a number above 0"
    found = torch.tensor([math.log(draw / low) / math.log(high / low) for draw in draws], dtype=torch.float64)
    below, above = float((found < -1e-6).double().mean()), float((found > 1 + 1e-6).double().mean())
    for share, where in ((below, "below low"), (above, "above high")):
        much = "most" if share > 0.5 else "many" if share > 0.05 else "a few"
        assert share == 0, f"of {len(draws)} draws {much} lie {where}"
    return found


def test_the_worked_example(example):
    example(thirds, 0.001, 1.0, 900, 0)


def test_the_logarithm_is_uniform(observe, note, rand, ints):
    """Every stretch of the logarithm has the same chance: as many draws from 0.001 to 0.01 as from 0.1 to 1."""
    together = []
    for low, high, count in ((1e-3, 1.0, 2500), (round(rand.number(2, 3), 2), 500.0, 1900), (1e-12, 1e9, 1900)):
        seen = observe(drawn, low, high, count, int(ints(0, 10**6)))
        logs = sorted(math.log10(draw) if draw > 0 else -99.0 for draw in seen["the draws"])
        note(
            f"the powers of ten that the middle half spans, of {low} to {high}",
            logs[-count // 4] - logs[count // 4],
            0.3,
        )
        found = places(seen["the draws"], low, high)
        assert found.std() > 0, "all draws are the same"
        plainly = (torch.tensor(seen["the draws"], dtype=torch.float64) - low) / (high - low)
        assert given.ks_uniform(plainly) < 1e-7, (
            "the draws themselves are uniform, so nearly all are as large as high; it is their logarithm that should be"
        )
        fifths = [full(5 * float(((found * 5).long().clamp(0, 4) == part).double().mean())) for part in range(5)]
        assert given.ks_uniform(found) > 1e-7, (
            "the logarithm of the draws is not uniform; of five equal stretches of it, from low to high, "
            f"yours are: {', '.join(fifths)}"
        )
        assert len(set(seen["the draws"])) > 0.99 * count, "the same few numbers come up again and again"
        assert count < 2500 or (found.min() < 0.01 and found.max() > 0.99), "no draw comes near one of the ends"
        together.append(found)
    middle = float(torch.cat(together).mean())  # of 6300 uniform ones: 0.5, with a standard deviation of 0.0036
    where = "low" if middle < 0.5 else "high"
    assert abs(middle - 0.5) < 0.02, f"the draws lean towards {where}: on average their logarithm is not half way"


def test_every_draw_is_a_new_one(observe, ints):
    """A draw says nothing about the next one from the same generator."""
    found = places(observe(drawn, 1e-4, 10.0, 1000, int(ints(0, 10**6)))["the draws"], 1e-4, 10.0)
    found = found.argsort(stable=True).argsort().double() / len(
        found
    )  # by rank: how they are spread is judged elsewhere
    for far in (1, 2, 3, 500):
        assert given.ks_uniform((found[far:] - found[:-far]) % 1) > 1e-7, "a draw tells what a later one will be"


def test_any_range(agree, ints):
    """The range may be wide or narrow, above 1 or below, its ends whole numbers; the result is a float between them."""
    ranges = [(1e-8, 1e8), (0.5, 0.5625), (3.0, 4.0), (1e-5, 1e-4), (1, 100), (2, 3)]
    agree(kinds, ranges, int(ints(0, 10**6)))


def test_the_generator_alone_decides(observe, ints):
    """Equal seeds give equal numbers, others other ones; torch's own generator is left alone."""
    seen = observe(seeded, 1e-3, 10.0, int(ints(0, 10**6)))
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    assert seen["first"] == seen["second"], "the same seed gives other numbers"
    assert seen["the generator has moved"], "nothing is drawn from the generator that was handed in"
    assert len(set(seen["first"])) == 5, "the same number comes again from the same generator"
    assert not set(seen["first"]) & set(seen["other"]), "a generator with another seed gives the same numbers"
