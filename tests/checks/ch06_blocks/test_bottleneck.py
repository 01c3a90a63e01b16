"""Hidden checks for ch06/bottleneck."""

import torch

from tutor.checking import given, probe


@probe
def counted(impl, channels, width):
    """How many numbers there are to learn, and how many are said to be."""
    yield {"bottleneck_parameters": impl.bottleneck_parameters(channels, width)}
    block = impl.Bottleneck(channels, width)
    yield {"the numbers that a block learns": sum(p.numel() for p in block.parameters())}


@probe
def said(impl, channels, width):
    """How many numbers are said to be learned."""
    yield {"bottleneck_parameters": impl.bottleneck_parameters(channels, width)}


@probe
def made(impl, channels, width):
    """What a new block holds."""
    block = impl.Bottleneck(channels, width)
    yield {"the shape of each parameter": {name: list(p.shape) for name, p in sorted(block.named_parameters())}}
    yield {"the parameters that are to be learned": sorted(n for n, p in block.named_parameters() if p.requires_grad)}


@probe
def passed_on(impl, x, width):
    """The result of a block whose branch adds nothing."""
    block = impl.Bottleneck(x.shape[1], width)
    with torch.no_grad():
        block.conv3.weight.zero_()
        yield {"the result": block(x), "x after the call": x}


@probe
def learned(impl, channels, width, numbers, x, upstream):
    """The result in training, all gradients, the running numbers, and the result in eval mode."""
    block = impl.Bottleneck(channels, width).to(x.dtype)
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
    one, other = impl.Bottleneck(3, 2).double(), impl.Bottleneck(3, 2).double()
    yield {"what is wrong with the parameters and buffers": given.adopt(one, numbers) + given.adopt(other, others)}
    with torch.no_grad():
        for x in (first, second, first):
            yield {"the result of one": one(x)}
        yield {"the result of the other in eval mode": other.eval()(first)}
        other.load_state_dict(one.state_dict())
        yield {"the result with a loaded state dict": other(first)}


def numbers_for(rand, channels, width, dtype=torch.float64):
    """Numbers for a block that has learned already."""
    numbers = {
        "conv1.weight": rand(width, channels, 1, 1, dtype=dtype),
        "conv2.weight": 0.5 * rand(width, width, 3, 3, dtype=dtype),
        "conv3.weight": rand(channels, width, 1, 1, dtype=dtype),
    }
    for name, size in (("norm1", channels), ("norm2", width), ("norm3", width)):
        numbers[f"{name}.weight"] = rand(size, dtype=dtype)
        numbers[f"{name}.bias"] = rand(size, dtype=dtype)
        numbers[f"{name}.running_mean"] = rand(size, dtype=dtype)
        numbers[f"{name}.running_var"] = rand(size, dtype=dtype, low=0.5, high=2.0)
    return numbers


def case(rand, B, channels, width, H, W, dtype=torch.float64):
    """The arguments of `learned` for these sizes."""
    x = 2 * rand(B, channels, H, W, dtype=dtype) + rand(channels, 1, 1, dtype=dtype)
    return channels, width, numbers_for(rand, channels, width, dtype), x, rand(B, channels, H, W, dtype=dtype)


def test_the_worked_example(example):
    example(counted, 64, 16)


def test_what_it_holds(agree):
    """There are three convolutions without a bias and three norms, under their names, and nothing else to learn."""
    agree(made, 5, 2)
    agree(made, 3, 3)
    agree(made, 2, 7)
    agree(made, 1, 1)


def test_the_count_is_right(agree, ints):
    """The count is that of what a block has to learn, for any number of channels, an int."""
    for channels, width in ((67, 23), (41, 89), *ints(20, 99, 2, 2).tolist(), (256, 64), (7, 5), (3, 11), (1, 1)):
        agree(said, channels, width)


def test_a_branch_of_zeros_leaves_x(agree, rand):
    """Where the branch adds nothing, x comes out, negative numbers too, and x is not changed."""
    agree(passed_on, rand(2, 3, 5, 2, dtype=torch.float32), 2)


def test_results_and_gradients_match(agree, rand):
    """The branch goes down, across and up, its result is added to x, and gradients reach everything."""
    agree(learned, *case(rand, 2, 5, 2, 4, 3))
    agree(learned, *case(rand, 3, 2, 3, 3, 5))
    agree(learned, *case(rand, 3, 3, 3, 3, 3))


def test_small_pictures(agree, rand):
    """One picture, one channel and one pixel work like others, and float32 stays float32."""
    agree(learned, *case(rand, 1, 1, 1, 2, 3))
    agree(learned, *case(rand, 5, 3, 2, 1, 1))
    agree(learned, *case(rand, 3, 2, 2, 3, 2, torch.float32), only=["the result", "the result in eval mode"], tol=10)


def test_blocks_keep_nothing_in_common(agree, rand):
    """What one block has seen does not show in another, and a state dict hands on all of it."""
    agree(two_blocks, numbers_for(rand, 3, 2), numbers_for(rand, 3, 2), rand(2, 3, 3, 2), 5 + rand(2, 3, 2, 2))
