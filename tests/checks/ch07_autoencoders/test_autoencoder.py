"""Hidden checks for ch07/autoencoder. Activations, names and further layers are free: judged is what a network does."""

import torch
from torch import nn

from tutor.checking import given, probe

HALVES = (("codes", "the encoder"), ("rebuilt", "the decoder"))


@probe
def shapes(impl, inputs, code, hidden, batches):
    """The shapes of codes and rebuilt examples, for batches of several sizes."""
    model = impl.Autoencoder(inputs, code, hidden).eval()
    for B in batches:
        x = torch.linspace(-1, 1, B * inputs).reshape(B, inputs)
        codes = model.encode(x)
        yield {"the shape of the codes": list(codes.shape)}
        yield {"the shape of the rebuilt examples": list(model.decode(codes).shape)}
        yield {"the shape of model(x)": list(model(x).shape)}


@probe
def default_shapes(impl, inputs, code, x):
    """The shapes where the hidden widths are left out."""
    model = impl.Autoencoder(inputs, code).eval()
    yield {"the shape of the codes": list(model.encode(x).shape), "the shape of model(x)": list(model(x).shape)}


@probe
def sizes(impl, inputs, code, hidden):
    """The sizes of all weight matrices, whichever way round, and of all that is a plain row of numbers."""
    model = impl.Autoencoder(inputs, code) if hidden is None else impl.Autoencoder(inputs, code, hidden)
    matrices = sorted(sorted(p.shape) for p in model.parameters() if p.dim() == 2)
    yield {"the sizes of all weight matrices, in order": [f"{low} × {high}" for low, high in matrices]}
    yield {"the widths that were handed in, afterwards": hidden}


@probe
def rows(impl, inputs, code, hidden):
    """The sizes of all that is a plain row of numbers."""
    model = impl.Autoencoder(inputs, code, hidden)
    yield {"rows": sorted(p.numel() for p in model.parameters() if p.dim() == 1)}
    yield {"parameters": len(list(model.parameters()))}


@probe
def stretched(impl, widths, x, codes, turns):
    """Each half's answer as it is, and where the numbers between two of its layers are turned and turned back.

    Without an activation there, the one layer would undo what the other one does.
    """
    model = impl.Autoencoder(widths[0], widths[-1], widths[1:-1]).eval()
    for half, ask, given_in, way in (
        ("codes", model.encode, x, widths),
        ("rebuilt", model.decode, codes, widths[::-1]),
    ):
        model.zero_grad()
        ask(given_in).square().sum().backward()
        own = [p for p in model.parameters() if p.grad is not None and p.grad.any()]
        for before, between, behind in zip(way, way[1:], way[2:], strict=False):
            turn = turns[between]
            with torch.no_grad():
                as_it_is = [p.clone() for p in own]
                first = ask(given_in)
                for p in own:
                    if p.dim() == 2 and sorted(p.shape) == sorted((before, between)):
                        p.copy_(turn @ p if len(p) == between else p @ turn.T)
                    elif p.dim() == 2 and sorted(p.shape) == sorted((between, behind)):
                        p.copy_(p @ turn.inverse() if len(p) == behind else turn.inverse().T @ p)
                    elif p.dim() == 1 and len(p) == between:
                        p.copy_(turn @ p)
                yield {half: first, f"{half}, turned": ask(given_in)}
                for p, old in zip(own, as_it_is, strict=True):
                    p.copy_(old)


@probe
def in_train_mode(impl, inputs, code, a, b, codes):
    """The same codes, decoded in train mode after two different batches, with the same draws."""
    model = impl.Autoencoder(inputs, code).train()
    for x in (a, b):
        model.encode(x)
        torch.manual_seed(5)
        yield {"rebuilt": model.decode(codes).detach()}


@probe
def asked(impl, inputs, code, batches):
    """One network's codes and rebuilt examples of several batches, in eval mode."""
    model = impl.Autoencoder(inputs, code).eval()
    for x in batches:
        with torch.no_grad():
            yield {"codes": model.encode(x), "rebuilt": model(x)}
        yield {"x after the call": x}


@probe
def through_the_code(impl, inputs, code, a, b):
    """Rebuilt at once, and from the numbers of the code alone, after the network has seen something else."""
    model = impl.Autoencoder(inputs, code).eval()
    other = impl.Autoencoder(inputs, code).eval()
    other.load_state_dict(model.state_dict())
    with torch.no_grad():
        yield {"at once": model(a)}
        codes = model.encode(a).clone()
        model.encode(b)
        given_in = codes.clone()
        yield {"from the code": model.decode(given_in), "the codes": codes, "the codes after the call": given_in}
        yield {"from the code, by another network with the same state": other.decode(codes.clone())}


@probe
def grown(impl, inputs, code, x, growth, times):
    """Codes and rebuilt examples as all weights grow."""
    model = impl.Autoencoder(inputs, code).eval()
    with torch.no_grad():
        for _ in range(times):
            yield {"codes": model.encode(x), "rebuilt": model(x)}
            for parameter in model.parameters():
                parameter *= growth


@probe
def halves(impl, inputs, code, hidden, x, codes):
    """What each half makes of some numbers, in eval mode."""
    model = impl.Autoencoder(inputs, code, hidden).eval()
    with torch.no_grad():
        yield {"codes": model.encode(x), "rebuilt": model.decode(codes)}


@probe
def moved_into_another(impl, inputs, code, x):
    """A network, and a second one before and after it is given the first one's state dict."""
    model, other = impl.Autoencoder(inputs, code).eval(), impl.Autoencoder(inputs, code).eval()
    with torch.no_grad():
        yield {"codes": model.encode(x), "rebuilt": model(x)}
        yield {"another's codes": other.encode(x), "another's rebuilt": other(x)}
        other.load_state_dict(model.state_dict())
        yield {"the copy's codes": other.encode(x), "the copy's rebuilt": other(x)}


@probe
def one_step_back(impl, inputs, code, x):
    """Which parameters the error reaches, and the gradient of x."""
    model = impl.Autoencoder(inputs, code)
    nn.functional.mse_loss(model(x), x).backward()
    yield {"gradients": given.parameter_gradients(model)}


@probe
def reached(impl, inputs, code, x, upstream):
    """How the codes hang on x."""
    model = impl.Autoencoder(inputs, code).eval()
    x.requires_grad_()
    yield {"the gradient of x": given.gradients(model.encode(x), upstream, x)[0]}


@probe
def in_float64(impl, inputs, code, x):
    """The dtypes after .double()."""
    model = impl.Autoencoder(inputs, code).double()
    yield {"the dtype of the codes": str(model.encode(x).dtype), "the dtype of model(x)": str(model(x).dtype)}


@probe
def learning(impl, inputs, code, hidden, x, steps, rate):
    """The error before and after learning a few examples by heart."""
    model = impl.Autoencoder(inputs, code, hidden)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for _step in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), x)
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        yield {"rebuilt": model(x)}


def apart(a, b):
    return float((a - b).abs().max())


def bend(seen):
    """How far f(a) + f(b) is from f(a + b) + f(0), where the four follow one another, as a share of f(a) - f(0)."""
    at_a, at_b, at_both, at_zero = seen.unflatten(0, (4, -1))
    return apart(at_a + at_b, at_both + at_zero) / apart(at_a, at_zero)


def single(rand, *shape):
    return rand(*shape, dtype=torch.float32)


def test_the_worked_example(example):
    example(default_shapes, 64, 2, torch.zeros(5, 64))


def test_widths_are_as_asked_for(agree, observe):
    """There is a weight matrix between each two neighbouring widths, there and back; hidden stays as it is."""
    seen = observe(rows, 7, 3, (11, 5))
    lengths, few = seen["rows"], seen["parameters"]
    assert few > 6, (
        f"with the widths [7, 11, 5, 3] there and back the network has {few} parameters, not 6 weights and 6 biases: "
        "layers are missing, or the module doesn't know of them"
    )
    agree(sizes, 64, 2, None)
    for inputs, code, hidden in ((7, 3, (11, 5)), (13, 2, [17, 5, 3]), (7, 2, (5, 11)), (5, 3, ()), (7, 2, (5, 5))):
        agree(sizes, inputs, code, hidden)
    for width in (11, 5, 3, 5, 11, 7):
        assert width in lengths, f"with the widths [7, 11, 5, 3] there and back, a bias of {width} numbers is missing"
        lengths.remove(width)


def test_sizes_of_one_keep_their_axes(agree):
    """A batch of one, a code of one number and an input of one number keep their axes, and hidden may be empty."""
    agree(shapes, 7, 2, (11, 5), [1, 3])
    agree(shapes, 1, 1, [3], [1, 2])
    agree(shapes, 3, 13, (), [1, 5])


def test_nothing_but_the_code_gets_through(observe, rand):
    """What comes out is made of the code alone."""
    seen = observe(through_the_code, 11, 3, single(rand, 5, 11), single(rand, 7, 11))
    for how in ("from the code", "from the code, by another network with the same state"):
        assert seen["at once"].shape == seen[how].shape, f"{how}, the rebuilt examples have another shape"
        assert apart(seen["at once"], seen[how]) < 1e-5, (
            "decoding the same code gives something else than model(x): the decoder uses more than the code"
        )
    codes = single(rand, 5, 3)
    trained = observe(in_train_mode, 11, 3, single(rand, 5, 11), single(rand, 5, 11), codes)
    assert apart(trained["rebuilt"], trained["rebuilt #2"]) < 1e-5, (
        "in train mode the same code is decoded differently after another batch: the decoder uses more than the code"
    )
    assert torch.equal(seen["the codes"], seen["the codes after the call"]), "decode changes the codes it is given"


def test_codes_and_pictures_may_hold_any_number(observe, rand):
    """Nothing holds a code or a rebuilt example between bounds, or on one side of zero."""
    seen = observe(grown, 13, 17, single(rand, 64, 13), 10.0, 3)
    for what, which in (("codes", "of a code"), ("rebuilt", "of a rebuilt example")):
        first, later, last = seen[what], seen[f"{what} #2"], seen[f"{what} #3"]
        assert last.abs().max() > 3 * later.abs().max(), (
            f"however large the weights, the numbers {which} stay between the same bounds: an activation holds them"
        )
        assert (first < 0).any(), f"in 64 examples no number {which} is negative: something cuts them off"
        assert (first > 0).any(), f"in 64 examples no number {which} is positive: something cuts them off"
        assert not (first == 0).all(dim=0).any() and (first == 0).sum() < 0.2 * first.numel(), (
            f"many numbers {which} are exactly 0: something cuts them off"
        )


def test_both_halves_bend(observe, rand):
    """Neither the code nor what is rebuilt from it is a linear function; without hidden layers both are."""
    for hidden in ((64, 32), (29,)):
        a, b = 8 * single(rand, 7, 11), 8 * single(rand, 7, 11)
        c, d = 8 * single(rand, 7, 3), 8 * single(rand, 7, 3)
        x = torch.cat([a, b, a + b, torch.zeros(7, 11)])
        seen = observe(halves, 11, 3, hidden, x, torch.cat([c, d, c + d, torch.zeros(7, 3)]))
        flat = [name for half, name in HALVES if bend(seen[half]) < 1e-3]
        assert not flat, f"linear, with no bend in it: {' and '.join(flat)}. An activation is missing"
    a, b, c, d = single(rand, 3, 11), single(rand, 3, 11), single(rand, 3, 5), single(rand, 3, 5)
    x = torch.cat([a, b, a + b, torch.zeros(3, 11)])
    seen = observe(halves, 11, 5, (), x, torch.cat([c, d, c + d, torch.zeros(3, 5)]))
    for half, name in HALVES:
        assert bend(seen[half]) < 1e-4, (
            f"without hidden layers {name} is one linear layer, but it bends: an activation stands behind the last"
        )


def test_every_gap_has_its_activation(observe, rand):
    """An activation stands between each two layers, not only between some."""
    for widths in ([7, 23, 11, 13, 5], [5, 29, 17, 3]):
        turns = {width: 3 * torch.linalg.qr(single(rand, width, width)).Q for width in widths}
        x, codes = 8 * single(rand, 31, widths[0]), 8 * single(rand, 31, widths[-1])
        seen = observe(stretched, widths, x, codes, turns)
        for half, name in HALVES:
            for gap in range(1, len(widths) - 1):
                before, after = (seen[key if gap == 1 else f"{key} #{gap}"] for key in (half, f"{half}, turned"))
                assert apart(before, after) > 1e-3 * before.abs().max(), (
                    f"between layers {gap} and {gap + 1} of {name} stands no activation"
                )


def test_an_example_gets_its_code_alone(observe, rand):
    """In eval mode an example gets the same code and comes out the same, alone and in any company; x is left alone."""
    x = single(rand, 3, 11)
    seen = observe(asked, 11, 2, [x, x, x.flip(0), *x.split(1)])
    for what, which in (("codes", "code"), ("rebuilt", "result")):
        assert apart(seen[what], seen[f"{what} #2"]) < 1e-6, f"asked twice, the same examples get another {which}"
        assert apart(seen[what].flip(0), seen[f"{what} #3"]) < 1e-5, f"in another order, examples get another {which}"
        for row in range(3):
            alone = seen[f"{what} #{row + 4}"][0]
            assert apart(seen[what][row], alone) < 1e-5, f"an example gets another {which} alone than in company"
    assert torch.equal(seen["x after the call"], x), "x has changed: work on a new tensor"


def test_every_weight_learns(observe, rand):
    """The error reaches every parameter, and every number of an example can change its code."""
    gradients = observe(one_step_back, 13, 5, single(rand, 64, 13))["gradients"]
    assert gradients, "the module has no parameters at all"
    unreached = [name for name, gradient in gradients.items() if gradient is None or not gradient.any()]
    assert not unreached, f"no gradient reaches {', '.join(unreached)}: cut off from the graph, or never used"
    gradient = observe(reached, 13, 5, single(rand, 64, 13), single(rand, 64, 5))["the gradient of x"]
    assert gradient is not None, "no gradient reaches x: the codes are cut off from it"
    assert gradient.abs().amax(dim=0).all(), "some numbers of an example never change its code"


def test_all_that_is_learnt_is_registered(observe, agree, rand):
    """A second network with the first one's state dict does the same, and .double() reaches every weight."""
    seen = observe(moved_into_another, 11, 3, single(rand, 7, 11))
    for what in ("codes", "rebuilt"):
        assert apart(seen[what], seen[f"the copy's {what}"]) < 1e-5, (
            "a second network with the first one's state dict does something else: something is not registered"
        )
    agree(in_float64, 5, 3, rand(2, 5))


def test_the_first_weights_are_random(observe, rand):
    """Two new networks differ, and each tells examples apart."""
    seen = observe(moved_into_another, 11, 3, single(rand, 7, 11))
    for what, which in (("codes", "codes"), ("rebuilt", "results")):
        assert apart(seen[what], seen[f"another's {what}"]) > 1e-6, f"two new networks give the same {which}"
        assert apart(seen[what], seen[what][:1]) > 1e-7, f"a new network gives all examples the same {which}"


def test_it_learns_examples_by_heart(observe, rand):
    """Ten examples that lie on a curve are learnt in a moment, through a code of one number."""
    t = torch.linspace(-1, 1, 10)
    x = torch.stack([t, t.square(), 0.5 - t.abs()], dim=1) @ single(rand, 3, 7)
    out = observe(learning, 7, 1, (32, 16), x, 60, 0.03)["rebuilt"]
    left = float((out - x).square().mean() / (x - x.mean(dim=0)).square().mean())
    assert left < 0.5, f"after 60 steps on ten examples, {left:.0%} of their spread around the mean is still lost"
