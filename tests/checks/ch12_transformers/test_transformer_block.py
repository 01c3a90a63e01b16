"""Hidden checks for ch12/transformer-block."""

import torch

from tutor.checking import given, probe


@probe
def worked(impl, numbers, heads, x):
    """The lesson's example."""
    D, ff = x.shape[2], len(numbers["up.weight"])
    block = impl.TransformerBlock(D=D, heads=heads, ff=ff, dropout=0.0)
    yield {"what is wrong with the parameters": given.adopt(block, numbers)}
    with torch.no_grad():
        yield {"the result": block(x)}


@probe
def thought(impl, numbers, heads, x, mask):
    """The result in eval mode, and what the call leaves behind."""
    block = impl.TransformerBlock(x.shape[2], heads, len(numbers["up.weight"])).to(x.dtype).eval()
    yield {"what is wrong with the parameters": given.adopt(block, numbers)}
    with torch.no_grad():
        yield {"the result": block(x) if mask is None else block(x, mask)}
    yield {"x after the call": x, "the mask after the call": mask, "the mode after the call": block.training}


@probe
def learned(impl, numbers, heads, x, mask, upstream):
    """The result in eval mode, and the gradients that a random upstream sends back."""
    block = impl.TransformerBlock(x.shape[2], heads, len(numbers["up.weight"])).to(x.dtype).eval()
    x.requires_grad_()
    yield {"what is wrong with the parameters": given.adopt(block, numbers)}
    out = block(x, mask=mask)
    yield {"the result": out, "the names of the parameters": given.parameter_names(block)}
    found = dict(block.named_parameters())
    to_x, *flown = given.gradients(out, upstream, x, *(found[name] for name in numbers))
    yield {"the gradient of x": to_x}
    yield {f"the gradient of {name}": gradient for name, gradient in zip(numbers, flown, strict=True)}


@probe
def all_dropped(impl, numbers, heads, x, mask):
    """In training with a dropout of 1, and afterwards in eval mode."""
    block = impl.TransformerBlock(x.shape[2], heads, len(numbers["up.weight"]), dropout=1.0).double().train()
    given.adopt(block, numbers)
    with torch.no_grad():
        yield {"the result in training, with a dropout of 1": block(x)}
        yield {"the mode after the call": block.training}
        yield {"the result in eval mode": block.eval()(x)}
        block.train().dropout.p = 0.0
        yield {"the result in training, with a dropout of 0": block(x, mask)}


@probe
def some_dropped(impl, numbers, heads, x, share):
    """What each of the two parts adds in training, the other one being silent, and what it adds in eval mode."""
    for part, silent in (("attention", ("down.weight", "down.bias")), ("network", ("Wo",))):
        block = impl.TransformerBlock(x.shape[2], heads, len(numbers["up.weight"]), share).double()
        given.adopt(block, numbers)
        with torch.no_grad():
            for name in silent:
                block.get_parameter(name).zero_()
            yield {f"eval, {part}": block.eval()(x.clone()) - x, f"training, {part}": block.train()(x.clone()) - x}


@probe
def two_of_them(impl, numbers, others, heads, x, masks):
    """Two blocks asked in turn, with several masks; then the second with the state dict of the first."""
    D, ff = x.shape[2], len(numbers["up.weight"])
    one, other = (impl.TransformerBlock(D, heads, ff).double().eval() for _ in range(2))
    given.adopt(one, numbers), given.adopt(other, others)
    yield {"parameters with numbers of their own": len({parameter.data_ptr() for parameter in one.parameters()})}
    with torch.no_grad():
        for mask in masks:
            yield {"the result": one(x, mask), "the result of another block": other(x, mask)}
        yield {"the result for one sentence": one(x[:1]), "the result for fewer places": one(x[:, :2])}
        for parameter in one.parameters():
            parameter.mul_(-0.5)
        yield {"the result when its numbers have changed": one(x)}
        other.load_state_dict(one.state_dict())
        yield {"the result with the state dict of the first": other(x)}


def numbers_for(rand, D, ff, dtype=torch.float64):
    """Numbers for all parameters; norms differ from each other and from what they start with."""
    return {
        **{name: rand(D, D, dtype=dtype) / D**0.5 for name in ("Wq", "Wk", "Wv", "Wo")},
        **{f"{norm}.weight": 1 + 0.5 * rand(D, dtype=dtype) for norm in ("norm1", "norm2")},
        **{f"{norm}.bias": 0.5 * rand(D, dtype=dtype) for norm in ("norm1", "norm2")},
        "up.weight": rand(ff, D, dtype=dtype) / D**0.5,
        "up.bias": rand(ff, dtype=dtype),
        "down.weight": rand(D, ff, dtype=dtype) / ff**0.5,
        "down.bias": rand(D, dtype=dtype),
    }


def random_mask(rand, *shape):
    """Some places may look at some places, each at one at least."""
    mask = torch.rand(*shape, generator=rand.generator) > 0.5
    some = torch.randint(shape[-1], shape[:-1], generator=rand.generator)
    return mask | torch.nn.functional.one_hot(some, shape[-1]).bool()


def test_the_worked_example(example):
    numbers = {name: torch.eye(2) for name in ("Wq", "Wk", "Wv", "Wo")} | {
        "up.weight": torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),
        "up.bias": torch.zeros(3),
        "down.weight": torch.tensor([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
        "down.bias": torch.zeros(2),
    }
    example(worked, numbers, 1, torch.tensor([[[1.0, 3.0], [5.0, 1.0]]]))


def test_both_parts_are_added(agree, rand):
    """Attention and network, each behind its own norm, are added to what is there; gradients reach x and everything."""
    agree(learned, numbers_for(rand, 6, 7), 3, rand(2, 5, 6), None, rand(2, 5, 6))
    agree(learned, numbers_for(rand, 4, 11), 2, 3 * rand(3, 2, 4) + 1, None, rand(3, 2, 4))


def test_the_mask_reaches_the_attention(agree, rand):
    """The mask says who may look at whom, in all shapes that multi_head_attention takes."""
    agree(learned, numbers_for(rand, 6, 5), 2, rand(3, 5, 6), random_mask(rand, 3, 5, 5), rand(3, 5, 6))
    for shape in ((5, 5), (3, 1, 5)):
        agree(thought, numbers_for(rand, 4, 7), 2, rand(3, 5, 4), random_mask(rand, *shape))
    hidden = random_mask(rand, 3, 5, 5)
    hidden[1], hidden[2, 3] = False, False
    agree(thought, numbers_for(rand, 4, 7), 2, rand(3, 5, 4), hidden)


def test_all_that_is_added_can_be_dropped(agree, rand):
    """With a dropout of 1 nothing is added in training, so x comes out as it is; in eval mode nothing is dropped."""
    agree(all_dropped, numbers_for(rand, 6, 5), 2, rand(3, 5, 6), random_mask(rand, 3, 5, 5))
    agree(all_dropped, numbers_for(rand, 2, 3), 1, rand(2, 7, 2), None)


def test_each_part_is_dropped_number_by_number(observe, rand):
    """In training each number that a part adds is dropped with the probability `dropout`, and the others make up."""
    for share in (0.5, 0.2):
        seen = observe(some_dropped, numbers_for(rand, 16, 7), 2, rand(11, 13, 16), share)
        for part in ("attention", "network"):
            whole, left = seen[f"eval, {part}"], seen[f"training, {part}"]
            gone = left.abs() < 1e-9
            assert (left - whole / (1 - share))[~gone].abs().max() < 1e-6, (
                f"with a dropout of {share}, what the {part} adds in training is neither 0 nor the 1 / (1 - {share}) "
                f"fold of what it adds in eval mode"
            )
            rate, room = float(gone.double().mean()), 6 * (share * (1 - share) / gone.numel()) ** 0.5
            assert abs(rate - share) < room, (
                f"with a dropout of {share}, {rate:.0%} of what the {part} adds is dropped in training"
            )
            alike = bool((gone == gone[:1]).all() or (gone == gone[:, :1]).all() or (gone == gone[..., :1]).all())
            assert not alike, f"what the {part} adds is dropped in whole rows, not number by number"


def test_far_from_zero(agree, rand):
    """Large numbers, and vectors whose numbers are all the same, give finite results."""
    steep = {name: 30 * value if name.startswith("up") else value for name, value in numbers_for(rand, 6, 5).items()}
    agree(thought, steep, 2, rand(3, 5, 6), None)
    agree(thought, numbers_for(rand, 6, 5), 3, 1e4 * rand(2, 5, 6), None)
    agree(thought, numbers_for(rand, 4, 5), 2, torch.full((2, 3, 4), 7.0, dtype=torch.float64), None)
    agree(thought, numbers_for(rand, 4, 5), 2, torch.zeros(2, 3, 4, dtype=torch.float64), None)


def test_sizes_of_one_and_equal_sizes(agree, rand):
    """One sentence, one place and equal sizes: all axes keep their roles."""
    agree(thought, numbers_for(rand, 4, 3), 2, rand(1, 5, 4), random_mask(rand, 1, 5, 5))
    agree(thought, numbers_for(rand, 4, 1), 4, rand(3, 1, 4), None)
    agree(learned, numbers_for(rand, 4, 4), 4, rand(4, 4, 4), random_mask(rand, 4, 4, 4), rand(4, 4, 4))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """x and the mask are not changed, the mode stays, and float32 stays float32."""
    agree(thought, numbers_for(rand, 6, 5), 2, rand.strided(3, 5, 6), random_mask(rand, 3, 5, 5))
    single = torch.float32
    agree(thought, numbers_for(rand, 6, 5, single), 3, rand(2, 5, 6, dtype=single), random_mask(rand, 5, 5), tol=10)


def test_each_block_is_its_own(agree, rand):
    """Two blocks keep nothing in common, nothing is kept between calls, and a state dict hands on all there is."""
    masks = [random_mask(rand, 3, 5, 5), None, random_mask(rand, 5, 5)]
    agree(two_of_them, numbers_for(rand, 4, 7), numbers_for(rand, 4, 7), 2, rand(3, 5, 4), masks)
