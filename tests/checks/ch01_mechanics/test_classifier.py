"""Hidden checks for ch01/classifier."""

import torch

from tutor.checking import probe


@probe
def sizes(impl, features, classes, examples):
    """How much there is to learn, and the shape of what comes out."""
    model = impl.Classifier(features, classes)
    yield {"how many numbers can be learnt": sum(p.numel() for p in model.parameters() if p.requires_grad)}
    x = torch.ones(examples, features)
    out = model(x)
    yield {"the shape of the scores": tuple(out.shape), "the dtype of the scores": str(out.dtype)}
    yield {"the same x gets the same scores again": torch.equal(out, model(x))}


@probe
def level(impl, x, classes, value):
    """The scores when every parameter holds the same number: the same whatever the parameters are called."""
    model = impl.Classifier(x.shape[1], classes)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(value)
    yield {"the scores, with the same number in every parameter": model(x)}


def filled(model, seed):
    """Gives every parameter random numbers, so that nothing hangs on how they begin."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return model


@probe
def scored(impl, x, classes, seed):
    """The scores of nothing, of one feature at a time, and of x, with the numbers that the parameters hold."""
    features = x.shape[1]
    model = filled(impl.Classifier(features, classes), seed)
    yield {"parameters": torch.cat([torch.empty(0), *(p.detach().flatten() for p in model.parameters())])}
    yield {"at zero": model(torch.zeros(1, features)), "at each feature": model(torch.eye(features))}
    yield {"at x": model(x), "row by row": torch.cat([model(row[None]) for row in x])}
    yield {"x afterwards": x}


@probe
def learning(impl, x, upstream, seed):
    """The gradients that an upstream gradient sends to the parameters."""
    model = filled(impl.Classifier(x.shape[1], upstream.shape[1]), seed)
    out = model(x)
    yield {"the scores carry a graph": out.requires_grad}
    out.backward(upstream)
    grads = [torch.full_like(p, torch.nan) if p.grad is None else p.grad for p in model.parameters()]
    yield {"gradients": torch.cat([torch.empty(0), *(grad.flatten() for grad in grads)])}


def close(got, expected):
    return got.shape == expected.shape and torch.allclose(got, expected, rtol=1e-4, atol=1e-5)


LEARNT = ["how many numbers can be learnt", "the same x gets the same scores again"]


def test_the_worked_example(example):
    example(sizes, 64, 10, 3)


def test_the_weights_are_parameters(agree):
    """parameters() finds features · classes weights and one bias for each class, whatever the sizes."""
    agree(sizes, 5, 3, 2, only=LEARNT)
    agree(sizes, 3, 7, 2, only=LEARNT)


def test_one_score_for_each_class(agree):
    """N examples get (N, classes) scores, float32, also where N is 1."""
    agree(sizes, 5, 3, 7)
    agree(sizes, 2, 11, 1)
    agree(sizes, 1, 2, 3)


def test_scores_are_a_linear_function(agree, observe, rand, ints):
    """The scores are x Wᵀ + b, with W and b the numbers in the parameters, and nothing after that."""
    agree(level, rand(5, 7, dtype=torch.float32), 3, rand.number(0.2, 0.9))
    seen = observe(scored, rand(11, 5, dtype=torch.float32), 3, int(ints(0, 10**6)))
    bias = seen["at zero"][0]
    assert bias.shape == (3,), f"the scores of one example have shape {tuple(seen['at zero'].shape)}, expected (1, 3)"
    weight = seen["at each feature"] - bias  # (features, classes)
    used = torch.cat([weight.flatten(), bias]).sort().values
    held = seen["parameters"].sort().values
    assert close(used, held), "the weights that act on x and the bias are not just the numbers that the parameters hold"
    expected = seen["x afterwards"] @ weight + bias
    assert close(seen["at x"], expected), "the scores are not a plain weighted sum of the features"


def test_each_example_is_scored_on_its_own(observe, rand, ints):
    """An example gets the same scores alone and in a batch."""
    seen = observe(scored, rand(7, 5, dtype=torch.float32), 2, int(ints(0, 10**6)))
    assert close(seen["at x"], seen["row by row"]), "alone, an example gets other scores than in a batch"


def test_a_gradient_reaches_every_weight(agree, observe, rand, ints):
    """Each weight and each bias gets the gradient that is due to it."""
    x, upstream = rand(7, 5, dtype=torch.float32), rand(7, 3, dtype=torch.float32)
    seed = int(ints(0, 10**6))
    agree(learning, x, upstream, seed, only=["the scores carry a graph"])
    seen = observe(learning, x, upstream, seed)
    due = torch.cat([(upstream.T @ x).flatten(), upstream.sum(dim=0)]).sort().values
    got = seen["gradients"]
    assert not got.isnan().any(), f"no gradient reaches {int(got.isnan().sum())} of {got.numel()} numbers"
    assert close(got.sort().values, due), "gradients reach the parameters, but not those of x Wᵀ + b"


def test_x_stays_as_it_is(observe, rand):
    """forward does not change what it is given."""
    x = rand(3, 2, dtype=torch.float32)
    seen = observe(scored, x, 5, 0)
    assert torch.equal(seen["x afterwards"], x), "x has changed"
