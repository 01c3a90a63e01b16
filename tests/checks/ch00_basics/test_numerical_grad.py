"""Hidden checks for ch00/numerical-grad."""

import math

from tutor.checking import probe


def square_times(x):
    return x[0] ** 2 * x[1]


def cubic(x):
    return sum((i + 1) * a**3 + a for i, a in enumerate(x)) + x[0] * x[-1]


def bumpy(x):
    return math.sin(x[0]) * math.exp(0.5 * x[1]) + x[2] ** 2 * x[0] - 3 * x[3] + x[4] * x[1] + 7


def ripples(x):
    return math.sin(3e4 * x[0]) + math.cos(2e4 * x[1])


def small(x):
    return 1e-9 * (x[0] ** 2 - x[1] * x[2])


def ring(x):
    return sum(a * a * b for a, b in zip(x, x[1:] + [x[0]], strict=True))


FUNCTIONS = {"bumpy": bumpy, "cubic": cubic, "small": small, "ring": ring}


@probe
def example_slopes(impl, x):
    """f(x) = x[0]² · x[1], the lesson's example."""
    yield {"the slopes": plain(impl.numerical_grad(square_times, x))}


@probe
def slopes(impl, name, x, eps):
    """The slopes of one of the functions above, here and at another place."""
    yield {"the slopes": plain(impl.numerical_grad(FUNCTIONS[name], x, eps))}
    yield {"the slopes at -x": plain(impl.numerical_grad(FUNCTIONS[name], [-a for a in x], eps=eps))}


@probe
def by_default(impl, x):
    """Waves so short that it shows how far was gone to each side."""
    yield {"the slopes": plain(impl.numerical_grad(ripples, x))}


@probe
def afterwards(impl, x, eps):
    """What has become of x."""
    impl.numerical_grad(cubic, x, eps)
    yield {"the list x after the call": x}


def plain(values):
    """The same list with Python's own floats, where there is a kind of float in it."""
    return [float(v) if isinstance(v, float) else v for v in values] if isinstance(values, list) else values


def test_the_worked_example(example):
    example(example_slopes, [3.0, 2.0])


def test_every_slope(agree, rand):
    """One slope for each number of x, while the others stand still."""
    agree(slopes, "bumpy", rand(5, low=0.2, high=1.2).tolist(), 1e-2)
    agree(slopes, "bumpy", [0.0, *rand(4).tolist()], 1e-3)
    agree(slopes, "cubic", rand(3).tolist(), 1e-2)
    agree(slopes, "small", rand(3, low=0.5, high=1.5).tolist(), 1e-4)


def test_f_gets_a_list(agree, rand):
    """What f is given is a list as long as x: it may take it apart and put it together."""
    agree(slopes, "ring", rand(3, low=0.5, high=1.5).tolist(), 1e-2)
    agree(slopes, "ring", rand(13).tolist(), 1e-2)


def test_ten_times_closer(agree, rand):
    """It goes eps to both sides: ten times closer, and the slope of a cubic is a hundred times more exact."""
    x = rand(3, low=0.5, high=1.5).tolist()
    for eps in (0.5, 1e-1, 1e-2, 1e-3):
        agree(slopes, "cubic", x, eps)
    agree(slopes, "cubic", [3.0, -7.0, rand.number(0.2, 0.4)], 1e-1)


def test_the_default_eps(agree, rand):
    """Without eps the nudge is 1e-5."""
    agree(by_default, rand(2, low=0.1, high=0.9).tolist())


def test_one_number(agree, rand):
    """A list with a single number has a gradient of one slope."""
    agree(slopes, "cubic", rand(1, low=0.5, high=1.5).tolist(), 1e-2)


def test_equal_numbers(agree, rand):
    """Equal numbers in x have slopes of their own."""
    agree(slopes, "bumpy", [rand.number(0.5, 1.0)] * 5, 1e-2)


def test_x_stays(agree, rand):
    """After the call x is as it was."""
    agree(afterwards, rand(5).tolist(), 1e-2)
    agree(afterwards, rand(1).tolist(), 0.5)
