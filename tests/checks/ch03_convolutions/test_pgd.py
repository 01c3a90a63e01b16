"""Hidden checks for ch03/pgd."""

import torch
from torch import nn

from tutor.checking import given, probe


class Halved(nn.Module):
    """Halves what comes in in training mode, as dropout would, but without chance; and turns it round."""

    def forward(self, x):
        return -x / 2 if self.training else x


def network(pixels, classes, dtype=torch.float64):
    """A curved model for pictures of so many pixels."""
    layers = [nn.Flatten(), nn.Linear(pixels, 7), nn.Tanh(), Halved(), nn.Linear(7, classes)]
    model = nn.Sequential(*layers).to(dtype).eval()
    with torch.no_grad():
        model[1].weight *= 4
    return model


class Hills(nn.Module):
    """With y = 1, every pixel's loss grows towards a top of its own, and falls beyond it."""

    def __init__(self, tops):
        super().__init__()
        self.tops = tops

    def forward(self, x):
        height = -((x - self.tops) ** 2).flatten(1).sum(dim=1)
        return torch.stack([height, torch.zeros_like(height)], dim=1)


@probe
def example_walk(impl, x, y, eps, step, n):
    """The lesson's model, linear."""
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    yield {"the picture moved": impl.pgd(model, x, y, eps, step, n)}


@probe
def walked(impl, x, y, eps, step, n):
    """The end of the walk, on a curved model, and the inputs afterwards."""
    model = network(x[0].numel(), 5, x.dtype)
    yield {"the pictures moved": impl.pgd(model, x, y, eps, step, n)}
    yield {"x after the call": x, "y after the call": y}
    yield {"the pictures moved, once more": impl.pgd(model, x, y, eps, step, n)}


@probe
def climbed(impl, x, tops, eps, step, counts):
    """The ends of walks of so many steps, on hills whose tops are near."""
    model, y = Hills(tops), torch.ones(len(x), dtype=torch.int64)
    for n in counts:
        yield {f"the pictures moved, with n = {n}": impl.pgd(model, x, y, eps, step, n)}


@probe
def ranged(impl, x, y, eps, step, n, lo, hi):
    """Another range, given by place and by name."""
    model = network(x[0].numel(), 5, x.dtype)
    yield {"the pictures moved": impl.pgd(model, x, y, eps, step, n, lo, hi)}
    yield {"the pictures moved, by name": impl.pgd(model, x, y, eps=eps, step=step, n=n, lo=lo, hi=hi)}


@probe
def kinds_of_x(impl, x, y, old):
    """x requires a gradient and has one, or was computed; and what has become of it."""
    model = network(x[0].numel(), 5)
    impl.pgd(model, x, y, 0.125, 0.0625, 3)
    yield {"the tensor x afterwards": x}
    yield {"the flag x.requires_grad": x.requires_grad, "the attribute x.grad": x.grad}
    leaf = x.clone().requires_grad_()
    leaf.grad = old
    yield {"the pictures moved, for an x that has a gradient": impl.pgd(model, leaf, y, 0.125, 0.0625, 3)}
    yield {"the flag x.requires_grad, where it was True": leaf.requires_grad}
    yield {"the attribute x.grad, where there was one already": leaf.grad}
    yield {"the pictures moved, for a computed x": impl.pgd(model, leaf * 0.5, y, 0.125, 0.125, 1)}


@probe
def model_afterwards(impl, x, y):
    """The model in both modes, and what has become of it."""
    model = network(x[0].numel(), 5)
    for parameter in model.parameters():
        parameter.grad = torch.randn_like(parameter)
    for name, training in (("eval", False), ("training", True)):
        model.train(training)
        yield {f"the pictures moved in {name} mode": impl.pgd(model, x, y, 0.25, 0.125, 2)}
        yield {f"the modes of all parts, {name} before": [part.training for part in model.modules()]}
    for name, gradient in given.parameter_gradients(model).items():
        yield {f"the .grad of parameter {name} afterwards": gradient}
    yield {"the weights afterwards": given.weights(model)}


def hills(rand, eps):
    """Pictures of 3 × 4, and tops up to 1.6 · eps away from their pixels: some just out of reach, some within it."""
    tops = rand(1, 3, 4, low=0.4, high=0.6)
    away = rand(5, 1, 3, 4, low=0.05, high=1.6) * rand(5, 1, 3, 4).sign()
    away[:, 0, 0] = torch.tensor([1.07, -1.07, 0.63, -0.63], dtype=torch.float64)
    return tops - eps * away, tops


def test_the_worked_example(example):
    example(example_walk, torch.tensor([[0.5, 0.5], [0.95, 0.3]]), torch.tensor([0, 1]), 0.1, 0.06, 2)


def test_one_step_of_eps_is_fgsm(agree, rand, ints):
    """With n = 1 and step = eps, every pixel moves by eps, the way in which the loss grows."""
    agree(walked, rand(5, 1, 3, 4, low=0.0, high=1.0), ints(0, 5, 5), 0.125, 0.125, 1)


def test_the_walk_stays_near_the_picture(agree, rand, ints):
    """However many steps there are, no pixel ends farther than eps from where it was; the result is a plain tensor."""
    agree(walked, rand(3, 2, 2, 5, low=0.4, high=0.6).mT, ints(0, 5, 3), 0.05, 0.11, 3)
    agree(walked, rand(5, 1, 3, 4, low=0.4, high=0.6), ints(0, 5, 5), 0.1, 0.04, 5)
    agree(walked, rand(3, 7, low=0.4, high=0.6), ints(0, 5, 3), 0.0, 0.1, 2)


def test_the_slope_is_taken_anew(agree, rand):
    """Each of the n steps is as long as `step`, and goes uphill from where the walk stands."""
    x, tops = hills(rand, 0.25)
    agree(climbed, x, tops, 0.25, 0.09, [1, 2, 3, 4, 5])


def test_every_step_is_projected(agree, rand):
    """A step that leads too far is taken back before the next one begins."""
    x, tops = hills(rand, 0.1)
    agree(climbed, x, tops, 0.1, 0.06, [2, 3, 4])
    agree(climbed, x, tops, 0.1, 0.15, [2, 3])


def test_every_step_stays_in_the_range(agree, rand):
    """After every step all pixels are from lo to hi, and the next step begins there."""
    inside, beyond = rand(5, 1, 2, 5, low=0.0, high=0.04), rand(1, 2, 5, low=0.002, high=0.02)
    inside[0] = 0.0
    dark = torch.tensor([True, False])[:, None]  # the first row is near 0, the second near 1
    x = torch.where(dark, inside, 1 - inside)
    agree(climbed, x, torch.where(dark, -beyond, 1 + beyond), 0.2, 0.07, [1, 2, 3])
    agree(climbed, x, torch.where(dark, beyond, 1 - beyond), 0.2, 0.07, [1, 2, 3])


def test_the_range_can_be_given(agree, rand, ints):
    """Pictures may have another range than 0 to 1."""
    agree(ranged, rand(5, 1, 3, 4, low=-2.0, high=3.0), ints(0, 5, 5), 0.5, 0.2, 3, -2.0, 3.0)
    agree(ranged, rand(5, 7, low=0.4, high=0.6), ints(0, 5, 5), 0.15, 0.1, 2, 0.4, 0.6)


def test_a_single_picture_and_float32(agree, rand, ints):
    """A batch of one picture works, and float32 stays float32."""
    agree(walked, rand(1, 1, 3, 5, low=0.0, high=1.0), ints(0, 5, 1), 0.2, 0.1, 3)
    agree(walked, rand(3, 1, 4, 2, dtype=torch.float32, low=0.0, high=1.0), ints(0, 5, 3), 0.2, 0.125, 2)


def test_the_model_stays_as_it_is(agree, rand, ints):
    """The model is used in the mode that it is in and stays in it; weights and gradients are as before."""
    agree(model_afterwards, rand(5, 1, 3, 2, low=0.0, high=1.0), ints(0, 5, 5))


def test_x_stays_as_it_is(agree, rand, ints):
    """x may require a gradient, have one or be computed; its numbers, its flag and its .grad are as before."""
    agree(kinds_of_x, rand(3, 1, 2, 3, low=0.0, high=1.0), ints(0, 5, 3), rand(3, 1, 2, 3))
