"""Hidden checks for ch06/batch-norm."""

import torch

from tutor.checking import given, probe

STATE = ("weight", "bias", "running_mean", "running_var")


@probe
def normalised(impl, x):
    """The result of a new module in training, and what it has kept of the batch."""
    norm = impl.BatchNorm2d(x.shape[1])
    yield {"the result": norm(x).detach()}
    yield {"running_mean": norm.running_mean, "running_var": norm.running_var}


@probe
def made(impl, channels):
    """What a new module holds."""
    norm = impl.BatchNorm2d(channels)
    yield {"the parameters": given.parameter_names(norm)}
    yield {name: getattr(norm, name) for name in STATE}
    kept = norm.state_dict()
    yield {"what is in the state dict": [name for name in STATE if name in kept]}
    buffers = dict(norm.named_buffers())
    yield {"what is registered as a buffer": [name for name in STATE if name in buffers]}
    with torch.no_grad():
        for name in STATE:
            getattr(norm, name)[0] += 1
    yield {f"{name}, with 1 added to its first number": getattr(norm, name) for name in STATE}


@probe
def trained(impl, numbers, settings, batches, upstreams):
    """One batch after another in training: results, gradients, and the running numbers after each."""
    norm = impl.BatchNorm2d(len(numbers["weight"]), **settings).to(batches[0].dtype)
    yield {"what is wrong with the parameters and buffers": given.adopt(norm, numbers)}
    for x, upstream in zip(batches, upstreams):
        x.requires_grad_()
        out = norm(x)
        yield {"the result in training": out}
        to_x, to_weight, to_bias = given.gradients(out, upstream, x, norm.weight, norm.bias)
        yield {"the gradient of x": to_x, "the gradient of weight": to_weight, "the gradient of bias": to_bias}
        yield {"running_mean": norm.running_mean, "running_var": norm.running_var}


@probe
def evaluated(impl, numbers, settings, batches, upstreams):
    """One batch after another in eval mode."""
    norm = impl.BatchNorm2d(len(numbers["weight"]), **settings).to(batches[0].dtype).eval()
    yield {"what is wrong with the parameters and buffers": given.adopt(norm, numbers)}
    for x, upstream in zip(batches, upstreams):
        x.requires_grad_()
        out = norm(x)
        yield {"the result in eval mode": out}
        to_x, to_weight, to_bias = given.gradients(out, upstream, x, norm.weight, norm.bias)
        yield {"the gradient of x": to_x, "the gradient of weight": to_weight, "the gradient of bias": to_bias}
        yield {"running_mean": norm.running_mean, "running_var": norm.running_var}
    yield {"self.training after eval()": norm.training}


@probe
def set_by_place(impl, eps, momentum, x):
    """A module whose settings are given by their place alone."""
    norm = impl.BatchNorm2d(x.shape[1], eps, momentum).double()
    yield {"the result with eps and momentum in their places": norm(x)}
    yield {"running_mean": norm.running_mean, "running_var": norm.running_var}


@probe
def back_and_forth(impl, numbers, batches):
    """Training, eval mode, training without gradients, and eval mode again."""
    norm = impl.BatchNorm2d(len(numbers["weight"])).double()
    yield {"what is wrong with the parameters and buffers": given.adopt(norm, numbers)}
    for x in batches:
        norm.train()
        with torch.no_grad():
            yield {"the result in training": norm(x), "training in training": norm.training}
        norm.eval()
        yield {"the result in eval mode": norm(x), "training in eval mode": norm.training}
        yield {"running_mean": norm.running_mean, "running_var": norm.running_var}


@probe
def handed_on(impl, batches, later):
    """A module's state dict, loaded into another one that has seen other data."""
    one, other = impl.BatchNorm2d(batches[0].shape[1]), impl.BatchNorm2d(batches[0].shape[1])
    for x in batches:
        one(x)
    yield {"running_mean of another module": other.running_mean, "running_var of another module": other.running_var}
    other(later)
    yield {"running_mean of another module": other.running_mean, "running_mean": one.running_mean}
    other.load_state_dict(one.state_dict())
    yield {"the result with a loaded state dict": other.eval()(later)}
    other.train()(later)
    yield {"running_mean after the other has gone on": one.running_mean}


@probe
def one_value(impl, x):
    """What a batch with one value a channel does, in both modes."""
    norm = impl.BatchNorm2d(x.shape[1])
    try:
        norm(x)
        told = "nothing"
    except ValueError:
        told = "ValueError"
    yield {"what one value a channel raises in training": told}
    yield {"running_mean afterwards": norm.running_mean, "running_var afterwards": norm.running_var}
    yield {"the result in eval mode": norm.eval()(x)}


@probe
def left_alone(impl, x):
    """x after both modes, and the dtype of what is kept."""
    norm = impl.BatchNorm2d(x.shape[1]).to(x.dtype)
    yield {"the result": norm(x), "x after training": x}
    yield {"running_mean": norm.running_mean, "running_var": norm.running_var}
    yield {"the result in eval mode": norm.eval()(x), "x after eval mode": x}


def numbers_for(rand, channels, dtype=torch.float64):
    """Numbers for a module that has learned already; none is what a new one starts with."""
    return {
        "weight": rand(channels, dtype=dtype),
        "bias": rand(channels, dtype=dtype),
        "running_mean": rand(channels, dtype=dtype),
        "running_var": rand(channels, dtype=dtype, low=0.5, high=3.0),
    }


def batch(rand, pictures, channels, rows, columns, dtype=torch.float64):
    """A batch in which every picture, channel, row and column has a level and a spread of its own."""
    x = rand(pictures, channels, rows, columns, dtype=dtype)
    for sizes in ((pictures, 1, 1, 1), (1, channels, 1, 1), (1, 1, rows, 1), (1, 1, 1, columns)):
        x = x * rand(*sizes, dtype=dtype, low=0.7, high=1.5) + rand(*sizes, dtype=dtype)
    return x


def turned(x):
    """The same numbers, lying in memory in the opposite order of their axes."""
    return x.permute(3, 2, 1, 0).contiguous().permute(3, 2, 1, 0)


def test_the_worked_example(example):
    x = torch.tensor([[[[2.0, 6.0]], [[20.0, 60.0]]], [[[2.0, 6.0]], [[20.0, 60.0]]]])
    example(normalised, x)


def test_a_new_module(agree):
    """A new module has two parameters and two buffers, all in its state dict, with a number for each channel."""
    agree(made, 5)
    agree(made, 1)


def test_training_normalises_with_the_batch(agree, rand):
    """In training each channel is normalised by its own mean and variance of the batch; gradients reach all."""
    for sizes in ((3, 5, 2, 7), (2, 3, 5, 1), (3, 3, 3, 3)):
        x, settings = batch(rand, *sizes), {"eps": 1e-5, "momentum": 0.1}
        agree(trained, numbers_for(rand, sizes[1]), settings, [x], [rand(*sizes)])
    x, settings = batch(rand, 3, 2, 5, 7), {"eps": 0.5, "momentum": 0.1}
    agree(trained, numbers_for(rand, 2), settings, [turned(x)], [rand(3, 2, 5, 7)])


def test_eps_and_momentum(agree, rand):
    """eps is added to the variance, momentum is the weight of the newest batch; both may be given or left out."""
    for settings in ({"eps": 0.7, "momentum": 0.3}, {}):
        x = 3e-3 * batch(rand, 3, 2, 2, 5)
        agree(trained, numbers_for(rand, 2), settings, [x], [rand(3, 2, 2, 5)])
        agree(evaluated, numbers_for(rand, 2), settings, [x], [rand(3, 2, 2, 5)])
    agree(set_by_place, 0.7, 0.3, batch(rand, 2, 3, 2, 5))
    for momentum in (0.0, 1.0):
        x = batch(rand, 2, 3, 1, 2)
        agree(trained, numbers_for(rand, 3), {"momentum": momentum}, [x], [rand(2, 3, 1, 2)])


def test_running_numbers_follow_the_batches(agree, rand):
    """After each of three batches the running mean and the running, unbiased variance stand where they should."""
    shapes = [(3, 5, 2, 2), (2, 5, 1, 1), (1, 5, 3, 2)]
    batches = [batch(rand, *sizes) for sizes in shapes]
    agree(trained, numbers_for(rand, 5), {"momentum": 0.2}, batches, [rand(*sizes) for sizes in shapes])


def test_eval_mode_uses_the_running_numbers(agree, rand):
    """In eval mode the running numbers take the batch's place, nothing is updated, and gradients reach everything."""
    batches = [batch(rand, 3, 5, 2, 7), batch(rand, 1, 5, 1, 1)]
    agree(evaluated, numbers_for(rand, 5), {}, batches, [rand(3, 5, 2, 7), rand(1, 5, 1, 1)])
    agree(evaluated, numbers_for(rand, 3), {"eps": 0.3}, [turned(batch(rand, 3, 3, 3, 3))], [rand(3, 3, 3, 3)])


def test_between_the_two_modes(agree, rand):
    """train() and eval() decide by themselves, again and again, and also where no gradient is asked for."""
    agree(back_and_forth, numbers_for(rand, 3), [batch(rand, 2, 3, 3, 5) for _ in range(3)])


def test_state_dicts_and_other_modules(agree, rand):
    """A state dict hands on all that was learned and seen, and modules keep nothing in common."""
    agree(handed_on, [batch(rand, 2, 3, 2, 2).float() for _ in range(2)], batch(rand, 5, 3, 1, 2).float())


def test_numbers_far_from_zero(agree, rand):
    """Small differences between large numbers are normalised like others, and equal numbers become the bias."""
    x = batch(rand, 3, 2, 2, 5) + torch.tensor([3e7, -1e6], dtype=torch.float64)[:, None, None]
    agree(trained, numbers_for(rand, 2), {}, [x], [rand(3, 2, 2, 5)])
    agree(trained, numbers_for(rand, 2), {}, [torch.full((2, 2, 3, 1), 2.5).double()], [rand(2, 2, 3, 1)])


def test_one_value_a_channel(agree, rand):
    """With one value a channel training raises ValueError and updates nothing, while eval mode works."""
    agree(one_value, rand(1, 3, 1, 1, dtype=torch.float32))


def test_x_and_dtype_are_left_alone(agree, rand):
    """x is not changed, and the dtype stays, in the result and in the running numbers."""
    agree(left_alone, batch(rand, 2, 3, 2, 5, dtype=torch.float32))
    agree(left_alone, batch(rand, 2, 3, 2, 5))
