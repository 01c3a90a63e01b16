"""Hidden checks for ch09/gradient-penalty.

Where the critic is straight, its slope is the same at every point, and no share matters. Where it is a bowl, it
remembers what it was asked, and the penalty has to follow from that.
"""

import torch

from tutor.checking import given, probe


class Straight:
    """A critic with a slope of its own for each example: a sum of products."""

    def __init__(self, slopes, column=False):
        self.slopes, self.column = slopes.clone().requires_grad_(), column
        self.slopes.grad = torch.full_like(slopes, 0.5)

    def __call__(self, x):
        scores = (x * self.slopes).flatten(1).sum(dim=1) + 3.0
        return scores[:, None] if self.column else scores


class Bowl:
    """A critic whose slope depends on where it is asked, and which remembers the places."""

    def __init__(self, curve):
        self.curve, self.asked = curve.clone().requires_grad_(), []

    def __call__(self, x):
        self.asked.append(x.detach().clone())
        return (self.curve * x.square()).flatten(1).sum(dim=1) / 2


@probe
def straight(impl, slopes, real, fake, upstream, how):
    """The penalty of a straight critic, its gradient, and what the call leaves behind."""
    D, made_by = Straight(slopes, "column" in how), torch.ones((), dtype=fake.dtype)
    if "made" in how:
        made_by.requires_grad_()
    fake = fake * made_by if "made" in how else fake
    penalty = impl.gradient_penalty(D, real, fake, given.generator(7))
    yield {"the penalty": penalty}
    (gradient,) = given.gradients(penalty, upstream, D.slopes)
    yield {"the gradient that reaches the critic's parameters": gradient}
    yield {"the gradient that lies on the critic's parameters after the call": D.slopes.grad}
    yield {"the gradient that lies on what made fake": made_by.grad}
    yield {"real afterwards": real, "fake afterwards": fake.detach()}
    yield {"whether real, and what made fake, ask for gradients": [real.requires_grad, made_by.requires_grad]}
    yield {"whether fake asks for gradients": fake.requires_grad}


@probe
def several(impl, slopes, reals, fakes):
    """The penalties of several critics and batches, one after the other."""
    for slope, real, fake in zip(slopes, reals, fakes, strict=True):
        D = Straight(slope)
        yield {"the penalty": impl.gradient_penalty(D, real, fake, given.generator(7))}
        with torch.no_grad():
            D.slopes *= 1.5
        yield {"the penalty after the critic has moved": impl.gradient_penalty(D, real, fake, given.generator(7))}


@probe
def worked(impl, slope, real, fake):
    """The penalty of a critic that is a product with the slope."""
    penalty = impl.gradient_penalty(lambda x: x @ slope, real, fake)
    yield {"the penalty": torch.as_tensor(penalty).detach()}


@probe
def bowl(impl, curve, real, fake, seed):
    """Where a bowl was asked, the penalty, and its gradient."""
    D = Bowl(curve)
    penalty = impl.gradient_penalty(D, real, fake, given.generator(seed))
    yield {"asked": list(D.asked), "penalty": penalty.detach()}
    (gradient,) = given.gradients(penalty, torch.ones(()), D.curve)
    yield {"gradient": gradient}


@probe
def drawn(impl, real, fake, seed):
    """Where a bowl is asked: twice in a row, with the same seed again, with another one, and with no generator."""
    torch.manual_seed(1)
    before = torch.get_rng_state()
    for which in (seed, seed, seed + 1):
        generator, D = given.generator(which), Bowl(torch.ones_like(real[:1]))
        for _ in range(2):
            impl.gradient_penalty(D, real, fake, generator)
        yield {"asked": torch.stack([D.asked[0], D.asked[-1]])}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    for which in (5, 5):
        torch.manual_seed(which)
        D = Bowl(torch.ones_like(real[:1]))
        for _ in range(2):
            impl.gradient_penalty(D, real, fake)
        yield {"asked without a generator": torch.stack([D.asked[0], D.asked[-1]])}


def of_lengths(rand, lengths, *shape, dtype=torch.float64):
    """Slopes of given lengths in random directions, one for each example."""
    raw = rand(len(lengths), *shape)
    whole = raw.flatten(1)
    slopes = whole / whole.norm(dim=1, keepdim=True) * torch.tensor(lengths, dtype=torch.float64)[:, None]
    return slopes.reshape(raw.shape).to(dtype)


def pair(rand, *shape, dtype=torch.float64):
    """Real and made-up examples that are apart in every number."""
    fake = rand(*shape)
    return (fake + rand(*shape, low=1.0, high=2.0)).to(dtype), fake.to(dtype)


def up(rand):
    return torch.tensor(rand.number(0.5, 2.0), dtype=torch.float64)


def penalised(curve, asked):
    """What the penalty of a bowl would be, and its gradient, if it were taken at these places."""
    curve = curve.clone().requires_grad_()
    penalty = ((curve * asked).flatten(1).norm(dim=1) - 1).square().mean()
    (gradient,) = torch.autograd.grad(penalty, curve)
    return penalty.detach(), gradient


def shares(asked, real, fake):
    """Which share of real lies in each number, (B, numbers)."""
    return ((asked - fake) / (real - fake)).flatten(1)


def test_the_worked_example(example):
    real, fake = torch.tensor([[1.0, 2.0], [0.0, 5.0]]), torch.tensor([[0.0, 0.0], [3.0, 1.0]])
    example(worked, torch.tensor([3.0, 4.0]), real, fake)
    example(worked, torch.tensor([0.6, 0.8]), real, fake)


def test_slopes_of_every_length(agree, rand):
    """The penalty is the mean of (length of an example's slope − 1)², below 1 as above; gradients reach the critic."""
    lengths = [0.3, 2.5, rand.number(0.5, 0.8), rand.number(1.2, 4.0), 1.0]
    agree(straight, of_lengths(rand, lengths, 7), *pair(rand, 5, 7), up(rand), [])
    agree(straight, of_lengths(rand, lengths[:3], 3), *pair(rand, 3, 3), up(rand), ["column"])
    single = torch.float32
    agree(straight, of_lengths(rand, [0.4, 3.0], 5, dtype=single), *pair(rand, 2, 5, dtype=single), up(rand), [])


def test_pictures(agree, rand):
    """Examples may have any number of axes: the slope of each is as long as all its numbers together make it."""
    agree(straight, of_lengths(rand, [0.3, 2.5, 1.7], 2, 3, 5), *pair(rand, 3, 2, 3, 5), up(rand), [])
    agree(straight, of_lengths(rand, [0.6, 3.5], 1, 3), *pair(rand, 2, 1, 3), up(rand), ["column"])
    agree(straight, of_lengths(rand, [0.2, 2.0], 3, 5), rand.strided(2, 3, 5), rand.strided(2, 3, 5), up(rand), [])


def test_one_example(agree, rand):
    """A batch of one, and examples of one number, will do."""
    agree(straight, of_lengths(rand, [2.5], 3), *pair(rand, 1, 3), up(rand), [])
    agree(straight, of_lengths(rand, [0.7], 1), *pair(rand, 1, 1), up(rand), [])
    agree(straight, of_lengths(rand, [0.4, 3.0, 2.0], 1), *pair(rand, 3, 1), up(rand), ["column"])


def test_a_flat_critic(agree, rand):
    """Where the critic is flat the length is 0, and value and gradient are finite; very steep critics are fine, too."""
    flat = of_lengths(rand, [0.0, 2.5, 0.0], 5)
    agree(straight, flat, *pair(rand, 3, 5), up(rand), [], tol=20)
    agree(
        straight, torch.zeros(2, 3, dtype=torch.float32), *pair(rand, 2, 3, dtype=torch.float32), up(rand), [], tol=20
    )
    agree(straight, of_lengths(rand, [1e6, 0.5], 5), *pair(rand, 2, 5), up(rand), [])


def test_made_up_examples_may_hang_on_a_graph(agree, rand):
    """Examples that hang on the graph of what made them are fine, and the call itself leaves no gradient anywhere."""
    agree(straight, of_lengths(rand, [0.3, 2.5, 1.7], 5), *pair(rand, 3, 5), up(rand), ["made"])


def test_call_after_call(agree, rand):
    """Each critic and each batch gets its own penalty, whatever was asked before."""
    reals, fakes = zip(*[pair(rand, 3, 5), pair(rand, 3, 5), pair(rand, 2, 5)], strict=True)
    lengths = ([0.3, 2.0, 1.5], [3.0, 0.2, 0.7], [2.2, 0.9])
    agree(several, [of_lengths(rand, each, 5) for each in lengths], list(reals), list(fakes))


def test_between_real_and_made_up(observe, rand, ints):
    """The slope is taken between each real example and its made-up one, at a share drawn for each pair of them."""
    for shape in ((5, 5), (5, 2, 3, 2), (3, 2)):
        real, fake = pair(rand, *shape)
        curve = rand(1, *shape[1:], low=0.3, high=1.5)
        seen = observe(bowl, curve, real, fake, int(ints(0, 10**6)))
        places = [asked for asked in seen["asked"] if asked.shape == real.shape]
        assert places, f"the critic was asked about examples of shape {[tuple(one.shape) for one in seen['asked']]}"
        for asked in places:
            penalty, gradient = penalised(curve, asked)
            if abs(float(seen["penalty"] - penalty)) < 1e-6 * max(1.0, float(penalty)):
                break
        else:
            raise AssertionError("the penalty is not that of the slopes at the places where the critic was asked")
        weight = (asked / (real + fake)).flatten(1)
        assert float((weight - weight[:, :1]).abs().max()) > 1e-6, "real and made-up are multiplied with the same share"
        share = shares(asked, real, fake)
        apart = float((share.amax(dim=1) - share.amin(dim=1)).max())
        alike = float(share[:, 0].max() - share[:, 0].min())
        assert apart < 1e-6 or alike > 1e-6, (
            "each number of an example is mixed with a share of its own, the same one for all examples"
        )
        assert apart < 1e-6, "the numbers of one example are mixed with different shares: it needs one share for all"
        low, high = float(share.min()), float(share.max())
        assert low > 1 - 1e-6 or high > 1e-6, "the slope is taken at the made-up examples alone"
        assert low < 1 - 1e-6, "the slope is taken at the real examples alone"
        assert alike > 1e-6, "all examples are mixed with the same share: each needs a share of its own"
        assert low > -1e-6 and high < 1 + 1e-6, "the slope is taken outside of the stretch from made-up to real"
        assert seen["gradient"] is not None, "no gradient reaches the critic's parameters"
        assert (seen["gradient"] - gradient).abs().max() < 1e-6 * max(1.0, float(gradient.abs().max())), (
            "the penalty is right, but another gradient reaches the critic's parameters"
        )


def test_every_share_is_equally_likely(observe, note, rand, ints):
    """The shares are spread evenly from 0 to 1."""
    real, fake = pair(rand, 2503, 1)
    seen = observe(bowl, torch.ones(1, 1, dtype=torch.float64), real, fake, int(ints(0, 10**6)))
    share = shares(seen["asked"][-1], real, fake)[:, 0]
    note("the mean share", float(share.mean()), 0.05)
    note("the spread of the shares", float(share.std()), 0.03)
    assert given.ks_uniform(share) > 1e-7, "the shares are not spread evenly from 0 to 1"
    ordered = share.sort().values
    assert ordered[0] < 0.0075 and ordered[-1] > 0.9925, "no share comes near one of the ends, 0 and 1"
    assert float((ordered - torch.linspace(0, 1, 2503, dtype=torch.float64)).abs().max()) > 0.005, (
        "the shares lie on a grid, so they are not drawn one by one"
    )
    assert float((ordered.diff() > 0).double().mean()) > 0.9, "many examples get the very same share"
    neighbours = torch.corrcoef(torch.stack([share[1:], share[:-1]]))[0, 1]
    assert abs(float(neighbours)) < 0.25, "the share of an example depends on that of its neighbour in the batch"


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds mix equally, a second call and other seeds otherwise; without a generator torch's own decides."""
    seen = observe(drawn, *pair(rand, 5, 3), int(ints(0, 10**6)))
    first, again, other = (seen[name] for name in ("asked", "asked #2", "asked #3"))
    assert torch.equal(first, again), "the same seed mixes in another way: the shares don't come from the generator"
    assert not torch.equal(first[0], first[1]), "a second call with the same generator mixes just as the first one did"
    assert not torch.equal(first, other), "a generator with another seed mixes in the same way"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    first, again = seen["asked without a generator"], seen["asked without a generator #2"]
    assert torch.equal(first, again), "without a generator, torch.manual_seed does not decide about the shares"
    assert not torch.equal(first[0], first[1]), "without a generator, each call mixes in the same way"
