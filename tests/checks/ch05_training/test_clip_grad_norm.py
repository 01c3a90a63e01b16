"""Hidden checks for ch05/clip-grad-norm."""

import torch
from torch import nn

from tutor.checking import probe


def parameters(grads):
    """A parameter for each gradient, some other numbers in it; None makes one without a gradient."""
    made = []
    for grad in grads:
        made.append(nn.Parameter(torch.full((2, 3), 7.0) if grad is None else torch.full_like(grad, 7.0)))
        made[-1].grad = None if grad is None else grad
    return made


def gradients(params):
    """What lies on the parameters now."""
    yield {
        f"the gradient of parameter {number}": None if p.grad is None else p.grad.detach()
        for number, p in enumerate(params, start=1)
    }


@probe
def clipped(impl, grads, max_norm):
    """A list of parameters; what is returned, what lies on them afterwards, and that once more."""
    params = parameters(grads)
    yield {"what is returned": impl.clip_grad_norm(params, max_norm)}
    yield from gradients(params)
    yield {"the parameters themselves": [p.detach().clone() for p in params]}
    yield {"what is returned by a second call": impl.clip_grad_norm(params, max_norm)}
    yield from gradients(params)


@probe
def clipped_otherwise(impl, grads, max_norm):
    """The parameters come as a tuple, out of a generator, and out of a module, and everything by name."""
    for name, make in (("a tuple", tuple), ("a generator", lambda params: (p for p in params)), ("an iterator", iter)):
        params = parameters([each.clone() for each in grads])
        length = impl.clip_grad_norm(params=make(params), max_norm=max_norm)
        yield {f"what is returned for {name}": length}
        yield from gradients(params)
    model = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1)).double()
    for number, p in enumerate(model.parameters(), start=1):
        p.grad = torch.full_like(p, 2.0 * number)
    yield {"what is returned for model.parameters()": impl.clip_grad_norm(model.parameters(), max_norm)}
    yield from gradients(model.parameters())


def test_the_worked_example(example):
    example(clipped, [torch.tensor([3.0, 6.0]), torch.tensor([-6.0])], 3.0)


def test_all_gradients_are_one_vector(agree, rand):
    """The length is that of all the gradients together, and all are made shorter by the same factor."""
    grads = [10 * rand(3, 5), 0.1 * rand(7), rand(1, 2, 3)]
    agree(clipped, grads, round(rand.number(3, 5), 2))
    agree(clipped, [20 * rand(5, 2), 30 * rand(3)], 7.0)


def test_the_threshold_is_the_length(agree, rand):
    """A gradient that is only a little too long is made as long as max_norm; none of its numbers need be large."""
    grads = [rand(*shape).sign() * rand(*shape, low=2.0, high=4.0) for shape in ((3, 5), (7,))]
    length = float(torch.cat([each.flatten() for each in grads]).norm())
    for factor in (0.99, 0.9, 0.5):
        agree(clipped, [each.clone() for each in grads], factor * length)
    agree(clipped, [torch.full((11, 13), 0.5, dtype=torch.float64)], 4.0)
    small = 0.05 * rand(3, 5)
    agree(clipped, [small, small.clone(), 0.05 * rand(3, 5)], 0.01, tol=200)  # torch's 1e-6 counts for more here


def test_short_gradients_stay_as_they_are(agree, rand):
    """Where the length is at most max_norm nothing changes."""
    grads = [rand(3, 5), rand(7)]
    length = float(torch.cat([each.flatten() for each in grads]).norm())
    for factor in (1.01, 1.1, 2.0, 100.0):
        agree(clipped, [each.clone() for each in grads], factor * length)
    agree(clipped, [torch.full((5, 5), 1.5, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)], 50.0)


def test_parameters_without_a_gradient(agree, rand):
    """Where there is no gradient, or one of zeros, nothing breaks, and None stays None."""
    agree(clipped, [None, 10 * rand(3, 5), None, 10 * rand(2)], 3.0)
    agree(clipped, [None, None], 1.0)
    agree(clipped, [], 1.0)
    agree(clipped, [torch.zeros(3, dtype=torch.float64), None], 1.0)


def test_any_collection_of_parameters(agree, rand):
    """Parameters may come from anything that can be gone through, once or often."""
    agree(clipped_otherwise, [10 * rand(3, 5), 10 * rand(2)], 3.0)


def test_any_shape_and_dtype(agree, rand):
    """A single number, float32, other dtypes side by side, and gradients that don't lie in a row."""
    agree(clipped, [20 + rand()], 4.0)
    agree(clipped, [10 * rand(3, 5, dtype=torch.float32), 10 * rand(7, dtype=torch.float32)], 0.5)
    agree(clipped, [10 * rand(3, 5, dtype=torch.float32), 10 * rand(7)], 4.0)
    agree(clipped, [10 * rand.strided(5, 3), 10 * rand.strided(2, 7)], 3.0)
    agree(clipped, [1e5 * rand(3, 2), 1e-3 * rand(5)], 3.0)
    agree(clipped, [1e30 * rand(3, 2), 1e30 * rand(3, 2)], 1.0)
