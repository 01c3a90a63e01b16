"""Hidden checks for ch05/exp-lr."""

from tutor.checking import probe


@probe
def rates(impl, cases):
    """Steps, first rates and factors, (t, lr, gamma) each."""
    for t, lr, gamma in cases:
        yield {f"the rate of step {t}, for lr={lr} and gamma={gamma}": impl.exp_lr(t, lr, gamma)}


@probe
def rates_by_name(impl, lr, gamma, steps):
    """The first steps of one schedule, everything given by name."""
    for t in range(steps):
        yield {f"the rate of step {t}": impl.exp_lr(t=t, lr=lr, gamma=gamma)}


def test_the_worked_example(example):
    example(rates_by_name, 0.8, 0.5, 4)


def test_step_0_has_the_first_rate(agree, rand):
    """The rate of step 0 is lr itself."""
    agree(rates, [(0, round(rand.number(0.01, 3), 3), gamma) for gamma in (0.3, 0.9, 1.0)])


def test_each_step_multiplies_once_more(agree, rand, ints):
    """The rate of step t is lr, t times multiplied by gamma, in whichever order the steps are asked for."""
    steps = [1, 2, 3, 7, 2, 31, 0, 12, int(ints(4, 20))]
    agree(rates, [(t, round(rand.number(0.01, 3), 3), round(rand.number(0.5, 0.99), 3)) for t in steps])


def test_extreme_schedules(agree):
    """A gamma of 1 changes nothing, a small one ends near 0 but not at it, and lr may be large."""
    agree(rates, [(5, 0.1, 1.0), (5, 0.1, 0.5), (100, 0.1, 1.0), (40, 1000.0, 0.5), (6, 0.3, 0.01), (500, 20.0, 0.99)])
