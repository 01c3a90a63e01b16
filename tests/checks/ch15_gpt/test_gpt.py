"""Hidden checks for ch15/gpt."""

import torch

from tutor.checking import given, probe


def made(impl, numbers, context, heads, layers, **settings):
    """A GPT of the sizes that the numbers have, in their dtype, and what did not fit."""
    V, D = numbers["embed.weight"].shape
    model = impl.GPT(V, context, D, heads, layers, **settings).to(numbers["embed.weight"].dtype).eval()
    return model, settle(model, numbers)


def settle(model, numbers):
    """given.adopt that also sees what has two names."""
    own, faults = dict(model.named_parameters(remove_duplicate=False)), []
    for name, value in numbers.items():
        if name not in own:
            faults.append(f"{name} is missing")
        elif own[name].shape != value.shape:
            faults.append(f"{name} has shape {tuple(own[name].shape)}, not {tuple(value.shape)}")
        else:
            own[name].data = value.detach().clone()
    return faults


@probe
def worked(impl, embedding, head, ids):
    """The lesson's example."""
    V, D = embedding.shape
    model = impl.GPT(V=V, context=8, D=D, heads=1, layers=1).eval()
    yield {"the numbers that are learnt": sum(parameter.numel() for parameter in model.parameters())}
    with torch.no_grad():
        model.embed.weight.copy_(embedding)
        model.head.weight.copy_(head)
        for parameter in model.blocks.parameters():
            parameter.zero_()
        yield {"the logits": model(ids)}


@probe
def guessed(impl, numbers, context, heads, layers, texts):
    """The logits of several texts, one after the other."""
    model, faults = made(impl, numbers, context, heads, layers)
    yield {"what is wrong with the parameters": faults}
    with torch.no_grad():
        for ids in texts:
            yield {"the logits": model(ids), "the ids after the call": ids}


@probe
def learned(impl, numbers, context, heads, layers, ids, upstream):
    """The logits in train mode, where nothing is dropped, and the gradients that a random upstream sends back."""
    model, faults = made(impl, numbers, context, heads, layers, dropout=0.0)
    model.train()
    yield {"what is wrong with the parameters": faults}
    out = model(ids)
    yield {"the logits": out}
    found = dict(model.named_parameters(remove_duplicate=False))
    flown = given.gradients(out, upstream, *(found[name] for name in numbers))
    yield {f"the gradient of {name}": gradient for name, gradient in zip(numbers, flown, strict=True)}


@probe
def futures(impl, numbers, context, heads, cases):
    """The logits up to a place, of texts that differ only after it, by GPTs of one layer and more."""
    for layers, ids, others, place in cases:
        model, faults = made(impl, of_layers(numbers, layers), context, heads, layers)
        yield {"what is wrong with the parameters": faults}
        with torch.no_grad():
            both = model(torch.cat([ids, others]))[:, :place]
        yield {"the logits up to a place, whatever follows": both}


def of_layers(numbers, layers):
    """The numbers of the first layers."""
    return {name: value for name, value in numbers.items() if name.split(".")[1] not in map(str, range(layers, 9))}


@probe
def inside(impl, V, context, D, heads, layers):
    """What is learnt, by how many names, and what the head is."""
    model = impl.GPT(V, context, D, heads, layers)
    names = dict(model.named_parameters(remove_duplicate=False))
    yield {
        "the context": model.context,
        "the parameters of embed, norm and head": sorted(name for name in names if not name.startswith("blocks")),
        "the head's weight is that of embed": model.head.weight is model.embed.weight,
        "the numbers that are learnt": sum(parameter.numel() for parameter in model.parameters()),
    }


@probe
def layered(impl, V, context, D, heads, layers):
    """The parameters of the blocks, and how many of them are different ones."""
    model = impl.GPT(V, context, D, heads, layers)
    names = dict(model.named_parameters(remove_duplicate=False))
    yield {
        "the parameters of the blocks": sorted(name for name in names if name.startswith("blocks")),
        "different blocks": len({id(block) for block in model.blocks}),
        "entries of the state dict for the blocks": sum(name.startswith("blocks") for name in model.state_dict()),
    }


@probe
def fresh(impl, V, D):
    """The numbers that two new GPTs begin with."""
    model, other = (impl.GPT(V, 5, D, 1, 3) for _ in range(2))
    for gpt in (model, other):
        blocks = torch.stack([block.Wq.detach() for block in gpt.blocks])
        yield {"the embedding": gpt.embed.weight.detach(), "the head": gpt.head.weight.detach(), "a block's Wq": blocks}


@probe
def dropped(impl, numbers, context, heads, layers, ids):
    """In training with a dropout of 1 and of 0, and the share where none is named."""
    for share in (1.0, 0.0):
        model, _ = made(impl, numbers, context, heads, layers, dropout=share)
        with torch.no_grad():
            told = f"with a dropout of {share:.0f}"
            yield {f"the logits in training, {told}": model.train()(ids), f"in eval mode, {told}": model.eval()(ids)}
    model, _ = made(impl, numbers, context, heads, layers)
    yield {"the dropout where none is named": [block.dropout.p for block in model.blocks]}


@probe
def two_of_them(impl, numbers, others, context, heads, layers, texts):
    """Two GPTs asked in turn; then one with other numbers, and another with its state dict."""
    one, _ = made(impl, numbers, context, heads, layers)
    other, _ = made(impl, others, context, heads, layers)
    with torch.no_grad():
        for ids in texts:
            yield {"the logits": one(ids), "the logits of another GPT": other(ids)}
        for parameter in one.parameters():
            parameter.mul_(-0.5)
        yield {"the logits when the numbers have changed": one(texts[0])}
        other.load_state_dict(one.state_dict())
        yield {"the logits with the state dict of the first": other(texts[0])}


def numbers_for(rand, V, D, layers, dtype=torch.float64):
    """Numbers for all parameters, each once; no two norms alike."""

    def block(n):
        return {
            **{f"blocks.{n}.{name}": rand(D, D) / D**0.5 for name in ("Wq", "Wk", "Wv", "Wo")},
            **{f"blocks.{n}.{norm}.weight": 1 + 0.5 * rand(D) for norm in ("norm1", "norm2")},
            **{f"blocks.{n}.{norm}.bias": 0.5 * rand(D) for norm in ("norm1", "norm2")},
            f"blocks.{n}.up.weight": rand(4 * D, D) / D**0.5,
            f"blocks.{n}.up.bias": rand(4 * D),
            f"blocks.{n}.down.weight": rand(D, 4 * D) / (4 * D) ** 0.5,
            f"blocks.{n}.down.bias": rand(D),
        }

    numbers = {
        "embed.weight": rand(V, D),
        "head.weight": rand(V, D),
        "norm.weight": 1 + 0.5 * rand(D),
        "norm.bias": rand(D),
    }
    for n in range(layers):
        numbers |= block(n)
    return {name: value.to(dtype) for name, value in numbers.items()}


def test_the_worked_example(example):
    embedding = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    head = torch.tensor([[1.0, 0.0], [0.0, 2.0], [3.0, 1.0]])
    example(worked, embedding, head, torch.tensor([[0, 1]]))


def test_all_parts_in_their_order(agree, rand, ints):
    """Embedding, positions, every block, norm and head follow each other; gradients reach every parameter."""
    agree(learned, numbers_for(rand, 7, 6, 2), 11, 3, 2, ints(0, 7, 3, 5), rand(3, 5, 7))
    agree(guessed, numbers_for(rand, 5, 4, 3), 7, 2, 3, [ints(0, 5, 2, 7)])


def test_no_place_looks_ahead(agree, rand, ints):
    """What is said at a place hangs on that place and what came before it, in every layer."""
    cases = []
    for layers, T, place in ((1, 7, 3), (3, 5, 1), (2, 7, 6)):
        ids = ints(0, 5, 3, T)
        others = torch.cat([ids[:, :place], (ids[:, place:] + ints(1, 5, 3, T - place)) % 5], dim=1)
        cases.append((layers, ids, others, place))
    agree(futures, numbers_for(rand, 5, 4, 3), 7, 2, cases)


def test_the_head_is_its_own(agree):
    """The head has a weight of its own and no bias; embedding, positions, norm and head learn no other numbers."""
    agree(inside, 7, 5, 6, 2, 2)


def test_each_layer_is_a_block_of_its_own(agree):
    """There are as many blocks as layers, each with parameters of its own that the model knows."""
    agree(layered, 7, 5, 4, 2, 3)


def test_it_begins_at_random(observe):
    """Every part begins as it is made, at random: no two blocks alike, and no two GPTs."""
    seen = observe(fresh, 23, 8)
    spread = {"the embedding": (1 + torch.erf(seen["the embedding"] / 2**0.5)) / 2}  # where it lies in nn.Embedding's
    spread["the head"] = (seen["the head"] * 8**0.5 + 1) / 2  # and in nn.Linear's own distribution, even on [0, 1]
    for part, places in spread.items():
        told = f"its numbers lie between {seen[part].min():.3g} and {seen[part].max():.3g}"
        assert given.ks_uniform(places) > 1e-7, f"{part} does not begin as torch makes it: {told}"
    for part in ("the embedding", "the head"):
        assert not torch.equal(seen[part], seen[f"{part} #2"]), f"{part} of two GPTs begins with the same numbers"
    blocks = [*seen["a block's Wq"], *seen["a block's Wq #2"]]
    alike = any(torch.equal(a, b) for n, a in enumerate(blocks) for b in blocks[:n])
    assert not alike, "two blocks begin with the same numbers"


def test_the_blocks_alone_drop(agree, rand, ints):
    """The dropout reaches the blocks, 0.1 where none is named, and nothing else is dropped."""
    agree(dropped, numbers_for(rand, 7, 6, 2), 5, 2, 2, ints(0, 7, 3, 5))


def test_sizes_of_one_and_equal_sizes(agree, rand, ints):
    """One text, one place, a full context, a single layer and equal sizes: all axes keep their roles."""
    texts = [ints(0, 4, 1, 3), ints(0, 4, 4, 1), ints(0, 4, 4, 4), ints(0, 4, 1, 1), ints(0, 4, 7, 2).T]
    agree(guessed, numbers_for(rand, 3, 2, 2), 1, 1, 2, [ints(0, 3, 5, 1), ints(0, 3, 1, 1)])
    agree(guessed, numbers_for(rand, 4, 4, 1), 7, 4, 1, texts)


def test_float32_and_a_long_context(agree, rand, ints):
    """The logits have the dtype of the parameters, and a text may be as long as the context."""
    agree(guessed, numbers_for(rand, 11, 8, 2, torch.float32), 71, 2, 2, [ints(0, 11, 2, 71)], tol=10)


def test_each_gpt_is_its_own(agree, rand, ints):
    """Two GPTs share nothing, nothing is kept between calls, and a state dict hands on all there is."""
    texts = [ints(0, 5, 2, 3), ints(0, 5, 3, 7), ints(0, 5, 2, 3)]
    agree(two_of_them, numbers_for(rand, 5, 4, 2), numbers_for(rand, 5, 4, 2), 7, 2, 2, texts)
