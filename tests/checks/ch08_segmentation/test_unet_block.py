"""Hidden checks for ch08/unet-block."""

import torch
from torch import nn

from tutor.checking import given, probe


def stacked(impl, inputs, widths):
    """A block with as many floors as there are widths, the upper one first."""
    block = None
    for i in reversed(range(len(widths))):
        block = impl.UNetBlock(widths[i - 1] if i else inputs, widths[i], block)
    return block


class Below(nn.Module):
    """What may lie below a block: it makes other channels, and remembers what it was asked."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.out_channels = outputs
        self.weight = nn.Parameter(torch.linspace(-1, 2, outputs * inputs).reshape(outputs, inputs))
        self.asked = []

    def forward(self, x):
        self.asked.append(x.detach().clone())
        return torch.einsum("bchw,oc->bohw", x, self.weight)


@probe
def shaped(impl, inputs, widths, sizes):
    """The channels and the size of what comes out."""
    block = stacked(impl, inputs, widths)
    yield {"out_channels": block.out_channels}
    with torch.no_grad():
        for size in sizes:
            yield {f"the shape for {size[0]} × {size[1]} pixels": list(block(torch.ones(2, inputs, *size)).shape)}


@probe
def made(impl, inputs, widths):
    """What a new block holds."""
    block = stacked(impl, inputs, widths)
    yield {"the parameters": given.parameter_names(block)}
    yield {"the shape of each parameter": {name: list(p.shape) for name, p in sorted(block.named_parameters())}}
    yield {"the parameters that are to be learned": sorted(n for n, p in block.named_parameters() if p.requires_grad)}
    yield {"the buffers": sorted(name for name, _ in block.named_buffers())}


@probe
def learned(impl, inputs, widths, numbers, x, upstream):
    """The result in training, all gradients, the running numbers, and the result in eval mode."""
    block = stacked(impl, inputs, widths).to(x.dtype)
    yield {"what is wrong with the parameters and buffers": given.adopt(block, numbers)}
    x.requires_grad_()
    out = block(x)
    yield {"the result": out}
    found = dict(sorted(block.named_parameters()))
    to_x, *rest = given.gradients(out, upstream, x, *found.values())
    yield {"the gradient of x": to_x}
    yield {f"the gradient of {name}": gradient for name, gradient in zip(found, rest)}
    buffers = dict(block.named_buffers())
    yield {f"{name} afterwards": buffers[name] for name in numbers if name in buffers}
    yield {"the result in eval mode": block.eval()(x)}


@probe
def over_another(impl, inputs, mid, outputs, numbers, xs):
    """A block over a module of another kind: what that was asked, and what comes out, also when it learns."""
    below = Below(mid, outputs).double()
    block = impl.UNetBlock(inputs, mid, sub=below).double()
    yield {"out_channels": block.out_channels}
    yield {"what is wrong with the parameters and buffers": given.adopt(block, numbers)}
    block.eval()
    with torch.no_grad():
        for x in xs:
            yield {"the result": block(x), "x after the call": x}
            yield {"what sub was asked": list(below.asked)}
            below.asked.clear()
            below.weight.mul_(-2)
    yield {"sub is in eval mode, too": not below.training}


@probe
def shaped_as(impl, x):
    """The dtype of what comes out of a block of x's dtype."""
    block = stacked(impl, x.shape[1], [3, 2])
    block = block.double() if x.dtype == torch.float64 else block
    with torch.no_grad():
        yield {"the dtype of the result": str(block(x).dtype)}


@probe
def two_blocks(impl, numbers, others, first, second):
    """Two blocks with numbers of their own, one of which is asked and then hands on its state dict."""
    one, other = stacked(impl, 2, [3, 2]).double(), stacked(impl, 2, [3, 2]).double()
    yield {"what is wrong with the parameters and buffers": given.adopt(one, numbers) + given.adopt(other, others)}
    with torch.no_grad():
        for x in (first, second, first):
            yield {"the result of one": one(x)}
        yield {"the result of the other in eval mode": other.eval()(first)}
        other.load_state_dict(one.state_dict())
        yield {"the result with a loaded state dict": other(first)}


def numbers_for(rand, inputs, widths, dtype=torch.float64, below=0):
    """Numbers for a block that has learned already; `below` is how many channels come from a sub of another kind."""
    mid = widths[0]
    sub = widths[1] if len(widths) > 1 else below
    numbers = {}
    for name, channels in (("before", inputs), ("after", 2 * mid if sub else mid)):
        numbers[f"{name}.0.weight"] = 0.5 * rand(mid, channels, 3, 3, dtype=dtype)
        numbers[f"{name}.1.weight"] = rand(mid, dtype=dtype, low=0.5, high=2.0)
        numbers[f"{name}.1.bias"] = rand(mid, dtype=dtype)
        numbers[f"{name}.1.running_mean"] = rand(mid, dtype=dtype)
        numbers[f"{name}.1.running_var"] = rand(mid, dtype=dtype, low=0.5, high=2.0)
    if sub:
        numbers["up.weight"] = rand(sub, mid, 2, 2, dtype=dtype)
        numbers["up.bias"] = rand(mid, dtype=dtype)
    if len(widths) > 1:
        inner = numbers_for(rand, mid, widths[1:], dtype)
        numbers |= {f"sub.{name}": value for name, value in inner.items()}
    return numbers


def case(rand, B, inputs, widths, H, W, dtype=torch.float64):
    """The arguments of `learned` for these sizes."""
    x = 2 * rand(B, inputs, H, W, dtype=dtype) + rand(inputs, 1, 1, dtype=dtype)
    return inputs, widths, numbers_for(rand, inputs, widths, dtype), x, rand(B, widths[0], H, W, dtype=dtype)


def test_the_worked_example(example):
    example(shaped, 1, [12, 24, 24], [[32, 32], [5, 7]])


def test_each_floor_has_its_layers(agree):
    """A block has the layers that it is to have, by their names, with channels that fit together."""
    for inputs, widths in ((2, [3]), (1, [2, 3, 7])):
        agree(made, inputs, widths)


def test_the_lowest_floor(agree, rand):
    """Without a sub the second block follows the first; gradients reach everything."""
    agree(learned, *case(rand, 2, 3, [5], 4, 3))
    agree(learned, *case(rand, 3, 2, [2], 1, 1))


def test_a_floor_with_another_below(agree, rand):
    """Down, up again, and the skip beside it, the skip's channels first; gradients reach everything."""
    agree(learned, *case(rand, 3, 3, [3, 5], 4, 6))


def test_three_floors(agree, rand):
    """Blocks within blocks within blocks."""
    agree(learned, *case(rand, 2, 1, [2, 3, 2], 6, 4))


def test_odd_sizes(agree, rand):
    """Odd heights and widths come out as they went in, down to one pixel."""
    agree(shaped, 2, [3, 2], [[1, 1], [7, 10], [1, 6], [3, 1]])
    agree(learned, *case(rand, 1, 1, [3, 2], 3, 5))


def test_any_module_below(agree, rand):
    """sub may be of another kind: it is asked once, gets the pooled picture, and is used as it is now."""
    pictures = [rand(2, 2, 4, 6), rand(1, 2, 3, 5), rand(1, 2, 1, 4), rand(1, 2, 4, 1)]
    agree(over_another, 2, 3, 5, numbers_for(rand, 2, [3], below=5), pictures)


def test_blocks_keep_nothing_in_common(agree, rand):
    """What one block has seen does not show in another, and a state dict hands on all of it."""
    agree(
        two_blocks, numbers_for(rand, 2, [3, 2]), numbers_for(rand, 2, [3, 2]), rand(2, 2, 4, 3), 5 + rand(2, 2, 2, 2)
    )


def test_the_dtype_stays(agree, rand):
    """A block of float32 gives float32, and after `.double()` float64."""
    agree(shaped_as, rand(2, 2, 3, 4, dtype=torch.float32))
    agree(shaped_as, rand(2, 2, 3, 4))
