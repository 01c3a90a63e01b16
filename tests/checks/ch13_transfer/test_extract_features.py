"""Hidden checks for ch13/extract-features."""

import torch
from torch import nn

from tutor.checking import given, probe


class Log:
    """In which modes a body was asked, about how many rows, and whether with a graph. A copy writes here, too."""

    def __init__(self):
        self.modes, self.sizes, self.graphs = set(), [0], []

    def __deepcopy__(self, memo):
        return self


class Body(nn.Module):
    """Norms and dropout at two depths, and a log of how it was asked."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(2, 5, 3), nn.BatchNorm2d(5), nn.Dropout2d(0.5), nn.Tanh())
        self.last = nn.Sequential(nn.Flatten(), nn.Linear(45, 3), nn.Sequential(nn.BatchNorm1d(3), nn.Dropout(0.5)))
        self.log = Log()
        for part in self.modules():
            if getattr(part, "running_mean", None) is not None:
                part.running_mean.normal_()
                part.running_var.uniform_(0.5, 2.0)

    def forward(self, x):
        self.log.modes |= {part.training for part in self.modules()}
        self.log.sizes.append(len(x))
        features = self.last(self.conv(x))
        self.log.graphs.append(features.requires_grad)
        return features


class Held(Body):
    """A body that train() no longer sets to train mode."""

    def train(self, mode=True):
        return super().train(False)


class Words(nn.Module):
    """A body that reads ids: the sum of their vectors."""

    def __init__(self):
        super().__init__()
        self.vectors = nn.Embedding(11, 5)

    def forward(self, ids):
        return self.vectors(ids).sum(dim=1)


def asked(impl, *arguments, **named):
    """What extract_features returns, and whether gradients are recorded afterwards; here they are, in any case."""
    try:
        return impl.extract_features(*arguments, **named), torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)


@probe
def worked(impl, x, batch):
    """The lesson's body."""
    body = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.ReLU())
    features, _ = asked(impl, body, x, batch)
    yield {"the result": features, "the body is in train mode afterwards": body.training}


@probe
def watched(impl, x, batch, mode, kind):
    """The features, what the body has seen while it was asked, and what is left of it."""
    body = {"held": Held, "body": Body}[kind]().double().train(mode != "eval")
    if mode == "partly eval":
        body.conv.eval().requires_grad_(False)
        body.last[2][0].eval()
    if mode == "top only":
        body.training = False
    if mode == "frozen":
        body.requires_grad_(False)
    before, modes = given.state(body), {name: part.training for name, part in body.named_modules()}
    features, recorded = asked(impl, body, x, batch)
    yield {"the result": features}
    yield {"the body, or a part of it, was asked in train mode": True in body.log.modes}
    yield {"it was asked with a graph": any(body.log.graphs)}
    yield {"it was asked about more rows at once than it may": max(body.log.sizes) > batch}
    after = {name: part.training for name, part in body.named_modules()}
    yield {"the modes of all parts afterwards": after, "they are as before": modes == after}
    yield {"gradients are recorded afterwards": recorded}
    yield {"what can be trained afterwards": {name: p.requires_grad for name, p in body.named_parameters()}}
    moved = [name for name, value in given.state(body).items() if not torch.equal(value, before[name])]
    yield {"what has changed in the body": moved, "x after the call": x}
    again, _ = asked(impl, body, x, batch)
    yield {"the result of a second call": again}
    with torch.no_grad():
        body.last[1].weight.mul_(2)
    yield {"the result after the body has changed": asked(impl, body, x, batch)[0]}
    yield {"the result for other rows": asked(impl, body, 1 - x, batch)[0]}


@probe
def learnt(impl, x, batch, upstream):
    """Features on which a head is trained."""
    body, head = Body().double(), nn.Linear(3, 2).double()
    features, _ = asked(impl, body, x, batch)
    yield {"the features": features, "what they are": type(features).__name__}
    yield {"they are an inference tensor": features.is_inference()}
    out = head(features)
    out.backward(upstream)
    yield {"the gradients of the head": given.parameter_gradients(head)}
    yield {"the gradients of the body": given.parameter_gradients(body)}


@probe
def switched_off(impl, x, batch):
    """The same where gradients were off before, and where x requires one."""
    body = Body().double()
    with torch.no_grad():
        _ = impl.extract_features(body, x, batch)
        yield {"gradients that were off are on afterwards": torch.is_grad_enabled()}
    features, _ = asked(impl, body, x.requires_grad_(), batch)
    yield {"the features of an x that requires a gradient": features}
    yield {"x requires a gradient afterwards": x.requires_grad}


@probe
def of_words(impl, ids, batch):
    """Features of ids, in float32 and in float64."""
    for body in [Words().to(dtype) for dtype in (torch.float32, torch.float64)]:
        features, _ = asked(impl, body, ids, batch)
        yield {"the features": features}


@probe
def by_default(impl, x):
    """A batch size that is left out, or named; a second body of another width."""
    body, narrow = Body(), nn.Sequential(nn.Flatten(), nn.Linear(50, 1))
    yield {"the result": asked(impl, body, x)[0]}
    yield {"it was asked about more than 256 rows at once": max(body.log.sizes) > 256}
    yield {"another result": asked(impl, body=nn.Flatten(), x=x, batch=7)[0]}
    yield {"one feature a row": asked(impl, narrow, x, batch=7)[0]}


def test_the_worked_example(example):
    example(worked, torch.tensor([[[1.0, -2.0]], [[3.0, 4.0]], [[-5.0, 6.0]]]), 2)


def test_each_row_has_its_features(agree, rand):
    """Row i of the result is what the body says of row i of x in eval mode, however the rows fall into batches."""
    for rows, batch in ((7, 3), (6, 3), (5, 5), (3, 11), (4, 1), (7, 6)):
        agree(watched, rand(rows, 2, 5, 5), batch, "train", "body")
    agree(watched, rand.strided(7, 2, 5, 5), 3, "eval", "body")
    agree(of_words, torch.arange(35).reshape(7, 5) % 11, 3)


def test_one_row(agree, rand):
    """One row gives one row of features."""
    agree(watched, rand(1, 2, 5, 5), 3, "train", "body")
    agree(of_words, torch.tensor([[3]]), 1)


def test_the_body_is_left_as_it_came(agree, rand):
    """Each part of the body is in the mode in which it came, whatever mode the others are in; nothing else changes."""
    for mode in ("eval", "partly eval", "top only", "frozen"):
        agree(watched, rand(7, 2, 5, 5), 3, mode, "body")
    agree(watched, rand(7, 2, 5, 5), 3, "train", "held")


def test_a_head_can_be_trained_on_them(agree, rand):
    """The features carry no graph, a head can be trained on them, and gradients are on or off as they were."""
    agree(learnt, rand(7, 2, 5, 5), 3, rand(7, 2))
    agree(learnt, rand(3, 2, 5, 5), 11, rand(3, 2))
    agree(switched_off, rand(7, 2, 5, 5), 3)


def test_256_rows_at_once(agree, rand):
    """At most 256 rows are asked about at once if nothing else is said."""
    agree(by_default, rand(300, 2, 5, 5, dtype=torch.float32))
