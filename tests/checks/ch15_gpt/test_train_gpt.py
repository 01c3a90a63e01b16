"""Hidden checks for ch15/train-gpt. Where a text has just one place to begin, nothing is left to chance."""

import math

import torch
from torch import nn

from tutor.checking import given, probe


class Small(nn.Module):
    """What comes next, by the last character alone. What it reads is written down; eval mode shrinks its logits."""

    def __init__(self, V, D, context):
        super().__init__()
        self.context = context
        self.embed, self.norm, self.head = nn.Embedding(V, D), nn.LayerNorm(D), nn.Linear(D, V)
        self.read, self.said, self.modes = [], [], []

    def forward(self, x):
        self.read.append(x.clone())
        self.modes.append(self.training and self.norm.training)
        logits = self.head(self.norm(self.embed(x))) * (5.0 if self.modes[-1] else 0.5)
        self.said.append(logits.detach())
        return logits


class Counter(nn.Module):
    """The lesson's model: a table of scores, which begins with zeros."""

    def __init__(self, context):
        super().__init__()
        self.context = context
        self.head = nn.Embedding(2, 2)
        nn.init.zeros_(self.head.weight)

    def forward(self, x):
        return self.head(x)


def small(numbers, context):
    """A Small with these numbers, in their dtype, on which old gradients lie."""
    V, D = numbers["embed.weight"].shape
    model = Small(V, D, context).to(numbers["embed.weight"].dtype)
    given.adopt(model, numbers)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    return model


def flat(model):
    """All parameters as one long vector."""
    return torch.cat([parameter.detach().flatten() for parameter in model.parameters()])


@probe
def worked(impl, ids, B, steps, lr, warm):
    """The lesson's example."""
    losses = list(impl.train_gpt(Counter(len(ids) - 1), ids, B, steps, lr, warm, given.generator(0)))
    yield {"the losses": losses}


@probe
def trained(impl, numbers, ids, cases):
    """Several trainings: the loss of each step, and the parameters after it."""
    for B, steps, lr, warm, settings in cases:
        model, losses, after = small(numbers, len(ids) - 1), [], []
        for loss in impl.train_gpt(model, ids, B, steps, lr, warm, given.generator(0), **settings):
            losses.append(loss)
            after.append(flat(model))
        yield {"the losses": losses, "the parameters after each step": torch.stack(after)}
    yield {"the ids afterwards": ids}


@probe
def tried_out(impl, numbers, ids, B, steps, lr, warm):
    """The same, where the model comes in eval mode and is switched to it after each step."""
    model, losses, after = small(numbers, len(ids) - 1).eval(), [], []
    for loss in impl.train_gpt(model, ids, B, steps, lr, warm, given.generator(0)):
        model.eval()
        losses.append(loss)
        after.append(flat(model))
    yield {"the model was in train mode": model.modes}
    yield {"the losses": losses, "the parameters after each step": torch.stack(after)}


@probe
def one_by_one(impl, numbers, ids, B, steps, lr, warm, asked):
    """What has been done when so many losses were asked for; and then all that are left."""
    model = small(numbers, len(ids) - 1)
    losses = iter(impl.train_gpt(model, ids, B, steps, lr, warm, given.generator(0)))
    yield {"batches before the first loss is asked for": len(model.read)}
    for _ in range(asked):
        yield {"the loss": next(losses), "batches so far": len(model.read), "the parameters": flat(model)}
    yield {"losses that are left": len(list(losses)), "the parameters at the end": flat(model)}


@probe
def drawn(impl, numbers, ids, B, context, steps, seed):
    """The batches that the model reads, what it says to them, the losses, and whether each step has drawn something."""
    model, generator, moved, losses = small(numbers, context), given.generator(seed), [], []
    before = generator.get_state()
    for loss in impl.train_gpt(model, ids, B, steps, 0.01, 1, generator):
        moved.append(not torch.equal(generator.get_state(), before))
        before = generator.get_state()
        losses.append(loss)
    yield {"batches": model.read, "logits": model.said, "losses": losses, "each step has drawn something": moved}


@probe
def repeated(impl, numbers, ids, B, context, steps, seed):
    """The losses of two trainings with one seed under two global ones, of one with another seed, and of one whose
    generator has been used before."""
    torch.manual_seed(1)
    for name, of in (("first", seed), ("second", seed), ("other", seed + 1), ("later", seed)):
        model, generator = small(numbers, context), given.generator(of)
        if name == "later":
            torch.rand(5, generator=generator)
        before = torch.get_rng_state()
        yield {name: list(impl.train_gpt(model, ids, B, steps, 0.1, 1, generator))}
        yield {"torch's own generator was left alone": torch.equal(before, torch.get_rng_state())}
        torch.manual_seed(2)


def numbers_for(rand, V, D, dtype=torch.float64):
    """Numbers for all parameters of a Small."""
    return {
        "embed.weight": rand(V, D, dtype=dtype),
        "norm.weight": 1 + 0.5 * rand(D, dtype=dtype),
        "norm.bias": rand(D, dtype=dtype),
        "head.weight": rand(V, D, dtype=dtype),
        "head.bias": rand(V, dtype=dtype),
    }


def text_of(ints, V, n):
    """A random text in which each character occurs and no two neighbours are alike."""
    return torch.cat([torch.arange(V), V - 2 + ints(1, V, n - V).cumsum(0)]) % V


def test_the_worked_example(example):
    example(worked, torch.tensor([0, 1, 0, 1, 0]), 2, 3, 0.5, 1)


def test_each_step_follows_its_own_batch(agree, rand, ints):
    """Each loss is that of its batch, in bits, and each step follows the gradient of this loss alone."""
    cases = [(3, 5, 0.1, 1, {"max_norm": 1e6}), (1, 3, 0.3, 0, {})]
    agree(trained, numbers_for(rand, 5, 3), text_of(ints, 5, 12), cases, tol=10)


def test_the_rate_climbs_and_falls(agree, rand, ints):
    """The rate climbs for `warm` steps and falls along a cosine in all others, for every parameter."""
    cases = [(2, steps, 0.2, warm, {"max_norm": 1e6}) for steps, warm in ((7, 3), (4, 0), (3, 2), (1, 0))]
    agree(trained, numbers_for(rand, 5, 3), text_of(ints, 5, 12), cases, tol=10)


def test_long_gradients_are_clipped(agree, rand, ints):
    """Before each step the gradients of all parameters together are at most max_norm long, 1 where none is named."""
    cases = [(2, 5, 0.3, 1, settings) for settings in ({"max_norm": 0.3}, {"max_norm": 2.5}, {})]
    agree(trained, numbers_for(rand, 5, 3), text_of(ints, 5, 12), cases, tol=10)


def test_matrices_alone_decay(agree, rand, ints):
    """AdamW makes the matrices smaller by `decay`, 0.01 where none is named, and leaves norms and biases alone."""
    cases = [(2, 3, 0.5, 1, settings) for settings in ({"decay": 0.5}, {"decay": 0.0}, {})]
    agree(trained, numbers_for(rand, 5, 3), text_of(ints, 5, 12), cases, tol=10)


def test_each_step_is_made_in_train_mode(agree, rand, ints):
    """Each step is made in train mode, however the model came, and whatever it was switched to between two steps."""
    agree(tried_out, numbers_for(rand, 5, 3), text_of(ints, 5, 12), 2, 4, 0.1, 1, tol=10)


def test_one_step_for_each_loss(agree, rand, ints):
    """A step is made when its loss is asked for, and not before, and the loss comes when the step is done."""
    agree(one_by_one, numbers_for(rand, 5, 3), text_of(ints, 5, 12), 2, 7, 0.1, 2, 3, tol=10)


def test_each_step_draws_its_own_batch(observe, rand, ints):
    """Each step draws B pieces of the text, each `context` characters long, and learns what follows in all of them."""
    ids, B, context, steps = ints(0, 2**40, 211).argsort(), 7, 5, 6
    told = observe(drawn, numbers_for(rand, 211, 3), ids, B, context, steps, int(ints(0, 10**6)))
    seen = told["batches"]
    assert len(seen) == steps, f"{steps} steps were asked for, and the model has read {len(seen)} batches"
    assert len(told["losses"]) == steps, f"{steps} steps were asked for, and {len(told['losses'])} losses came"
    text = ids.tolist()
    for x in seen:
        assert tuple(x.shape) == (B, context), f"a batch has the shape {tuple(x.shape)}; B = {B}, context = {context}"
        starts = [text.index(row[0]) for row in x.tolist()]
        pieces = [text[start : start + context] for start in starts]
        assert x.tolist() == pieces, "the model reads something else than pieces of the text"
        assert len(set(starts)) > 1, f"all {B} pieces of a batch begin at the same place"
    assert len({str(x.tolist()) for x in seen}) == steps, "two steps read the same batch"
    assert all(told["each step has drawn something"]), "the batches are not drawn one by one, each in its own step"
    following = torch.cat([ids[1:], ids[:1]])[ids.argsort()]  # what follows each id
    for loss, x, logits in zip(told["losses"], seen, told["logits"], strict=True):
        each = nn.functional.cross_entropy(logits.transpose(1, 2), following[x], reduction="none") / math.log(2)
        bits, first = each.mean(), each[0].mean()
        assert abs(loss - first) > 1e-6 * first, "a loss is that of the first piece of the batch alone"
        assert abs(loss - bits) < 1e-4 * bits, (
            f"a loss is {loss:.4g}, but to what follows the pieces that the model has read belong {bits:.4g} bits"
        )


def test_the_generator_decides(observe, rand, ints):
    """All chance comes from the generator that is handed in."""
    seen = observe(repeated, numbers_for(rand, 5, 3), ints(0, 5, 101), 3, 7, 4, int(ints(0, 10**6)))
    assert seen["first"] == seen["second"], "the same seed gives another training"
    assert seen["first"] != seen["other"], "a generator with another seed gives the same training"
    assert seen["first"] != seen["later"], "a generator that has drawn something before gives the same training"
    alone = [seen[f"torch's own generator was left alone{number}"] for number in ("", " #2", " #3", " #4")]
    assert all(alone), "torch's own generator is set, or draws something"


def test_float32(agree, rand, ints):
    """A model in float32 is trained as well."""
    numbers = numbers_for(rand, 5, 3, torch.float32)
    agree(trained, numbers, text_of(ints, 5, 12), [(2, 3, 0.05, 1, {})], tol=30)
