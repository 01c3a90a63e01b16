"""Hidden checks for ch15/cached-attention."""

import torch

from tutor.checking import given, probe


@probe
def worked(impl, x, heads):
    """The lesson's example."""
    eye, past = torch.eye(x.shape[2]), None
    for t in range(x.shape[1]):
        out, past = impl.cached_attention(x[:, t : t + 1], eye, eye, eye, eye, heads, past)
        yield {f"the row of place {t}": out[0, 0]}


@probe
def read(impl, x, matrices, heads, sizes):
    """A text in several instalments: the new rows, and what is kept."""
    past = None
    for piece in x.split(sizes, dim=1):
        out, past = impl.cached_attention(piece, *matrices, heads, past)
        yield {"the new rows": out, "what is kept has two parts": len(past)}
        yield {"the keys": past[0], "the values": past[1]}
    yield {"the text afterwards": x, "the matrices afterwards": matrices}


@probe
def read_on(impl, x, matrices, heads, pieces):
    """Several ways to go on from one past, that past afterwards, and one more step on each of the ways."""
    _, past = impl.cached_attention(x, *matrices, heads)
    ways = []
    for piece in pieces:
        out, way = impl.cached_attention(piece, *matrices, heads, past=past)
        ways.append(way)
        yield {"the new rows": out, "the keys of before": past[0], "the values of before": past[1]}
    for way in ways:
        out, _ = impl.cached_attention(pieces[0], *matrices, heads, past=way)
        yield {"the rows behind one of the ways": out}


@probe
def learned(impl, x, matrices, heads, sizes, upstream):
    """The gradients that a random upstream sends back through all instalments."""
    x.requires_grad_()
    for matrix in matrices:
        matrix.requires_grad_()
    past, rows = None, []
    for piece in x.split(sizes, dim=1):
        out, past = impl.cached_attention(piece, *matrices, heads, past)
        rows.append(out)
    joined = torch.cat(rows, dim=1)
    yield {"the new rows": joined}
    flown = given.gradients(joined, upstream, x, *matrices)
    for name, gradient in zip(("x", "Wq", "Wk", "Wv", "Wo"), flown, strict=True):
        yield {f"the gradient of {name}": gradient}


def matrices_for(rand, D, dtype=torch.float64):
    return [rand(D, D, dtype=dtype) for _ in range(4)]


def test_the_worked_example(example):
    example(worked, torch.tensor([[[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]]), 1)


def test_instalments_give_the_same_rows(agree, rand):
    """One place at a time, each looks at all before it and at itself; keys and values of all places are kept."""
    agree(read, rand(3, 5, 6), matrices_for(rand, 6), 2, [1, 1, 1, 1, 1], tol=10)
    agree(read, rand(4, 4, 4), matrices_for(rand, 4), 4, [2, 1, 1], tol=10)


def test_several_at_once(agree, rand):
    """Instalments of any length: none of the new places looks ahead."""
    agree(read, rand(2, 41, 6), matrices_for(rand, 6), 3, [5, 31, 3, 2], tol=10)
    agree(read, rand(2, 7, 4), matrices_for(rand, 4), 1, [7], tol=10)
    agree(read, rand(3, 8, 4), matrices_for(rand, 4), 2, [1, 7], tol=10)


def test_gradients_go_back_in_time(agree, rand):
    """Gradients reach every place and every matrix, also through what was kept."""
    agree(learned, rand(2, 5, 6), matrices_for(rand, 6), 2, [2, 1, 2], rand(2, 5, 6), tol=10)


def test_a_past_can_be_used_twice(agree, rand):
    """What is kept is left as it is: a text can be read on from the same place in two ways."""
    agree(read_on, rand(2, 3, 4), matrices_for(rand, 4), 2, [rand(2, n, 4) for n in (1, 2, 1)], tol=10)


def test_other_sizes_and_numbers(agree, rand):
    """One text, one head, float32, large scores, and texts that don't lie row by row in memory."""
    agree(read, rand(1, 3, 1), matrices_for(rand, 1), 1, [1, 2], tol=10)
    agree(read, rand.strided(2, 5, 6), [m.T for m in matrices_for(rand, 6)], 3, [3, 2], tol=10)
    agree(read, 100 * rand(2, 3, 4), matrices_for(rand, 4), 2, [1, 2], tol=1000)
    single = torch.float32
    agree(read, rand(2, 5, 8, dtype=single), matrices_for(rand, 8, single), 2, [4, 1], tol=10)
