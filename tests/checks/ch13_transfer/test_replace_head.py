"""Hidden checks for ch13/replace-head."""

import weakref

import torch
from torch import nn

from tutor.checking import given, probe


class Block(nn.Module):
    """A convolution with a batch norm and a way around both."""

    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x):
        return x + torch.relu(self.norm(self.conv(x)))


class Pictures(nn.Module):
    """A little residual network. Its parts lie in another order than they are used in, and one number lies in none."""

    def __init__(self, head, width=5, classes=10, bias=True):
        super().__init__()
        setattr(self, head, nn.Linear(width, classes, bias=bias))
        self.scale = nn.Parameter(torch.tensor(1.5))
        self.blocks = nn.Sequential(Block(width), Block(width))
        self.stem = nn.Conv2d(2, width, 3)
        self.register_buffer("seen", torch.arange(3))
        self.last = head
        for norm in self.modules():
            if isinstance(norm, nn.BatchNorm2d):
                norm.running_mean.normal_()
                norm.running_var.uniform_(0.5, 2.0)
                norm.num_batches_tracked.fill_(7)

    def features(self, x):
        return self.blocks(self.stem(x)).mean(dim=(2, 3)) * self.scale

    def forward(self, x):
        head = getattr(self, self.last)
        return head(self.features(x).to(head.weight.dtype))


class Digits(nn.Module):
    """The lesson's network: five numbers in, three features, ten classes."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(5, 3), nn.ReLU())
        self.head = nn.Linear(3, 10)

    def forward(self, x):
        return self.head(self.body(x))


def handed_back(result, model):
    """What a function gave back that was asked to change a model and return it."""
    if result is model:
        return "the model that was handed over"
    return "another module" if isinstance(result, nn.Module) else type(result).__name__


def others(model, head):
    """All parts of the model but the new head, by name."""
    return {name: part for name, part in model.named_modules() if name != head}


def told(model, old, head):
    """What can be seen of a model with a new head."""
    new = getattr(model, head)
    yield {
        "the kind of the head": "nn.Linear" if isinstance(new, nn.Linear) else type(new).__name__,
        "the layer in the head's place": "the old one" if new is old else "a new one",
        "the parts of the model, by name": sorted(name for name, _ in model.named_modules()),
        "the shapes of all parameters": {name: list(p.shape) for name, p in model.named_parameters()},
    }
    yield {"what the head says of itself": [new.in_features, new.out_features, new.bias is not None]}
    yield {"the head's dtype": [str(p.dtype) for p in new.parameters()]}
    left = any(p is q for p in model.parameters() for q in old.parameters())
    yield {"what is left of the old head": "parameters" if left else "nothing"}
    yield {"what can be trained": {name: p.requires_grad for name, p in model.named_parameters()}}
    yield {"which other parts are in train mode": {name: p.training for name, p in others(model, head).items()}}
    before = {name: value for name, value in given.state(model).items() if not name.startswith(f"{head}.")}
    yield {"parameters and buffers of the body": before}


@probe
def worked(impl, classes):
    """The lesson's network."""
    model = impl.replace_head(Digits(), classes)
    yield {"the shape of the result": list(model(torch.zeros(2, 5)).shape)}
    yield {"the number of parameters": sum(p.numel() for p in model.parameters())}


@probe
def operated(impl, x, classes, head, mode, upstream):
    """A residual network with a new head, all that is around it, and what a step finds."""
    model = Pictures(head).double()
    model.stem.requires_grad_(mode != "part of it frozen")
    model.train(mode == "train")
    model.blocks[0].eval()
    old = getattr(model, head)
    with given.seeded(0):
        back = impl.replace_head(model, classes, head)
    yield {"the result": handed_back(back, model)}
    yield from told(model, old, head)
    yield {"the shape of the scores of the result": list(back(x).shape)}
    out = model(x)
    yield {"the shape of the scores": list(out.shape)}
    new, features = getattr(model, head), model.features(x)
    yield {"the scores without what the head makes of the features": out - features @ new.weight.T - new.bias}
    out.backward(upstream)
    reached = {name: p.grad is not None and bool((p.grad != 0).any()) for name, p in model.named_parameters()}
    yield {"what a gradient reaches": reached, "the gradient of the head's bias": new.bias.grad}


@probe
def by_default(impl, classes):
    """A head that is called head, called twice in a row."""
    model = Pictures("head", width=7)
    for number in classes:
        old = model.head
        yield {"the result": handed_back(impl.replace_head(model, number), model)}
        yield from told(model, old, "head")


@probe
def with_names(impl, classes):
    """The arguments by their names, for two models of another width."""
    for model in [Pictures("fc", width=width) for width in (11, 3)]:
        old = model.fc
        impl.replace_head(model=model, classes=classes, head="fc")
        yield from told(model, old, "fc")


@probe
def numbered(impl, classes):
    """A sequence of layers; its last one has a number for a name, and another linear layer lies before it."""
    model = nn.Sequential(nn.Linear(3, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 7)).eval()
    old = model[3]
    impl.replace_head(model, classes, "3")
    yield from told(model, old, "3")
    yield {"the shape of the scores": list(model(torch.zeros(2, 3)).shape)}


@probe
def special(impl, classes, kind):
    """Old heads that are frozen, have no bias, are of another dtype than the body, or lie on another device."""
    model = Pictures("head", bias=kind != "no bias")
    if kind == "frozen":
        model.requires_grad_(False)
    if kind == "another dtype":
        model.head.double()
    if kind == "nothing but shapes":
        model = model.to("meta")
    if kind == "on another device":
        model.head.to("meta")
    old = model.head
    impl.replace_head(model, classes)
    new = model.head
    yield {"the device of the head": [str(p.device) for p in new.parameters()]}
    if kind not in ("nothing but shapes", "on another device"):
        yield from told(model, old, "head")


@probe
def gone(impl, classes):
    """Whether anything still holds on to the old head."""
    model = Pictures("head")
    old, weight = weakref.ref(model.head), weakref.ref(model.head.weight)
    impl.replace_head(model, classes)
    left = [name for name, held in (("the layer", old), ("its weights", weight)) if held() is not None]
    yield {"what of the old head is still kept somewhere": left}


@probe
def drawn(impl, width, classes):
    """The numbers of two new heads, and of the old one."""
    models = [Pictures("head", width=width, classes=classes) for _ in range(2)]
    with torch.no_grad():
        for p in [p for model in models for p in model.head.parameters()]:
            p.add_(1.0)  # as if trained: what is left of them can be told from new numbers
    yield {"the old weights": models[0].head.weight}
    for model in models:
        impl.replace_head(model, classes + 1)
        yield {"the new weights": model.head.weight, "the new bias": model.head.bias}


def test_the_worked_example(example):
    example(worked, 4)


def test_only_the_head_changes(agree, rand):
    """The head is a new linear layer of the right size; every other weight, buffer, mode and switch stays as it was."""
    for mode in ("train", "eval", "part of it frozen"):
        agree(operated, rand(3, 2, 5, 5), 7, "fc", mode, rand(3, 7))
    agree(operated, rand(3, 2, 5, 5), 1, "classifier", "train", rand(3, 1))
    agree(gone, 3)


def test_the_head_may_have_any_name(agree, ints):
    """The head is the attribute that is named, "head" if none is, in models of any width."""
    agree(by_default, [3, 13, 2])
    agree(with_names, 5)
    agree(numbered, 4)
    agree(numbered, 7)


def test_the_new_head_is_like_the_old_one_only_in_dtype_and_device(agree):
    """The new head has a bias and can learn, whatever the old one was; dtype and device are those of the old one."""
    for kind in ("frozen", "no bias", "another dtype", "nothing but shapes", "on another device"):
        agree(special, 3, kind)


def test_the_new_weights_are_drawn(observe):
    """Weights and bias of the head are new random numbers, drawn as nn.Linear draws them."""
    width = 97
    seen = observe(drawn, width, 60)
    first, second, old = seen["the new weights"], seen["the new weights #2"], seen["the old weights"]
    assert first.std() > 0, "All new weights are the same number."
    for others, fault in ((old, "Weights of the old head stand in the new one."), (second, "Two heads are the same.")):
        shared = torch.isin(first, others).double().mean()  # a few meet by chance
        assert shared < 0.01, fault
    bias = torch.cat([seen["the new bias"], seen["the new bias #2"]])
    for name, numbers in (("weights", torch.cat([first, second])), ("bias", bias)):
        assert numbers.abs().max() * width**0.5 <= 1 + 1e-5, f"The {name} reach further than nn.Linear draws them."
        p = given.ks_uniform((numbers * width**0.5 + 1) / 2)
        assert p > 1e-7, f"The {name} are not spread as nn.Linear draws them."
