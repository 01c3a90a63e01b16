"""Hidden checks for ch07/sample-next. Which numbers are drawn, and how, is free: judged is how often an id comes."""

import itertools
import random

import torch

from tutor.checking import given, probe


@probe
def drawn(impl, cases, seed):
    """The ids of many draws from one generator, for each case of logits, temperature, top_k and how many."""
    generator = given.generator(seed)
    yield {
        "ids": [
            [int(impl.sample_next(logits, temperature, top_k, generator)) for _ in range(times)]
            for logits, temperature, top_k, times in cases
        ]
    }


@probe
def defaults(impl, logits, times):
    """The ids of many draws where nothing but the logits is given, after the same seed twice."""
    for _ in range(2):
        torch.manual_seed(11)
        yield {"ids": [int(impl.sample_next(logits)) for _ in range(times)]}


@probe
def by_itself(impl, logits, times):
    """The ids of the same draws, once with the defaults and once with temperature and top_k spelled out."""
    torch.manual_seed(12)
    yield {"left out": [int(impl.sample_next(logits)) for _ in range(times)]}
    torch.manual_seed(12)
    yield {"spelled out": [int(impl.sample_next(logits, temperature=1.0, top_k=None)) for _ in range(times)]}


@probe
def certain(impl, cases, seed):
    """Ids that leave no room for chance, their type, and the logits afterwards."""
    ids = []
    for logits, temperature, top_k in cases:
        ids.append(impl.sample_next(logits, temperature, top_k, given.generator(seed)))
    yield {"the ids": ids, "the logits after the calls": [case[0] for case in cases]}


@probe
def kept(impl, cases, seed):
    """The logits after a call."""
    for logits, temperature, top_k in cases:
        impl.sample_next(logits, temperature, top_k, given.generator(seed))
    yield {"the logits after the calls": [case[0] for case in cases]}


@probe
def worked(impl, logits):
    """The example: the largest at temperature 0, and the only one that is left with top_k=1."""
    yield {"the id with temperature=0": impl.sample_next(logits, 0.0, None, given.generator(0))}
    yield {"the id with top_k=1": impl.sample_next(logits, 1.0, 1, given.generator(0))}
    id = impl.sample_next(logits, 1.0, None, given.generator(0))
    yield {"the type of an id with temperature=1": type(id).__name__}


@probe
def repeated(impl, logits, top_k, seed, times):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    yield {"first": [int(impl.sample_next(logits, 1.0, top_k, generator)) for _ in range(times)]}
    yield {"after that": [int(impl.sample_next(logits, 1.0, top_k, generator)) for _ in range(times)]}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    torch.manual_seed(2)
    random.seed(2)
    generator, other = given.generator(seed), given.generator(seed + 1)
    yield {"second": [int(impl.sample_next(logits, 1.0, top_k, generator)) for _ in range(times)]}
    yield {"other": [int(impl.sample_next(logits, 1.0, top_k, other)) for _ in range(times)]}


def seed_of(ints):
    return int(ints(0, 10**6))


def apart(rand, V):
    """Logits whose probabilities are unequal and none too small, in a random order, and most of them negative."""
    steps = torch.linspace(0, 2.2, V, dtype=torch.float64) + 0.1 * rand(V, low=0.0, high=1.0)
    return steps[rand.permutation(V)] - rand.number(2.0, 4.0)


def judge_all(observe, ints, cases):
    """Each case of logits, temperature, top_k, how many draws and its name is drawn, and judged."""
    seen = observe(drawn, [case[:4] for case in cases], seed_of(ints))
    for ids, (logits, temperature, top_k, _, told) in zip(seen["ids"], cases, strict=True):
        judge(ids, logits, temperature, top_k, told)


def judge(ids, logits, temperature, top_k, told):
    """An assert that the ids were drawn with the probabilities they should have."""
    V = len(logits)
    assert all(0 <= id < V for id in ids), f"{told}: an id lies outside of 0 … {V - 1}"
    best = logits.double().argsort(descending=True)[:top_k]
    chances = torch.zeros(V, dtype=torch.float64)
    chances[best] = (logits.double()[best] / temperature).softmax(dim=0)
    counts = torch.bincount(torch.tensor(ids), minlength=V)
    assert counts[best].any(), f"{told}: of {len(ids)} ids none is among the {len(best)} best"
    strangers = [id for id in range(V) if counts[id] and id not in best.tolist()]
    assert not strangers, f"{told}: id {strangers[0]} was drawn, which is not among the {len(best)} best"
    assert len(best) == 1 or len(set(ids)) > 1, f"{told}: {len(ids)} draws gave the same id"
    likely = chances * len(ids) > 17
    missing = [id for id in range(V) if likely[id] and not counts[id]]
    assert not missing, f"{told}: id {missing[0]} never came, with a probability of {float(chances[missing[0]]):.2f}"
    assert given.chi_square(*together(counts, chances)) > 1e-6, (
        f"{told}: the shares of the ids are {rounded(counts / len(ids))}, the probabilities {rounded(chances)}"
    )


def together(counts, chances):
    """Counts and chances with the rarest ids as one, so that at least five of it are expected."""
    order = chances.argsort()
    rare = int((chances[order].cumsum(0) * counts.sum() < 5).sum()) + 1
    return [torch.cat([values[order][:rare].sum()[None], values[order][rare:]]) for values in (counts, chances)]


def rounded(numbers):
    return [round(number, 2) for number in numbers.tolist()]


def test_the_worked_example(example):
    example(worked, torch.tensor([-0.69, -1.2, -1.61]))


def test_ids_come_as_often_as_the_softmax_says(observe, rand, ints):
    """At temperature 1 each id comes as often as the softmax of the logits says."""
    tables = [apart(rand, 5) for _ in range(9)]
    several = observe(drawn, [(logits, 1.0, None, 6) for logits in tables], seed_of(ints))["ids"]
    assert any(ids != [int(logits.argmax())] * 6 for ids, logits in zip(several, tables, strict=True)), (
        "it is the largest score each time, as if the temperature were 0"
    )
    tables = [(1.8 * apart(rand, 5), 130), (apart(rand, 3).float(), 50)]
    judge_all(observe, ints, [(logits, 1.0, None, times, "temperature 1") for logits, times in tables])


def test_temperature_sharpens_and_flattens(observe, rand, ints):
    """The probabilities are softmax(logits / temperature), below 1 and above."""
    cases = [
        (apart(rand, 3) * scale, temperature, None, times)
        for temperature, scale, times in ((0.35, 0.95, 130), (4.0, 2.0, 90), (0.03, 0.03, 90), (50.0, 20.0, 60))
    ]
    seen = observe(drawn, cases, seed_of(ints))
    for ids, (logits, temperature, top_k, _) in zip(seen["ids"], cases, strict=True):
        share, before = ids.count(int(logits.argmax())) / len(ids), float(logits.softmax(dim=0).max())
        assert temperature > 1 or share > before - 0.115, (
            f"temperature {temperature}: the largest score comes less often than at temperature 1"
        )
        judge(ids, logits, temperature, top_k, f"temperature {temperature}")


def test_only_the_best_k_are_drawn(observe, rand, ints):
    """With top_k only the k largest logits are drawn, in their own ratio, and at their temperature."""
    most_left_out = torch.tensor([0.15, 0.05] + 40 * [0.02]).double().log()[rand.permutation(42)]
    cases = [
        (2 * apart(rand, 11), 1.0, 4, 70, "temperature 1, top_k 4"),
        (2 * apart(rand, 7) + 2.0, 2.0, 3, 70, "temperature 2, top_k 3"),
        (most_left_out, 1.0, 2, 200, "temperature 1, top_k 2"),
    ]
    judge_all(observe, ints, cases)


def test_a_large_k_keeps_all(observe, rand, ints):
    """With top_k of V or more every id may be drawn; with top_k of 1 it is the largest logit."""
    logits = apart(rand, 3) / 8
    judge_all(observe, ints, [(logits, 1.0, top_k, 70, f"3 logits, top_k {top_k}") for top_k in (3, 4, 40)])
    judge_all(observe, ints, [(8 * logits, 3.0, 1, 12, "top_k 1")])


def test_equal_logits_leave_some(observe, ints):
    """Where logits are equal, and some of them have to go, one of the best is drawn all the same."""
    tables = (([1.0, 1.0, 1.0], 2), ([-2.0, 3.0, 3.0, 0.0], 1), ([0.0] * 5, 1))
    seen = observe(drawn, [(torch.tensor(logits), 1.0, top_k, 12) for logits, top_k in tables], seed_of(ints))
    for ids, (logits, top_k) in zip(seen["ids"], tables, strict=True):
        best = [id for id, score in enumerate(logits) if score == max(logits)]
        assert set(ids) <= set(best), f"top_k {top_k}: an id was drawn that is not among the best"


def test_temperature_zero_takes_the_largest(agree, rand, ints):
    """With temperature 0 it is the largest logit, with or without top_k; a tiny temperature comes to the same."""
    for temperatures in ((0.0, 0), (1e-3, 1e-3)):
        sizes = [(7, temperatures[0], None), (5, temperatures[1], 3), (13, temperatures[0], 40), (1, 1.0, None)]
        cases = [(apart(rand, V), temperature, top_k) for V, temperature, top_k in sizes for _ in range(3)]
        agree(certain, cases, seed_of(ints))
    close = [1e-9 * torch.tensor(rand.permutation(11)).double() for _ in range(8)]  # however little it is ahead
    agree(certain, [(logits, 0.0, top_k) for logits, top_k in zip(close, 4 * [None, 3], strict=True)], seed_of(ints))


def test_large_and_small_logits(observe, agree, rand, ints):
    """Logits may be large on either side, and -inf means never."""
    never = apart(rand, 5)
    never[ints(0, 5).item()] = -torch.inf
    cases = [(apart(rand, 3) + shift, 1.0, None, 45, f"logits around {shift:g}") for shift in (3000.0, -3000.0)]
    cases += [(apart(rand, 7) - 1e6, 1.0, 2, 45, "top_k 2 of logits around -1e6")]
    cases += [(never, 1.0, top_k, 45, "one logit of -inf") for top_k in (None, 5, 3)]
    judge_all(observe, ints, cases)
    one = torch.full((7,), -torch.inf)
    one[int(ints(0, 7))] = -3.0
    agree(certain, [(one, *how) for how in ((1.0, None), (2.0, 3), (0.0, None))], seed_of(ints))


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds give equal ids, a second call other ones; torch's generator is used only where none is given."""
    for top_k in (None, 17):
        seen = observe(repeated, rand(23) / 5, top_k, seed_of(ints), 8)
        assert seen["first"] == seen["second"], "the same seed gives other ids"
        assert seen["first"] != seen["after that"], "eight further draws give the same ids again"
        assert seen["first"] != seen["other"], "a generator with another seed gives the same ids"
        assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    seen = observe(by_itself, 3 * rand(60), 35)
    assert seen["left out"] == seen["spelled out"], "temperature is to be 1, and top_k None, where they are left out"
    logits = apart(rand, 5)
    seen = observe(defaults, logits, 40)
    judge(seen["ids"], logits, 1.0, None, "without a temperature")
    assert seen["ids"] == seen["ids #2"], "without a generator, torch's global one is to decide, but its seed does not"


def test_draws_do_not_hang_together(observe, ints):
    """What was drawn before has no influence on what is drawn next."""
    ids = observe(drawn, [(torch.zeros(3), 1.0, None, 150)], seed_of(ints))["ids"][0]
    pairs = [3 * a + b for a, b in itertools.pairwise(ids)]
    counts = [pairs.count(pair) for pair in range(9)]
    assert given.chi_square(counts, [1 / 9] * 9) > 1e-8, "one id tells which comes next, though all are equally likely"


def test_the_logits_stay_as_they_are(agree, rand, ints):
    """The logits are not changed."""
    cases = [(rand(7), *how) for how in ((0.5, None), (2.0, 3), (0.0, None), (1.0, 1))]
    agree(kept, cases, seed_of(ints))
