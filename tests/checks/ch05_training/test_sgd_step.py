"""Hidden checks for ch05/sgd-step."""

import copy

import torch
from torch import nn

from tutor.checking import probe


def with_graph(kept):
    """Whether something that is kept, also in lists and dicts, carries a graph."""
    if isinstance(kept, dict):
        return any(with_graph(each) for each in kept.values())
    if isinstance(kept, list | tuple):
        return any(with_graph(each) for each in kept)
    return isinstance(kept, torch.Tensor) and kept.requires_grad


@probe
def example_steps(impl, p, slopes, lr, momentum, steps):
    """Three steps in a bowl, the lesson's example."""
    state = {}
    for step in range(1, steps + 1):
        impl.sgd_step(p, p * slopes, state, lr=lr, momentum=momentum)
        yield {f"the parameter after step {step}": p.clone()}


@probe
def stepped(impl, p, grads, rates, settings):
    """One parameter, a step with each of the gradients and rates."""
    state, seen = {}, {}
    for step, (grad, lr) in enumerate(zip(grads, rates, strict=True), start=1):
        impl.sgd_step(p, grad, state, lr, **settings)
        seen[f"the parameter after step {step}"] = p.clone()
    yield seen
    yield {"the gradients afterwards": torch.stack(grads)}


@probe
def of_any_kind(impl, cases, lr):
    """Parameters of many kinds, each with its gradients and settings."""
    for p, grads, settings in cases:
        state = {}
        for grad in grads:
            impl.sgd_step(p, grad, state, lr, **settings)
        yield {f"the {p.dtype} parameter of shape {tuple(p.shape)}, after {len(grads)} steps": p}


@probe
def stepped_by_place(impl, p, grads, lr, settings):
    """The settings in the order of the signature; and none at all."""
    q, state, plain = p.clone(), {}, {}
    for grad in grads:
        impl.sgd_step(p, grad, state, lr, *settings)
        impl.sgd_step(q, grad, plain, lr)
    yield {"the parameter after all steps": p}
    yield {"the parameter after all steps, with lr alone": q}


@probe
def a_parameter(impl, value, stale, grads, some):
    """An nn.Parameter on which another gradient lies, while graphs are recorded; once with each of some settings."""
    for settings in some:
        p, state = nn.Parameter(value.clone()), {}
        p.grad = stale.clone()
        for grad in grads:
            impl.sgd_step(p, grad, state, 0.25, **settings)
        yield {f"the parameter after step {len(grads)}": p.detach().clone()}
        yield {"p.grad afterwards": p.grad}
        yield {"whether p is still a leaf that can learn": p.is_leaf and p.requires_grad}
        yield {"whether something in the state carries a graph": with_graph(state)}
        yield {"whether gradients are recorded after the step": torch.is_grad_enabled()}
    (p**2).sum().backward()
    yield {"the gradient of a loss after the steps": p.grad}


@probe
def one_memory(impl, value, grads, some):
    """All gradients come in one and the same tensor, as those of a network do; once with each of some settings."""
    for settings in some:
        p, state, grad, left = value.clone(), {}, torch.empty_like(value), []
        for each in grads:
            grad.copy_(each)
            impl.sgd_step(p, grad, state, 0.25, **settings)
            left.append(grad.clone())
            grad.fill_(1e6)
        yield {"the gradient after each step": torch.stack(left)}
        yield {f"the parameter after step {len(grads)}": p}


@probe
def two_parameters(impl, first, second, grads, settings):
    """Two parameters take turns; each has its dict."""
    states = [{}, {}]
    for pair in grads:
        for p, grad, state in zip((first, second), pair, states, strict=True):
            impl.sgd_step(p, grad, state, 0.25, **settings)
    yield {"the first parameter after all steps": first}
    yield {"the second parameter after all steps": second}


@probe
def carried_on(impl, p, grads, settings):
    """The state is copied between two steps, and a copy of the parameter goes on with it; then it is thrown away."""
    state = {}
    for grad in grads:
        impl.sgd_step(p, grad, state, 0.25, **settings)
    twin, kept = p.clone(), {name: copy.deepcopy(value) for name, value in state.items()}
    impl.sgd_step(p, -grads[0], state, 0.25, **settings)
    for grad in grads:
        impl.sgd_step(twin, grad, kept, 0.25, **settings)
    yield {"a copy of the parameter that went on with a copy of the state": twin}
    fresh = {}
    for grad in grads:
        impl.sgd_step(p, grad, fresh, 0.25, **settings)
    yield {"the parameter that went on with a new state": p}


@probe
def a_long_way(impl, p, grads, moved, settings):
    """Many steps where no graph is recorded anyway; halfway the caller moves p, as loading weights does."""
    state, half = {}, len(grads) // 2
    with torch.no_grad():
        for step, grad in enumerate(grads, start=1):
            impl.sgd_step(p, grad, state, 0.125, **settings)
            if step == half:
                p.copy_(moved)
        yield {f"the parameter after {len(grads)} steps, moved by the caller halfway": p.clone()}
        yield {"whether gradients are recorded where they were not": torch.is_grad_enabled()}


def gradients(rand, *shape, steps=4, dtype=torch.float64):
    """Gradients for some steps; that of the third is zero."""
    return [rand(*shape, dtype=dtype) * (step != 2) for step in range(steps)]


RATES = [0.3, 0.0, 0.7, 0.2]


def test_the_worked_example(example):
    example(example_steps, torch.tensor([4.0, 1.0]), torch.tensor([1.0, 2.0]), 0.1, 0.5, 3)


def test_the_plain_step(agree, rand):
    """Without momentum and decay a step is lr times the gradient, downhill."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), RATES, {})
    agree(stepped, rand(7), gradients(rand, 7, steps=2), RATES[2:], {"momentum": 0.0, "nesterov": True})


def test_momentum_adds_up(agree, rand):
    """The velocity is momentum times itself, plus the whole gradient; it starts at 0."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), [0.25] * 4, {"momentum": round(rand.number(0.5, 0.95), 2)})


def test_nesterov_looks_ahead(agree, rand):
    """With nesterov the step is the gradient plus momentum times the new velocity."""
    settings = {"momentum": round(rand.number(0.5, 0.95), 2), "nesterov": True}
    agree(stepped, rand(5, 3), gradients(rand, 5, 3), [0.25] * 4, settings)


def test_the_rate_may_change(agree, rand):
    """Each step has the rate that it is given, 0 too; the velocity knows no rate."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), [0.0, 0.5, 0.0, 3.0], {"momentum": 0.9})


def test_weight_decay_belongs_to_the_gradient(agree, rand):
    """weight_decay times p is added to the gradient before anything else is done with it."""
    decay = round(rand.number(0.1, 0.6), 2)
    agree(stepped, rand(7), gradients(rand, 7), RATES, {"weight_decay": decay, "momentum": 0.8, "nesterov": True})
    agree(stepped, rand(3, 5), gradients(rand, 3, 5, steps=2), RATES[:2], {"weight_decay": decay})
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), RATES, {"weight_decay": decay, "momentum": 0.8})


def test_any_shape_and_dtype(agree, rand):
    """A single number, float32, and numbers that don't lie in a row are all parameters."""
    everything, single = {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1}, {"dtype": torch.float32}
    cases = [
        (rand(), gradients(rand, steps=2), everything),
        (rand(2, 3, **single), gradients(rand, 2, 3, steps=2, **single), everything),
        (rand.strided(5, 3), [rand.strided(5, 3) for _ in range(2)], everything),
        (rand(1, 4, 1), gradients(rand, 1, 4, 1, steps=2), everything),
    ]
    agree(of_any_kind, cases, 0.3)


def test_the_usual_values(agree, rand):
    """The settings come in the order of the signature, and without them the step is the plain one."""
    agree(stepped_by_place, rand(3, 5), gradients(rand, 3, 5, steps=2), 0.2, (0.9, True, 0.1))


def test_a_parameter_of_a_network(agree, rand):
    """An nn.Parameter learns without a graph being recorded, and what lies in its .grad is left alone."""
    some = [{}, {"momentum": 0.9, "weight_decay": 0.3, "nesterov": True}]
    agree(a_parameter, rand(3, 5), rand(3, 5), gradients(rand, 3, 5, steps=2), some)


def test_the_gradient_stays_as_it_is(agree, rand):
    """The gradient is only read, and what the caller does with its memory afterwards has no effect."""
    some = [{"momentum": 0.9}, {"momentum": 0.5, "weight_decay": 0.3}]
    agree(one_memory, rand(3, 5), gradients(rand, 3, 5, steps=3), some)


def test_every_parameter_has_its_own_velocity(agree, rand):
    """Two parameters that take turns don't disturb one another, even where they look alike."""
    grads = [[rand(3, 5), rand(3, 5)] for _ in range(2)]
    agree(two_parameters, rand(3, 5), rand(3, 5), grads, {"momentum": 0.9})


def test_all_that_is_kept_is_in_the_state(agree, rand):
    """A copy of the parameter goes on with a copy of the state; with an empty one it starts anew."""
    agree(carried_on, rand(3, 5), [rand(3, 5) for _ in range(2)], {"momentum": 0.9})


def test_it_goes_on_like_that(agree, rand):
    """After many steps, with large gradients and small ones, and wherever the caller puts p, nothing is different."""
    sizes = torch.tensor([1e6, 1e3, 1.0, 1e-3, 1e-6], dtype=torch.float64)
    grads = [rand(3, 5) * sizes for _ in range(12)]
    agree(a_long_way, rand(3, 5), grads, rand(3, 5), {"momentum": 0.9, "weight_decay": 0.1, "nesterov": True})
