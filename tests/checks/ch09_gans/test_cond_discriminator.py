"""Hidden checks for ch09/cond-discriminator. The body is the check's own, so what it is given shows."""

import torch
from torch import nn

from tutor.checking import given, probe


class Weighing(nn.Module):
    """A body that weighs the numbers of a row, bends the sum, and remembers the rows."""

    def __init__(self, inputs):
        super().__init__()
        self.weight = nn.Parameter(torch.linspace(-1.0, 1.3, inputs))
        self.rows = []

    def forward(self, rows):
        self.rows.append(rows.detach().clone())
        return (rows * self.weight).sum(dim=1, keepdim=True) + 0.1 * (rows * self.weight.cos()).sum(
            1, keepdim=True
        ) ** 2


class Total(nn.Module):
    """A body that adds up all numbers of a row."""

    def forward(self, rows):
        return rows.sum(dim=1, keepdim=True)


def built(impl, body, vectors):
    """A critic whose classes have these vectors, and what does not fit."""
    model = impl.CondDiscriminator(body, len(vectors), vectors.shape[1])
    faults = given.adopt(model, {"embedding.weight": vectors})
    return model.to(vectors.dtype), faults


@probe
def scored(impl, vectors, x, labels, upstream):
    """What the body is given, the scores, and the gradients that flow back."""
    x_before, labels_before = x.clone(), labels.clone()
    body = Weighing(x[0].numel() + vectors.shape[1])
    model, faults = built(impl, body, vectors)
    yield {"what does not fit": faults}
    out = model(x, labels)
    yield {"what the body is given": torch.cat(body.rows) if body.rows else None}
    yield {"the scores": out}
    x.requires_grad_()
    out = model(x, labels)
    to_x, to_vectors, to_body = given.gradients(out, upstream, x, model.embedding.weight, body.weight)
    yield {"the gradient of the classes' vectors": to_vectors, "the gradient of x": to_x}
    yield {"the gradient of the body's parameter": to_body}
    yield {"whether x is as before": torch.equal(x, x_before)}
    yield {"whether the labels are as before": torch.equal(labels, labels_before)}


@probe
def worked(impl, vectors, x, labels):
    """The scores where the body adds up what it is given."""
    model, faults = built(impl, Total(), vectors)
    yield {"what does not fit": faults}
    yield {"the scores": model(x, labels).detach()}


@probe
def asked(impl, vectors, xs, labels):
    """One critic asked several times, in train mode and in eval mode, and the first question once more."""
    model, faults = built(impl, Weighing(xs[0][0].numel() + vectors.shape[1]).double(), vectors)
    yield {"what does not fit": faults}
    for training in (True, False):
        model.train(training)
        for x, label in zip([*xs, xs[0]], [*labels, labels[0]], strict=True):
            yield {"the scores": model(x, label)}
    with torch.no_grad():
        model.embedding.weight.mul_(-2)
    yield {"the scores after the vectors have moved": model(xs[0], labels[0])}
    with torch.no_grad():
        yield {"the scores without a graph": model(xs[0], labels[0])}
        model.embedding.weight.data.mul_(3)
        yield {"the scores without a graph, after the vectors have moved": model(xs[0], labels[0])}


@probe
def kept(impl, pixels, classes, size, x, labels):
    """What belongs to a critic: its parameters, its state, its modes, and whether state makes another one alike."""
    body = Weighing(pixels + size).double()
    beside = nn.Linear(2, 3).double()  # a layer of an everyday kind, as bodies have
    body.add_module("beside", beside)
    before, weights = body.weight.detach().clone(), given.weights(body)
    model = impl.CondDiscriminator(body, classes, size).double()
    own = {id(p) for p in body.parameters()}
    yield {"the shapes of its own parameters": [list(p.shape) for p in model.parameters() if id(p) not in own]}
    yield {"how many buffers it has": len(list(model.buffers()))}
    yield {"whether the body's parameter is its own": any(p is body.weight for p in model.parameters())}
    yield {"whether the body has changed": any(not torch.equal(p, weights[n]) for n, p in body.named_parameters())}
    model.eval()
    yield {"whether the body follows into eval mode": not body.training}
    model.train()
    twin = Weighing(pixels + size).double()
    twin.add_module("beside", nn.Linear(2, 3).double())
    other = impl.CondDiscriminator(twin, classes, size).double()
    other.load_state_dict(model.state_dict())
    yield {"whether another one with its state scores alike": torch.equal(model(x, labels), other(x, labels))}
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    model(x, labels).square().sum().backward()
    optimizer.step()
    yield {"whether a step moves the body": not torch.equal(body.weight, before)}
    yield {"whether a step moves the other critic": not torch.equal(model(x, labels), other(x, labels))}


@probe
def first_vectors(impl, classes, size, x):
    """The vectors of the classes as they begin, in two critics, and the scores of one example under each class."""
    for _ in range(2):
        model = impl.CondDiscriminator(Weighing(x[0].numel() + size), classes, size)
        yield {
            "vectors": model.embedding.weight.detach(),
            "is an nn.Embedding": isinstance(model.embedding, nn.Embedding),
        }
        yield {"scores": model(x.expand(classes, *x.shape[1:]), torch.arange(classes)).detach()}


def test_the_worked_example(example):
    vectors = torch.tensor([[0.0, 1.0], [10.0, 11.0], [20.0, 21.0]])
    example(worked, vectors, torch.full((2, 1, 2, 2), 0.5), torch.tensor([2, 0]))


def test_the_label_stands_behind_the_pixels(agree, rand):
    """The body is given the pixels of each example with the vector of its own label behind them."""
    agree(scored, rand(5, 3), rand(7, 2), torch.tensor([4, 0, 2, 2, 1, 3, 0]), rand(7))
    agree(scored, rand(3, 3), rand(3, 3), torch.tensor([2, 0, 1]), rand(3))
    single = torch.float32
    agree(scored, rand(2, 5, dtype=single), rand(3, 7, dtype=single), torch.tensor([1, 1, 0]), rand(3))


def test_pictures(agree, rand):
    """Pictures are laid out in a row, whatever their shape and however they lie in memory."""
    agree(scored, rand(3, 2), rand(5, 1, 2, 3), torch.tensor([2, 2, 0, 1, 0]), rand(5))
    agree(scored, rand(3, 2), rand.strided(2, 3, 5), torch.tensor([2, 0]), rand(2))
    agree(scored, rand(3, 2), rand(3, 5, 2).transpose(0, 2), torch.tensor([1, 0]), rand(2))


def test_one_score_for_each(agree, rand):
    """There is one score for each example, of shape (B,), also for a batch of one, one pixel, one class."""
    agree(scored, rand(3, 2), rand(1, 5), torch.tensor([2]), rand(1))
    agree(scored, rand(1, 1), rand(2, 1, 1, 1), torch.tensor([0, 0]), rand(2))
    agree(scored, rand(2, 1), rand(1, 1, 3), torch.tensor([1]), rand(1))


def test_any_numbers(agree, rand):
    """Pixels and vectors go in as they are, large or small, and the score comes out as it is."""
    agree(scored, 10 * rand(3, 2), 100 * rand(3, 2, 2), torch.tensor([0, 2, 1]), rand(3))
    agree(scored, 0 * rand(3, 2), 0 * rand(3, 2), torch.tensor([0, 2, 1]), rand(3))


def test_call_after_call(agree, rand):
    """The same example and label always get the same score, in both modes, whatever was asked before."""
    xs, labels = (
        [rand(3, 2), rand(3, 2), rand(5, 2)],
        [torch.tensor(y) for y in ([0, 1, 2], [2, 1, 0], [1, 1, 0, 2, 2])],
    )
    agree(asked, rand(3, 5), xs, labels)


def test_what_belongs_to_it(agree, rand):
    """Of its own it has one vector for each class and nothing else, and the body is part of it, not a copy."""
    agree(kept, 3, 5, 2, rand(3, 3), torch.tensor([4, 0, 2]))
    agree(kept, 4, 3, 7, rand(2, 1, 2, 2), torch.tensor([1, 0]))


def test_classes_differ_from_the_start(observe, rand):
    """The vectors of the classes begin at random, so the score depends on the class from the start."""
    seen = observe(first_vectors, 5, 7, rand(1, 1, 3, dtype=torch.float32))
    vectors, others, scores = seen["vectors"], seen["vectors #2"], seen["scores"]
    assert seen["is an nn.Embedding"], "the attribute `embedding` is no nn.Embedding"
    assert tuple(vectors.shape) == (5, 7), f"the vectors have shape {tuple(vectors.shape)}; expected (5, 7)"
    assert not torch.equal(vectors, others), "two critics begin with the same vectors: a seed is set somewhere"
    rows = torch.cdist(vectors, vectors) + torch.eye(5)
    assert float(rows.min()) > 1e-3, "two classes begin with the same vector"
    assert float(rows.min()) < 100, "the vectors begin with numbers that are far too large"
    assert scores.unique().numel() > 1, "an example gets the same score under every class"
