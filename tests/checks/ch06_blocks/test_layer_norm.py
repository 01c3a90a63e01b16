"""Hidden checks for ch06/layer-norm."""

import torch

from tutor.checking import given, probe


@probe
def normalised(impl, x):
    """The result of a new module."""
    norm = impl.LayerNorm(x.shape[-1])
    yield {"the result": norm(x).detach()}


@probe
def made(impl, size):
    """What a new module holds."""
    norm = impl.LayerNorm(size)
    yield {"the parameters": given.parameter_names(norm)}
    yield {"weight": norm.weight, "bias": norm.bias}
    with torch.no_grad():
        norm.weight[0] += 1
        norm.bias[-1] += 1
    yield {"weight, with 1 added to its first number": norm.weight, "bias, with 1 added to its last": norm.bias}


@probe
def learned(impl, numbers, settings, x, upstream):
    """The result, and the gradients that a random upstream sends back."""
    norm = impl.LayerNorm(x.shape[-1], **settings).to(x.dtype)
    yield {"what is wrong with the parameters": given.adopt(norm, numbers)}
    x.requires_grad_()
    out = norm(x)
    yield {"the result": out}
    to_x, to_weight, to_bias = given.gradients(out, upstream, x, norm.weight, norm.bias)
    yield {"the gradient of x": to_x, "the gradient of weight": to_weight, "the gradient of bias": to_bias}


@probe
def in_both_modes(impl, numbers, tables):
    """One table after another, in training and in eval mode, with gradients asked for and without."""
    norm = impl.LayerNorm(len(numbers["weight"])).double()
    yield {"what is wrong with the parameters": given.adopt(norm, numbers)}
    for x in tables:
        yield {"the result in training": norm.train()(x), "training in training": norm.training}
        with torch.no_grad():
            yield {"the result without a graph": norm(x)}
        yield {"the result in eval mode": norm.eval()(x), "training in eval mode": norm.training}
        yield {"the result of another table in eval mode": norm(3 - 2 * x)}


@probe
def handed_on(impl, numbers, x):
    """A module's state dict, loaded into another one."""
    one, other = impl.LayerNorm(x.shape[-1]).double(), impl.LayerNorm(x.shape[-1]).double()
    yield {"what is wrong with the parameters": given.adopt(one, numbers)}
    one(x)
    yield {"the result of another module": other(2 * x)}
    other.load_state_dict(one.state_dict())
    yield {"the result with a loaded state dict": other(x)}
    with torch.no_grad():
        other.weight += 1
        other.bias += 1
    yield {"the result after the other has learned more": one(x)}


@probe
def left_alone(impl, x):
    """x after the call."""
    norm = impl.LayerNorm(x.shape[-1]).to(x.dtype)
    yield {"the result": norm(x), "x after the call": x}


def numbers_for(rand, size):
    """Numbers for a module that has learned already."""
    return {"weight": rand(size), "bias": rand(size)}


def rows(rand, *shape):
    """Numbers whose level and spread differ from row to row and from column to column."""
    x = rand(*shape) * rand(*shape[:-1], 1, low=0.5, high=2.0) + rand(*shape[:-1], 1)
    return x + rand(shape[-1])


def test_the_worked_example(example):
    example(normalised, torch.tensor([[2.0, 2.0, 6.0, 6.0], [60.0, 20.0, 60.0, 20.0]]))


def test_a_new_module(agree):
    """A new module has two parameters, weight (ones) and bias (zeros), with a number of its own for each place."""
    agree(made, 5)
    agree(made, 1)


def test_each_row_by_itself(agree, rand):
    """Each row is normalised with its own mean and variance, scaled and shifted; gradients reach everything."""
    agree(learned, numbers_for(rand, 7), {}, rows(rand, 5, 7), rand(5, 7))
    agree(learned, numbers_for(rand, 3), {}, rows(rand, 3, 3), rand(3, 3))
    agree(learned, numbers_for(rand, 2), {}, rand.strided(11, 2), rand(11, 2))
    numbers = {name: value.float() for name, value in numbers_for(rand, 5).items()}
    agree(learned, numbers, {}, rows(rand, 3, 5).float(), rand(3, 5, dtype=torch.float32))


def test_any_axes_before_the_last_one(agree, rand):
    """x may be one row alone, a table, or have more axes; sizes of one keep their place."""
    for sizes in ((5,), (1, 3), (2, 5, 3), (3, 1, 2, 7), (3, 3, 3)):
        agree(learned, numbers_for(rand, sizes[-1]), {}, rows(rand, *sizes), rand(*sizes))
    agree(learned, numbers_for(rand, 5), {}, rand.strided(2, 3, 5), rand(2, 3, 5))
    agree(learned, numbers_for(rand, 1), {}, rand(3, 1), rand(3, 1))


def test_eps_stands_beside_the_variance(agree, rand):
    """eps is added to the variance; it may be given or left out."""
    for settings in ({"eps": 0.7}, {"eps": 1e-3}, {}):
        agree(learned, numbers_for(rand, 5), settings, 3e-3 * rows(rand, 3, 5), rand(3, 5))


def test_both_modes_are_one(agree, rand):
    """Training and eval mode give the same, and no row depends on others or on what came before."""
    agree(in_both_modes, numbers_for(rand, 5), [rows(rand, 3, 5), 7 + 10 * rows(rand, 2, 5), rows(rand, 3, 5)])


def test_state_dicts_and_other_modules(agree, rand):
    """A state dict hands on all that was learned, and modules keep nothing in common."""
    agree(handed_on, numbers_for(rand, 3), rows(rand, 5, 3))


def test_numbers_far_from_zero(agree, rand):
    """Small differences between large numbers are normalised like others, and equal numbers become the bias."""
    x = rows(rand, 3, 5) + torch.tensor([[1e6], [0.0], [-3e7]], dtype=torch.float64)
    agree(learned, numbers_for(rand, 5), {}, x, rand(3, 5))
    agree(learned, numbers_for(rand, 3), {}, torch.full((2, 3), 2.5).double(), rand(2, 3))


def test_x_and_dtype_are_left_alone(agree, rand):
    """x is not changed, and the dtype stays."""
    agree(left_alone, rows(rand, 3, 5))
    agree(left_alone, rand(2, 3, 5, dtype=torch.float32))
