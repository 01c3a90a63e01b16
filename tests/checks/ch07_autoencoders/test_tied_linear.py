"""Hidden checks for ch07/tied-linear. Whether the shared weight has a second name in TiedLinear is free."""

import torch
from torch import nn

from tutor.checking import given, probe


def pair(impl, weight, bias, own=None):
    """A linear layer with these numbers, and a TiedLinear with this bias, in float64."""
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    with torch.no_grad():
        linear.weight.copy_(weight)
        if bias is not None:
            linear.bias.copy_(bias)
    tied = impl.TiedLinear(linear)
    both = nn.Sequential(linear, tied).to(weight.dtype)
    with torch.no_grad():  # once more, in all their digits
        linear.weight.copy_(weight)
        if bias is not None:
            linear.bias.copy_(bias)
    faults = given.adopt(tied, {} if own is None else {"bias": own})
    return linear, tied, both, faults


@probe
def as_built(impl, weight, codes):
    """The numbers to learn of both layers together, the bias as it is built, and the answer."""
    _, tied, both, _ = pair(impl, weight, torch.zeros(len(weight)))
    yield {"the numbers to learn in both layers": sum(parameter.numel() for parameter in both.parameters())}
    yield {"the parameter called bias": dict(tied.named_parameters()).get("bias")}
    yield {"the result": tied(codes)}


@probe
def back(impl, weight, bias, own, codes, upstream):
    """The answer to codes, and the gradients that a random upstream sends back."""
    linear, tied, _, faults = pair(impl, weight, bias, own)
    yield {"what does not fit": ", ".join(faults) or "nothing"}
    codes.requires_grad_()
    out = tied(codes)
    yield {"the result": out}
    to_codes, to_weight, to_bias = given.gradients(out, upstream, codes, linear.weight, tied.bias)
    yield {"the gradient of codes": to_codes, "the gradient of linear.weight": to_weight}
    yield {"the gradient of bias": to_bias}


@probe
def there_and_back(impl, weight, bias, own, x, upstream):
    """Through the layer and back, and the gradient of the weight that both use."""
    linear, tied, both, faults = pair(impl, weight, bias, own)
    yield {"what does not fit": ", ".join(faults) or "nothing"}
    yield {"the numbers to learn in both layers": sum(parameter.numel() for parameter in both.parameters())}
    x.requires_grad_()
    out = both(x)
    yield {"the result": out}
    to_x, to_weight, to_bias = given.gradients(out, upstream, x, linear.weight, tied.bias)
    yield {"the gradient of x": to_x, "the gradient of linear.weight": to_weight, "the gradient of bias": to_bias}


@probe
def trained(impl, weight, bias, x, steps):
    """Three steps of training: both ways move together."""
    linear, tied, both, _ = pair(impl, weight, bias)
    optimizer = torch.optim.SGD(both.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = (both(x) - x).square().mean()
        loss.backward()
        optimizer.step()
        yield {"the loss": loss, "linear.weight after the step": linear.weight.detach()}
        yield {"the bias after the step": tied.bias.detach(), "the result after the step": both(x).detach()}


@probe
def moved(impl, weight, bias, other, codes):
    """What follows when the layer gets other numbers, in place and from a state dict; and a second pair beside it."""
    linear, tied, _, _ = pair(impl, weight, bias)
    second, tied_second, _, _ = pair(impl, other, bias)
    yield {"the result": tied(codes), "the second pair's result": tied_second(codes)}
    with torch.no_grad():
        linear.weight.mul_(-3)
    yield {"the result after linear.weight has changed": tied(codes)}
    linear.load_state_dict(second.state_dict())
    yield {"the result after linear has loaded a state": tied(codes)}
    with torch.no_grad():
        second.weight.zero_()
    yield {"the result after the second layer has changed": tied(codes)}


@probe
def saved(impl, weight, bias, own, x):
    """A second pair with the state of the first one."""
    _, _, both, faults = pair(impl, weight, bias, own)
    _, _, other, _ = pair(impl, 2 * weight + 1, 0 * bias, own - 1)
    yield {"what does not fit": faults, "the result": both(x)}
    other.load_state_dict(both.state_dict())
    yield {"the result of another pair with the same state dict": other(x)}


@probe
def left_alone(impl, weight, bias, codes):
    """The layer that was handed in, before and after."""
    linear = nn.Linear(weight.shape[1], weight.shape[0])
    with torch.no_grad():
        linear.weight.copy_(weight), linear.bias.copy_(bias)
    tied = impl.TiedLinear(linear)
    out = tied(codes)
    yield {"linear.weight": linear.weight.detach(), "linear.bias": linear.bias.detach()}
    yield {"linear's weight learns": linear.weight.requires_grad, "linear's bias learns": linear.bias.requires_grad}
    yield {"the result": out, "the dtype of the result": str(out.dtype), "codes after the call": codes}


def test_the_worked_example(example):
    example(as_built, torch.tensor([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]]), torch.tensor([[2.0, 1.0]]))


def test_the_way_back_through_the_weight(agree, rand):
    """A code becomes the sum of the weight's rows, each as often as it says, plus the bias; gradients flow to all."""
    agree(back, rand(3, 7), rand(3), rand(7), rand(5, 3), rand(5, 7))
    agree(back, rand(5, 5), rand(5), rand(5), rand(5, 5), rand(5, 5))
    agree(back, rand(7, 2), None, rand(2), rand.strided(3, 7), rand(3, 2))


def test_any_axes_before_the_last_one(agree, rand):
    """Codes may be one alone (k,), a batch of one, or have more axes; k or D may be 1."""
    agree(back, rand(3, 5), rand(3), rand(5), rand(3), rand(5))
    agree(back, rand(3, 5), rand(3), rand(5), rand(1, 3), rand(1, 5))
    agree(back, rand(3, 5), rand(3), rand(5), rand(2, 7, 3), rand(2, 7, 5))
    agree(back, rand(1, 5), rand(1), rand(5), rand(2, 1), rand(2, 5))
    agree(back, rand(3, 1), rand(3), rand(1), rand(2, 3), rand(2, 1))


def test_the_gradient_of_both_uses_adds_up(agree, rand):
    """Through the layer and back, the weight's gradient is the sum over both uses; nothing is counted twice."""
    agree(there_and_back, rand(3, 7), rand(3), rand(7), rand(5, 7), rand(5, 7))
    agree(there_and_back, rand(5, 5), rand(5), rand(5), rand(2, 5), rand(2, 5))
    agree(there_and_back, rand(2, 11), None, rand(11), rand(3, 11), rand(3, 11))


def test_training_moves_both_ways(agree, rand):
    """Three steps of training move the one weight, and with it both ways."""
    agree(trained, rand(3, 7) / 3, rand(3), rand(11, 7), 3)


def test_the_weight_is_shared(agree, rand):
    """Where linear gets other numbers, the way back has them too; a second pair has its own."""
    agree(moved, *(rand(*size, dtype=torch.float32) for size in ((2, 7), (2,), (2, 7), (5, 2))))
    agree(moved, rand(3, 5), rand(3), rand(3, 5), rand(2, 3))


def test_the_state_can_be_saved(agree, rand):
    """A second pair that loads the state of the first gives the same results."""
    agree(saved, rand(3, 5), rand(3), rand(5), rand(7, 5))


def test_the_linear_layer_stays(agree, rand):
    """The layer that is handed in stays as it is; float32 stays float32."""
    single = torch.float32
    agree(left_alone, rand(3, 5, dtype=single), rand(3, dtype=single), rand(2, 3, dtype=single))
