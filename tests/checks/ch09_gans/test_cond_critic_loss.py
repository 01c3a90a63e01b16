"""Hidden checks for ch09/cond-critic-loss.

Every class has a picture and a slope of its own, so whoever mixes up the labels gets another loss.
"""

import torch
from torch import nn

from tutor.checking import given, probe


class Painter(nn.Module):
    """A generator: for each class the noise, stretched and moved in its own way."""

    def __init__(self, stretch, shape):
        super().__init__()
        self.stretch, self.shape = nn.Parameter(stretch.clone()), shape

    def forward(self, z, labels):
        return (z.sum(dim=1, keepdim=True).tanh() + self.stretch[labels]).reshape(len(z), *self.shape)


class Straight(nn.Module):
    """A critic with a slope and an offset for each class, so that its penalty depends on no chance."""

    def __init__(self, slopes, offsets):
        super().__init__()
        self.slopes, self.offsets = nn.Parameter(slopes.clone()), nn.Parameter(offsets.clone())

    def forward(self, examples, labels):
        return (examples.flatten(1) * self.slopes[labels]).sum(dim=1) + self.offsets[labels]


class Bowl(nn.Module):
    """A critic whose slope depends on where it is asked."""

    def __init__(self, curve):
        super().__init__()
        self.curve = nn.Parameter(curve.clone())

    def forward(self, examples, labels):
        return (self.curve[labels] * examples.flatten(1).square()).sum(dim=1) / 2


@probe
def paid(impl, pictures, slopes, real, labels, z, strength, upstream, training):
    """The loss, its gradients, and what the call leaves behind."""
    G = Painter(pictures, real.shape[1:]).train(training)
    D = Straight(slopes, slopes.sum(dim=1)).train(not training)
    G.stretch.grad, D.slopes.grad = torch.ones_like(G.stretch), torch.ones_like(D.slopes)
    handed_in = real.clone(), labels.clone(), z.clone()
    loss = impl.cond_critic_loss(G, D, real, labels, z, strength, given.generator(7))
    yield {"the loss": loss}
    to_slopes, to_offsets, to_G = given.gradients(loss, upstream, D.slopes, D.offsets, G.stretch)
    yield {"the gradient that reaches the critic's slopes": to_slopes}
    yield {"the gradient that reaches the critic's offsets": to_offsets}
    yield {"the gradient that reaches G": to_G}
    yield {"gradients that lie on G and D after the call": [G.stretch.grad, D.slopes.grad, D.offsets.grad]}
    same = [torch.equal(x, y) for x, y in zip(handed_in, (real, labels, z), strict=True)]
    yield {"whether real, labels and z are as before": same}
    yield {"whether real and z ask for gradients": [real.requires_grad, z.requires_grad]}
    yield {"the modes of G and D afterwards": [G.training, D.training]}
    yield {"whether G and D can learn afterwards": [G.stretch.requires_grad, D.slopes.requires_grad]}


@probe
def several(impl, pictures, slopes, reals, labels, zs, strengths):
    """One G and D asked about several batches, and about the first once more."""
    G, D = Painter(pictures, reals[0].shape[1:]), Straight(slopes, slopes.sum(dim=1))
    batches = list(zip(reals, labels, zs, strengths, strict=True))
    for real, label, z, strength in [*batches, batches[0]]:
        yield {"the loss": impl.cond_critic_loss(G, D, real, label, z, strength, given.generator(7))}
    with torch.no_grad():
        G.stretch.mul_(-2), D.slopes.mul_(1.5)
    yield {"the loss after both have moved": impl.cond_critic_loss(G, D, *batches[0], given.generator(7))}


class Darkness(nn.Module):
    """Draws two pixels, each as dark as the number of the class."""

    def forward(self, z, labels):
        return labels[:, None] + 0 * z


class Judge(nn.Module):
    """Scores 3 · first + 4 · second pixel, and subtracts 10 times the class."""

    def forward(self, examples, labels):
        return examples @ torch.tensor([3.0, 4.0]) - 10 * labels


@probe
def worked(impl, real, labels, z, strength):
    """The loss of the example's two players."""
    loss = impl.cond_critic_loss(Darkness(), Judge(), real, labels, z, strength)
    yield {"the loss": torch.as_tensor(loss).detach()}


@probe
def drawn(impl, pictures, curve, real, labels, z, seed):
    """The losses of a bowl: twice in a row, with the same seed again, with another one, and with no generator."""
    G, D = Painter(pictures, real.shape[1:]), Bowl(curve)
    torch.manual_seed(1)
    before = torch.get_rng_state()
    for which in (seed, seed, seed + 1):
        generator = given.generator(which)
        losses = [impl.cond_critic_loss(G, D, real, labels, z, 1.0, generator).detach() for _ in range(2)]
        yield {"losses": torch.stack(losses)}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    for which in (5, 5):
        torch.manual_seed(which)
        losses = [impl.cond_critic_loss(G, D, real, labels, z, 1.0).detach() for _ in range(2)]
        yield {"losses without a generator": torch.stack(losses)}


def players(rand, classes, numbers, dtype=torch.float64):
    """What each class looks like, and its slope: of another length for each class, below 1 and above."""
    slopes = rand(classes, numbers)
    lengths = 0.4 + 0.7 * torch.arange(classes, dtype=torch.float64)[:, None]
    return rand(classes, numbers).to(dtype), (slopes / slopes.norm(dim=1, keepdim=True) * lengths).to(dtype)


def up(rand):
    return torch.tensor(rand.number(0.5, 2.0), dtype=torch.float64)


def test_the_worked_example(example):
    real, labels = torch.tensor([[1.0, 1.0], [3.0, 0.0]]), torch.tensor([0, 1])
    example(worked, real, labels, torch.zeros(2, 2), 10.0)


def test_one_label_for_all_three(agree, rand):
    """Made-up examples are of the classes of the real ones, and the critic is told the class of each it judges."""
    labels = torch.tensor([4, 0, 12, 12, 10, 3, 0])
    agree(paid, *players(rand, 13, 3), rand(7, 3), labels, rand(7, 2), rand.number(2.0, 9.0), up(rand), True)
    single = torch.float32
    real, z = rand(2, 5, dtype=single), rand(2, 3, dtype=single)
    agree(paid, *players(rand, 3, 5, dtype=single), real, torch.tensor([2, 0]), z, 10.0, up(rand), False)


def test_without_the_penalty(agree, rand):
    """At a strength of 0 the loss is the gap between the mean scores, each under the right label."""
    agree(paid, *players(rand, 3, 5), rand(5, 5), torch.tensor([2, 1, 1, 0, 2]), rand(5, 2), 0.0, up(rand), True)


def test_any_examples(agree, rand):
    """Examples may be pictures, a batch may hold a single one, and all may be of one class."""
    agree(paid, *players(rand, 3, 6), rand(3, 1, 2, 3), torch.tensor([2, 2, 0]), rand(3, 5), 3, up(rand), False)
    agree(paid, *players(rand, 3, 5), rand(1, 5), torch.tensor([1]), rand(1, 2), 0.5, up(rand), True)
    agree(paid, *players(rand, 2, 3), rand.strided(3, 3), torch.tensor([1, 1, 1]), rand(3, 1), 10.0, up(rand), True)


def test_call_after_call(agree, rand):
    """Each batch gets its own loss, whatever was asked before."""
    labels = [torch.tensor([0, 1, 2]), torch.tensor([2, 1, 1]), torch.tensor([1, 0])]
    reals, zs = [rand(3, 5), rand(3, 5), rand(2, 5)], [rand(3, 2), rand(3, 2), rand(2, 2)]
    agree(several, *players(rand, 3, 5), reals, labels, zs, [3.0, 0.0, 10.0])


def test_the_generator_alone_decides(observe, rand, ints):
    """All chance comes from the generator that is handed in, or, without one, from torch's own."""
    pictures, curve = rand(3, 5), rand(3, 5, low=0.3, high=1.5)
    labels = torch.tensor([0, 2, 1, 1])
    seen = observe(drawn, pictures, curve, 3 + rand(4, 5), labels, rand(4, 2), int(ints(0, 10**6)))
    first, again, other = (seen[name] for name in ("losses", "losses #2", "losses #3"))
    assert torch.equal(first, again), "the same seed gives another loss: the generator was not handed on"
    assert first[0] != first[1], "a second call with the same generator gives just the same loss"
    assert not torch.equal(first, other), "a generator with another seed gives the same loss"
    assert seen["torch's own is as before"], "torch's global generator has moved: hand on the one that is given"
    first, again = seen["losses without a generator"], seen["losses without a generator #2"]
    assert torch.equal(first, again), "without a generator, torch.manual_seed does not decide about the loss"
    assert first[0] != first[1], "without a generator, each call gives the same loss"
