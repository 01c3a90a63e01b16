"""Hidden checks for ch00/descend."""

import math

from tutor.checking import probe


def outcome(result):
    """Both results; the history entry by entry."""
    yield {"the number of results": len(result) if isinstance(result, tuple | list) else 1}
    x, history = result
    yield {"the number of entries in history": len(history)}
    yield {"the history": plain(list(history))}
    yield {"the end point x": plain(x)}


@probe
def parabola(impl, x0, lr, steps):
    """f(x) = (x - 2)², the lesson's example."""
    result = impl.descend(lambda x: (x[0] - 2) ** 2, lambda x: [2 * (x[0] - 2)], x0, lr, steps)
    yield from outcome(result)


@probe
def bowl(impl, x0, centre, steepness, lr, steps):
    """A bowl with its own steepness along each axis; its lowest value is 3."""

    def f(x):
        return 3 + sum(s * (a - c) ** 2 for s, a, c in zip(steepness, x, centre, strict=True)) / 2

    def grad(x):
        return [s * (a - c) for s, a, c in zip(steepness, x, centre, strict=True)]

    yield from outcome(impl.descend(f, grad, x0, lr, steps))
    yield {"the start x0 after the call": x0}


@probe
def valley(impl, x0, lr, steps):
    """A curved valley: the slope along one axis depends on the place along the other."""

    def f(x):
        return (1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2 + math.sin(x[2] * x[0])

    def grad(x):
        along = 20 * (x[1] - x[0] ** 2)
        bend = math.cos(x[2] * x[0])
        return [-2 * (1 - x[0]) - 2 * x[0] * along + x[2] * bend, along, x[0] * bend]

    yield from outcome(impl.descend(f, grad, x0, lr=lr, steps=steps))


@probe
def chain(impl, x0, lr, steps):
    """A chain hung between 1 and 2 that pulls itself straight: f and grad join x with other lists."""

    def f(x):
        return sum((b - a) ** 2 for a, b in zip([1.0] + x, x + [2.0], strict=True))

    def grad(x):
        return [2 * (2 * b - a - c) for a, b, c in zip([1.0] + x, x, x[1:] + [2.0], strict=False)]

    yield from outcome(impl.descend(f, grad, x0, lr, steps))


@probe
def waves(impl, x0, lr):
    """One step over waves that are so short that nudging f would not show their slope."""
    yield from outcome(impl.descend(lambda x: math.sin(3e4 * x[0]) / 3e4, lambda x: [math.cos(3e4 * x[0])], x0, lr, 1))


@probe
def two_walks(impl, x0, x1, lr, steps):
    """Two walks; what the first one returned is looked at after the second."""

    def f(x):
        return x[0] ** 2 + 3 * x[1] ** 2

    def grad(x):
        return [2 * x[0], 6 * x[1]]

    first = impl.descend(f, grad, x0, lr, steps)
    second = impl.descend(f, grad, x1, lr, steps)
    yield from outcome(second)
    yield {"what the first walk returned, after the second": plain(first)}


def plain(value):
    """The same with Python's own floats, wherever there is a kind of float in it."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    return float(value) if isinstance(value, float) else value


def test_the_worked_example(example):
    example(parabola, [6.0], 0.25, 3)


def test_every_step(agree, rand):
    """Each step goes lr times the slope at that point, downhill; history has the start and every point after it."""
    agree(valley, rand(3, low=-0.9, high=0.9).tolist(), 0.013, 5)
    agree(bowl, rand(3).tolist(), rand(3).tolist(), [0.5, 2.0, 5.0], rand.number(0.05, 0.15), 7)
    agree(parabola, [rand.number(3.0, 5.0)], 0.07, 11)
    agree(parabola, [rand.number(3.0, 5.0)], 0.3, 1)
    agree(chain, rand(5).tolist(), 0.1, 3)
    agree(waves, [rand.number(0.5, 1.0)], 0.1)
    agree(bowl, rand(3, low=1e-5, high=1e-4).tolist(), [0.0, 0.0, 0.0], [1.0, 2.0, 3.0], 0.1, 3)


def test_no_steps(agree, rand):
    """With 0 steps the walk ends where it starts, and history holds that one point."""
    agree(parabola, [rand.number(3.0, 5.0)], 0.1, 0)


def test_standing_still(agree, rand):
    """A walk that has reached the bottom takes its remaining steps there."""
    agree(parabola, [rand.number(3.0, 5.0)], 0.5, 5)


def test_a_rate_that_is_too_large(agree, rand):
    """Where lr is more than 2 / steepness each step is longer than the last: the walk goes on even so."""
    agree(bowl, rand(2, low=0.5, high=1.5).tolist(), [0.0, 0.0], [2.0, 2.0], 0.9, 7)
    agree(bowl, rand(2, low=0.5, high=1.5).tolist(), [0.0, 0.0], [2.0, 2.0], 1.3, 23)


def test_each_walk_for_itself(agree, rand):
    """What a walk has returned stays as it is when another walk follows."""
    agree(two_walks, rand(2).tolist(), rand(2).tolist(), 0.1, 3)


def test_the_start_stays(agree, rand):
    """x0 is what it was."""
    agree(bowl, rand(5).tolist(), rand(5).tolist(), [1.0, 2.0, 3.0, 4.0, 5.0], 0.1, 3)
    agree(bowl, rand(3).tolist(), rand(3).tolist(), [1.0, 2.0, 3.0], 0.1, 0)
