"""Hidden checks for ch02/linear."""

import math

import torch

from tutor.checking import given, probe


@probe
def answered(impl, numbers, x):
    """How many numbers there are to learn, the answers of a layer that holds `numbers`, and x after the call."""
    layer = impl.Linear(x.shape[-1], len(numbers["bias"]))
    yield {"how many numbers can be learnt": sum(p.numel() for p in layer.parameters())}
    yield {"what is wrong with the parameters": given.adopt(layer, numbers)}
    with torch.no_grad():
        yield {"the result": layer(x)}
    yield {"x after the call": x}


@probe
def learned(impl, numbers, x, upstream):
    """The answers, and the gradients that a random upstream sends back."""
    x.requires_grad_()
    layer = impl.Linear(x.shape[-1], len(numbers["bias"])).to(x.dtype)
    faults = given.adopt(layer, numbers)
    yield {"what is wrong with the parameters": faults, "the parameters": given.parameter_names(layer)}
    out = layer(x)
    yield {"the result": out}
    to_x, to_weight, to_bias = given.gradients(out, upstream, x, layer.weight, layer.bias)
    yield {"the gradient of weight": to_weight, "the gradient of bias": to_bias, "the gradient of x": to_x}
    yield {"the result at the second call": layer(x)}


@probe
def made(impl, inputs, outputs):
    """What parameters() finds in a new layer."""
    layer = impl.Linear(inputs, outputs)
    found = dict(layer.named_parameters())
    yield {"the parameters": given.parameter_names(layer)}
    yield {f"the shape of {name}": tuple(found[name].shape) for name in sorted(found)}
    yield {f"the dtype of {name}": str(found[name].dtype) for name in sorted(found)}
    yield {"the parameters that are to be learnt": [name for name in sorted(found) if found[name].requires_grad]}
    yield {"the entries of state_dict()": sorted(layer.state_dict())}


@probe
def moved(impl, inputs, outputs):
    """Two layers; then all numbers of the first are raised by 1, one parameter after the other."""
    one, other = impl.Linear(inputs, outputs), impl.Linear(inputs, outputs)
    with torch.no_grad():
        before = {name: parameter.clone() for name, parameter in one.named_parameters()}
        kept = {name: parameter.clone() for name, parameter in other.named_parameters()}
        for parameter in one.parameters():
            parameter += 1
    for name, parameter in sorted(one.named_parameters()):
        yield {f"by how much {name} has grown": (parameter - before[name]).detach()}
    for name, parameter in sorted(other.named_parameters()):
        yield {f"by how much {name} of another layer has grown": (parameter - kept[name]).detach()}


@probe
def first_numbers(impl, inputs, outputs):
    """The numbers that a new layer starts with."""
    layer = impl.Linear(inputs, outputs)
    yield {"weight": layer.weight, "bias": layer.bias}


@probe
def drawn(impl, seed):
    """The first weights of two layers in a row, and those under the same seed and under another one."""
    torch.manual_seed(seed)
    yield {"first": impl.Linear(7, 5).weight, "second": impl.Linear(7, 5).weight}
    torch.manual_seed(seed)
    yield {"again": impl.Linear(7, 5).weight}
    torch.manual_seed(seed + 1)
    yield {"other": impl.Linear(7, 5).weight}


def numbers_for(rand, inputs, outputs, dtype=torch.float64):
    """Random parameters of a Linear; no bias is zero, so that a missing one shows."""
    return {"weight": rand(outputs, inputs, dtype=dtype), "bias": rand(outputs, dtype=dtype)}


def test_the_worked_example(example):
    numbers = {
        "weight": torch.tensor([[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]]),
        "bias": torch.tensor([0.0, 1.0, -1.0]),
    }
    example(answered, numbers, torch.tensor([1.0, 2.0]))


def test_weight_and_bias_are_parameters(agree):
    """parameters() finds a weight (outputs, inputs) and a bias (outputs,), in float32, and nothing else."""
    agree(made, 5, 3)
    agree(made, 1, 7)
    agree(made, 2, 1)


def test_every_number_is_its_own(agree):
    """A number that is moved moves no other, in this layer or in another one."""
    agree(moved, 3, 5)


def test_it_answers_like_affine(agree, rand):
    """The answers are x · weightᵀ + bias with the numbers that the parameters hold; gradients reach everything."""
    agree(learned, numbers_for(rand, 3, 7), rand(5, 3), rand(5, 7))
    agree(learned, numbers_for(rand, 11, 2), rand.strided(3, 11), rand(3, 2))
    agree(learned, numbers_for(rand, 5, 5), rand(5, 5), rand(5, 5))


def test_any_axes_before_the_last_one(agree, rand):
    """x may be one example, a table, or have more axes; sizes of one keep their place."""
    agree(learned, numbers_for(rand, 3, 5), rand(3), rand(5))
    agree(learned, numbers_for(rand, 3, 5), rand(2, 7, 3), rand(2, 7, 5))
    agree(learned, numbers_for(rand, 2, 3), rand.strided(5, 1, 7, 2), rand(5, 1, 7, 3))
    agree(learned, numbers_for(rand, 1, 1), rand(1, 1), rand(1, 1))


def test_the_first_weights_are_small_and_around_zero(observe):
    """The first weights are random around 0, and their spread follows 1/√inputs; the bias is no wider."""
    seen = {sizes: observe(first_numbers, *sizes) for sizes in ((16, 64), (16, 256), (256, 64))}
    spread = {sizes: float(first["weight"].double().std()) for sizes, first in seen.items()}
    assert min(spread.values()) > 0, "the first weights of a layer are all one and the same number"
    same = spread[16, 256] / spread[16, 64]
    assert 0.7 < same < 1.4, "the first weights spread otherwise with 256 outputs than with 64: only inputs count"
    shrunk = spread[16, 64] / spread[256, 64]  # 4 where the spread goes with 1/√inputs
    assert shrunk > 0.7, "with 256 inputs the first weights spread wider than with 16, where they should be smaller"
    assert shrunk > 2, "with 256 inputs the first weights spread as wide as with 16, where they should be smaller"
    assert shrunk < 8, f"with 256 inputs the first weights are {shrunk:.3g} times smaller than with 16; it should be 4"
    for (inputs, outputs), first in seen.items():
        weight, bias = first["weight"].double(), first["bias"].double()
        layer, usual = f"Linear({inputs}, {outputs})", 1 / math.sqrt(3 * inputs)
        told = f"a standard deviation of {spread[inputs, outputs]:.3g}; about {usual:.3g} is right"
        assert spread[inputs, outputs] > 0.45 * usual, f"the first weights of {layer} are too much alike, with {told}"
        assert spread[inputs, outputs] < 2.2 * usual, f"the first weights of {layer} spread too wide, with {told}"
        mean = float(weight.mean())
        limit = 6 * spread[inputs, outputs] / math.sqrt(weight.numel())
        assert abs(mean) < limit, f"the first weights of {layer} are not around 0: their mean is {mean:.3g}"
        size = float((bias**2).mean().sqrt())
        assert size < 2.8 * usual, f"the first biases of {layer} are too large, about {size:.3g} in size"
        level = bool((bias == bias[0]).all()) and float(bias[0]) != 0
        assert not level, f"the first biases of {layer} are all {float(bias[0]):.3g}: neither 0 nor random"
        above = float((bias > 0).double().mean())
        assert 0.05 < above < 0.95 or not bias.any(), f"the first biases of {layer} are not around 0, but on one side"


def test_no_two_units_start_alike(observe, ints):
    """Units start with different weights, layers do, and torch.manual_seed alone decides with which."""
    weight = observe(first_numbers, 7, 5)["weight"]
    assert len(weight.unique(dim=0)) == 5, "some units (rows of weight) start with the very same numbers"
    assert len(weight.unique(dim=1).T) == 7, "some inputs (columns of weight) start with the very same numbers"
    seen = observe(drawn, int(ints(0, 10**6)))
    assert not torch.equal(seen["first"], seen["second"]), "two layers made one after the other hold the same numbers"
    assert torch.equal(seen["first"], seen["again"]), "after the same torch.manual_seed the numbers are others"
    assert not torch.equal(seen["first"], seen["other"]), "after another torch.manual_seed the numbers are the same"


def test_x_and_dtype_are_left_alone(agree, rand):
    """x is not changed, and float32 stays float32."""
    single = torch.float32
    agree(answered, numbers_for(rand, 2, 3, single), rand(7, 2, dtype=single))
