"""Hidden checks for ch12/multi-head-attention."""

import torch

from tutor.checking import given, probe

MATRICES = ("Wq", "Wk", "Wv", "Wo")


@probe
def attended(impl, x, matrices, heads, mask):
    """The result alone, and what the call leaves behind."""
    yield {"the result": impl.multi_head_attention(x, *matrices, heads, mask)}
    yield {"x after the call": x, "the matrices after the call": matrices, "the mask after the call": mask}


@probe
def unmasked(impl, x, matrices, heads):
    """The result where the mask is left out, and with names for all arguments."""
    yield {"the result": impl.multi_head_attention(x, *matrices, heads)}
    named = dict(zip(MATRICES, matrices, strict=True))
    yield {"the result, called by names": impl.multi_head_attention(x=x, heads=heads, mask=None, **named)}


@probe
def learned(impl, x, matrices, heads, mask, upstream):
    """The result, and the gradients that a random upstream sends back."""
    x.requires_grad_()
    for matrix in matrices:
        matrix.requires_grad_()
    out = impl.multi_head_attention(x, *matrices, heads, mask)
    yield {"the result": out}
    to_x, *flown = given.gradients(out, upstream, x, *matrices)
    yield {"the gradient of x": to_x}
    yield {f"the gradient of {name}": gradient for name, gradient in zip(MATRICES, flown, strict=True)}


@probe
def asked_again(impl, x, matrices, heads, masks, other):
    """One call after the other: other masks, other vectors, other matrices, one sentence alone."""
    for mask in masks:
        yield {"the result": impl.multi_head_attention(x, *matrices, heads, mask)}
    yield {"the result for other vectors": impl.multi_head_attention(other, *matrices, heads, masks[0])}
    yield {"the result for other matrices": impl.multi_head_attention(x, *matrices[::-1], heads, masks[0])}
    yield {"the result with one head": impl.multi_head_attention(x, *matrices, 1, masks[0])}
    yield {"the result for one sentence": impl.multi_head_attention(x[:1], *matrices, heads)}
    yield {"the result for fewer places": impl.multi_head_attention(x[:, :2], *matrices, heads)}
    for matrix in matrices:
        matrix.mul_(-0.5)
    yield {"the result when the matrices have changed": impl.multi_head_attention(x, *matrices, heads)}


def matrices(rand, D, dtype=torch.float64):
    return [rand(D, D, dtype=dtype) / D**0.5 for _ in MATRICES]


def random_mask(rand, *shape):
    """Some places may look at some places, each at one at least; none of the axes looks like another."""
    mask = torch.rand(*shape, generator=rand.generator) > 0.5
    some = torch.randint(shape[-1], shape[:-1], generator=rand.generator)
    return mask | torch.nn.functional.one_hot(some, shape[-1]).bool()


def test_the_worked_example(example):
    x = torch.tensor([[[1.0, 0.0, 2.0, 0.0], [0.0, 1.0, 0.0, 2.0], [1.0, 1.0, 0.0, 0.0]]])
    mask = torch.tensor([[True, False, False], [True, True, False], [False, False, False]])
    example(attended, x, [torch.eye(4)] * 4, 2, mask)


def test_every_place_asks_every_place(agree, rand):
    """Without a mask: each head shares by a softmax of q · k / √d, its values are blended, and Wo joins the heads."""
    agree(learned, 2 * rand(2, 5, 6), matrices(rand, 6), 3, None, rand(2, 5, 6))
    agree(learned, 2 * rand(3, 7, 10), matrices(rand, 10), 2, None, rand(3, 7, 10))
    agree(unmasked, 2 * rand(3, 5, 6), matrices(rand, 6), 2)


def test_one_head_and_as_many_as_there_are_numbers(agree, rand):
    """One head of all D numbers works, and so do D heads of one number each."""
    agree(learned, rand(2, 3, 5), matrices(rand, 5), 1, None, rand(2, 3, 5))
    agree(learned, rand(2, 3, 5), matrices(rand, 5), 5, None, rand(2, 3, 5))
    agree(attended, rand(2, 5, 4), matrices(rand, 4), 4, random_mask(rand, 2, 5, 5))


def test_the_mask_says_who_looks_at_whom(agree, rand):
    """True in row t and column s lets place t look at place s; nobody else, and the others share everything."""
    agree(learned, rand(3, 5, 6), matrices(rand, 6), 2, random_mask(rand, 3, 5, 5), rand(3, 5, 6))
    agree(attended, 3 * rand(2, 7, 6), matrices(rand, 6), 3, random_mask(rand, 2, 7, 7))


def test_masks_of_all_shapes(agree, rand):
    """One mask for all sentences (T, T) or (1, T, T), or one row for all places of a sentence (B, 1, T)."""
    for shape in ((5, 5), (1, 5, 5), (3, 1, 5), (1, 1, 5), (5,), (3, 5, 1), (1, 5)):
        mask = random_mask(rand, *shape)
        mask[..., 0] |= shape[-1] > 1
        agree(attended, rand(3, 5, 4), matrices(rand, 4), 2, mask)
    agree(learned, rand(3, 5, 4), matrices(rand, 4), 2, random_mask(rand, 3, 1, 5), rand(3, 5, 4))
    agree(learned, rand(3, 5, 4), matrices(rand, 4), 2, random_mask(rand, 5, 5), rand(3, 5, 4))


def test_a_place_that_may_look_at_nothing_gets_zeros(agree, rand):
    """Where a row of the mask has no True the result is zeros, and no gradient is NaN."""
    mask = random_mask(rand, 3, 5, 5)
    mask[0, 2], mask[1], mask[2, 0] = False, False, False
    agree(learned, rand(3, 5, 6), matrices(rand, 6), 2, mask, rand(3, 5, 6))
    agree(attended, rand(2, 3, 4), matrices(rand, 4), 2, torch.zeros(2, 3, 3, dtype=torch.bool))


def test_large_scores(agree, rand):
    """Scores in the thousands overflow nowhere, and what is masked stays out however well it would fit."""
    mask = random_mask(rand, 3, 5, 5)
    agree(attended, 100 * rand(3, 5, 6), matrices(rand, 6), 2, mask)
    agree(attended, 100 * rand(3, 5, 6), matrices(rand, 6), 2, None)
    agree(attended, 100 * rand(3, 5, 6, dtype=torch.float32), matrices(rand, 6, torch.float32), 3, mask)
    x, eye = rand(2, 3, 4).abs() + 1, torch.eye(4, dtype=torch.float64)
    x[:, 2] *= 1000
    agree(attended, x, [eye, eye, eye, eye], 2, torch.tensor([True, True, False]))
    agree(attended, x, [eye, -eye, eye, eye], 2, torch.tensor([False, False, True]))


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Sentences, heads, places and numbers keep their roles when there are as many of each."""
    agree(learned, rand(4, 4, 4), matrices(rand, 4), 4, random_mask(rand, 4, 4, 4), rand(4, 4, 4))
    agree(learned, rand(2, 2, 4), matrices(rand, 4), 2, random_mask(rand, 2, 2, 2), rand(2, 2, 4))
    agree(learned, rand(3, 3, 9), matrices(rand, 9), 3, random_mask(rand, 3, 3, 3), rand(3, 3, 9))


def test_sizes_of_one_keep_their_axes(agree, rand):
    """One sentence, one place and one number keep their axes: the result is (B, T, D)."""
    agree(learned, rand(1, 3, 4), matrices(rand, 4), 2, random_mask(rand, 1, 3, 3), rand(1, 3, 4))
    agree(learned, rand(3, 1, 4), matrices(rand, 4), 2, None, rand(3, 1, 4))
    agree(learned, rand(2, 3, 1), matrices(rand, 1), 1, None, rand(2, 3, 1))
    agree(attended, rand(1, 1, 1), matrices(rand, 1), 1, torch.tensor([[[True]]]))


def test_inputs_and_dtype_are_left_alone(agree, rand):
    """Nothing that is handed over is changed, float32 stays float32, and tensors may lie in memory in any way."""
    single = torch.float32
    agree(attended, rand(2, 5, 6, dtype=single), matrices(rand, 6, single), 3, random_mask(rand, 2, 5, 5))
    agree(unmasked, rand(2, 5, 6, dtype=single), matrices(rand, 6, single), 2)
    mask = random_mask(rand, 3, 5, 5).transpose(1, 2).contiguous().transpose(1, 2)
    agree(attended, rand.strided(3, 5, 6), [rand.strided(6, 6) for _ in range(4)], 2, mask)


def test_nothing_is_kept_between_calls(agree, rand):
    """Other masks, vectors, matrices and heads give their own results."""
    masks = [random_mask(rand, 3, 5, 5), None, random_mask(rand, 3, 5, 5)]
    agree(asked_again, rand(3, 5, 6), matrices(rand, 6), 2, masks, rand(3, 5, 6))
