"""Hidden checks for ch03/input-gradient."""

import torch
from torch import nn

from tutor.checking import given, probe


class Halved(nn.Module):
    """Halves what comes in in training mode, as dropout would, but without chance."""

    def forward(self, x):
        return x / 2 if self.training else x


def network(pixels, classes, dtype=torch.float64, grow=1.0):
    """A curved model for pictures of so many pixels."""
    layers = [nn.Flatten(), nn.Linear(pixels, 7), nn.Tanh(), Halved(), nn.Linear(7, classes)]
    model = nn.Sequential(*layers).to(dtype)
    with torch.no_grad():
        model[4].weight *= grow
    return model


@probe
def example_slopes(impl, x, y):
    """The lesson's model, linear."""
    model = nn.Linear(2, 2, bias=False)
    model.weight.data = torch.tensor([[2.0, -1.0], [0.0, 1.0]])
    yield {"the gradient": impl.input_gradient(model, x, y)}


@probe
def slopes(impl, x, y, classes, grow):
    """The gradient of a curved model's loss, asked for twice, and the inputs afterwards."""
    model = network(x[0].numel(), classes, x.dtype, grow)
    yield {"the gradient": impl.input_gradient(model, x, y)}
    yield {"x after the call": x, "y after the call": y}
    yield {"the weights after the call": given.weights(model)}
    yield {"the gradient, asked again": impl.input_gradient(model, x, y)}
    other = network(x[0].numel(), classes, x.dtype, grow)
    yield {"the gradient for another model": impl.input_gradient(other, x, y)}


@probe
def kinds_of_x(impl, x, y, old):
    """x requires a gradient and has one, or was computed; and what has become of its flag and its .grad."""
    model = network(x[0].numel(), 3)
    impl.input_gradient(model, x, y)
    yield {"the flag x.requires_grad": x.requires_grad, "the attribute x.grad": x.grad}
    leaf = x.clone().requires_grad_()
    yield {"the gradient, for an x that requires one": impl.input_gradient(model, leaf, y)}
    yield {"the flag x.requires_grad, where it was True": leaf.requires_grad}
    yield {"the attribute x.grad, where it was None and x requires a gradient": leaf.grad}
    leaf.grad = old
    yield {"the gradient, for an x that has one": impl.input_gradient(model, leaf, y)}
    yield {"the attribute x.grad, where there was one already": leaf.grad}
    yield {"the gradient, for a computed x": impl.input_gradient(model, leaf * 2 + 1, y)}


@probe
def model_afterwards(impl, x, y):
    """What lies on the parameters before and after: some have a gradient, one has none, one is frozen."""
    model = network(x[0].numel(), 3)
    for index, parameter in enumerate(model.parameters()):
        if index:
            parameter.grad = torch.randn_like(parameter)
    model[4].bias.grad = None
    model[4].bias.requires_grad_(False)
    yield {"the gradient": impl.input_gradient(model, x, y)}
    for name, gradient in given.parameter_gradients(model).items():
        yield {f"the .grad of parameter {name} afterwards": gradient}
    yield {"which parameters require a gradient": {n: p.requires_grad for n, p in model.named_parameters()}}
    yield {"the weights afterwards": given.weights(model)}


@probe
def modes(impl, x, y):
    """The gradient in each mode, and the modes of all parts afterwards."""
    model = network(x[0].numel(), 3)
    for name, training, halved in (("training", True, True), ("eval", False, False), ("mixed", True, False)):
        model.train(training)
        model[3].train(halved)
        yield {f"the gradient in {name} mode": impl.input_gradient(model, x, y)}
        yield {f"the modes of all parts, {name} before": [part.training for part in model.modules()]}


def test_the_worked_example(example):
    example(example_slopes, torch.tensor([[1.0, 1.0], [0.5, 0.0]]), torch.tensor([0, 1]))


def test_the_slope_at_every_pixel(agree, rand, ints):
    """Each pixel gets the slope of its own picture's loss, whatever else is in the batch; it is a plain number."""
    agree(slopes, rand(5, 1, 3, 2), ints(0, 3, 5), 3, 3.0)
    agree(slopes, rand.strided(7, 2, 3, 2), ints(0, 5, 7), 5, 3.0)
    agree(slopes, rand(3, 11), torch.tensor([1, 1, 0]), 2, 3.0)


def test_a_single_picture(agree, rand, ints):
    """A batch of one picture works, and a picture of one pixel."""
    agree(slopes, rand(1, 1, 3, 5), ints(0, 3, 1), 3, 3.0)
    agree(slopes, rand(2, 1), ints(0, 2, 2), 2, 3.0)


def test_float32_too(agree, rand, ints):
    """The gradient has the dtype of x, and float32 works as well."""
    agree(slopes, rand(3, 1, 2, 5, dtype=torch.float32), ints(0, 3, 3), 3, 3.0)


def test_scores_in_the_hundreds(agree, rand, ints):
    """A model that is very sure, rightly or not, makes no nan."""
    agree(slopes, rand(11, 1, 3, 2), ints(0, 3, 11), 3, 3000.0)
    agree(slopes, rand(11, 5, dtype=torch.float32), ints(0, 3, 11), 3, 1000.0)


def test_the_model_stays_as_it_is(agree, rand, ints):
    """The parameters, what lies on their .grad, and which of them are frozen, are as before."""
    agree(model_afterwards, rand(5, 1, 3, 2), ints(0, 3, 5))


def test_the_mode_is_the_callers(agree, rand, ints):
    """The model is used in the mode that it is in, part by part, and stays in it."""
    agree(modes, rand(3, 1, 3, 2), ints(0, 3, 3))


def test_x_stays_as_it_is(agree, rand, ints):
    """x may require a gradient, have one or be computed; its numbers, its flag and its .grad are as before."""
    agree(kinds_of_x, rand(3, 1, 2, 2), ints(0, 3, 3), rand(3, 1, 2, 2))
