"""Hidden checks for ch05/warmup."""

import math

from tutor.checking import probe


def falling(first, factor):
    """A schedule that shrinks by a factor in each step, and knows no step below 0."""

    def rate(t):
        if t < 0 or t != int(t):
            raise ValueError(f"the schedule was asked for the rate of step {t}; its steps are 0, 1, 2, ...")
        return first * factor**t

    return rate


def wave(height):
    """A schedule that goes up and down, and does not begin at its highest rate."""
    return lambda t: height * (1.5 + math.sin(1 + 2 * t))


@probe
def ramped(impl, first, factor, steps, asked):
    """A ramp before a schedule that falls."""
    schedule = falling(first, factor)
    for t in asked:
        yield {f"the rate of step {t}": impl.warmup(t, steps, schedule)}


@probe
def waved(impl, height, steps, asked):
    """A ramp before a schedule that goes up and down, given by name."""
    schedule = wave(height)
    for t in asked:
        yield {f"the rate of step {t}": impl.warmup(t=t, steps=steps, schedule=schedule)}


@probe
def listed(impl, rates, steps):
    """A ramp before a schedule that looks its rates up in a list."""
    for t in range(steps + len(rates)):
        yield {f"the rate of step {t}": impl.warmup(t, steps, lambda s: rates[s])}


@probe
def twice_ramped(impl, first, steps):
    """Two ramps before one schedule: a schedule may be made of another one."""
    inner = falling(first, 0.5)
    for t in range(2 * steps + 2):
        yield {f"the rate of step {t}": impl.warmup(t, steps, lambda s: impl.warmup(s, steps, inner))}


def test_the_worked_example(example):
    example(ramped, 0.8, 0.5, 3, [0, 1, 2, 3, 4, 5])


def test_the_ramp_climbs_evenly(agree, rand):
    """The ramp climbs by the same amount in each step, from just above 0 to the first rate of the schedule."""
    first = round(rand.number(0.1, 3), 3)
    agree(ramped, first, 0.9, 4, [0, 1, 2, 3])
    agree(ramped, first, 0.7, 13, [12, 0, 5, 11, 1])
    agree(waved, first, 6, [0, 1, 2, 3, 4, 5])


def test_the_schedule_begins_after_the_ramp(agree, rand):
    """The first step after the ramp is step 0 of the schedule, and it goes on from there."""
    first = round(rand.number(0.1, 3), 3)
    agree(ramped, first, 0.8, 4, [4, 5, 6, 20, 9, 4])
    agree(waved, first, 7, [7, 8, 9, 14, 30])


def test_there_may_be_no_ramp(agree, rand):
    """With steps=0 there is only the schedule; with steps=1 the ramp has one step, at half the first rate."""
    first = round(rand.number(0.1, 3), 3)
    agree(ramped, first, 0.6, 0, [2, 1, 0, 5])
    agree(waved, first, 0, [0, 3])
    agree(ramped, first, 0.6, 1, [0, 1, 2, 5])


def test_any_schedule_will_do(agree, rand):
    """The schedule may go up and down, look its rates up in a list, or have a ramp of its own."""
    agree(waved, rand.number(0.1, 2), 5, list(range(12)))
    agree(listed, [0.3, 0.5, 0.2], 2)
    agree(twice_ramped, 0.8, 3)
