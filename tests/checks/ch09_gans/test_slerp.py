"""Hidden checks for ch09/slerp."""

import math

import torch

from tutor.checking import given, probe


@probe
def walked(impl, z0, z1, ts, upstream):
    """Places on the way, and the gradients that a random upstream sends back from each."""
    for t in ts:
        plain = z0.clone(), z1.clone()
        out = impl.slerp(*plain, t)
        yield {"the place on the way": out, "z0 afterwards": plain[0], "z1 afterwards": plain[1]}
        start, end = z0.clone().requires_grad_(), z1.clone().requires_grad_()
        to_start, to_end = given.gradients(impl.slerp(start, end, t), upstream, start, end)
        if t in (0, 1):  # whoever returns z0 itself has no way to z1, and none is needed: that gradient is 0
            to_start, to_end = (torch.zeros_like(z0) if one is None else one for one in (to_start, to_end))
        yield {"the gradient of z0": to_start, "the gradient of z1": to_end}


@probe
def places(impl, z0, z1, ts):
    """Places on the way alone."""
    for t in ts:
        yield {"the place on the way": impl.slerp(z0, z1, t)}


@probe
def worked(impl, z0, z1, t):
    """One place on the way."""
    yield {"the place on the way": impl.slerp(z0, z1, t)}


@probe
def several(impl, starts, ends, t):
    """One way after the other, and the first one once more."""
    for z0, z1 in [*zip(starts, ends, strict=True), (starts[0], ends[0])]:
        yield {"the place on the way": impl.slerp(z0, z1, t)}
    z0, z1 = starts[0], ends[0].clone()
    impl.slerp(z0, z1, t)
    z1[:, 0] += 1
    yield {"the place on the way after z1 was changed": impl.slerp(z0, z1, t)}


def apart(rand, degrees, size, dtype=torch.float64):
    """For each angle a pair of vectors that lie so far apart, of random lengths."""
    first, second = rand(len(degrees), size), rand(len(degrees), size)
    first = first / first.norm(dim=1, keepdim=True)
    second = second - (second * first).sum(dim=1, keepdim=True) * first
    second = second / second.norm(dim=1, keepdim=True)
    angle = torch.tensor(degrees, dtype=torch.float64)[:, None] * (math.pi / 180)
    lengths = rand(2, len(degrees), 1, low=0.5, high=3.0)
    return (lengths[0] * first).to(dtype), (lengths[1] * (angle.cos() * first + angle.sin() * second)).to(dtype)


def on_the_way(rand):
    return [rand.number(0.1, 0.3), rand.number(0.4, 0.45), rand.number(0.7, 0.9)]


def test_the_worked_example(example):
    z0, z1 = torch.tensor([3.0, 0.0]), torch.tensor([0.0, 3.0])
    example(worked, z0, z1, 0.5)
    example(worked, z0, 2 * z0, 0.5)


def test_each_pair_goes_round(agree, rand):
    """Each pair of rows goes round by the angle between the two, whatever their lengths; gradients reach both."""
    agree(walked, *apart(rand, [90, 40, 130, 20, 165], 7), on_the_way(rand), rand(5, 7))
    agree(walked, *apart(rand, [60, 120, 100], 3), on_the_way(rand), rand(3, 3))
    single = torch.float32
    agree(walked, *apart(rand, [75, 150], 5, single), on_the_way(rand), rand(2, 5))


def test_small_and_wide_angles(agree, rand):
    """Angles of two degrees and of nearly half a turn go round, too, on the arc that leads from z0 to z1."""
    agree(walked, *apart(rand, [2, 8, 15, 170, 176, 179.5], 5), on_the_way(rand), rand(6, 5))


def test_both_ends(agree, rand):
    """The way begins at z0 itself and ends at z1 itself."""
    for ends in ([0.0, 1.0], [0, 1]):
        agree(walked, *apart(rand, [90, 30, 140], 5), ends, rand(3, 5))


def test_any_axes_before(agree, rand):
    """A single vector, or any number of axes before the last, will do, and sizes of one."""
    z0, z1 = apart(rand, [90, 40, 130, 25, 110, 70], 5)
    agree(walked, z0[0], z1[0], on_the_way(rand), rand(5))
    agree(walked, z0.reshape(2, 3, 5), z1.reshape(2, 3, 5), on_the_way(rand), rand(2, 3, 5))
    agree(walked, z0[1:2], z1[1:2], on_the_way(rand), rand(1, 5))
    agree(walked, z0.t().contiguous().t(), z1.t().contiguous().t(), on_the_way(rand), rand(6, 5))


def test_the_same_direction(agree, rand):
    """Pairs that point in the same direction, or are equal, go straight on; rounding does no harm."""
    for dtype, tol in ((torch.float64, 50), (torch.float32, 1)):
        z0 = rand(101, 7, dtype=dtype)
        agree(places, z0, z0 * rand(101, 1, dtype=dtype, low=0.3, high=3.0), on_the_way(rand), tol=tol)
        agree(places, z0, z0.clone(), [0.5, 0.0, 1.0], tol=tol)
    agree(places, rand(5, 1, low=0.5, high=2.0), rand(5, 1, low=0.5, high=2.0), on_the_way(rand), tol=50)
    agree(places, rand(3, 1, low=1.0, high=1.5)[0], rand(3, 1, low=2.0, high=2.5)[0], on_the_way(rand), tol=50)


def test_among_others(agree, rand):
    """Where some pairs point in the same direction, those go straight on and the others go round."""
    z0, z1 = apart(rand, [90, 40, 130, 25, 110], 5)
    z1[1], z1[3] = 2.5 * z0[1], z0[3]
    agree(places, z0, z1, on_the_way(rand), tol=50)


def test_any_length(agree, rand):
    """Vectors may be very short or very long, and one much longer than the other."""
    z0, z1 = apart(rand, [90, 40, 130], 5)
    for first, second in ((1e-4, 1e-4), (1e5, 1e5), (1e-2, 1e3)):
        agree(places, first * z0, second * z1, on_the_way(rand))


def test_call_after_call(agree, rand):
    """Each pair has a way of its own, whatever was asked before."""
    pairs = [apart(rand, degrees, 5) for degrees in ([90, 40, 130], [50, 100, 20], [70, 10])]
    agree(several, [z0 for z0, _ in pairs], [z1 for _, z1 in pairs], rand.number(0.2, 0.4))
