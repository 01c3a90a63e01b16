"""Hidden checks for ch02/mlp."""

import itertools

import torch
from torch import nn

from tutor.checking import given, probe


class Bump(nn.Module):
    """An activation that nobody takes for another: x² / (1 + x²) + 1/2, so that 0 does not stay 0."""

    def forward(self, x):
        return x**2 / (1 + x**2) + 0.5


ACTIVATIONS = {
    "Tanh": nn.Tanh,
    "ReLU": nn.ReLU,
    "Bump": Bump,
    "PReLU": nn.PReLU,
    "LeakyReLU": lambda: nn.LeakyReLU(0.3),
}


def built(impl, sizes, act):
    """The network; without a name for `act` its own choice."""
    return impl.mlp(sizes, ACTIVATIONS[act]) if act else impl.mlp(sizes)


def linear_layers(model):
    """The linear layers in the order in which they stand, also in nested blocks."""
    return [part for part in model.modules() if getattr(part, "weight", None) is not None and part.weight.dim() == 2]


def learnt(model):
    """How many numbers can be learnt; something that is no module has none."""
    return sum(p.numel() for p in model.parameters()) if isinstance(model, nn.Module) else 0


@probe
def counted(impl, sizes, act):
    """How much there is to learn, and in which layers."""
    model = built(impl, sizes, act)
    yield {"what is returned, an nn.Sequential": isinstance(model, nn.Sequential)}
    yield {"how many numbers can be learnt": learnt(model)}
    yield {"the shapes of the weights": [tuple(part.weight.shape) for part in linear_layers(model)]}


@probe
def answered(impl, sizes, act, numbers, x, upstream):
    """The scores of a network whose linear layers hold `numbers`, and the gradients that an upstream sends back."""
    x.requires_grad_()
    model = built(impl, sizes, act)
    yield {"what is returned, an nn.Sequential": isinstance(model, nn.Sequential)}
    model = model.to(x.dtype)
    layers = linear_layers(model)
    yield {"the shapes of the weights": [tuple(part.weight.shape) for part in layers]}
    for part, (weight, bias) in zip(layers, numbers, strict=True):
        part.weight.data, part.bias.data = weight.clone(), bias.clone()
    out = model(x)
    yield {"the scores": out}
    parts = [parameter for part in layers for parameter in (part.weight, part.bias)]
    to_x, *to_parts = given.gradients(out, upstream, x, *parts)
    names = [f"the gradient of the {name} of layer {i + 1}" for i in range(len(layers)) for name in ("weight", "bias")]
    yield dict(zip(names, to_parts, strict=True))
    yield {"the gradient of x": to_x}


@probe
def called(impl, sizes, times):
    """What `act` is called with while `times` networks are made of one list; and the list afterwards."""
    calls = []

    def act(*args, **named):
        calls.append(len(args) + len(named))
        return nn.Tanh()

    for _ in range(times):
        model = impl.mlp(sizes, act)
        yield {"how many numbers can be learnt": learnt(model)}
        yield {"the sizes after the call": sizes}
    yield {"the number of arguments that act is given": max(calls)}


@probe
def two_networks(impl, sizes):
    """All weights of two networks, made one after the other; what is left of the second if the first is set to 0."""
    one, other = impl.mlp(sizes, nn.PReLU), impl.mlp(sizes, nn.PReLU)
    for name, model in (("first", one), ("second", other)):
        yield {f"{name} {i}": part.weight.clone() for i, part in enumerate(linear_layers(model))}
    before = given.weights(other)
    for parameter in one.parameters():
        parameter.data.zero_()
    yield {"moved": [name for name, value in given.weights(other).items() if not torch.equal(value, before[name])]}


def numbers_for(rand, sizes, dtype=torch.float64):
    """Random weights and biases of every layer; no bias is zero."""
    return [(rand(b, a, dtype=dtype), rand(b, dtype=dtype)) for a, b in itertools.pairwise(sizes)]


def test_the_worked_example(example):
    example(counted, [2, 30, 30, 2], "")


def test_layers_and_bends_take_turns(agree, rand):
    """An activation stands between each two linear layers, and none at either end; gradients reach every layer."""
    for sizes, act in (([3, 7, 5, 2], "Bump"), ([2, 5, 3], "ReLU"), ([3, 2, 7, 2, 5], "LeakyReLU")):
        agree(answered, sizes, act, numbers_for(rand, sizes), rand(11, sizes[0]), rand(11, sizes[-1]))
    agree(answered, [5, 5, 5], "Tanh", numbers_for(rand, [5, 5, 5]), rand.strided(5, 5), rand(5, 5))


def test_a_network_may_have_one_layer(agree, rand):
    """Two sizes make one linear layer without any activation."""
    agree(answered, [3, 2], "Bump", numbers_for(rand, [3, 2]), rand(5, 3), rand(5, 2))


def test_the_bend_is_a_tanh_unless_you_say_so(agree, rand):
    """Without `act` the activations are nn.Tanh."""
    agree(answered, [2, 7, 3], "", numbers_for(rand, [2, 7, 3]), rand(5, 2), rand(5, 3))


def test_every_layer_has_its_own_numbers(agree, observe):
    """No layer and no activation is used twice, not even where sizes are equal, nor by two networks."""
    agree(counted, [5, 5, 5, 5], "Tanh")
    agree(counted, [3, 7, 2, 7, 5], "PReLU")
    seen = observe(two_networks, [5, 5, 5, 5])
    moved, layers = seen.pop("moved"), list(seen.values())
    assert not torch.equal(layers[0], layers[3]), "two networks made one after the other hold the same numbers"
    for one, other in itertools.combinations(layers[:3], 2):
        assert not torch.equal(one, other), "two layers of one network start with the very same numbers"
    assert not moved, "what one network learns changes another one, made after it"


def test_sizes_are_left_alone(agree):
    """The list of sizes is as it was, also after a second network, and act is called without arguments."""
    agree(called, [3, 5, 7, 2], 2)
    agree(called, (2, 3, 2), 1)


def test_any_axes_before_the_last_one(agree, rand):
    """One example alone, more axes than two, sizes of one, and float32 work as with a single layer."""
    sizes = [3, 5, 2]
    agree(answered, sizes, "Bump", numbers_for(rand, sizes), rand(3), rand(2))
    agree(answered, sizes, "Bump", numbers_for(rand, sizes), rand(2, 1, 7, 3), rand(2, 1, 7, 2))
    agree(answered, [1, 1, 1], "Tanh", numbers_for(rand, [1, 1, 1]), rand(1, 1), rand(1, 1))
    single = torch.float32
    agree(answered, sizes, "Tanh", numbers_for(rand, sizes, single), rand(7, 3, dtype=single), rand(7, 2))
