"""Hidden checks for ch12/add-positions."""

import torch

from tutor.checking import given, probe


@probe
def added(impl, max_len, x):
    """The result alone, and what the call leaves behind."""
    layer = impl.AddPositions(max_len, x.shape[2])
    yield {"the result": layer(x)}
    yield {"x after the call": x}


@probe
def learned(impl, max_len, x, upstream):
    """The result of a layer in float64, and the gradient that a random upstream sends back."""
    layer = impl.AddPositions(max_len, x.shape[2]).double()
    x.requires_grad_()
    out = layer(x)
    yield {"the result": out}
    (gradient,) = given.gradients(out, upstream, x)
    yield {"the gradient of x": gradient}
    yield {"how many parameters there are": len(given.parameter_names(layer))}
    (again,) = given.gradients(layer.eval()(x), upstream, x)
    yield {"the gradient of x in eval mode": again}


@probe
def moved(impl, max_len, x):
    """Dtype and device of the result, once the layer has gone where its inputs are."""
    layer = impl.AddPositions(max_len, x.shape[2])
    yield {"the result": layer(x)}
    for dtype in (torch.float64, torch.bfloat16, torch.float16, torch.float32):
        out = layer.to(dtype)(x.to(dtype))
        yield {f"the dtype after .to({dtype})": str(out.dtype)}
    out = layer.to("meta")(x.to("meta"))
    yield {"the device after .to('meta')": out.device.type, "the shape there": list(out.shape)}


@probe
def asked_again(impl, max_len, xs):
    """One layer on batches of several sizes, in both modes, and beside it another one of another size."""
    D = xs[0].shape[2]
    layer, other = impl.AddPositions(max_len, D), impl.AddPositions(max_len + 3, D + 2)
    yield {"the result of another layer": other(torch.ones(1, max_len + 3, D + 2))}
    for x in xs:
        out = layer(x)
        yield {"the result": out}
        out.data.neg_()
        layer.train(not layer.training)
    xs[0].mul_(-0.5)
    yield {"the result when x holds other numbers": layer(xs[0])}
    again = impl.AddPositions(max_len, D)
    again.load_state_dict(layer.state_dict())
    yield {"the result of a second layer with the state dict of the first": again(xs[0])}


def test_the_worked_example(example):
    example(added, 5, torch.ones(1, 2, 4))


def test_each_place_gets_its_own_row(agree, rand):
    """The vector at place t gets row t added, the same in every sentence; gradients reach x, and nothing is learnt."""
    agree(learned, 7, rand(3, 5, 4), rand(3, 5, 4), tol=100)
    agree(learned, 11, rand(2, 11, 6), rand(2, 11, 6), tol=100)
    agree(learned, 13, rand.strided(5, 2, 3), rand(5, 2, 3), tol=100)


def test_nothing_is_mixed_up_when_sizes_are_equal(agree, rand):
    """Sentences, places and numbers keep their roles when there are as many of each."""
    agree(learned, 6, rand(6, 6, 6), rand(6, 6, 6), tol=100)
    agree(learned, 8, rand(4, 4, 4), rand(4, 4, 4), tol=100)


def test_sizes_of_one_keep_their_axes(agree, rand):
    """One sentence, one place and one number work, and so does a table of one place."""
    agree(learned, 5, rand(1, 3, 2), rand(1, 3, 2), tol=100)
    agree(learned, 1, rand(3, 1, 4), rand(3, 1, 4), tol=100)
    agree(learned, 3, rand(2, 3, 1), rand(2, 3, 1), tol=100)
    agree(learned, 1, rand(1, 1, 1), rand(1, 1, 1), tol=100)


def test_the_table_goes_along(agree, rand):
    """The layer works where and in what dtype it was sent: all that it needs goes along."""
    agree(moved, 7, rand(3, 5, 4, dtype=torch.float32))


def test_the_input_is_left_alone(agree, rand):
    """x is not changed, and float32 stays float32."""
    agree(added, 7, rand(3, 5, 4, dtype=torch.float32))
    agree(added, 5, 1e3 * rand(2, 5, 3, dtype=torch.float32))
    agree(learned, 5, 1e60 * rand(2, 5, 4), rand(2, 5, 4))


def test_nothing_is_kept_between_calls(agree, rand):
    """Batches of other sizes, other modes, other layers: each result is that of its own input."""
    sizes = [(3, 5), (2, 7), (1, 2), (3, 5)]
    agree(asked_again, 7, [rand(B, T, 4, dtype=torch.float32) for B, T in sizes])
