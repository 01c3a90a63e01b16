"""Hidden checks for ch13/param-groups. The groups are read through an optimizer, parameter by parameter."""

import torch
from torch import nn

from tutor.checking import given, probe


class Digits(nn.Module):
    """The lesson's model: a layer and a norm, and a head."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(5, 3), nn.LayerNorm(3))
        self.head = nn.Linear(3, 10)


class Reader(nn.Module):
    """Layers of many kinds; names that resemble that of the head, or say nothing of the axes; one parameter shared."""

    def __init__(self, head, shared):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.register_parameter(f"{head}_table", nn.Parameter(torch.ones(2, 3)))
        self.place_bias = nn.Parameter(torch.ones(2, 3))
        self.words = nn.Embedding(7, 3)
        self.rnn = nn.GRU(3, 5)
        self.narrow = nn.Sequential(nn.Linear(1, 7), nn.Linear(7, 1), nn.Linear(1, 1))
        inner = nn.Module()
        inner.add_module(head, nn.Linear(5, 2))
        inner.conv, inner.bn = nn.Conv2d(2, 3, 3), nn.BatchNorm2d(3)
        self.body = nn.Sequential(
            inner, nn.Sequential(nn.LayerNorm(5), nn.PReLU(), nn.LayerNorm((2, 3))), nn.Conv1d(5, 5, 1)
        )
        self.add_module(head, nn.Sequential(nn.Linear(5, 3), nn.LayerNorm(3), nn.Sequential(nn.Linear(3, 2))))
        self.add_module(f"{head}2", nn.Linear(5, 2))
        self.add_module(f"old_{head}", nn.Linear(5, 2, bias=False))
        if shared:
            self.again = self.words
            self.out = nn.Linear(3, 7)
            self.out.weight = self.words.weight


def freeze_some(model, frozen):
    """Lets the parameters whose names begin with one of `frozen` require no gradient."""
    for name, parameter in model.named_parameters():
        if name.startswith(tuple(frozen)):
            parameter.requires_grad_(False)


def told(model, groups):
    """How often each parameter stands in the groups, and what an optimizer makes of them."""
    groups = [dict(group) for group in groups]
    for group in groups:
        params = [group["params"]] if isinstance(group["params"], torch.Tensor) else list(group["params"])
        group["params"] = [p[1] if isinstance(p, tuple) else p for p in params]
    held = [p for group in groups for p in group["params"]]
    names = {id(p): name for name, p in model.named_parameters()}
    yield {"how often each parameter stands in the groups": {n: sum(p is q for q in held) for n, p in named(model)}}
    yield {"what the groups hold beside the parameters": sum(id(p) not in names for p in held)}
    opt = torch.optim.AdamW(groups, lr=0.77, weight_decay=0.66)
    rates = {names[id(p)]: group["lr"] for group in opt.param_groups for p in group["params"]}
    decays = {names[id(p)]: group["weight_decay"] for group in opt.param_groups for p in group["params"]}
    yield {"the learning rates": rates}
    yield {"the weight decays": decays}
    asked = {"params", "lr", "weight_decay"}
    other = {
        k for group in opt.param_groups for k, value in opt.defaults.items() if k not in asked and group[k] != value
    }
    yield {"what else the groups tell the optimizer": sorted(other)}


def named(model):
    """The parameters with their names, each once."""
    return list(model.named_parameters())


@probe
def worked(impl, lr_head, lr_body, decay):
    """The lesson's model."""
    model = Digits()
    yield from told(model, impl.param_groups(model, lr_head, lr_body, decay))


@probe
def grouped(impl, lr_head, lr_body, decay, head, frozen, shared):
    """A model with everything in it, and whether it is as before."""
    model = Reader(head, shared)
    freeze_some(model, frozen)
    before = given.state(model)
    groups = impl.param_groups(model, lr_head, lr_body, decay, head)
    yield {"what is returned is a list": isinstance(groups, list)}
    yield from told(model, groups)
    yield {"what can be trained afterwards": {name: p.requires_grad for name, p in named(model)}}
    moved = [name for name, value in given.state(model).items() if not torch.equal(value, before[name])]
    yield {"what has changed in the model": moved}


@probe
def by_default(impl, lr_head, lr_body, decay, more):
    """A head that is called head; then a second model, and the first again with other numbers."""
    first, second = Reader("head", False), Digits()
    yield from told(first, impl.param_groups(first, lr_head, lr_body, decay))
    yield from told(second, impl.param_groups(second, lr_head=more, lr_body=lr_body, decay=0.0))
    yield from told(first, impl.param_groups(model=first, decay=more, lr_body=lr_head, lr_head=lr_body, head="body"))


@probe
def plain(impl, lr_head, lr_body, decay):
    """A sequence whose last layer has a number for a name; there are eleven, so two numbers begin alike."""
    model = nn.Sequential(*[nn.Linear(2, 2) for _ in range(12)])
    for head in ("1", "11"):
        yield from told(model, impl.param_groups(model, lr_head, lr_body, decay, head))


@probe
def stepped(impl, x, target, lr_head, lr_body, decay):
    """Three steps of SGD with the groups."""
    model = Digits().double()
    net = nn.Sequential(model.body, model.head)
    opt = torch.optim.SGD(impl.param_groups(model, lr_head, lr_body, decay), lr=0.5)
    for _ in range(3):
        opt.zero_grad()
        (net(x) - target).pow(2).mean().backward()
        opt.step()
    yield {"the weights after three steps": given.weights(model)}


def numbers(rand):
    """Three numbers that can't be taken for one another."""
    return rand.number(0.01, 0.05), rand.number(0.001, 0.005), rand.number(0.1, 0.5)


def test_the_worked_example(example):
    example(worked, 0.003, 0.0003, 0.05)


def test_every_parameter_has_its_rate_and_its_decay(agree, rand):
    """Each parameter stands in one group, with the rate of head or body, and with the decay that its axes ask for."""
    agree(grouped, *numbers(rand), "head", [], False)
    agree(grouped, *numbers(rand), "fc", [], False)
    agree(plain, *numbers(rand))


def test_what_is_frozen_stands_in_no_group(agree, rand):
    """Parameters that require no gradient are left out, and the model stays as it is."""
    agree(grouped, *numbers(rand), "fc", ["body.0.conv.", "rnn.", "fc.0.bias"], False)
    agree(grouped, *numbers(rand), "fc", ["scale", "fc_", "words", "rnn", "body", "fc2", "old_"], False)


def test_what_is_shared_comes_once(agree, rand):
    """A parameter that two layers share stands in the groups once."""
    agree(grouped, *numbers(rand), "fc", [], True)


def test_other_models_and_other_numbers(agree, rand):
    """The head is called "head" if nothing is said; another model or other numbers start afresh; 0 is a number, too."""
    agree(by_default, *numbers(rand), rand.number(0.6, 0.9))
    agree(grouped, 0.02, 0.0, 0.0, "fc", [], False)
    agree(grouped, 0.02, 0.02, 0.3, "fc", [], False)


def test_an_optimizer_steps_with_them(agree, rand):
    """An optimizer that is handed the groups moves each parameter at its own rate."""
    agree(stepped, rand(7, 5), rand(7, 10), *numbers(rand))
