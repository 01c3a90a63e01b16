"""Hidden checks for ch13/cbow-loss."""

import torch

from tutor.checking import given, probe


@probe
def learned(impl, E, O, ctx, target, neg, upstream):
    """The loss with 0 for the padding, what was handed over, and the gradients of both tables."""
    E.requires_grad_(), O.requires_grad_()
    loss = impl.cbow_loss(E, O, ctx, target, neg)
    yield {"the loss": loss}
    to_E, to_O = given.gradients(loss, upstream, E, O)
    yield {"the gradient of O": to_O, "the gradient of E": to_E}
    yield {"the ids after the call": [ctx, target, neg], "E and O after the call": [E.detach(), O.detach()]}


@probe
def nothing_around(impl, E, O, ctx, target, neg, upstream):
    """Places without any word around them; E has no part in their loss, so its gradient may be none at all."""
    E.requires_grad_(), O.requires_grad_()
    loss = impl.cbow_loss(E, O, ctx, target, neg)
    yield {"the loss": loss}
    moved = [gradient for gradient in given.gradients(loss, upstream, E, O) if gradient is not None and gradient.any()]
    yield {"how many of the two tables would move": len(moved)}


@probe
def padded_with(impl, E, O, ctx, target, neg, upstream, pad):
    """The same with another id for the padding."""
    E.requires_grad_(), O.requires_grad_()
    loss = impl.cbow_loss(E, O, ctx, target, neg, pad=pad)
    yield {"the loss": loss}
    to_E, to_O = given.gradients(loss, upstream, E, O)
    yield {"the gradient of O": to_O, "the gradient of E": to_E}
    yield {"the loss with the padding handed over without its name": impl.cbow_loss(E, O, ctx, target, neg, pad)}


@probe
def place_by_place(impl, E, O, ctx, target, neg):
    """The loss of each place alone, then of all of them, with the same tables; and of two once more."""
    places = [slice(b, b + 1) for b in range(len(ctx))]
    for b in [*places[1:], slice(None), *places[:2]]:
        yield {"the loss": impl.cbow_loss(E, O, ctx[b], target[b], neg[b])}
    yield {"the loss with half of E": impl.cbow_loss(E / 2, O, ctx, target, neg)}
    turned = [ids.T.contiguous().T for ids in (ctx, neg)]  # the same numbers, column by column in memory
    yield {"the loss with ids that lie otherwise in memory": impl.cbow_loss(E, O, turned[0], target, turned[1])}


def sentences(rand, ints, V, D, B, C, K, dtype=torch.float64, pad=0):
    """Two tables and the ids of B places, with padding at both ends and in between, and an upstream."""
    ctx = ints(0, V, B, C)
    ctx[ctx == pad] = (pad + 1) % V
    for b in range(B):
        ctx[b, torch.tensor(rand.permutation(C)[: b % C], dtype=torch.int64)] = pad
    E, O = rand(V, D, dtype=dtype), rand(V, D, dtype=dtype)
    return E, O, ctx, ints(0, V, B), ints(0, V, B, K), rand(dtype=dtype)


def test_the_worked_example(example):
    E = torch.tensor([[9.0, 9.0], [1.0, 0.0], [3.0, 2.0], [0.0, 0.0]])
    O = torch.tensor([[0.0, 0.0], [1.0, 1.0], [0.0, -1.0], [0.5, 1.0]])
    ctx, target, neg = torch.tensor([[1, 2, 0]]), torch.tensor([3]), torch.tensor([[2, 1]])
    example(learned, E, O, ctx, target, neg, torch.tensor(1.0))


def test_the_right_word_scores_high_and_the_others_low(agree, rand, ints):
    """The loss is the mean over the places of the losses of the right word and of the K others; both tables learn."""
    agree(learned, *sentences(rand, ints, 13, 3, 5, 7, 2))
    agree(learned, *sentences(rand, ints, 5, 5, 5, 5, 5))
    agree(learned, *sentences(rand, ints, 13, 3, 7, 2, 5, dtype=torch.float32))


def test_what_is_not_there_does_not_count(agree, rand, ints):
    """Padding is no word of the context, wherever it stands; without any word h is 0; any id may be the padding."""
    E, O, ctx, target, neg, upstream = sentences(rand, ints, 13, 3, 5, 4, 2)
    ctx[1], ctx[2, :] = 0, torch.tensor([0, 4, 0, 4])
    E[4] = 0.0
    E[0] *= 1000.0
    agree(learned, E, O, ctx, target, neg, upstream)
    agree(nothing_around, E, O, torch.zeros_like(ctx), target, neg, upstream)
    for pad in (6, 12):
        E, O, ctx, target, neg, upstream = sentences(rand, ints, 13, 3, 5, 4, 2, pad=pad)
        ctx[0, 0] = 0
        agree(padded_with, E, O, ctx, target, neg, upstream, pad)


def test_words_that_come_twice(agree, rand, ints):
    """A word counts as often as it stands there: in the context, among the others, or as the right word and another."""
    E, O, ctx, target, neg, upstream = sentences(rand, ints, 7, 3, 5, 6, 4)
    ctx[0, :], ctx[1, :3], ctx[2, 2:] = 3, 2, 5
    ctx[3, 1] = target[3] = 4
    neg[0], neg[1, :2], neg[2, 1:3] = 5, target[1], 0
    target[4], neg[4, 0] = 0, 0
    agree(learned, E, O, ctx, target, neg, upstream)


def test_sizes_of_one(agree, rand, ints):
    """One place, one word around it, one other word, one number a vector."""
    for sizes in ((3, 1, 7, 2), (3, 5, 1, 2), (3, 5, 7, 1), (1, 5, 3, 2), (1, 1, 1, 1)):
        agree(learned, *sentences(rand, ints, 11, *sizes))
    agree(learned, *sentences(rand, ints, 11, 3, 1, 1, 1))


def test_large_products(agree, rand, ints):
    """Also where a product is large, positive or negative, loss and gradients are right."""
    for scale, dtype in ((3.0, torch.float64), (30.0, torch.float64), (1e3, torch.float64), (30.0, torch.float32)):
        E, O, ctx, target, neg, upstream = sentences(rand, ints, 13, 3, 7, 4, 5, dtype=dtype)
        agree(learned, scale * E, scale * O, ctx, target, neg, upstream)
    E, O, ctx, target, neg, upstream = sentences(rand, ints, 13, 2, 7, 4, 5)
    E, O = 40.0 + 0.1 * E, 2.0 + 0.1 * O  # the products are near 160, so right words cost nothing and others 160 each
    agree(learned, E, O, ctx, target, neg, upstream)
    agree(learned, -E, O, ctx, target, neg, upstream)
    agree(learned, 0 * E, O, ctx, target, neg, upstream)


def test_each_place_by_itself(agree, rand, ints):
    """A place has the same loss alone as among others, and each call starts afresh."""
    E, O, ctx, target, neg, _ = sentences(rand, ints, 13, 3, 5, 7, 2)
    agree(place_by_place, E, O, ctx, target, neg)
    agree(place_by_place, rand.strided(13, 3), rand.strided(13, 3), ctx, target, neg)
