"""Hidden checks for ch09/cond-generator. The body is the check's own, so what it is given shows."""

import torch
from torch import nn

from tutor.checking import given, probe


class Shown(nn.Module):
    """A body that gives back what it is given."""

    def forward(self, rows):
        return rows + 0.0


def body_of(kind, inputs):
    """A body that shows what it is given, or a network that draws pictures."""
    if kind == "shown":
        return Shown()
    return nn.Sequential(nn.Linear(inputs, 7), nn.Tanh(), nn.Linear(7, 6), nn.Unflatten(1, (1, 2, 3)))


def built(impl, kind, noise, vectors):
    """A generator whose classes have these vectors, and what does not fit."""
    body = body_of(kind, noise + vectors.shape[1])
    model = impl.CondGenerator(body, len(vectors), vectors.shape[1])
    faults = given.adopt(model, {"embedding.weight": vectors})
    return model.to(vectors.dtype), body, faults


@probe
def drawn(impl, kind, vectors, z, labels, upstream):
    """What is drawn of noise and labels, and the gradients that flow back."""
    z_before, labels_before = z.clone(), labels.clone()
    model, body, faults = built(impl, kind, z.shape[1], vectors)
    yield {"what does not fit": faults}
    out = model(z, labels)
    yield {"what is drawn": out}
    z.requires_grad_()
    inputs = [z, model.embedding.weight, *body.parameters()]
    to_z, to_vectors, *to_body = given.gradients(model(z, labels), upstream, *inputs)
    yield {"the gradient of the classes' vectors": to_vectors, "the gradient of z": to_z}
    yield {"the gradients of the body's parameters": to_body}
    yield {"whether z is as before": torch.equal(z, z_before)}
    yield {"whether the labels are as before": torch.equal(labels, labels_before)}


@probe
def worked(impl, vectors, z, labels):
    """What the body is given."""
    model, _, faults = built(impl, "shown", z.shape[1], vectors)
    yield {"what does not fit": faults}
    yield {"what the body is given": model(z, labels).detach()}


@probe
def asked(impl, vectors, zs, labels):
    """One generator asked several times, in train mode and in eval mode, and the first question once more."""
    model, _, faults = built(impl, "shown", zs[0].shape[1], vectors)
    yield {"what does not fit": faults}
    for training in (True, False):
        model.train(training)
        for z, label in zip([*zs, zs[0]], [*labels, labels[0]], strict=True):
            yield {"what is drawn": model(z, label)}
    with torch.no_grad():
        model.embedding.weight.mul_(-2)
    yield {"what is drawn after the vectors have moved": model(zs[0], labels[0])}
    with torch.no_grad():
        yield {"what is drawn without a graph": model(zs[0], labels[0])}
        model.embedding.weight.data.mul_(3)
        yield {"what is drawn without a graph, after the vectors have moved": model(zs[0], labels[0])}


@probe
def kept(impl, noise, classes, size, z, labels):
    """What belongs to a generator: its parameters, its state, its modes, and whether state makes another one alike."""
    body = body_of("pictures", noise + size).double()
    model = impl.CondGenerator(body, classes, size).double()
    before = given.weights(body)
    own = {id(p) for p in body.parameters()}
    extra = [list(p.shape) for p in model.parameters() if id(p) not in own]
    yield {"the shapes of its own parameters": extra}
    yield {"how many buffers it has": len(list(model.buffers()))}
    yield {"how many of the body's parameters it has": len(own & {id(p) for p in model.parameters()})}
    changed = {name: not torch.equal(p, before[name]) for name, p in body.named_parameters()}
    yield {"what has changed in the body": [name for name, moved in changed.items() if moved]}
    model.eval()
    yield {"whether the body follows into eval mode": not body.training}
    model.train()
    other = impl.CondGenerator(body_of("pictures", noise + size).double(), classes, size).double()
    other.load_state_dict(model.state_dict())
    yield {"whether another one with its state draws alike": torch.equal(model(z, labels), other(z, labels))}
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    model(z, labels).square().sum().backward()
    optimizer.step()
    yield {"whether a step moves the body": not torch.equal(given.weights(body)["0.weight"], before["0.weight"])}
    yield {"whether a step moves the other generator": not torch.equal(model(z, labels), other(z, labels))}


@probe
def first_vectors(impl, noise, classes, size, z):
    """The vectors of the classes as they begin, in two generators, and what is drawn for each class."""
    for _ in range(2):
        model = impl.CondGenerator(Shown(), classes, size)
        yield {
            "vectors": model.embedding.weight.detach(),
            "is an nn.Embedding": isinstance(model.embedding, nn.Embedding),
        }
        yield {"drawn": model(z.expand(classes, noise), torch.arange(classes)).detach()}


def test_the_worked_example(example):
    vectors = torch.tensor([[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]])
    example(worked, vectors, torch.tensor([[0.5], [0.7]]), torch.tensor([2, 0]))


def test_the_label_stands_behind_the_noise(agree, rand):
    """The body is given each row of z with the vector of its own label behind it."""
    agree(drawn, "shown", rand(5, 3), rand(7, 2), torch.tensor([4, 0, 2, 2, 1, 3, 0]), rand(7, 5))
    agree(drawn, "shown", rand(3, 3), rand(3, 3), torch.tensor([2, 0, 1]), rand(3, 6))
    single = torch.float32
    agree(drawn, "shown", rand(2, 5, dtype=single), rand.strided(3, 7).float(), torch.tensor([1, 1, 0]), rand(3, 12))


def test_the_body_draws(agree, rand):
    """What the body makes of it comes back as it is, and gradients reach body, vectors and z."""
    agree(drawn, "pictures", rand(3, 2), rand(5, 3), torch.tensor([2, 2, 0, 1, 0]), rand(5, 1, 2, 3))
    agree(drawn, "pictures", 3 * rand(7, 5), 3 * rand(2, 2), torch.tensor([6, 3]), rand(2, 1, 2, 3))


def test_sizes_of_one(agree, rand):
    """A batch of one, noise of one number, vectors of one number and a single class will do."""
    agree(drawn, "shown", rand(3, 2), rand(1, 5), torch.tensor([2]), rand(1, 7))
    agree(drawn, "shown", rand(1, 1), rand(2, 1), torch.tensor([0, 0]), rand(2, 2))
    agree(drawn, "pictures", rand(2, 1), rand(1, 1), torch.tensor([1]), rand(1, 1, 2, 3))


def test_any_noise(agree, rand):
    """Noise goes in as it is, large or small, and so do the vectors."""
    agree(drawn, "shown", 100 * rand(3, 2), 1000 * rand(3, 2), torch.tensor([0, 2, 1]), rand(3, 4))
    agree(drawn, "shown", 0 * rand(3, 2), 0 * rand(3, 2), torch.tensor([0, 2, 1]), rand(3, 4))


def test_call_after_call(agree, rand):
    """The same noise and label always give the same, in both modes, whatever was asked before."""
    zs, labels = (
        [rand(3, 2), rand(3, 2), rand(5, 2)],
        [torch.tensor(y) for y in ([0, 1, 2], [2, 1, 0], [1, 1, 0, 2, 2])],
    )
    agree(asked, rand(3, 5), zs, labels)


def test_what_belongs_to_it(agree, rand):
    """Of its own it has one vector for each class and nothing else, and the body is part of it, not a copy."""
    agree(kept, 3, 5, 2, rand(3, 3), torch.tensor([4, 0, 2]))
    agree(kept, 2, 3, 7, rand(2, 2), torch.tensor([1, 0]))


def test_classes_differ_from_the_start(observe, rand):
    """The vectors of the classes begin at random, so what is drawn for two classes differs from the start."""
    seen = observe(first_vectors, 3, 5, 7, rand(1, 3, dtype=torch.float32))
    vectors, others, drawn = seen["vectors"], seen["vectors #2"], seen["drawn"]
    assert seen["is an nn.Embedding"], "the attribute `embedding` is no nn.Embedding"
    assert tuple(vectors.shape) == (5, 7), f"the vectors have shape {tuple(vectors.shape)}; expected (5, 7)"
    assert not torch.equal(vectors, others), "two generators begin with the same vectors: a seed is set somewhere"
    rows = torch.cdist(vectors, vectors) + torch.eye(5)
    assert float(rows.min()) > 1e-3, "two classes begin with the same vector"
    assert float(rows.min()) < 100, "the vectors begin with numbers that are far too large"
    apart = torch.cdist(drawn, drawn) + torch.eye(5)
    assert float(apart.min()) > 1e-3, "the same is drawn for two classes"
