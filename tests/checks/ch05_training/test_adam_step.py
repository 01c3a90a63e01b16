"""Hidden checks for ch05/adam-step."""

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
def example_steps(impl, p, grads, lr):
    """A step with each of the gradients, the lesson's example."""
    state = {}
    for step, grad in enumerate(grads, start=1):
        impl.adam_step(p, grad, state, lr=lr)
        yield {f"the parameter after step {step}": p.clone()}


@probe
def stepped(impl, p, grads, rates, settings):
    """One parameter, a step with each of the gradients and rates."""
    state, seen = {}, {}
    for step, (grad, lr) in enumerate(zip(grads, rates, strict=True), start=1):
        impl.adam_step(p, grad, state, lr, **settings)
        seen[f"the parameter after step {step}"] = p.clone()
    yield seen


@probe
def of_any_kind(impl, cases, lr):
    """Parameters of many kinds, each with its gradients and settings."""
    for p, grads, settings in cases:
        state = {}
        for grad in grads:
            impl.adam_step(p, grad, state, lr, **settings)
        yield {f"the {p.dtype} parameter of shape {tuple(p.shape)}, after {len(grads)} steps": p}


@probe
def stepped_by_place(impl, p, grads, lr, settings):
    """The settings in the order of the signature; and none at all, with gradients so small that eps can be seen."""
    q, state, plain = p.clone(), {}, {}
    for grad in grads:
        impl.adam_step(p, grad, state, lr, *settings)
        impl.adam_step(q, 1e-8 * grad, plain, lr)
    yield {"the parameter after all steps": p}
    yield {"the parameter after all steps, with lr alone": q}


@probe
def a_parameter(impl, value, stale, grads, some):
    """An nn.Parameter on which another gradient lies, while graphs are recorded; once with each of some settings."""
    for settings in some:
        p, state = nn.Parameter(value.clone()), {}
        p.grad = stale.clone()
        for grad in grads:
            impl.adam_step(p, grad, state, 0.125, **settings)
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
            impl.adam_step(p, grad, state, 0.125, **settings)
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
            impl.adam_step(p, grad, state, 0.125, **settings)
    yield {"the first parameter after all steps": first}
    yield {"the second parameter after all steps": second}


@probe
def carried_on(impl, p, grads, settings):
    """The state is copied between two steps, and a copy of the parameter goes on with it; then it is thrown away."""
    state = {}
    for grad in grads:
        impl.adam_step(p, grad, state, 0.125, **settings)
    twin, kept = p.clone(), {name: copy.deepcopy(value) for name, value in state.items()}
    impl.adam_step(p, -grads[0], state, 0.125, **settings)
    for grad in grads:
        impl.adam_step(twin, grad, kept, 0.125, **settings)
    yield {"a copy of the parameter that went on with a copy of the state": twin}
    fresh = {}
    for grad in grads:
        impl.adam_step(p, grad, fresh, 0.125, **settings)
    yield {"the parameter that went on with a new state": p}


@probe
def a_long_way(impl, p, grads, moved, settings):
    """Many steps where no graph is recorded anyway; halfway the caller moves p, as loading weights does."""
    state, half = {}, len(grads) // 2
    with torch.no_grad():
        for step, grad in enumerate(grads, start=1):
            impl.adam_step(p, grad, state, 0.125, **settings)
            if step == half:
                p.copy_(moved)
        yield {f"the parameter after {len(grads)} steps, moved by the caller halfway": p.clone()}
        yield {"whether gradients are recorded where they were not": torch.is_grad_enabled()}


def gradients(rand, *shape, steps=4, dtype=torch.float64):
    """Gradients for some steps; that of the third is zero."""
    return [rand(*shape, dtype=dtype) * (step != 2) for step in range(steps)]


RATES = [0.3, 0.0, 0.7, 0.2]


def betas(rand):
    """Two numbers that are not the usual ones, and far from one another."""
    return round(rand.number(0.5, 0.8), 2), round(rand.number(0.85, 0.97), 2)


def test_the_worked_example(example):
    grads = [torch.tensor(each) for each in ([4.0, 0.01], [4.0, 0.01], [-4.0, 0.01])]
    example(example_steps, torch.tensor([1.0, 1.0]), grads, 0.1)


def test_both_moments_are_corrected(agree, rand):
    """Steps 1, 2, 3, ...: the moments are averages from 0 on, each divided by 1 - βᵗ."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), [0.25] * 4, {"betas": betas(rand)})


def test_the_rate_may_change(agree, rand):
    """Each step has the rate that it is given, 0 too; the moments know no rate."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5), [0.0, 0.5, 0.0, 3.0], {})


def test_eps_is_added_to_the_root(agree, rand):
    """eps stands in the denominator, outside of the root, added after the correction."""
    agree(stepped, rand(3, 5), gradients(rand, 3, 5, steps=2), [0.3, 0.7], {"eps": 0.1, "betas": betas(rand)})


def test_each_number_has_its_own_step(agree, rand):
    """A small gradient moves its number as far as a large one, and one that is always 0 moves nothing."""
    sizes = torch.tensor([1e4, 1.0, 1e-3, 1e-7, 0.0], dtype=torch.float64)
    agree(stepped, rand(3, 5), [rand(3, 5) * sizes for _ in range(2)], RATES[2:], {"betas": (0.0, 0.9)})
    agree(stepped, rand(3, 5), [rand(3, 5) for _ in range(2)], RATES[2:], {"betas": (0.6, 0.0)})
    agree(stepped, rand(3, 5), [rand(3, 5) * sizes for _ in range(3)], RATES[1:], {})


def test_weight_decay_in_the_gradient(agree, rand):
    """With decoupled=False weight_decay times p is added to the gradient, and both moments see it."""
    settings = {"weight_decay": round(rand.number(0.2, 0.8), 2), "betas": betas(rand)}
    agree(stepped, rand(3, 5), gradients(rand, 3, 5, steps=2), [0.3, 0.7], settings)


def test_decoupled_weight_decay(agree, rand):
    """With decoupled=True p loses lr times weight_decay times itself, and the moments see nothing of it."""
    settings = {"weight_decay": round(rand.number(0.2, 0.8), 2), "decoupled": True, "betas": betas(rand)}
    agree(stepped, rand(3, 5), gradients(rand, 3, 5, steps=2), [0.3, 0.7], settings)


def test_any_shape_and_dtype(agree, rand):
    """A single number, float32, and numbers that don't lie in a row are all parameters."""
    everything, single = {"betas": betas(rand), "weight_decay": 0.1}, {"dtype": torch.float32}
    cases = [
        (rand(), gradients(rand, steps=2), everything),
        (rand(2, 3, **single), gradients(rand, 2, 3, steps=2, **single), everything | {"decoupled": True}),
        (rand(5, **single), gradients(rand, 5, steps=2, **single), everything),
        (rand.strided(5, 3), [rand.strided(5, 3) for _ in range(2)], everything | {"decoupled": True}),
        (rand(1, 4, 1), gradients(rand, 1, 4, 1, steps=2), {}),
    ]
    agree(of_any_kind, cases, 0.3)


def test_the_usual_values(agree, rand):
    """The settings come in the order of the signature, and have the usual values where they are left out."""
    agree(stepped_by_place, rand(3, 5), gradients(rand, 3, 5, steps=2), 0.2, ((0.6, 0.9), 0.01, 0.1, True))


def test_a_parameter_of_a_network(agree, rand):
    """An nn.Parameter learns without a graph being recorded, and what lies in its .grad is left alone."""
    some = [{"weight_decay": 0.3}, {"weight_decay": 0.3, "decoupled": True}]
    agree(a_parameter, rand(3, 5), rand(3, 5), gradients(rand, 3, 5, steps=2), some)


def test_the_gradient_stays_as_it_is(agree, rand):
    """The gradient is only read, and what the caller does with its memory afterwards has no effect."""
    some = [{}, {"weight_decay": 0.3}, {"betas": (0.0, 0.0), "weight_decay": 0.3, "decoupled": True}]
    agree(one_memory, rand(3, 5), [rand(3, 5) for _ in range(2)], some)


def test_every_parameter_has_its_own_moments(agree, rand):
    """Two parameters that take turns don't disturb one another, nor count one another's steps."""
    grads = [[rand(3, 5), rand(3, 5)] for _ in range(2)]
    agree(two_parameters, rand(3, 5), rand(3, 5), grads, {})


def test_all_that_is_kept_is_in_the_state(agree, rand):
    """A copy of the parameter goes on with a copy of the state; with an empty one it starts anew."""
    agree(carried_on, rand(3, 5), [rand(3, 5) for _ in range(2)], {"betas": betas(rand)})


def test_it_goes_on_like_that(agree, rand):
    """After many steps, with large gradients and small ones, and wherever the caller puts p, nothing is different."""
    sizes = torch.tensor([1e6, 1e3, 1.0, 1e-3, 1e-6], dtype=torch.float64)
    grads = [rand(3, 5) * sizes for _ in range(12)]
    agree(a_long_way, rand(3, 5), grads, rand(3, 5), {"weight_decay": 0.1, "decoupled": True})
