"""Hidden checks for ch13/freeze. Only what comes back is looked at: the same body or something around it."""

import torch
from torch import nn

from tutor.checking import given, probe


class Meter(nn.Module):
    """Counts its calls in train mode in a buffer, and lets through half as much there."""

    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.zeros(()))

    def forward(self, x):
        if not self.training:
            return x
        self.calls += 1
        return x / 2


class Deep(nn.Module):
    """A body with norms of three kinds at several depths, dropout, a part of one's own and a parameter in no part."""

    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(1.5))
        self.first = nn.Sequential(nn.Conv2d(2, 5, 3), nn.BatchNorm2d(5), nn.Dropout2d(0.5), nn.Tanh())
        inner = nn.Sequential(nn.InstanceNorm2d(5, affine=True, track_running_stats=True), Meter())
        self.second = nn.ModuleDict({"deep": nn.Sequential(nn.Sequential(inner, nn.BatchNorm2d(5, momentum=None)))})
        self.last = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(45, 3), nn.BatchNorm1d(3, affine=False))

    def forward(self, x):
        return self.last(self.second["deep"](self.first(x))) * self.scale


class Model(nn.Module):
    """A body, and a head in which a norm and a dropout learn as ever."""

    def __init__(self, body, head):
        super().__init__()
        self.body, self.head = body, head

    def forward(self, x):
        return self.head(self.body(x))


def trained_before(body):
    """A body whose norms have seen something: their running numbers are others than at the start."""
    for part in body.modules():
        if getattr(part, "running_mean", None) is not None:
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2.0)
    return body


def drift(before, after):
    """How far what was saved under each name has moved, at most."""
    return max([0.0, *(float((after[name].double() - value.double()).abs().max()) for name, value in before.items())])


def lost(body, frozen):
    """How many of the body's numbers can no longer be saved, wherever they lie now."""
    kept = [value for value in given.state(frozen).values() if value.is_floating_point()]
    return sum(
        not any(value.shape == other.shape and torch.equal(value, other) for other in kept)
        for value in body.values()
        if value.is_floating_point()
    )


def held(impl, body):
    """What freeze returns, and whether gradients are still recorded afterwards; here they are, in any case."""
    try:
        return impl.freeze(body), torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)


@probe
def worked(impl, x):
    """The lesson's example: a norm in train mode."""
    body, _ = held(impl, nn.BatchNorm1d(2))
    nn.Sequential(body, nn.Linear(2, 3)).train()
    yield {"what the body makes of x": body(x)}
    yield {"the numbers that can be trained": sum(p.numel() for p in body.parameters() if p.requires_grad)}
    for name, value in given.state(body).items():
        if name.endswith("running_mean"):
            yield {"the running mean": value}


@probe
def stepped(impl, xs, targets, mode, how):
    """Three steps of a model around a frozen body, between them a look in eval mode; what moved, what came out."""
    body = trained_before(Deep()).double().train(mode != "eval")
    if mode == "partly eval":
        body.first.eval()
    head = nn.Sequential(nn.Linear(3, 7), nn.BatchNorm1d(7), nn.Linear(7, 2)).double()
    saved = given.state(body)
    frozen, _ = held(impl, body)
    yield {"how many parts of the state are lost": lost(saved, frozen)}
    yield {"a parameter of the body requires a gradient": any(p.requires_grad for p in frozen.parameters())}
    model = Model(frozen, head)
    outer = nn.Sequential(nn.Sequential(model))
    everything = [p for p in outer.parameters() if p.requires_grad or how == "all parameters are handed over"]
    opt = torch.optim.SGD(everything, lr=0.1, momentum=0.9, weight_decay=0.1)
    before = given.state(frozen)
    for x, target in zip(xs, targets):
        outer.eval()
        yield {"what the body says in eval mode": frozen(x).detach()}
        outer.train()
        yield {"what the body says in train mode": frozen(x).detach()}
        opt.zero_grad()
        (outer(x) - target).pow(2).mean().backward()
        opt.step()
        yield {"the gradients of the head": given.parameter_gradients(head)}
        yield {"how far parameters and buffers of the body have moved": drift(before, given.state(frozen))}
        yield {"the head after the step": given.state(head)}
    yield {"a parameter of the body has a gradient": any(p.grad is not None for p in frozen.parameters())}


@probe
def asked(impl, x, kind):
    """What a frozen body says after train() and eval() were called, once or often, on it or on a model around it."""
    body = {"deep": Deep, "norm": lambda: nn.BatchNorm2d(2), "dropout": lambda: nn.Dropout(0.7), "meter": Meter}[kind]()
    frozen, _ = held(impl, trained_before(body).double())
    yield {"what it says at once": frozen(x).detach()}
    before = given.state(frozen)
    frozen.train()
    yield {"what it says after its own train()": frozen(x).detach(), "said again": frozen(x).detach()}
    frozen.eval()
    yield {"what it says after its own eval()": frozen(x).detach()}
    frozen.train(True), frozen.train()
    yield {"what it says after two more": frozen(x).detach(), "of one row alone": frozen(x[:1]).detach()}
    around = nn.ModuleList([nn.ModuleDict({"inner": frozen})])
    for mode in (True, False, True, True):
        around.train(mode)
        yield {"what it says in a model": frozen(x).detach()}
    x.mul_(2)
    yield {"what it says after x was changed in place": frozen(x).detach()}
    yield {"how far parameters and buffers have moved": drift(before, given.state(frozen))}


@probe
def beside(impl, x):
    """What is no part of the body: others of the same kinds, made before and after it was frozen."""
    before = nn.Sequential(nn.Linear(5, 3), nn.BatchNorm1d(3)).double()
    body = trained_before(nn.Sequential(nn.Linear(5, 3), nn.BatchNorm1d(3))).double()
    after = nn.Sequential(nn.Linear(5, 3), nn.BatchNorm1d(3)).double()
    frozen, recorded = held(impl, body)
    yield {"gradients are recorded afterwards": recorded}
    for other in (before, after):
        model = nn.ModuleList([frozen, other])
        model.eval()
        yield {"what another one says in eval mode": other(x)}
        model.train()
        yield {"what another one says in train mode": other(x)}
        yield {"it can be trained": all(p.requires_grad for p in other.parameters())}
        yield {"its state": given.state(other)}
        yield {"what the frozen one says": frozen(x).detach()}


@probe
def twice(impl, x):
    """Two frozen bodies in one model."""
    bodies = [trained_before(nn.Sequential(nn.Linear(5, 3), nn.BatchNorm1d(3))).double() for _ in range(2)]
    model = nn.ModuleList([held(impl, body)[0] for body in bodies]).train()
    for body in model:
        yield {"what it says": body(x).detach()}
        yield {"a parameter requires a gradient": any(p.requires_grad for p in body.parameters())}


@probe
def single(impl, x, dtype):
    """A body in float32, and its row alone."""
    frozen, _ = held(impl, trained_before(Deep()).to(getattr(torch, dtype)))
    nn.Sequential(frozen).train()
    yield {"what it says": frozen(x).detach(), "of one row alone": frozen(x[1:2]).detach()}


def test_the_worked_example(example):
    example(worked, torch.tensor([[4.0, 8.0], [6.0, 4.0]]))


def test_nothing_in_the_body_moves(agree, rand):
    """In steps of a model around it no parameter and no buffer of the body changes; its head learns as before."""
    for mode, how in (("train", ""), ("eval", "all parameters are handed over"), ("partly eval", "")):
        xs, targets = [rand(7, 2, 5, 5) for _ in range(3)], [rand(7, 2) for _ in range(3)]
        agree(stepped, xs, targets, mode, how)


def test_it_computes_as_in_eval_mode(agree, rand):
    """Whatever mode is set, on it or around it, the body says what it says in eval mode."""
    for kind in ("deep", "norm", "dropout", "meter"):
        agree(asked, rand(3, 2, 5, 5), kind)


def test_what_is_no_part_of_it_stays_as_it_was(agree, rand):
    """Modules beside the body learn, keep their modes and their running statistics."""
    agree(beside, rand(7, 5))


def test_several_bodies(agree, rand):
    """Two bodies may be frozen in one model, and bodies of any dtype."""
    agree(twice, rand(7, 5))
    agree(single, rand(3, 2, 5, 5, dtype=torch.float32), "float32")
    agree(single, rand(3, 2, 5, 5), "float64")
