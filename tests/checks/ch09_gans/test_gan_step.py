"""Hidden checks for ch09/gan-step. Judged is what each step saw and where the weights ended, not the order of calls."""

import torch
from torch import nn

from tutor.checking import given, probe


class Spied(nn.Module):
    """A network that remembers its mode at each call."""

    def __init__(self, *layers):
        super().__init__()
        self.layers, self.modes = nn.Sequential(*layers), []

    def forward(self, x):
        self.modes.append("train" if self.training else "eval")
        return self.layers(x)


def generator(noise, *shape):
    size = torch.Size(shape).numel()
    norm = nn.BatchNorm1d(5)
    with torch.no_grad():  # neither its statistics nor its slopes are those of a new layer
        for numbers in (norm.running_mean, norm.bias):
            numbers.copy_(torch.linspace(-0.5, 0.7, 5))
    return Spied(nn.Linear(noise, 5), norm, nn.Tanh(), nn.Linear(5, size), nn.Unflatten(1, shape))


def discriminator(*shape, flat=False):
    size = torch.Size(shape).numel()
    layers = [nn.Flatten(), nn.Linear(size, 7), nn.Tanh(), nn.Linear(7, 1)]
    if len(shape) == 3:
        layers[0] = nn.Sequential(nn.Conv2d(shape[0], shape[0], 1), nn.Flatten())  # wants pictures, not rows
    return Spied(*layers, nn.Flatten(0)) if flat else Spied(*layers)


def opinionated(D, high):
    """Lets D call numbers around 2 real and those around 0 made up, with logits of 8 or so, or the other way round."""
    with torch.no_grad():
        D.layers[1].weight.fill_(0.2), D.layers[1].bias.fill_(-0.2 * D.layers[1].in_features)
        D.layers[3].weight.fill_(high), D.layers[3].bias.zero_()


def groups(model, rate):
    """The parameters in two groups for an optimizer, each with a rate of its own."""
    first, second, *others = model.parameters()
    return [{"params": [first, second], "lr": rate}, {"params": others, "lr": rate / 2}]


def stale(model, number):
    for parameter in model.parameters():
        parameter.grad = torch.full_like(parameter, number)


def kind(value):
    return [type(one).__name__ for one in value] if isinstance(value, tuple | list) else type(value).__name__


def steps(impl, G, D, opt_g, opt_d, batches):
    """One step after the other: what each optimizer saw, and what came back."""
    for real, z in batches:
        seen_before = len(opt_d.seen), len(opt_g.seen)
        returned = impl.gan_step(G, D, opt_g, opt_d, real, z)
        yield {"what is returned": kind(returned)}
        loss_d, loss_g = returned
        yield {
            "the steps that opt_d made": len(opt_d.seen) - seen_before[0],
            "the steps that opt_g made": len(opt_g.seen) - seen_before[1],
            "the gradients that D's step sees": opt_d.last,
            "the gradients that G's step sees": opt_g.last,
            "the loss of D": loss_d,
            "the loss of G": loss_g,
        }


@probe
def played(impl, batches, how):
    """Some steps of a game."""
    dtype, shape = batches[0][0].dtype, batches[0][0].shape[1:]
    G, D = generator(batches[0][1].shape[1], *shape).to(dtype), discriminator(*shape, flat="flat" in how).to(dtype)
    G.train("G in eval mode" not in how), D.train("D in eval mode" not in how)
    if "sure" in how:
        with torch.no_grad():
            D.layers[3].weight *= 3000
    if "winning" in how or "fooled" in how:
        opinionated(D, 4.0 if "winning" in how else -4.0)
    if "Adam" in how:
        opt_g = given.Watched(torch.optim.Adam)(groups(G, 0.02), betas=(0.5, 0.99))
        opt_d = given.Watched(torch.optim.Adam)(groups(D, 0.03), betas=(0.5, 0.99))
    else:
        opt_g = given.Watched(torch.optim.SGD)(G.parameters(), lr=0.3, momentum=0.5)
        opt_d = given.Watched(torch.optim.SGD)(D.parameters(), lr=0.2)
    if "stale" in how:
        stale(G, 1.5), stale(D, -2.5)
    chance = torch.get_rng_state()
    yield from steps(impl, G, D, opt_g, opt_d, batches)
    yield {
        "the weights of D afterwards": given.weights(D),
        "the weights of G afterwards": given.weights(G),
        "the real examples afterwards": [real for real, _ in batches],
        "z afterwards": [z for _, z in batches],
        "whether torch's own generator is as before": torch.equal(chance, torch.get_rng_state()),
        "how many parameters of D can learn afterwards": sum(p.requires_grad for p in D.parameters()),
        "how many parameters of G can learn afterwards": sum(p.requires_grad for p in G.parameters()),
        "the modes in which G was asked": sorted(set(G.modes)),
        "the modes in which D was asked": sorted(set(D.modes)),
        "whether G and D are in train mode afterwards": [G.training, D.training],
    }


@probe
def two_games(impl, first, second, both):
    """Two games at once, with players of other sizes: a step of the one, a step of the other, and again."""
    games = []
    for real, z in (first, second):
        G, D = generator(z.shape[1], *real.shape[1:]).double(), discriminator(*real.shape[1:]).double()
        opt_g = given.Watched(torch.optim.SGD)(G.parameters(), lr=0.3)
        opt_d = given.Watched(torch.optim.SGD)(D.parameters(), lr=0.2)
        games.append((G, D, opt_g, opt_d))
    for _ in range(both):
        for game, batch in zip(games, (first, second), strict=True):
            yield from steps(impl, *game, [batch])


@probe
def example_step(impl, real, z):
    """A step where G(z) is z and D says 0 to everything, with a rate of 1; then D and G, weight and bias each."""
    G, D = nn.Linear(1, 1), nn.Linear(1, 1)
    with torch.no_grad():
        for parameter, number in zip([*G.parameters(), *D.parameters()], [1.0, 0.0, 0.0, 0.0], strict=True):
            parameter.fill_(number)
    opt_g, opt_d = torch.optim.SGD(G.parameters(), lr=1.0), torch.optim.SGD(D.parameters(), lr=1.0)
    returned = impl.gan_step(G, D, opt_g, opt_d, real, z)
    yield {"what is returned": kind(returned)}
    yield {"the two losses": list(returned)}
    yield {"D afterwards": [p.item() for p in D.parameters()], "G afterwards": [p.item() for p in G.parameters()]}


def dealt(rand, sizes, *shape, noise=3, dtype=torch.float64):
    """Pairs of real examples and noise."""
    return [(2 + rand(real, *shape, dtype=dtype), rand(made, noise, dtype=dtype)) for real, made in sizes]


def test_the_worked_example(example):
    example(example_step, torch.tensor([[3.0]]), torch.tensor([[1.0]]))


def test_one_step_moves_both(agree, rand):
    """D steps by the gradient of its own loss, then G by the gradient of its own, through the D that has moved."""
    agree(played, dealt(rand, [(7, 7)], 2), [])
    agree(played, dealt(rand, [(5, 5)], 3, dtype=torch.float32), ["flat"])


def test_gradients_from_before(agree, rand):
    """Gradients that were lying on the parameters before don't count."""
    agree(played, dealt(rand, [(3, 3), (3, 3)], 2), ["stale", "flat"])


def test_step_after_step(agree, rand):
    """Step after step, each with the noise and the real examples that it is given, the weights and losses are right."""
    agree(played, dealt(rand, [(5, 5), (5, 5)], 2), [])
    agree(played, dealt(rand, [(5, 2), (2, 3)], 2), ["Adam", "flat"])


def test_any_examples(agree, rand):
    """Examples may be pictures, and there may be more or fewer made-up ones than real ones."""
    agree(played, dealt(rand, [(3, 5)], 1, 2, 3, noise=2), ["Adam"])
    agree(played, dealt(rand, [(1, 3)], 2), ["flat"])


def test_a_discriminator_that_is_sure(agree, rand):
    """However sure D is, rightly or wrongly, both make their steps, and losses and gradients are right."""
    agree(played, dealt(rand, [(5, 5)], 2), ["sure"])
    agree(played, dealt(rand, [(3, 3)], 2), ["winning", "flat"])
    agree(played, dealt(rand, [(3, 3)], 2), ["fooled"])


def test_the_modes_are_left_alone(agree, rand):
    """G and D work and stay in the modes in which they come."""
    agree(played, dealt(rand, [(5, 5)], 2), ["D in eval mode"])
    agree(played, dealt(rand, [(1, 1)], 2), ["G in eval mode", "D in eval mode"])


def test_two_games(agree, rand):
    """Two games that are played in turns don't disturb each other."""
    agree(two_games, *dealt(rand, [(5, 5)], 2), *dealt(rand, [(3, 3)], 3, noise=2), 2)
