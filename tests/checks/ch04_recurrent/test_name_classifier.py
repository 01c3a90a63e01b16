"""Hidden checks for ch04/name-classifier. The architecture is free: judged is what a network does."""

import inspect

import torch
from torch import nn

from tutor.checking import given, probe


@probe
def shape(impl, vocab, langs, x, lengths):
    """The shape of the scores of one batch."""
    model = impl.NameClassifier(vocab=vocab, langs=langs)
    yield {"the shape of the scores": list(model(x, lengths).shape)}


@probe
def scores(impl, vocab, langs, batches):
    """One network's scores of several batches, in eval mode."""
    model = impl.NameClassifier(vocab, langs).eval()
    for x, lengths in batches:
        with torch.no_grad():
            yield {"scores": model(x, lengths)}
        yield {"x after the call": x}


@probe
def scores_by_size(impl, vocab, langs, x, lengths, growth, times):
    """One network's scores of one batch, in eval mode, as its weights grow: from small ones float32 hides much."""
    model = impl.NameClassifier(vocab, langs).eval()
    with torch.no_grad():
        for _ in range(times):
            yield {"scores": model(x, lengths)}
            for parameter in model.parameters():
                parameter *= growth


@probe
def other_widths(impl, vocab, langs, dim, hidden, x, lengths):
    """The shape of the scores of a network of other widths, where the constructor takes any."""
    names = inspect.signature(impl.NameClassifier).parameters
    widths = {name: width for name, width in (("dim", dim), ("hidden", hidden)) if name in names}
    model = impl.NameClassifier(vocab, langs, **widths)
    yield {"the shape of the scores, with other widths": list(model(x, lengths).shape)}


@probe
def beginnings(impl, vocab, langs, x, lengths, share):
    """The parameters that a new network begins with, and its scores before and after each is moved by a small share."""
    model = impl.NameClassifier(vocab, langs).eval()
    yield {"parameters": {name: parameter.detach() for name, parameter in model.named_parameters()}}
    with torch.no_grad():
        yield {"scores": model(x, lengths)}
        for parameter in model.parameters():
            parameter += share * parameter.square().mean().sqrt() * torch.randn_like(parameter)
        yield {"scores, moved": model(x, lengths)}


@probe
def moved_into_another(impl, vocab, langs, x, lengths):
    """The scores of a network, and of a second one before and after it is given the first one's state dict."""
    model, other = impl.NameClassifier(vocab, langs).eval(), impl.NameClassifier(vocab, langs).eval()
    with torch.no_grad():
        yield {"scores": model(x, lengths), "another network's": other(x, lengths)}
        other.load_state_dict(model.state_dict())
        yield {"the copy's": other(x, lengths)}


@probe
def one_step_back(impl, vocab, langs, x, lengths, y):
    """Which parameters the error reaches."""
    model = impl.NameClassifier(vocab, langs)
    nn.functional.cross_entropy(model(x, lengths), y).backward()
    yield {"gradients": given.parameter_gradients(model)}


@probe
def learning(impl, vocab, langs, x, lengths, y, steps, rate):
    """Row 0 of each table of letters before and after learning a few names by heart, and the scores in the end."""
    model = impl.NameClassifier(vocab, langs)
    tables = [m.weight for m in model.modules() if isinstance(m, nn.Embedding) and m.num_embeddings == vocab]
    yield {"rows before": [table[0].detach().clone() for table in tables]}
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    for step in range(1, steps + 1):
        model.train()
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x, lengths), y).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 5 == 0 or step == steps:
            model.eval()
            with torch.no_grad():
                out = model(x, lengths)
            if bool((out.argmax(dim=1) == y).all()):
                break
    yield {"scores": out, "rows after": [table[0].detach().clone() for table in tables]}


def batch(names, width=0):
    """Names as lists of ids in one tensor, `width` columns wide at least."""
    longest = max([width, *map(len, names)])
    lengths = torch.tensor([len(name) for name in names])
    return torch.tensor([name + [0] * (longest - len(name)) for name in names]), lengths


def apart(a, b):
    return float((a - b).abs().max())


def moved(out, first, rows):
    """Whether some rows are other scores than row `first`, by more than that and the next, of one name, are apart."""
    return apart(out[rows], out[first]) > max(1e-7, 10 * apart(out[first], out[first + 1]))


def different(ints, vocab, length):
    """A name of `length` different letters."""
    return (ints(0, 2**40, vocab - 1).argsort()[:length] + 1).tolist()


def test_the_worked_example(example):
    x, lengths = batch([[3, 5, 5, 3], [9, 7]])
    example(shape, 30, 16, x, lengths)


def test_every_id_and_every_size_works(observe, ints):
    """Any batch, any length, any id from 1 (unknown) to vocab-1: one finite score for each language."""
    for vocab, langs in [(31, 16), (7, 2)]:
        ends = [1, vocab - 1]
        batches = [
            batch([[vocab - 1]]),
            batch([ends, [1], ends * 6]),
            batch([ints(1, vocab, 3).tolist() for _ in range(11)]),
        ]
        seen = observe(scores, vocab, langs, batches)
        for number, (x, _) in enumerate(batches, 1):
            out = seen["scores" if number == 1 else f"scores #{number}"]
            assert isinstance(out, torch.Tensor), "the scores are one tensor of shape (B, langs)"
            expected, what = (len(x), langs), f"{len(x)} names of up to {x.shape[1]} letters and {langs} languages"
            assert out.shape == expected, f"for {what} the scores have shape {tuple(out.shape)}, expected {expected}"
            assert out.is_floating_point() and out.isfinite().all(), f"for {what} the scores are not all finite floats"
            after = seen["x after the call" if number == 1 else f"x after the call #{number}"]
            assert torch.equal(after, x), "forward changes x: work on a copy"


def test_scores_are_logits(observe, ints):
    """The scores are raw: no softmax in forward, since cross_entropy takes it."""
    out = observe(scores, 31, 7, [batch([ints(1, 31, 5).tolist() for _ in range(3)])])["scores"]
    assert bool((out < 0).any()) or apart(out.sum(dim=-1), torch.ones(len(out))) > 1e-4, (
        "the scores of each name sum to 1: they are probabilities"
    )


def test_every_letter_matters(observe, ints):
    """Exchange any one letter, the first, the last or one between, and the scores change."""
    names, groups = [], []
    for length in (1, 3, 5, 17):
        name, first = different(ints, 31, length), len(names)
        names += [name, name]
        for t in range(length):
            changed = [name[:t] + [letter] + name[t + 1 :] for letter in different(ints, 31, 5) if letter != name[t]]
            groups.append((length, t, first, slice(len(names), len(names) + len(changed))))
            names += changed
    seen = observe(scores_by_size, 31, 16, *batch(names), 4.0, 4).values()
    for length, t, first, rows in groups:
        assert any(moved(out, first, rows) for out in seen), (
            f"in names of {length}, another letter at place {t} (from 0) does not change the scores"
        )


def test_order_matters(observe, ints):
    """The same letters in another order get other scores."""
    names, turns = [], []
    for length in (2, 5):
        name, first = different(ints, 31, length), len(names)
        names += [name, name]
        for t in range(length - 1):
            turns.append((f"in names of {length}, swapping letters {t} and {t + 1} changes nothing", first, len(names)))
            names.append(name[:t] + [name[t + 1], name[t]] + name[t + 2 :])
        turns.append(("a name read backwards gets the same scores", first, len(names)))
        names.append(name[::-1])
    seen = observe(scores_by_size, 31, 16, *batch(names), 4.0, 3).values()
    for told, first, row in turns:
        assert any(moved(out, first, slice(row, row + 1)) for out in seen), told


def test_padding_does_not_matter(observe, ints):
    """A name gets the same scores however much padding follows it."""
    names = [ints(1, 31, length).tolist() for length in (3, 7, 1, 5)]
    seen = observe(scores, 31, 16, [batch(names), batch(names, 11), batch(names, 20)])
    for wider in ("scores #2", "scores #3"):
        assert apart(seen["scores"], seen[wider]) < 1e-4, "the same names, padded further, get other scores"


def test_neighbours_do_not_matter(observe, ints):
    """A name gets the same scores alone and in any company."""
    names = [ints(1, 31, 5).tolist() for _ in range(3)]
    seen = observe(scores, 31, 16, [batch(names), *(batch([name]) for name in names), batch(names[::-1])])
    for row, key in enumerate(("scores #2", "scores #3", "scores #4")):
        assert apart(seen["scores"][row], seen[key][0]) < 1e-4, f"name {row} gets other scores alone than in company"
    assert apart(seen["scores"].flip(0), seen["scores #5"]) < 1e-4, "the names in another order get other scores"
    names = [ints(1, 31, length).tolist() for length in (2, 7, 3)]
    seen = observe(scores, 31, 16, [batch(names), *(batch([name]) for name in names)])
    for row, key in enumerate(("scores #2", "scores #3", "scores #4")):
        assert apart(seen["scores"][row], seen[key][0]) < 1e-4, f"name {row} gets other scores beside a longer one"


def test_all_that_is_learnt_is_registered(observe, ints):
    """The state dict holds everything that decides the scores, and the error reaches every parameter."""
    x, lengths = batch([ints(1, 31, length).tolist() for length in (5, 3, 7)])
    seen = observe(moved_into_another, 31, 16, x, lengths)
    assert apart(seen["scores"], seen["the copy's"]) < 1e-5, (
        "a second network with the first one's state dict gives other scores: something to learn is not registered"
    )
    gradients = observe(one_step_back, 31, 16, x, lengths, ints(0, 16, 3))["gradients"]
    assert gradients, "the module has no parameters at all"
    unreached = [name for name, gradient in gradients.items() if gradient is None]
    assert not unreached, f"no gradient reaches {', '.join(unreached)}: cut off from the graph, or never used"


def test_other_widths_work(agree, ints):
    """dim and hidden are widths, and may be others than usual."""
    x, lengths = batch([ints(1, 31, length).tolist() for length in (5, 2)])
    agree(other_widths, 31, 7, 11, 23, x, lengths)


def test_the_first_weights_are_random_and_small(observe, ints):
    """Weights start at random, and so small that the scores hang gently on them: one per cent moves them a little."""
    x, lengths = batch([ints(1, 31, 10).tolist() for _ in range(11)])
    seen = observe(moved_into_another, 31, 16, x, lengths)
    assert apart(seen["scores"], seen["another network's"]) > 1e-6, (
        "two new networks give the same scores: draw the first weights at random"
    )
    seen = observe(beginnings, 31, 16, x, lengths, 0.01)
    for name, first in seen["parameters"].items():
        table = first.dim() > 1 and min(first.shape) > 1
        assert not table or not first.any() or (first != first.flatten()[0]).any(), (
            f"all entries of {name} begin with the same number: draw each of them at random"
        )
        assert not table or not ((first > 0).all() or (first < 0).all()), (
            f"all entries of {name} begin with the same sign: draw them on both sides of zero"
        )
    before, after = (scores - scores.mean(dim=0) for scores in (seen["scores"], seen["scores, moved"]))
    assert before.norm() > 1e-5 * seen["scores"].norm(), (
        "a new network gives all names the same scores: draw the first weights at random, none at zero"
    )
    assert (after - before).norm() < 0.5 * before.norm(), (
        "moving each first weight by about one per cent turns the scores of names of ten letters upside down: the "
        "weights start too large, and no small step can teach such a network anything"
    )


def test_it_learns_names_by_heart(observe, ints):
    """A dozen names, some apart by one letter, by their order or by their end only, are learnt by heart in a moment."""
    a, b, c, d, e, *long = different(ints, 31, 15)
    names = [[a, b, c, d], [e, b, c, d], [d, c, b, a], [a, b, c], [b, a], [a, b], [a], [e]]
    names += [long, [a, *long[1:]], long[:4] + [a] + long[5:], long[:-1] + [a]]  # ten letters, one of them exchanged
    y = torch.arange(12) % 5
    x, lengths = batch(names)
    seen = observe(learning, 31, 5, x, lengths, y, 70, 0.01)
    wrong = int((seen["scores"].argmax(dim=1) != y).sum())
    assert wrong == 0, f"after 70 steps on twelve names, {wrong} of them are still given to the wrong language"


def test_the_padding_row_stays_zero(observe, ints):
    """Row 0 of the embedding is zero, and still is after learning."""
    x, lengths = batch([ints(1, 31, length).tolist() for length in (5, 2, 3)])
    seen = observe(learning, 31, 5, x, lengths, ints(0, 5, 3), 3, 0.01)
    for when in ("before", "after"):
        for row in seen[f"rows {when}"]:
            assert not row.any(), f"row 0 of the embedding is not zero {when} learning"
