"""Hidden checks for ch09/critic-loss.

Where the critic is straight its penalty doesn't depend on chance; where it is a bowl, it remembers what it was asked,
and the loss has to follow from that.
"""

import torch

from tutor.checking import given, probe


class Straight:
    """A critic with a slope and an offset of its own for each example."""

    def __init__(self, slopes, offsets, column=False):
        self.slopes, self.offsets = slopes.clone().requires_grad_(), offsets.clone().requires_grad_()
        self.column = column

    def __call__(self, x):
        scores = (x * self.slopes).flatten(1).sum(dim=1) + self.offsets
        return scores[:, None] if self.column else scores


class Bowl:
    """A critic whose slope depends on where it is asked, and which remembers the places."""

    def __init__(self, curve):
        self.curve, self.asked = curve.clone().requires_grad_(), []

    def __call__(self, x):
        self.asked.append(x.detach().clone())
        return self.score(x)

    def score(self, x):
        return (self.curve * x.square()).flatten(1).sum(dim=1) / 2


@probe
def straight(impl, slopes, offsets, real, fake, strength, upstream, how):
    """The loss of a straight critic, its gradients, and what the call leaves behind."""
    D, made_by = Straight(slopes, offsets, "column" in how), torch.ones((), dtype=fake.dtype, requires_grad=True)
    made = fake * made_by if "made" in how else fake
    loss = impl.critic_loss(D, real, made, strength, given.generator(7))
    yield {"the loss": loss}
    to_slopes, to_offsets, to_maker = given.gradients(loss, upstream, D.slopes, D.offsets, made_by)
    yield {"the gradient that reaches the critic's slopes": to_slopes}
    yield {"the gradient that reaches the critic's offsets": to_offsets}
    yield {"the gradient that reaches what made fake": to_maker}
    yield {"the gradient that lies on the slopes after the call": D.slopes.grad}
    yield {"real afterwards": real, "fake afterwards": made.detach()}
    yield {"whether real asks for gradients": real.requires_grad}
    yield {"whether fake asks for gradients": made.requires_grad}


@probe
def several(impl, slopes, reals, fakes, strengths):
    """The losses of several critics and batches, one after the other."""
    for slope, real, fake, strength in zip(slopes, reals, fakes, strengths, strict=True):
        D = Straight(slope, slope.flatten(1)[:, 0])
        yield {"the loss": impl.critic_loss(D, real, fake, strength, given.generator(7))}
        with torch.no_grad():
            D.slopes *= 1.5
        yield {"the loss after the critic has moved": impl.critic_loss(D, real, fake, strength, given.generator(7))}


@probe
def worked(impl, slope, real, fake, strength):
    """The loss of a critic that is a product with the slope."""
    loss = impl.critic_loss(lambda x: x @ slope, real, fake, strength)
    yield {"the loss": torch.as_tensor(loss).detach()}


@probe
def without_penalty(impl, curve, real, fake, upstream):
    """The loss of a bowl at a strength of 0: no chance comes in."""
    D = Bowl(curve)
    loss = impl.critic_loss(D, real, fake, 0.0, given.generator(3))
    yield {"the loss": loss}
    (gradient,) = given.gradients(loss, upstream, D.curve)
    yield {"the gradient that reaches the critic": gradient}


@probe
def bowl(impl, curve, real, fake, strength, seed):
    """Where a bowl was asked, the loss, and its gradient."""
    D = Bowl(curve)
    loss = impl.critic_loss(D, real, fake, strength, given.generator(seed))
    yield {"asked": list(D.asked), "loss": loss.detach()}
    (gradient,) = given.gradients(loss, torch.ones(()), D.curve)
    yield {"gradient": gradient}


@probe
def drawn(impl, curve, real, fake, seed):
    """The losses of a bowl: twice in a row, with the same seed again, with another one, and with no generator."""
    torch.manual_seed(1)
    before = torch.get_rng_state()
    for which in (seed, seed, seed + 1):
        generator = given.generator(which)
        losses = [impl.critic_loss(Bowl(curve), real, fake, 1.0, generator).detach() for _ in range(2)]
        yield {"losses": torch.stack(losses)}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    for which in (5, 5):
        torch.manual_seed(which)
        losses = [impl.critic_loss(Bowl(curve), real, fake, 1.0).detach() for _ in range(2)]
        yield {"losses without a generator": torch.stack(losses)}


def of_lengths(rand, lengths, *shape, dtype=torch.float64):
    """Slopes of given lengths in random directions, one for each example."""
    whole = rand(len(lengths), *shape).flatten(1)
    slopes = whole / whole.norm(dim=1, keepdim=True) * torch.tensor(lengths, dtype=torch.float64)[:, None]
    return slopes.reshape(len(lengths), *shape).to(dtype)


def pair(rand, *shape, dtype=torch.float64):
    """Real and made-up examples that are apart in every number."""
    fake = rand(*shape)
    return (fake + rand(*shape, low=1.0, high=2.0)).to(dtype), fake.to(dtype)


def critic(rand, lengths, *shape, dtype=torch.float64):
    """Slopes and offsets of a straight critic, and real and made-up examples for it."""
    slopes, offsets = of_lengths(rand, lengths, *shape, dtype=dtype), rand(len(lengths), dtype=dtype)
    return slopes, offsets, *pair(rand, len(lengths), *shape, dtype=dtype)


def up(rand):
    return torch.tensor(rand.number(0.5, 2.0), dtype=torch.float64)


def test_the_worked_example(example):
    real, fake = torch.tensor([[1.0, 1.0], [3.0, 0.0]]), torch.tensor([[0.0, 0.0], [1.0, 0.0]])
    example(worked, torch.tensor([3.0, 4.0]), real, fake, 10.0)
    example(worked, torch.tensor([0.6, 0.8]), real, fake, 10.0)


def test_the_gap_between_the_means(agree, rand):
    """Without a penalty the loss is the mean score of the made-up examples less that of the real ones."""
    agree(without_penalty, 50 * rand(1, 5), *pair(rand, 7, 5), up(rand))
    low = rand(3, 5, low=1.0, high=2.0)
    for real, fake in ((3 * low, low), (low, 3 * low)):
        agree(without_penalty, rand(1, 5, low=1e4, high=1e5), real, fake, up(rand))
    agree(straight, *critic(rand, [0.3, 2.5, 1.7], 5), 0.0, up(rand), ["column"])


def test_the_penalty_is_added(agree, rand):
    """The penalty is added, multiplied with the strength, and gradients of all parts reach the critic."""
    agree(straight, *critic(rand, [0.3, 2.5, 1.7, 0.8, 3.0], 7), rand.number(2.0, 9.0), up(rand), [])
    agree(straight, *critic(rand, [0.4, 3.0, 1.3], 3), rand.number(0.1, 0.7), up(rand), ["column"])
    single = torch.float32
    agree(straight, *critic(rand, [0.4, 3.0], 5, dtype=single), 10.0, up(rand), [])


def test_any_examples(agree, rand):
    """Examples may be pictures, a batch may hold a single one, and a strength may be a whole number."""
    agree(straight, *critic(rand, [0.3, 2.5, 1.7], 1, 2, 3), 10.0, up(rand), [])
    agree(straight, *critic(rand, [0.3], 2, 3), 3, up(rand), ["column"])
    slopes, offsets, _, _ = critic(rand, [0.3, 2.0], 3, 5)
    agree(straight, slopes, offsets, rand.strided(2, 3, 5), rand.strided(2, 3, 5), 1.0, up(rand), [])


def test_the_generator_is_left_out(agree, rand):
    """None of the gradient reaches what made the examples: the critic's loss is no business of the generator."""
    agree(straight, *critic(rand, [0.3, 2.5, 1.7], 5), rand.number(2.0, 9.0), up(rand), ["made"])


def test_call_after_call(agree, rand):
    """Each critic and each batch gets its own loss, whatever was asked before."""
    reals, fakes = zip(*[pair(rand, 3, 5), pair(rand, 3, 5), pair(rand, 2, 5)], strict=True)
    lengths = ([0.3, 2.0, 1.5], [3.0, 0.2, 0.7], [2.2, 0.9])
    slopes = [of_lengths(rand, each, 5) for each in lengths]
    agree(several, slopes, list(reals), list(fakes), [3.0, 0.0, 10.0])


def test_the_penalty_is_taken_in_between(observe, rand, ints):
    """The penalty is that of the slopes between the real and the made-up examples."""
    for strength in (1.0, 10.0):
        real, fake = pair(rand, 5, 3)
        curve = rand(1, 3, low=0.3, high=1.5)
        seen = observe(bowl, curve, real, fake, strength, int(ints(0, 10**6)))
        D = Bowl(curve)
        gap = D.score(fake).mean() - D.score(real).mean()
        for x, where in ((real, "real"), (fake, "made-up")):
            loss = gap + strength * ((D.curve * x).norm(dim=1) - 1).square().mean()
            assert abs(float(seen["loss"] - loss)) > 1e-9, f"the penalty is taken at the {where} examples alone"
        known = [*real, *fake]
        places = [x for x in seen["asked"] if x.shape == real.shape and not any(torch.equal(x[0], k) for k in known)]
        for asked in places:
            loss = gap + strength * ((D.curve * asked).norm(dim=1) - 1).square().mean()
            if abs(float(seen["loss"] - loss)) < 1e-6 * max(1.0, abs(float(loss))):
                break
        else:
            raise AssertionError("the loss holds no penalty of the slopes between real and made-up examples")
        share = (asked - fake) / (real - fake)
        assert float((share - share[:, :1]).abs().max()) < 1e-6, "what the penalty is taken at lies not in between"
        assert float(share.min()) > -1e-6 and float(share.max()) < 1 + 1e-6, (
            "what the penalty is taken at lies not in between"
        )
        (gradient,) = torch.autograd.grad(loss, D.curve)
        assert seen["gradient"] is not None, "no gradient reaches the critic"
        assert (seen["gradient"] - gradient).abs().max() < 1e-6 * max(1.0, float(gradient.abs().max())), (
            "the loss is right, but another gradient reaches the critic"
        )


def test_the_generator_alone_decides(observe, rand, ints):
    """All chance comes from the generator that is handed in, or, without one, from torch's own."""
    seen = observe(drawn, rand(1, 3, low=0.3, high=1.5), *pair(rand, 5, 3), int(ints(0, 10**6)))
    first, again, other = (seen[name] for name in ("losses", "losses #2", "losses #3"))
    assert torch.equal(first, again), "the same seed gives another loss: the generator was not handed on"
    assert first[0] != first[1], "a second call with the same generator gives just the same loss"
    assert not torch.equal(first, other), "a generator with another seed gives the same loss"
    assert seen["torch's own is as before"], "torch's global generator has moved: hand on the one that is given"
    first, again = seen["losses without a generator"], seen["losses without a generator #2"]
    assert torch.equal(first, again), "without a generator, torch.manual_seed does not decide about the loss"
    assert first[0] != first[1], "without a generator, each call gives the same loss"
