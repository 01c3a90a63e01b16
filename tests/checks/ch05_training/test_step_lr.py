"""Hidden checks for ch05/step-lr."""

from tutor.checking import probe


@probe
def rates(impl, cases):
    """Steps and settings, (t, lr, drop, every) each."""
    for t, lr, drop, every in cases:
        yield {f"the rate of step {t}, for lr={lr}, drop={drop}, every={every}": impl.step_lr(t, lr, drop, every)}


@probe
def rates_by_name(impl, lr, drop, every, steps):
    """The first steps of one schedule, everything given by name."""
    for t in range(steps):
        yield {f"the rate of step {t}": impl.step_lr(t=t, lr=lr, drop=drop, every=every)}


def first_rate(rand):
    """A rate to begin with, short enough to be read in a message."""
    return round(rand.number(0.05, 3), 3)


def test_the_worked_example(example):
    example(rates_by_name, 0.8, 0.5, 3, 7)


def test_the_rate_stays_until_the_drop(agree, rand):
    """The first `every` steps have the rate lr, and no other."""
    lr = first_rate(rand)
    agree(rates, [(t, lr, 0.3, every) for every in (1, 2, 5, 13) for t in (0, every // 2, every - 1)])


def test_it_drops_on_time(agree, rand):
    """Step `every` is the first with a smaller rate, and it is lr · drop."""
    lr = first_rate(rand)
    agree(rates, [(t, lr, 0.25, every) for every in (2, 5, 13) for t in (every, every + 1, 2 * every - 1)])


def test_every_drop_multiplies_once_more(agree, rand, ints):
    """Each further drop multiplies the rate by `drop` once more, in whichever order the steps are asked for."""
    lr = first_rate(rand)
    drop = round(rand.number(0.4, 0.9), 3)
    steps = [14, 27, 20, 6, 7, 55, 0, 34, 35, int(ints(7, 60))]
    agree(rates, [(t, lr, drop, 7) for t in steps] + [(t, lr, drop, 10) for t in (19, 20, 29, 30)])


def test_extreme_schedules(agree):
    """It may drop after every step, by nothing at all, or to nearly nothing."""
    agree(rates, [(t, 0.7, 0.9, 1) for t in (0, 1, 2, 3, 29)])
    agree(
        rates, [(9, 0.7, 1.0, 2), (9, 0.7, 0.5, 2), (24, 900.0, 0.01, 3), (49, 0.7, 0.5, 49), (1000, 0.7, 0.1, 10**6)]
    )
