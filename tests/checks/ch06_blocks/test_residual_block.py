"""Hidden checks for ch06/residual-block."""

import torch

from tutor.checking import given, probe


@probe
def passed_on(impl, x):
    """The result of a block whose branch adds nothing."""
    block = impl.ResidualBlock(x.shape[1], x.shape[1])
    with torch.no_grad():
        block.conv2.weight.zero_()
        yield {"the result": block(x)}


@probe
def projected(impl, C_in, C_out, stride, numbers, x):
    """The result of a block whose branch adds nothing, where the shortcut has weights."""
    block = impl.ResidualBlock(C_in, C_out, stride).double()
    yield {"what is wrong with the parameters and buffers": given.adopt(block, numbers)}
    with torch.no_grad():
        block.conv2.weight.zero_()
        yield {"the result": block(x)}


@probe
def made(impl, C_in, C_out, stride):
    """What a new block holds."""
    block = impl.ResidualBlock(C_in, C_out, stride)
    yield {"the parameters": given.parameter_names(block)}
    yield {"the shape of each parameter": {name: list(p.shape) for name, p in sorted(block.named_parameters())}}
    yield {"the parameters that are to be learned": sorted(n for n, p in block.named_parameters() if p.requires_grad)}


@probe
def without_a_stride(impl, x):
    """The shape of the result where the stride is left out, and where it is given by name."""
    yield {"the shape without a stride": list(impl.ResidualBlock(x.shape[1], 2)(x).shape)}
    yield {"the shape with stride=2": list(impl.ResidualBlock(x.shape[1], 2, stride=2)(x).shape)}


@probe
def learned(impl, C_in, C_out, stride, numbers, x, upstream):
    """The result in training, all gradients, the running numbers, and the result in eval mode."""
    block = impl.ResidualBlock(C_in, C_out, stride).to(x.dtype)
    yield {"the parameters": given.parameter_names(block)}
    yield {"what is wrong with the parameters and buffers": given.adopt(block, numbers)}
    x.requires_grad_()
    out = block(x)
    yield {"the result": out}
    found = dict(sorted(block.named_parameters()))
    to_x, *rest = given.gradients(out, upstream, x, *found.values())
    yield {"the gradient of x": to_x}
    for name, gradient in zip(found, rest):
        yield {f"the gradient of {name}": gradient}
    buffers = dict(block.named_buffers())
    yield {f"{name} afterwards": buffers[name] for name in numbers if name in buffers}
    yield {"the result in eval mode": block.eval()(x)}


@probe
def two_blocks(impl, numbers, others, first, second):
    """Two blocks with numbers of their own, one of which is asked and then hands on its state dict."""
    one, other = impl.ResidualBlock(3, 2).double(), impl.ResidualBlock(3, 2).double()
    yield {"what is wrong with the parameters and buffers": given.adopt(one, numbers) + given.adopt(other, others)}
    with torch.no_grad():
        for x in (first, second, first):
            yield {"the result of one": one(x)}
        yield {"the result of the other in eval mode": other.eval()(first)}
        other.load_state_dict(one.state_dict())
        yield {"the result with a loaded state dict": other(first)}


@probe
def left_alone(impl, x):
    """x after the call, with and without a projection."""
    for out in (x.shape[1], 2):
        block = impl.ResidualBlock(x.shape[1], out)
        with torch.no_grad():
            yield {"the shape of the result": list(block(x).shape), "x after the call": x}


def numbers_for(rand, C_in, C_out, stride, dtype=torch.float64):
    """Numbers for a block that has learned already."""
    numbers = {
        "conv1.weight": 0.5 * rand(C_out, C_in, 3, 3, dtype=dtype),
        "conv2.weight": 0.5 * rand(C_out, C_out, 3, 3, dtype=dtype),
    }
    for name, channels in (("norm1", C_in), ("norm2", C_out)):
        numbers[f"{name}.weight"] = rand(channels, dtype=dtype)
        numbers[f"{name}.bias"] = rand(channels, dtype=dtype)
        numbers[f"{name}.running_mean"] = rand(channels, dtype=dtype)
        numbers[f"{name}.running_var"] = rand(channels, dtype=dtype, low=0.5, high=2.0)
    if C_in != C_out or stride != 1:
        numbers["shortcut.weight"] = rand(C_out, C_in, 1, 1, dtype=dtype)
    return numbers


def case(rand, B, C_in, C_out, H, W, stride, dtype=torch.float64):
    """The arguments of `learned` for these sizes."""
    rows, columns = (H - 1) // stride + 1, (W - 1) // stride + 1
    numbers = numbers_for(rand, C_in, C_out, stride, dtype)
    x = 2 * rand(B, C_in, H, W, dtype=dtype) + rand(C_in, 1, 1, dtype=dtype)
    return C_in, C_out, stride, numbers, x, rand(B, C_out, rows, columns, dtype=dtype)


def test_the_worked_example(example):
    example(passed_on, torch.tensor([[[[-1.0, 2.0], [3.0, -4.0]]]]))


def test_the_shortcut_has_weights_where_the_shape_changes(agree):
    """A block that keeps the shape has two convolutions and two norms; one that doesn't has a projection, too."""
    for sizes in ((3, 3, 1), (3, 5, 1), (3, 3, 2)):
        agree(made, *sizes)


def test_a_branch_of_zeros_leaves_the_shortcut(agree, rand):
    """Where the branch adds nothing, the shortcut alone comes out, negative numbers too."""
    agree(passed_on, rand(2, 3, 5, 2, dtype=torch.float32))
    for sizes in ((3, 5, 1), (3, 2, 3)):
        agree(projected, *sizes, numbers_for(rand, *sizes), rand(2, sizes[0], 5, 7))


def test_the_shape_stays(agree, rand):
    """With as many channels as before and a stride of 1, x itself is added; gradients reach everything."""
    agree(learned, *case(rand, 2, 3, 3, 5, 4, 1))
    agree(learned, *case(rand, 5, 2, 2, 3, 3, 1))


def test_the_channels_change(agree, rand):
    """With more or fewer channels the projected x is added; gradients reach everything."""
    agree(learned, *case(rand, 2, 3, 5, 4, 3, 1))


def test_the_stride_changes(agree, rand):
    """With a stride the picture gets smaller on both ways alike, whether its sizes are even or odd."""
    agree(learned, *case(rand, 2, 3, 3, 5, 4, 2))
    agree(learned, *case(rand, 2, 2, 3, 8, 7, 3))
    agree(without_a_stride, rand(2, 3, 5, 4, dtype=torch.float32))


def test_small_pictures(agree, rand):
    """One picture, one channel and one pixel work like others, and float32 stays float32."""
    agree(learned, *case(rand, 1, 1, 1, 2, 3, 1))
    agree(learned, *case(rand, 5, 3, 2, 1, 1, 2))
    single = case(rand, 3, 2, 2, 3, 2, 1, torch.float32)
    agree(learned, *single, only=["the result", "the result in eval mode"], tol=10)


def test_blocks_keep_nothing_in_common(agree, rand):
    """What one block has seen does not show in another, and a state dict hands on all of it."""
    agree(two_blocks, numbers_for(rand, 3, 2, 1), numbers_for(rand, 3, 2, 1), rand(2, 3, 3, 2), 5 + rand(2, 3, 2, 2))


def test_x_is_left_alone(agree, rand):
    """x is not changed, with a projection or without."""
    agree(left_alone, rand(2, 3, 2, 5, dtype=torch.float32))
