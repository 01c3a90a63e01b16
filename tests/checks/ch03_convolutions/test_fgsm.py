"""Hidden checks for ch03/fgsm."""

import torch
from torch import nn

from tutor.checking import given, probe


class Halved(nn.Module):
    """Halves what comes in in training mode, as dropout would, but without chance; and turns it round."""

    def forward(self, x):
        return -x / 2 if self.training else x


def network(pixels, classes, dtype=torch.float64, blind=0):
    """A curved model for pictures of so many pixels, that never looks at the first few."""
    layers = [nn.Flatten(), nn.Linear(pixels, 7), nn.Tanh(), Halved(), nn.Linear(7, classes)]
    model = nn.Sequential(*layers).to(dtype).eval()
    with torch.no_grad():
        model[1].weight *= 4
        model[1].weight[:, :blind] = 0.0
    return model


@probe
def example_fooled(impl, x, y, eps):
    """The lesson's model, linear."""
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    yield {"the picture moved": impl.fgsm(model, x, y, eps)}


@probe
def fooled(impl, x, y, eps, blind):
    """The pictures after the step, for two models."""
    model = network(x[0].numel(), 5, x.dtype, blind)
    yield {"the pictures moved": impl.fgsm(model, x, y, eps)}
    other = network(x[0].numel(), 5, x.dtype, blind)
    yield {"the pictures moved against another model": impl.fgsm(other, x, y, eps)}
    yield {"x after the call": x, "y after the call": y}


@probe
def ranged(impl, x, y, eps, lo, hi):
    """Another range, given by place and by name."""
    model = network(x[0].numel(), 5, x.dtype)
    yield {"the pictures moved": impl.fgsm(model, x, y, eps, lo, hi)}
    yield {"the pictures moved, with hi alone": impl.fgsm(model, x.clamp(min=0.0), y, eps, hi=hi)}


@probe
def kinds_of_x(impl, x, y, old):
    """x requires a gradient and has one, or was computed; and what has become of it."""
    model = network(x[0].numel(), 5)
    impl.fgsm(model, x, y, 0.125)
    yield {"the tensor x afterwards": x}
    yield {"the flag x.requires_grad": x.requires_grad, "the attribute x.grad": x.grad}
    leaf = x.clone().requires_grad_()
    leaf.grad = old
    yield {"the pictures moved, for an x that has a gradient": impl.fgsm(model, leaf, y, 0.125)}
    yield {"the pictures moved by nothing, for an x that has a gradient": impl.fgsm(model, leaf, y, 0.0)}
    yield {"the flag x.requires_grad, where it was True": leaf.requires_grad}
    yield {"the attribute x.grad, where there was one already": leaf.grad}
    yield {"the pictures moved, for a computed x": impl.fgsm(model, leaf * 0.5, y, 0.125)}


@probe
def model_afterwards(impl, x, y):
    """The model in both modes, and what has become of it."""
    model = network(x[0].numel(), 5)
    for parameter in model.parameters():
        parameter.grad = torch.randn_like(parameter)
    for name, training in (("eval", False), ("training", True)):
        model.train(training)
        yield {f"the pictures moved in {name} mode": impl.fgsm(model, x, y, 0.25)}
        yield {f"the modes of all parts, {name} before": [part.training for part in model.modules()]}
    for name, gradient in given.parameter_gradients(model).items():
        yield {f"the .grad of parameter {name} afterwards": gradient}
    yield {"the weights afterwards": given.weights(model)}


def test_the_worked_example(example):
    example(example_fooled, torch.tensor([[0.5, 0.5], [0.95, 0.3]]), torch.tensor([0, 1]), 0.1)


def test_each_pixel_moves_by_eps(agree, rand, ints):
    """Each pixel moves by eps, the way in which the loss grows; the result is a plain tensor."""
    agree(fooled, rand(5, 1, 3, 4, low=0.3, high=0.7), ints(0, 5, 5), rand.number(0.02, 0.2), 0)
    agree(fooled, rand(7, 2, 3, 2, low=0.3, high=0.7).mT, ints(0, 5, 7), 0.25, 0)
    agree(fooled, rand(3, 11, low=0.3, high=0.7), ints(0, 5, 3), 0.0, 0)


def test_pixels_stop_at_the_ends(agree, rand, ints):
    """No pixel goes below lo or above hi, also if it stands there already."""
    agree(fooled, rand(5, 1, 3, 4, low=0.0, high=1.0), ints(0, 5, 5), 0.4, 0)
    agree(fooled, rand(7, 1, 2, 5, low=-1.0, high=2.0).clamp(0.0, 1.0), ints(0, 5, 7), 0.1, 0)


def test_the_range_can_be_given(agree, rand, ints):
    """Pictures may have another range than 0 to 1."""
    agree(ranged, rand(5, 1, 3, 4, low=-2.0, high=3.0), ints(0, 5, 5), 0.5, -2.0, 3.0)
    agree(ranged, rand(5, 7, low=0.4, high=0.6), ints(0, 5, 5), 0.15, 0.4, 0.6)


def test_a_pixel_without_slope_stays(agree, rand, ints):
    """A pixel that the model does not look at is left as it is."""
    agree(fooled, rand(5, 1, 3, 4, low=0.3, high=0.7), ints(0, 5, 5), 0.125, 5)


def test_a_single_picture_and_float32(agree, rand, ints):
    """A batch of one picture works, and float32 stays float32."""
    agree(fooled, rand(1, 1, 3, 5, low=0.0, high=1.0), ints(0, 5, 1), 0.2, 0)
    agree(fooled, rand(3, 1, 4, 2, dtype=torch.float32, low=0.0, high=1.0), ints(0, 5, 3), 0.2, 2)


def test_the_model_stays_as_it_is(agree, rand, ints):
    """The model is used in the mode that it is in and stays in it; weights and gradients are as before."""
    agree(model_afterwards, rand(5, 1, 3, 2, low=0.0, high=1.0), ints(0, 5, 5))


def test_x_stays_as_it_is(agree, rand, ints):
    """x may require a gradient, have one or be computed; its numbers, its flag and its .grad are as before."""
    agree(kinds_of_x, rand(3, 1, 2, 3, low=0.0, high=1.0), ints(0, 5, 3), rand(3, 1, 2, 3))
