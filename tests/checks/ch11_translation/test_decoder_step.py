"""Hidden checks for ch11/decoder-step."""

import torch

from tutor.checking import given, probe


@probe
def worked(impl, y_prev, h, enc, mask):
    """The lesson's example, by its shapes and weights."""
    torch.manual_seed(0)
    step = impl.DecoderStep(vocab=11, dim=4, hidden=6)
    logits, h, w = step(y_prev, h, enc, mask)
    yield {"the shape of the logits": tuple(logits.shape), "the shape of the state": tuple(h.shape)}
    yield {"the weights of the second sentence": w[1]}


@probe
def stepped(impl, sizes, numbers, y_prev, h, enc, mask, upstream):
    """What one step returns, and all gradients that random numbers behind it send back."""
    step = impl.DecoderStep(*sizes).to(enc.dtype)
    wrong = given.adopt(step, numbers)
    h.requires_grad_(), enc.requires_grad_()
    out = step(y_prev, h, enc, mask)
    yield {"what is wrong with the parameters": wrong, "how many things came back": len(out)}
    logits, after, w = out
    yield {"the logits": logits, "the new state": after, "the weights": w}
    total = sum((part * up).sum() for part, up in zip((logits, after, w), upstream))
    found = dict(sorted(step.named_parameters()))
    gradients = given.gradients(total, torch.ones_like(total), h, enc, *found.values())
    seen = {f"the gradient of {name}": gradient for name, gradient in zip(["h", "enc", *found], gradients)}
    yield seen | {"h after the call": h, "enc after the call": enc, "mask after the call": mask}


@probe
def answered(impl, sizes, numbers, y_prev, h, enc, mask, upstream):
    """What one step returns, without a graph."""
    step = impl.DecoderStep(*sizes).to(enc.dtype)
    wrong = given.adopt(step, numbers)
    with torch.no_grad():
        logits, after, w = step(y_prev, h, enc, mask)
    yield {"what is wrong with the parameters": wrong, "the logits": logits, "the new state": after, "the weights": w}


@probe
def spread(impl, sizes, numbers, y_prev, h, enc, mask, upstream):
    """The gradients of enc and h through each of the three results alone, in eval mode."""
    step = impl.DecoderStep(*sizes).double().eval()
    given.adopt(step, numbers)
    for part, name in enumerate(("logits", "new state", "weights")):
        own, before = enc.clone().requires_grad_(), h.clone().requires_grad_()
        out = step(y_prev, before, own, mask)[part]
        of_enc, of_h = given.gradients(out, upstream[part], own, before)
        yield {f"the gradient of enc through the {name}": of_enc, f"the gradient of h through the {name}": of_h}


@probe
def written(impl, sizes, numbers, ids, h, enc, mask):
    """Several steps, each with the state of the one before."""
    step = impl.DecoderStep(*sizes).double()
    given.adopt(step, numbers)
    with torch.no_grad():
        for y_prev in ids:
            logits, h, w = step(y_prev, h, enc, mask)
            yield {"the logits": logits, "the state": h, "the weights": w}
        enc.neg_(), mask.logical_not_()
        yield {"the logits for what enc and mask hold now": step(ids[0], h, enc, mask)[0]}


@probe
def two_of_them(impl, sizes, numbers, others, y_prev, h, enc, mask):
    """Two steps with numbers of their own, asked in turn, in both modes, and one with the other's state dict."""
    one, other = impl.DecoderStep(*sizes).double(), impl.DecoderStep(*sizes).double()
    given.adopt(one, numbers), given.adopt(other, others)
    with torch.no_grad():
        for step in (one, other, one.eval()):
            yield {"the logits": step(y_prev, h, enc, mask)[0]}
        yield {"one row alone": one(y_prev[:1], h[:1], enc[:1], mask[:1])[0]}
        other.load_state_dict(one.state_dict())
        yield {"the logits with a loaded state dict": other(y_prev, h, enc, mask)[0]}


def numbers_for(rand, V, E, H, dtype=torch.float64):
    """Numbers for all parameters, small enough that neither gates nor tanh are at their ends."""
    shapes = {
        "words.weight": (V, E),
        "cell.weight_ih": (3 * H, E),
        "cell.weight_hh": (3 * H, H),
        "cell.bias_ih": (3 * H,),
        "cell.bias_hh": (3 * H,),
        "mix.weight": (H, 2 * H),
        "mix.bias": (H,),
        "out.weight": (V, H),
        "out.bias": (V,),
    }
    return {name: 0.5 * rand(*shape, dtype=dtype) for name, shape in shapes.items()}


def case(rand, ints, B, S, V, E, H, lengths, dtype=torch.float64):
    """The arguments of `stepped` for these sizes."""
    mask = torch.arange(S) < torch.tensor(lengths).unsqueeze(-1)
    upstream = [rand(B, size, dtype=dtype) for size in (V, H, S)]
    h, enc = rand(B, H, dtype=dtype), 2 * rand(B, S, H, dtype=dtype)
    return (V, E, H), numbers_for(rand, V, E, H, dtype), ints(0, V, B), h, enc, mask, upstream


def test_the_worked_example(example):
    enc = torch.tensor([[[0.5, -1, 2, 0, 1, 1], [1, 1, 0, -2, 0, 1], [0, 1, 3, 1, 0, -1]], [[1, 0, 0, 1, -1, 2]] * 3])
    mask = torch.tensor([[True, True, True], [True, False, False]])
    example(worked, torch.tensor([1, 1]), torch.zeros(2, 6), enc, mask)


def test_results_and_gradients_match(agree, rand, ints):
    """Logits, state and weights are those of the docstring, and gradients reach whatever took part."""
    agree(stepped, *case(rand, ints, 2, 4, 7, 3, 5, [4, 3]))
    agree(stepped, *case(rand, ints, 5, 3, 11, 2, 7, [3, 1, 2, 3, 1]))


def test_equal_sizes(agree, rand, ints):
    """Axes are not mixed up where all sizes are the same."""
    agree(stepped, *case(rand, ints, 3, 3, 3, 3, 3, [2, 3, 1]))


def test_the_source_is_heard_through_all_of_it(agree, rand, ints):
    """The source reaches the logits through weights and context, and the weights; the state alone does not hear it."""
    agree(spread, *case(rand, ints, 2, 5, 7, 3, 4, [5, 3]))


def test_padding_is_never_looked_at(agree, rand, ints):
    """Padding has no say, wherever it stands and whatever lies there."""
    sizes, numbers, y_prev, h, enc, mask, upstream = case(rand, ints, 3, 5, 7, 2, 3, [5, 5, 5])
    mask = torch.tensor(
        [[True, False, True, False, True], [False, False, True, True, False], [False, True, False, False, False]]
    )
    agree(answered, sizes, numbers, y_prev, h, enc, mask, upstream)
    agree(stepped, sizes, numbers, y_prev, h, torch.where(mask.unsqueeze(-1), enc, 1e4), mask, upstream)


def test_large_scores(agree, rand, ints):
    """Where one place fits far better than the others it gets nearly all the weight, and nothing overflows."""
    sizes, numbers, y_prev, h, enc, mask, upstream = case(rand, ints, 3, 5, 7, 2, 4, [5, 4, 3])
    agree(answered, sizes, numbers, y_prev, h, 30 * enc, mask, upstream)
    agree(answered, sizes, numbers, y_prev, h, 3000 * enc, mask, upstream)
    enc = torch.cat([1e-3 * enc[1:2], -enc[1:].abs() - 1000])
    agree(answered, sizes, numbers, y_prev, h.abs() + 100, enc, mask.flip(0), upstream)


def test_a_source_without_a_word(agree, rand, ints):
    """For a source without any word, weights and context are 0, and nothing is NaN."""
    agree(stepped, *case(rand, ints, 3, 4, 5, 2, 3, [4, 0, 2]))
    agree(answered, *case(rand, ints, 1, 2, 5, 2, 3, [0]))
    agree(answered, *case(rand, ints, 3, 1, 5, 2, 3, [1, 0, 1]))


def test_zeros_are_numbers_like_others(agree, rand, ints):
    """A state of zeros goes through the cell as well, a place of zeros is padding only if the mask says so."""
    sizes, numbers, y_prev, h, enc, mask, upstream = case(rand, ints, 3, 4, 7, 2, 3, [4, 3, 2])
    enc[:, 1] = 0
    agree(stepped, sizes, numbers, y_prev, 0 * h, enc, mask, upstream)
    numbers["words.weight"] *= 20
    agree(stepped, sizes, numbers, torch.tensor([0, 2, 6]), h, enc, mask, upstream)


def test_small_sizes(agree, rand, ints):
    """One sentence, one place and vectors of one number work, and float32 stays float32."""
    agree(stepped, *case(rand, ints, 1, 5, 7, 3, 2, [4]))
    agree(answered, *case(rand, ints, 3, 1, 5, 2, 3, [1, 1, 1]))
    agree(answered, *case(rand, ints, 1, 1, 2, 1, 1, [1]))
    agree(answered, *case(rand, ints, 2, 3, 5, 3, 4, [3, 2], torch.float32), tol=10)


def test_state_and_source_may_lie_anyhow(agree, rand, ints):
    """Tensors that don't lie row by row in memory work, too."""
    sizes, numbers, y_prev, _, _, mask, upstream = case(rand, ints, 3, 5, 7, 2, 4, [5, 2, 3])
    agree(answered, sizes, numbers, y_prev, rand.strided(3, 4), rand.strided(3, 5, 4), mask, upstream)


def test_one_step_after_another(agree, rand, ints):
    """The new state is what the next step begins with; nothing else is kept."""
    sizes, numbers, _, h, enc, mask, _ = case(rand, ints, 3, 4, 7, 3, 5, [4, 2, 3])
    agree(written, sizes, numbers, [ints(0, 7, 3) for _ in range(3)], h, enc, mask)


def test_each_step_is_its_own(agree, rand, ints):
    """Two of them keep nothing in common, the mode does not matter, and a state dict hands on all there is."""
    sizes, numbers, y_prev, h, enc, mask, _ = case(rand, ints, 2, 4, 5, 3, 3, [4, 2])
    agree(two_of_them, sizes, numbers, numbers_for(rand, *sizes), y_prev, h, enc, mask)
