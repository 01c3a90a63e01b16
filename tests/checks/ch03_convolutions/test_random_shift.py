"""Hidden checks for ch03/random-shift. Which numbers are drawn, and in which order, is free."""

import itertools
import random

import torch
import torch.nn.functional as F

from tutor.checking import given, probe


@probe
def moved(impl, x, max_shift, seed):
    """The pictures after one call, and what the call leaves behind."""
    yield {"the result": impl.random_shift(x, max_shift, given.generator(seed))}
    yield {"x after the call": x}


@probe
def looks(impl, x, max_shift, seed):
    """Shape and dtype of the result, and the pictures that were handed in."""
    out = impl.random_shift(x, max_shift, given.generator(seed))
    yield {"the shape of the result": tuple(out.shape), "the dtype of the result": str(out.dtype)}
    yield {"x after the call": x}


@probe
def dot_kept(impl, x, max_shift, seed):
    """The sum of each picture: a dot that is not at the edge is never lost."""
    out = impl.random_shift(x, max_shift, given.generator(seed))
    yield {"the shape of the result": tuple(out.shape), "the sum of each picture": out.sum(dim=(1, 2, 3))}


@probe
def one_by_one(impl, x, max_shift, seed, times):
    """One picture again and again, alone in its batch."""
    generator = given.generator(seed)
    for _ in range(times):
        yield {"the result": impl.random_shift(x, max_shift, generator)}


@probe
def still(impl, x, seed):
    """Pictures that may not move at all."""
    out = impl.random_shift(x, 0, given.generator(seed))
    yield {"the result for max_shift=0": out}
    out += 1
    yield {"x after the result has been written into": x}


@probe
def repeated(impl, x, max_shift, seed):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    first = impl.random_shift(x, max_shift, generator)
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"the generator has moved": not torch.equal(generator.get_state(), given.generator(seed).get_state())}
    yield {"first": first, "after that": impl.random_shift(x, max_shift, generator)}
    torch.manual_seed(2)
    random.seed(2)
    yield {"second": impl.random_shift(x, max_shift, given.generator(seed))}
    yield {"other": impl.random_shift(x, max_shift, given.generator(seed + 1))}


def cut(padded, far, down, right, height, width):
    """Each picture, `down` and `right` further, out of pictures that are padded by `far`."""
    return padded[..., far - down : far - down + height, far - right : far - right + width]


def shifts(x, out, max_shift, mode="constant"):
    """For each channel of each picture how far it has moved, (down, right), or None."""
    height, width = x.shape[2:]
    padded = F.pad(x, (max_shift,) * 4, mode=mode)
    found = [[None] * x.shape[1] for _ in x]
    for down, right in itertools.product(range(-max_shift, max_shift + 1), repeat=2):
        same = (cut(padded, max_shift, down, right, height, width) - out).abs().amax(dim=(2, 3)) < 1e-6
        for n, c in same.nonzero().tolist():
            found[n][c] = (down, right)
    return found


def whole(found):
    """Whether every channel was found, and those of a picture at one place."""
    return all(one is not None and one == channels[0] for channels in found for one in channels)


def judge(x, out, max_shift):
    """How far each picture has moved, or an assert that says what happened instead."""
    assert isinstance(out, torch.Tensor), "the result is a tensor of pictures"
    assert out.shape == x.shape, f"pictures of shape {tuple(x.shape)} came back as {tuple(out.shape)}"
    out = out.to(x.dtype)
    found = shifts(x, out, max_shift)
    if not whole(found):
        missing = any(one is None for channels in found for one in channels)
        assert missing, "the channels of a picture have moved apart"
        assert not whole(shifts(x, out, max_shift, "circular")), "what is pushed over one edge comes in at the other"
        assert not whole(shifts(x, out, max_shift, "replicate")), "the edge is repeated where zeros should come in"
        further = shifts(x, out, min(x.shape[2:]))
        assert not whole(further), f"a picture was moved by more than {max_shift} pixels"
        raise AssertionError(f"some picture is not what was handed in, moved by at most {max_shift} whole pixels")
    return [channels[0] for channels in found]


def test_the_worked_example(example):
    x = torch.zeros(4, 1, 3, 3)
    x[:, :, 1, 1] = 1.0
    example(dot_kept, x, 1, 0)


def test_the_shape_and_dtype_stay(agree, rand, ints):
    """The result has the shape and dtype of x, whatever they are."""
    agree(looks, rand(3, 2, 5, 7), 2, int(ints(0, 10**6)))
    agree(looks, rand(1, 1, 8, 3, dtype=torch.float32), 1, int(ints(0, 10**6)))


def test_pictures_are_moved_as_a_whole(observe, rand, ints):
    """Each picture, with all its channels, is moved by at most max_shift each way; zeros come in at the edge."""
    for x, max_shift in ((rand(11, 3, 7, 5), 1), (rand.strided(13, 2, 5, 8), 2), (rand(1, 1, 4, 3), 2)):
        judge(x, observe(moved, x, max_shift, int(ints(0, 10**6)))["the result"], max_shift)


def test_every_picture_goes_its_own_way(observe, rand, ints):
    """The pictures of a batch are not all moved alike."""
    x = rand(23, 1, 5, 5)
    found = judge(x, observe(moved, x, 2, int(ints(0, 10**6)))["the result"], 2)
    assert len(set(found)) > 1, "all 23 pictures of a batch were moved in the same way"
    one = rand(1, 1, 5, 5)
    alone = [judge(one, out, 2)[0] for out in observe(one_by_one, one, 2, int(ints(0, 10**6)), 12).values()]
    assert len(set(alone)) > 1, "a picture that is alone in its batch was moved in the same way twelve times"


def test_all_shifts_are_equally_likely(observe, rand, ints):
    """Down and right are drawn apart, and each number from -max_shift to max_shift is as likely as any other."""
    x = rand(1500, 1, 4, 5)
    found = judge(x, observe(moved, x, 2, int(ints(0, 10**6)))["the result"], 2)
    down, right = [[one[axis] for one in found] for axis in (0, 1)]
    for way, drawn in (("up or down", down), ("left or right", right)):
        assert set(drawn) != {0}, f"1500 pictures were never moved {way}"
        assert {-1, -2} & set(drawn) and {1, 2} & set(drawn), f"1500 pictures were moved {way} to one side only"
        assert {-2, 2} <= set(drawn), f"none of 1500 pictures was moved {way} as far as may be"
        assert 0 in drawn, f"none of 1500 pictures stayed where it is, {way}"
    assert down != right, "all pictures were moved as far down as to the right: these are two draws"
    pairs = list(itertools.product(range(-2, 3), repeat=2))
    together = [down.count(i) * right.count(j) / len(found) ** 2 for i, j in pairs]
    assert given.chi_square([found.count(pair) for pair in pairs], together) > 1e-7, (
        "how far a picture moves down tells how far it moves to the right: these are two draws"
    )
    ends, middle, zero = (sum(abs(one) == far for one in down + right) for far in (2, 1, 0))
    assert ends > 0.7 * middle, "the largest shifts come up far less often than the others"
    assert 2 * zero < 1.4 * middle, "a shift by 0 comes up far more often than the others"
    for max_shift, seen in ((2, found), (1, small_shifts(observe, rand, ints))):
        pairs = list(itertools.product(range(-max_shift, max_shift + 1), repeat=2))
        counts = [seen.count(pair) for pair in pairs]
        assert given.chi_square(counts, [1 / len(pairs)] * len(pairs)) > 1e-7, (
            f"with max_shift = {max_shift} some shifts come up far more often than others"
        )
    for far in (1, 2, 750):
        between = [((a[0] - b[0]) % 5, (a[1] - b[1]) % 5) for a, b in zip(found, found[far:])]
        counts = [between.count(pair) for pair in itertools.product(range(5), repeat=2)]
        assert given.chi_square(counts, [1 / 25] * 25) > 1e-7, (
            "how one picture is moved tells how another is: each has draws of its own"
        )


def small_shifts(observe, rand, ints):
    """How far 700 pictures are moved that may move by one pixel."""
    x = rand(700, 1, 4, 5)
    return judge(x, observe(moved, x, 1, int(ints(0, 10**6)))["the result"], 1)


def test_nothing_moves_by_zero(agree, rand, ints):
    """With max_shift = 0 the pictures come back as they were, in a tensor of their own."""
    agree(still, rand(3, 2, 5, 4), int(ints(0, 10**6)))


def test_large_shifts_are_possible(observe, rand, ints):
    """max_shift may be as large as leaves one row or column of the picture."""
    x = rand(29, 2, 3, 4)
    judge(x, observe(moved, x, 2, int(ints(0, 10**6)))["the result"], 2)
    x = rand(5, 1, 7, 7, dtype=torch.float32)
    judge(x, observe(moved, x, 6, int(ints(0, 10**6)))["the result"], 6)


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds give equal results, a second call and other seeds other ones; torch's own generator is left alone."""
    x = rand(23, 1, 5, 7)
    seen = observe(repeated, x, 2, int(ints(0, 10**6)))
    assert torch.equal(seen["first"], seen["second"]), "the same seed moves the pictures in another way"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    assert seen["the generator has moved"], "nothing is drawn from the generator that was handed in"
    assert not torch.equal(seen["first"], seen["after that"]), "the next call moves the pictures in the same way again"
    assert not torch.equal(seen["first"], seen["other"]), "a generator with another seed gives the same result"


def test_x_stays_as_it_is(observe, rand, ints):
    """The pictures that were handed in do not change."""
    for x in (rand(5, 2, 4, 3), rand(3, 1, 5, 5, dtype=torch.float32)):
        after = observe(moved, x, 2, int(ints(0, 10**6)))["x after the call"]
        assert torch.equal(after, x), "the pictures that were handed in have changed"
