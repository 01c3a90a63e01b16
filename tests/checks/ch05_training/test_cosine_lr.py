"""Hidden checks for ch05/cosine-lr."""

from tutor.checking import probe


@probe
def rates(impl, cases):
    """Steps and settings, (t, lr, total, lr_min) each."""
    for t, lr, total, lr_min in cases:
        yield {f"the rate of step {t}, from {lr} to {lr_min} in {total}": impl.cosine_lr(t, lr, total, lr_min)}


@probe
def rates_by_name(impl, lr, total, lr_min, steps):
    """The first steps of one schedule, everything given by name."""
    for t in range(steps):
        yield {f"the rate of step {t}": impl.cosine_lr(t=t, lr=lr, total=total, lr_min=lr_min)}


@probe
def rates_to_zero(impl, lr, total):
    """A schedule without an lr_min."""
    for t in (0, 1, total // 2, total - 1, total):
        yield {f"the rate of step {t}, without lr_min": impl.cosine_lr(t, lr, total)}


def rates_of(rand):
    """A rate to begin with and one to end with, short enough to be read in a message."""
    return round(rand.number(0.5, 3), 3), round(rand.number(0.05, 0.4), 3)


def test_the_worked_example(example):
    example(rates_by_name, 0.9, 4, 0.1, 6)


def test_both_ends_are_hit(agree, rand):
    """Step 0 has the rate lr, and step `total` has lr_min."""
    lr, lr_min = rates_of(rand)
    agree(rates, [(t, lr, total, lr_min) for total in (1, 2, 7, 100) for t in (0, total)])


def test_it_follows_half_a_wave(agree, rand):
    """In between the rate falls along half a cosine wave: slowly at first, fast in the middle, slowly at the end."""
    lr, lr_min = rates_of(rand)
    agree(rates, [(t, lr, 12, lr_min) for t in (6, 3, 1, 11, 9, 2, 5)])
    agree(rates, [(t, lr, 101, lr_min) for t in (100, 17, 55, 1)])


def test_it_ends_at_zero_where_nothing_is_said(agree, rand):
    """Without lr_min the rate ends at 0."""
    agree(rates_to_zero, rates_of(rand)[0], 10)
    agree(rates_to_zero, rates_of(rand)[0], 7)


def test_it_stays_at_the_end(agree, rand):
    """After step `total` the rate stays at lr_min, however long the training goes on."""
    lr, lr_min = rates_of(rand)
    agree(rates, [(t, lr, 8, lr_min) for t in (9, 12, 16, 17, 20, 32, 10**6)] + [(2, lr, 1, 0.0), (3, lr, 2, 0.0)])


def test_flat_and_large_schedules(agree):
    """A schedule may end where it begins, and lr may be large."""
    agree(rates, [(3, 0.2, 7, 0.2), (7, 0.2, 7, 0.2), (5, 900.0, 7, 1.0), (1, 50.0, 3, 0.0)])
