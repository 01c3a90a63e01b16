"""Hidden checks for ch05/plateau-schedule."""

import math

from tutor.checking import probe


@probe
def traced(impl, settings, losses):
    """The rate after each loss, as it is returned and as it stands in the attribute."""
    schedule = impl.PlateauSchedule(**settings)
    yield {"the attribute lr at the start": schedule.lr}
    seen = {}
    for epoch, loss in enumerate(losses, start=1):
        seen[f"what step returns after loss {epoch}, {loss}"] = schedule.step(loss)
        seen[f"the attribute lr after loss {epoch}"] = schedule.lr
    yield seen


@probe
def rates(impl, settings, losses):
    """Only what is returned for each loss, the lesson's example."""
    schedule = impl.PlateauSchedule(**settings)
    for epoch, loss in enumerate(losses, start=1):
        yield {f"what step returns after loss {epoch}, {loss}": schedule.step(loss)}


@probe
def by_place(impl, settings, losses):
    """The settings in the order of the signature; the loss by name."""
    schedule = impl.PlateauSchedule(*settings)
    yield {
        f"what step returns after loss {epoch}, {loss}": schedule.step(loss=loss)
        for epoch, loss in enumerate(losses, start=1)
    }


@probe
def two_at_once(impl, first, second):
    """Two schedules take turns, and a third begins after them."""
    schedules = [impl.PlateauSchedule(0.5, patience=1), impl.PlateauSchedule(0.7, patience=1)]
    for epoch, losses in enumerate(zip(first, second, strict=True), start=1):
        for name, schedule, loss in zip(("first", "second"), schedules, losses, strict=True):
            yield {f"what step of the {name} schedule returns after its loss {epoch}": schedule.step(loss)}
    third = impl.PlateauSchedule(0.5, patience=1)
    for epoch, loss in enumerate(first, start=1):
        yield {f"what step of a third schedule returns after its loss {epoch}": third.step(loss)}


def settings(lr=0.8, factor=0.5, patience=2, min_delta=0.0):
    return {"lr": lr, "factor": factor, "patience": patience, "min_delta": min_delta}


def test_the_worked_example(example):
    example(rates, settings(patience=1), [1.0, 0.9, 0.9, 0.95, 0.8, 0.8, 0.85])


def test_it_waits_while_the_loss_falls(agree, rand):
    """While every loss is better than the best one before, the rate stays."""
    lr = round(rand.number(0.1, 2), 3)
    agree(traced, settings(lr, patience=0), [3.0, 2.5, 2.25, 1.0, 0.5, 0.25, 0.0, -1.0, -2.0])
    agree(traced, settings(lr, patience=0), [1e30, 1e12, 5e6, 2e6, 5e3, 2e3, 1.0])


def test_patience_is_borne_and_no_more(agree, rand):
    """`patience` losses that are not better are borne; the one after them brings the rate down."""
    lr, factor = round(rand.number(0.1, 2), 3), round(rand.number(0.1, 0.7), 2)
    for patience in (0, 1, 2, 4):
        agree(traced, settings(lr, factor, patience), [1.0, *[1.5] * (2 * patience + 3)])


def test_a_better_loss_starts_the_count_anew(agree):
    """Only losses in a row count: a better one in between, and the count is at 0 again."""
    agree(traced, settings(patience=2), [1.0, 1.1, 1.2, 0.9, 1.0, 1.1, 0.8, 0.9, 0.9, 0.9, 0.7, 0.7])
    agree(traced, settings(patience=1), [1.0, 1.1, 0.9, 1.0, 0.8, 0.9, 0.85, 0.9, 0.9])


def test_the_best_counts_and_not_the_last(agree):
    """A loss is held against the best one so far, not against the one before it, and the best stays after a drop."""
    agree(traced, settings(patience=1), [1.0, 2.0, 1.75, 1.5, 1.25, 1.125, 1.0, 0.875, 1.0])
    agree(traced, settings(patience=2), [1.0, 3.0, 2.5, 2.0, 1.75, 1.5, 1.25, 1.0, 1.0])
    agree(traced, settings(patience=0), [1.0, 1.0, 0.5, 0.5, 0.75, 0.625, 0.375])


def test_min_delta_is_what_counts_as_better(agree):
    """A loss has to be less than the best one minus min_delta; one that is not leaves the best as it is."""
    agree(traced, settings(patience=1, min_delta=0.25), [1.0, 1.125, 1.125, 1.25, 1.0, 0.875, 0.5])
    agree(traced, settings(patience=0, min_delta=0.25), [2.0, 1.75, 1.5, 1.25, 1.0, 0.5, 0.25])
    agree(traced, settings(patience=1, min_delta=0.25), [2.0, 1.875, 1.75, 1.625, 1.5, 1.375, 1.25, 1.125])
    agree(traced, settings(patience=1, min_delta=0.125), [8.0, 7.75, 7.5, 7.4, 7.3, 7.0, 6.95, 6.9, 6.0])
    agree(traced, settings(patience=1, min_delta=0.5), [0.25, 0.0, -0.125, -0.5, -0.75, -1.25, -1.5])


def test_it_drops_again_and_again(agree, rand):
    """The rate is multiplied by the factor each time, on what it is by then."""
    lr, factor = round(rand.number(0.1, 2), 3), round(rand.number(0.3, 0.9), 2)
    agree(traced, settings(lr, factor, 1), [1.0, *[1.0] * 12])
    agree(traced, settings(lr, factor, 0), [1.0, *[2.0] * 17])
    agree(rates, settings(1e-3, 0.1, 0), [1.0] * 12)


def test_a_loss_that_is_no_number(agree):
    """A loss of nan is never better, nor is inf; after them a finite loss counts as ever."""
    agree(traced, settings(patience=1), [1.0, math.nan, math.nan, math.nan, 0.5, math.inf, 0.25, math.nan, 0.3, 0.4])
    agree(traced, settings(patience=1), [math.nan, math.nan, 3.0, 4.0, 2.0, 5.0, 6.0])
    agree(traced, settings(patience=1, min_delta=0.5), [math.inf, math.inf, 3.0, 2.75, 2.25, math.nan, 1.0])
    agree(traced, settings(patience=0), [1e300, 1e200, 2e200, 1e30])


def test_the_usual_values(agree):
    """Without settings the factor is 0.5, the patience 2 and min_delta 0; they come in the order of the signature."""
    agree(traced, {"lr": 0.8}, [5.0, 4.0, 3.0, 2.0, 1.0, 1 - 1e-9, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])
    agree(by_place, (0.9, 0.25, 1, 0.5), [9.0, 6.0, 2.0, 1.75, 1.5, 1.25, 1.0, 0.9, 0.8, 0.9, 0.9, 3.0, 3.0, 3.0])
    agree(by_place, (100.0, 0.1, 0), [2.0, 2.5, 1.5, 1.25, 1.5])


def test_schedules_do_not_share_anything(agree):
    """Two schedules have a best loss, a count and a rate each."""
    agree(two_at_once, [1.0, 1.5, 1.5, 0.5, 0.6, 0.7], [0.25, 0.125, 0.25, 0.25, 0.25, 0.0])
