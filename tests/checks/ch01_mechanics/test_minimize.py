"""Hidden checks for ch01/minimize."""

import torch

from tutor.checking import probe


def outcome(result):
    """Both results, the history as a list whose entries are compared one by one."""
    yield {"the number of results": len(result) if isinstance(result, tuple | list) else 1}
    x, history = result
    yield {"the number of entries in history": len(history)}
    yield {"the history": list(history)}
    yield {"the end point x": x}


@probe
def parabola(impl, x0, lr, steps):
    """f(x) = (x - 2)², the lesson's example."""
    yield from outcome(impl.minimize(lambda x: ((x - 2) ** 2).sum(), x0, lr, steps, 0.0))


@probe
def bowl(impl, x0, centre, steepness, lr, steps, tol):
    """A bowl with its own steepness along each axis; its lowest value is 3."""
    yield from outcome(impl.minimize(lambda x: (steepness * (x - centre) ** 2).sum() / 2 + 3, x0, lr, steps, tol))


@probe
def valley(impl, x0, lr, steps):
    """Rosenbrock's curved valley: the slope along one axis depends on the place along the other."""
    yield from outcome(impl.minimize(lambda x: (1 - x[0]) ** 2 + 10 * (x[1] - x[0] ** 2) ** 2, x0, lr, steps, 0.0))


@probe
def defaults(impl, x0):
    """Only f and x0 are given; each step is a tenth of the one before."""
    yield from outcome(impl.minimize(lambda x: 4.5 * (x**2).sum(), x0))


@probe
def start(impl, x0, lr, steps):
    """The caller's x0 after the walk, and the history after the caller has moved x0."""
    x, history = impl.minimize(lambda x: (x**2).sum(), x0, lr, steps, 0.0)
    yield {"the start x0 afterwards": x0}
    yield {"the flag x0.requires_grad": x0.requires_grad, "the attribute x0.grad": x0.grad}
    with torch.no_grad():
        x0 += 100
    yield {"the first entry of history, after the caller moved x0": history[0]}
    yield {"the end point x, after the caller moved x0": x}


@probe
def asking(impl, x0, computed):
    """A walk from an x0 that requires a gradient itself, or was computed from one that does; and what x0 got of it."""
    leaf = x0.requires_grad_()
    yield from outcome(impl.minimize(lambda x: (x**2).sum(), leaf * 2 + 1 if computed else leaf, 0.1, 3, 0.0))
    yield {"the gradient of what x0 is made of": leaf.grad, "the flag requires_grad of it": leaf.requires_grad}


def test_the_worked_example(example):
    example(parabola, torch.tensor([5.0]), 0.25, 3)


def test_every_step_goes_against_the_gradient(agree, rand):
    """Each step is lr times the gradient at that point, downhill; history holds the start and every point after it."""
    steepness = torch.tensor([0.5, 2.0, 5.0], dtype=torch.float64)
    agree(bowl, rand(3), rand(3), steepness, rand.number(0.05, 0.15), 7, 0.0)
    agree(valley, rand(2, low=-0.9, high=0.9), 0.013, 5)
    agree(parabola, rand(1, dtype=torch.float32), 0.07, 4)
    agree(parabola, 1e4 * rand(2), 0.1, 3)
    agree(parabola, rand(1), 0.01, 131)


def test_it_stops_after_the_first_short_step(agree, rand):
    """The walk ends after the first step whose length is below tol, and that step counts."""
    lr, steepness = 0.2, torch.full((11,), 2.0, dtype=torch.float64)
    x0, centre = rand(11, low=-1.1, high=-0.9), torch.zeros(11, dtype=torch.float64)
    shrink = 1 - 0.2 * 2.0  # each step is 0.6 times the one before
    tol = 0.2 * 2.0 * float(x0.norm()) * shrink**6.5  # between the seventh step and the eighth
    agree(bowl, x0, centre, steepness, lr, 20, tol)
    agree(bowl, x0, centre, steepness, lr, 5, tol)
    agree(parabola, torch.tensor([5.0, -1.0]), 0.5, 4)  # at the bottom after one step; 0 is not below a tol of 0


def test_no_steps_at_all(agree, rand):
    """With steps=0 the walk ends where it starts."""
    agree(parabola, rand(3), 0.1, 0)


def test_the_defaults_are_those_of_the_signature(agree, rand):
    """Without lr, steps and tol the walk has the rate 0.1 and ends after a step below 1e-5."""
    agree(defaults, rand(2, low=1.0, high=2.0))


def test_a_rate_that_is_too_large_walks_away(agree, rand):
    """Where lr is beyond 2 / steepness every step is longer than the last: the walk follows the formula even so."""
    steepness = torch.tensor([2.0, 2.0], dtype=torch.float64)
    agree(bowl, rand(2), rand(2), steepness, 1.3, 7, 1e-5)


def test_the_start_may_require_a_gradient(agree, rand):
    """x0 may require a gradient, or be computed from something else: the walk is the same, and x0 is left alone."""
    agree(asking, rand(3), False)
    agree(asking, rand(2), True)


def test_the_start_stays_where_it_is(agree, rand):
    """x0 is not changed, and shares no memory with what is returned."""
    agree(start, rand(3), 0.1, 5)
    agree(start, rand(2), 0.1, 0)
