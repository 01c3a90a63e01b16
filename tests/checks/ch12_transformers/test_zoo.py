"""Hidden checks for ch12/build. How a network is made is free: judged is what it does."""

import torch
from torch import nn

from tutor.checking import probe

READERS = ("cnn", "rnn", "lstm", "gru", "bilstm", "transformer")
KINDS = (*READERS, "autoencoder", "encdec")
SIZES = (5, 12, 3)  # inputs, hidden, outputs
ARTICLE = {kind: "an" if kind in ("rnn", "lstm", "autoencoder", "encdec") else "a" for kind in KINDS}


def ask(model, kind, batch):
    """One answer of the model to a batch of its kind."""
    return model(*batch) if kind == "encdec" else model(batch)


def shaken(model):
    """In eval mode, each parameter moved a little: what starts at 0 or 1 must not hide what it does."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter += 0.1 * torch.randn_like(parameter)
    return model.eval()


@probe
def shapes(impl, x):
    """The shapes that come out with the sizes left as they are."""
    for kind in READERS:
        model = impl.build(kind)
        yield {f"{kind}: the shape of model(x)": list(model(x).shape)}
        yield {f"{kind}: the first two sizes of model.features(x)": list(model.features(x).shape[:2])}
    yield {"autoencoder: the shape of model(x[:, 0])": list(impl.build("autoencoder")(x[:, 0]).shape)}
    yield {"encdec: the shape of model(x, x[:, :3])": list(impl.build("encdec")(x, x[:, :3]).shape)}


@probe
def sizes(impl, kinds, inputs, hidden, outputs, batches):
    """The shapes that come out with other sizes, for batches of several lengths, and whether all numbers are finite."""
    for kind in kinds:
        model = shaken(impl.build(kind, inputs, hidden, outputs, positions=kind == "transformer"))
        for batch in batches:
            with torch.no_grad():
                if kind in READERS:
                    features = model.features(batch)
                    yield {
                        f"{kind}, features": list(features.shape),
                        f"{kind}, finite": bool(features.isfinite().all()),
                    }
                out = ask(model, kind, batch)
                yield {f"{kind}, out": list(out.shape), f"{kind}, finite": bool(out.isfinite().all())}


@probe
def read(impl, kinds, build, batches):
    """Features and results of batches of sequences, in eval mode, and the batches after the call."""
    for kind in kinds:
        model = shaken(impl.build(kind, **build))
        for batch in batches:
            with torch.no_grad():
                yield {f"{kind}, features": model.features(batch), f"{kind}, out": model(batch)}
    yield {"after": batches}


@probe
def translated(impl, build, batches):
    """What an encoder-decoder makes of pairs of source and target, in eval mode."""
    model = shaken(impl.build("encdec", **build))
    for source, target in batches:
        with torch.no_grad():
            yield {"out": model(source, target)}
    yield {"after": batches}


@probe
def coded(impl, cases, codes):
    """Codes and what is made of them, in eval mode, by a network of each of several sizes."""
    for number, (build, batches) in enumerate(cases):
        model = shaken(impl.build("autoencoder", **build))
        copy = impl.build("autoencoder", **build).eval()
        copy.load_state_dict(model.state_dict())
        with torch.no_grad():
            kept = [model.encode(x).clone() for x in batches]
            yield {f"{number}, code": kept, f"{number}, out": [model(x) for x in batches]}
            yield {f"{number}, decoded": [copy.decode(code) for code in kept]}
            yield {f"{number}, another": model.decode(codes[:, : kept[0].shape[1]])}


@probe
def handed_on(impl, kinds, inputs, hidden, x, past):
    """How the features from place `past` on hang on the numbers before it: a row for each of the features there."""
    for kind in kinds:
        model = shaken(impl.build(kind, inputs=inputs, hidden=hidden))
        T = x.shape[1]
        rows = x.repeat((T - past) * hidden, 1, 1).requires_grad_()
        features = model.features(rows)
        picked = features[:, past:].flatten(1)
        (slopes,) = torch.autograd.grad(picked.diagonal().sum(), rows)
        yield {kind: slopes[:, :past].flatten(1)}


@probe
def attended(impl, x, half):
    """How the features of the second half hang on the numbers of the first half, of a transformer four numbers wide."""
    for positions in (True, False):
        model = shaken(impl.build("transformer", inputs=x.shape[2], hidden=4, outputs=2, positions=positions))
        with torch.no_grad():
            asked = model.features(x)[:, half:].numel()
        rows = x.repeat(asked, 1, 1).requires_grad_()
        features = model.features(rows)[:, half:].flatten(1)
        (slopes,) = torch.autograd.grad(features.diagonal().sum(), rows)
        yield {f"positions={positions}": slopes[:, :half].flatten(1)}


@probe
def counted(impl, kinds):
    """How many numbers there are to learn with the sizes left as they are."""
    for kind in kinds:
        yield {kind: sum(p.numel() for p in impl.build(kind).parameters())}


@probe
def counted_behind(impl, kinds, cases):
    """How many numbers to learn the features hang on."""
    for build, batch in cases:
        for kind in kinds:
            model = impl.build(kind, **build)
            found, features = list(model.parameters()), model.features(batch)
            reached = torch.autograd.grad((features * torch.randn_like(features)).sum(), found, allow_unused=True)
            yield {kind: sum(p.numel() for p, slope in zip(found, reached, strict=True) if slope is not None)}


@probe
def begun(impl, kinds, build, batches):
    """Two new models of each kind, what the second one says as it is and with the first one's state, and gradients."""
    for kind, batch in zip(kinds, batches, strict=True):
        model, other = impl.build(kind, **build).eval(), impl.build(kind, **build).eval()
        yield {f"{kind}, is a module": isinstance(model, nn.Module)}
        yield {f"{kind}, the same": all(torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters()))}
        shaken(model)
        with torch.no_grad():
            yield {f"{kind}, out": ask(model, kind, batch), f"{kind}, out again": ask(model, kind, batch)}
            other.load_state_dict(model.state_dict())
            yield {f"{kind}, out of the copy": ask(other, kind, batch)}
        out = ask(model.train(), kind, batch)
        (out * torch.randn_like(out)).sum().backward()
        yield {f"{kind}, unreached": [name for name, p in model.named_parameters() if p.grad is None]}


@probe
def refused(impl, names):
    """What happens with a kind that there is not."""
    for name in names:
        try:
            made = impl.build(name)
        except ValueError:
            yield {f"build({name!r})": "ValueError"}
        except Exception as fault:
            yield {f"build({name!r})": f"no ValueError, but {type(fault).__name__}"}
        else:
            yield {f"build({name!r})": f"no ValueError, but {type(made).__name__}"}


def single(rand, *shape):
    return rand(*shape, dtype=torch.float32)


def variants(rand, x):
    """x, and for each of its S places a copy of x in which this place alone holds other numbers: (S + 1, B, S, D)."""
    copies = x.repeat(x.shape[1] + 1, 1, 1, 1)
    for s in range(x.shape[1]):
        copies[s + 1, :, s] = 4 * single(rand, x.shape[0], x.shape[2])
    return copies


def moved(out, batch):
    """By how much each output moves when place s changes, as a share of the largest: (S, T, F), or (S, F)."""
    out = out.unflatten(0, (-1, batch))
    return (out[1:] - out[0]).abs().amax(dim=1) / out[0].abs().max().clamp(min=1e-6)


def apart(a, b):
    return float((a - b).abs().max() / a.abs().max().clamp(min=1e-6))


NOTHING = 1e-5  # rounding, as a share


def all_places_are_heard(kind, out):
    """The result of a reader is made of all places."""
    for s, share in enumerate(moved(out, 3).amax(dim=-1).tolist()):
        assert share > NOTHING, f"{kind}: model(x) does not hear place {s} of {len(moved(out, 3))}"


def check_hearing(kind, hears, first, last):
    """Place t hears the places from first(t) to last(t), and no others; `hears` is (T, S)."""
    T = len(hears)
    heard = hears > NOTHING
    assert T == 1 or heard.sum() > heard.diagonal().sum(), f"{kind}: features(x) at a place hears no other place"
    for t in range(T):
        for s in range(T):
            way = "a later" if s > t else "an earlier" if s < t else "this very"
            inside = first(t) <= s <= last(t)
            assert inside or not heard[t, s], f"{kind}: features(x) at place {t} of {T} hears {way} place, {s}"
            assert not inside or heard[t, s], f"{kind}: features(x) at place {t} of {T} does not hear {way} place, {s}"


def test_the_worked_example(example):
    x = torch.linspace(-1, 1, 2 * 5 * 8).reshape(2, 5, 8)
    example(shapes, x)


def test_all_sizes_work(observe, rand):
    """Any sizes, sequences of 1 to 64 places, one row alone: the shapes are those of the docstring."""
    inputs, hidden, outputs = SIZES
    lengths = [(2, 1), (1, 7), (3, 64)]
    seen = observe(sizes, list(READERS), *SIZES, [single(rand, B, T, inputs) for B, T in lengths])
    for kind in READERS:
        for number, (B, T) in enumerate(lengths, 1):
            tail = "" if number == 1 else f" #{number}"
            features, out = seen[f"{kind}, features{tail}"], seen[f"{kind}, out{tail}"]
            asked = f"{kind}, with x of shape {(B, T, inputs)}, hidden = {hidden} and outputs = {outputs}"
            assert features[:2] == [B, T] and len(features) == 3, f"{asked}: features(x) has shape {tuple(features)}"
            assert out == [B, outputs], f"{asked}: model(x) has shape {tuple(out)}"
            wide = {"rnn": hidden, "gru": hidden, "lstm": hidden, "bilstm": 2 * hidden}.get(kind, features[2])
            assert features[2] == wide, f"{asked}: features(x) has {features[2]} numbers at each place, not {wide}"
    pairs = [(2, 1, 1), (1, 7, 3), (2, 64, 5), (3, 2, 64)]
    batches = [(single(rand, B, S, inputs), single(rand, B, T, inputs)) for B, S, T in pairs]
    more = observe(sizes, ["encdec"], *SIZES, batches)
    for number, (B, S, T) in enumerate(pairs, 1):
        out = more["encdec, out" if number == 1 else f"encdec, out #{number}"]
        assert out == [B, T, outputs], f"encdec, with sources of {S} and targets of {T} places: {tuple(out)} comes out"
    assert all(value for name, value in {**seen, **more}.items() if "finite" in name), "some numbers are not finite"


def test_a_cnn_looks_around(observe, rand):
    """A cnn hears the places around each place, near ones only, and treats all places alike."""
    x, T = single(rand, 3, 20, 5), 19
    batches = [variants(rand, x[:, :T]).flatten(0, 1), x[:, :T], x[:, 1:]]
    seen = observe(read, ["cnn"], {"inputs": 5, "hidden": 12, "outputs": 3}, batches)
    hears = moved(seen["cnn, features"], 3).amax(dim=-1).T
    for t in range(T):
        for s in range(T):
            near = abs(s - t) <= 5
            assert near or hears[t, s] <= NOTHING, f"cnn: features(x) at place {t} hears place {s}, {abs(s - t)} away"
    assert all(hears[t, t] > NOTHING for t in range(T)), "cnn: the features at a place do not hear this very place"
    middle = hears[6:13]
    sides = [d for d in range(-5, 6) if d and all(row[6 + i + d] > NOTHING for i, row in enumerate(middle))]
    assert sides, "cnn: the features at a place hear this place alone, and no neighbour"
    here, there = seen["cnn, features #2"][:, 6:14], seen["cnn, features #3"][:, 5:13]
    assert apart(here, there) < 1e-4, (
        "cnn: in a sequence that is moved by one place, the features (far from both ends) are others, not moved ones"
    )
    all_places_are_heard("cnn", seen["cnn, out"])


def test_recurrent_networks_read_from_the_left(observe, rand):
    """An rnn, a gru and an lstm hear what came before, from the first place on, and never look ahead."""
    kinds = ["rnn", "gru", "lstm"]
    x = single(rand, 3, 7, 5)
    beside = torch.cat([4 * single(rand, 1, 7, 5), x[1:]])
    batches = [variants(rand, x).flatten(0, 1), x, x[:, [1, 0, 2, 3, 4, 5, 6]], beside]
    seen = observe(read, kinds, {"inputs": 5, "hidden": 12, "outputs": 3}, batches)
    for kind in kinds:
        alone, other = (seen[f"{kind}, features #{number}"][1:] for number in (2, 4))
        assert apart(alone, other) < 1e-4, (
            f"{kind}: features(x) of rows 1 and 2 hear what stands in row 0: the first axis, the batch, is read as time"
        )
        plain, swapped = (seen[f"{kind}, features #{number}"][:, 2] for number in (2, 3))
        assert apart(plain, swapped) > NOTHING, (
            f"{kind}: features(x) at place 2 does not hear the order of places 0 and 1"
        )
        check_hearing(kind, moved(seen[f"{kind}, features"], 3).amax(dim=-1).T, lambda t: 0, lambda t: t)
        all_places_are_heard(kind, seen[f"{kind}, out"])


def test_a_state_is_all_that_is_handed_on(observe, note, rand):
    """What the first places tell the later ones goes through the state: `hidden` numbers, and as many of memory."""
    seen = observe(handed_on, ["rnn", "gru", "lstm"], 3, 4, single(rand, 1, 11, 3), 6)
    for kind, most in (("rnn", 4), ("gru", 4), ("lstm", 8)):
        left = torch.linalg.svdvals(seen[kind].double())
        ranks = int((left > 1e-4 * left[0]).sum())
        note(f"{kind}: numbers handed on", float(ranks), within=0.5)
        assert ranks <= most, f"{kind}: more than {most} numbers are handed on where the state has 4 (hidden = 4)"
        assert kind != "lstm" or ranks > 4, "lstm: the state alone is handed on; an lstm has a memory beside it"


def test_a_bilstm_reads_from_both_ends(observe, rand):
    """One half of a bilstm's features comes from the left, the other half from the right; together they hear all."""
    batches = [variants(rand, single(rand, 3, 7, 5)).flatten(0, 1)]
    seen = observe(read, ["bilstm"], {"inputs": 5, "hidden": 12, "outputs": 3}, batches)
    hears = moved(seen["bilstm, features"], 3).permute(1, 0, 2)  # (T, S, F)
    check_hearing("bilstm", hears.amax(dim=2), lambda t: 0, lambda t: 6)
    later = torch.ones(7, 7).triu(1).unsqueeze(2)
    from_left = (hears * later).amax(dim=(0, 1)) <= NOTHING
    from_right = (hears * later.transpose(0, 1)).amax(dim=(0, 1)) <= NOTHING
    assert int(from_left.sum()) == 12, "bilstm: not half of the numbers at a place come from the left alone"
    assert int(from_right.sum()) == 12, "bilstm: not half of the numbers at a place come from the right alone"
    check_hearing("bilstm, from the left", hears[..., from_left].amax(dim=2), lambda t: 0, lambda t: t)
    check_hearing("bilstm, from the right", hears[..., from_right].amax(dim=2), lambda t: t, lambda t: 6)
    all_places_are_heard("bilstm", seen["bilstm, out"])


def test_a_transformer_hears_everything(observe, rand):
    """A transformer hears all places from each place, and their order exactly if it has positions."""
    x = single(rand, 3, 7, 5)
    batches = [variants(rand, x).flatten(0, 1), x, x[:, [3, 0, 6, 1, 5, 2, 4]], x[:, [1, 0, 2, 3, 4, 5, 6]]]
    for positions in (True, False):
        build = {"inputs": 5, "hidden": 12, "outputs": 3, "positions": positions}
        seen = observe(read, ["transformer"], build, batches)
        told = f"transformer, positions={positions}"
        check_hearing(told, moved(seen["transformer, features"], 3).amax(dim=-1).T, lambda t: 0, lambda t: 6)
        all_places_are_heard(told, seen["transformer, out"])
        plain = seen["transformer, features #2"]
        shuffled = apart(plain[:, [3, 0, 6, 1, 5, 2, 4]], seen["transformer, features #3"])
        swapped = apart(plain[:, [1, 0, 2, 3, 4, 5, 6]], seen["transformer, features #4"])
        if positions:
            assert shuffled > 1e-3, f"{told}: shuffled places give the same vectors, shuffled; the order is not heard"
            assert swapped > 1e-3, f"{told}: the order of the first two places is not heard"
        else:
            assert max(shuffled, swapped) < 1e-4, f"{told}: shuffled places give other vectors"


def test_a_transformer_attends(observe, rand):
    """What a place hears of another one hangs on the two of them: it is more than a mean or sum that all share."""
    for told, slopes in observe(attended, 2 * single(rand, 1, 32, 8), 16).items():
        left = torch.linalg.svdvals(slopes.double())
        ranks = int((left > 1e-5 * left[0]).sum())
        assert ranks > 12, (
            f"transformer, {told}: all places hear the same of the others, as from a mean or sum over the places. In "
            f"attention, what a place hears of another one hangs on the two of them"
        )


def test_positions_are_the_default(observe, rand):
    """Who says nothing about positions gets a transformer that knows them."""
    x = single(rand, 3, 7, 5)
    batches = [x, x[:, [3, 0, 6, 1, 5, 2, 4]]]
    seen = observe(read, ["transformer"], {"inputs": 5, "hidden": 8, "outputs": 2}, batches)
    there = apart(seen["transformer, features"][:, [3, 0, 6, 1, 5, 2, 4]], seen["transformer, features #2"])
    assert there > 1e-3, "transformer, positions left out: the order is not heard"


def test_a_code_is_smaller_than_what_it_stands_for(observe, rand):
    """An autoencoder's code has fewer numbers than its input, whatever `hidden` is, and all goes through the code."""
    cases = []
    for inputs, hidden in ((8, 32), (8, 32), (8, 32), (4, 12), (13, 8), (5, 4)):
        x = single(rand, 5, inputs)
        wide = x.repeat(inputs + 1, 1, 1)
        for s in range(inputs):
            wide[s + 1, :, s] += 3.0
        cases.append(({"inputs": inputs, "hidden": hidden, "outputs": 3}, [x, wide.flatten(0, 1), x[2:3]]))
    seen = observe(coded, cases, single(rand, 5, 99))
    heard, alive = torch.zeros(8), torch.zeros(8)
    for number, (build, _) in enumerate(cases):
        inputs, told = build["inputs"], f"autoencoder, inputs = {build['inputs']}, hidden = {build['hidden']}"
        code, out, decoded = (seen[f"{number}, {name}"] for name in ("code", "out", "decoded"))
        assert code[0].dim() == 2 and len(code[0]) == 5, f"{told}: encode(x) has shape {tuple(code[0].shape)}"
        wide = code[0].shape[1]
        assert wide != inputs, f"{told}: a code has {wide} numbers, as many as x"
        assert wide < inputs, f"{told}: a code has {wide} numbers, more than x"
        assert out[0].shape == (5, inputs), f"{told}: model(x) has shape {tuple(out[0].shape)}"
        another = seen[f"{number}, another"]
        assert another.shape == (5, inputs), f"{told}: decode gives shape {tuple(another.shape)}"
        assert all(apart(a, b) < 1e-4 for a, b in zip(out, decoded, strict=True)), (
            f"{told}: model(x) is not what decode makes of encode(x) alone"
        )
        for name, each in (("code", code), ("result", out)):
            assert apart(each[0][2:3], each[2]) < 1e-4, f"{told}: a row gets another {name} without the other rows"
        if inputs == 8:  # three models: in one of them a ReLU may be silent
            heard = heard.maximum(moved(code[1], 5).amax(dim=1))
            alive = alive.maximum(moved(out[1], 5).amax(dim=0))
    assert (heard > NOTHING).all(), f"autoencoder: the code does not hear number {int(heard.argmin())} of x"
    assert (alive > NOTHING).sum() > 4, "autoencoder: most numbers of model(x) are the same for all x"


def test_a_decoder_hears_the_source_and_no_later_target(observe, rand):
    """An encoder-decoder hears the whole source at every place, and of the target no place that is still to come."""
    source, target = single(rand, 3, 5, 4), single(rand, 3, 7, 4)
    sources, targets = variants(rand, source).flatten(0, 1), variants(rand, target).flatten(0, 1)
    batches = [(sources, target.repeat(6, 1, 1)), (source.repeat(8, 1, 1), targets)]
    seen = observe(translated, {"inputs": 4, "hidden": 12, "outputs": 3}, batches)
    of_source = moved(seen["out"], 3).amax(dim=-1).T  # (T, S)
    for s in range(5):
        for t in range(7):
            assert of_source[t, s] > NOTHING, f"encdec: what it says at place {t} does not hear place {s} of the source"
    of_target = moved(seen["out #2"], 3).amax(dim=-1).T  # (T, T)
    for t in range(7):
        for s in range(7):
            if s <= t:
                assert of_target[t, s] > NOTHING, f"encdec: place {t} does not hear place {s} of the target"
            else:
                assert of_target[t, s] <= NOTHING, f"encdec: place {t} hears place {s} of the target, which comes later"


def test_long_sequences_are_read_to_the_end(observe, rand):
    """In sequences of 64 places the last ones are heard, too, and no end of a source is all that is heard."""
    x = single(rand, 3, 64, 5)
    other = torch.cat([x[:, :55], single(rand, 3, 9, 5)], dim=1)
    seen = observe(read, list(READERS), {"inputs": 5, "hidden": 12, "outputs": 3}, [x, other])
    for kind in READERS:
        assert apart(seen[f"{kind}, out"], seen[f"{kind}, out #2"]) > NOTHING, (
            f"{kind}: model(x) leaves out the last places"
        )
    source, target = single(rand, 3, 64, 5), single(rand, 3, 4, 5)
    ends = (source[:, :10], source[:, -10:])
    one, two = torch.cat([ends[0], single(rand, 3, 54, 5)], dim=1), torch.cat([single(rand, 3, 54, 5), ends[1]], dim=1)
    spoken = observe(
        translated, {"inputs": 5, "hidden": 12, "outputs": 3}, [(source, target), (one, target), (two, target)]
    )
    for told, other in (("first", spoken["out #2"]), ("last", spoken["out #3"])):
        assert apart(spoken["out"], other) > NOTHING, f"encdec: of a source of 64 places only the {told} ones are heard"


def test_rows_do_not_mix(observe, rand):
    """A row gets the same whoever stands beside it, also alone, and the inputs are left as they are."""
    x, y = single(rand, 3, 7, 5), single(rand, 3, 7, 5)
    y[1] = x[1]
    batches = [x, y, x[1:2], torch.cat([x, y])]
    build = {"inputs": 5, "hidden": 12, "outputs": 3}
    seen = observe(read, list(READERS), build, batches)
    targets = [single(rand, 3, 4, 5), single(rand, 3, 4, 5)]
    targets[1][1] = targets[0][1]
    pairs = [(x, targets[0]), (y, targets[1]), (x[1:2], targets[0][1:2]), (torch.cat([x, y]), torch.cat(targets))]
    spoken = observe(translated, build, pairs)
    for name, of in [(f"{kind}, {what}", seen) for kind in READERS for what in ("features", "out")] + [("out", spoken)]:
        told = "encdec" if of is spoken else name.partition(",")[0]
        own = of[name][1]
        for tail, row in ((" #2", 1), (" #3", 0), (" #4", 1), (" #4", 4)):
            assert apart(own, of[name + tail][row]) < 1e-4, (
                f"{told}: what comes out for a row changes with the rows beside it"
            )
    for told, before, after in (("a reader", batches, seen["after"]), ("encdec", pairs, spoken["after"])):
        same = all(torch.equal(a, b) for a, b in zip(flat(before), flat(after), strict=True))
        assert same, f"{told} changes the numbers that it is given"


def flat(nested):
    return [nested] if isinstance(nested, torch.Tensor) else [each for part in nested for each in flat(part)]


def test_a_gate_costs_as_much_as_a_plain_step(observe, note, rand):
    """The matrices of a gru have three times the weights of an rnn's, an lstm's four times, a bilstm's eight times."""
    cases = [({"inputs": i, "hidden": h, "outputs": 3}, single(rand, 2, 5, i)) for i, h in ((5, 12), (7, 4))]
    seen = observe(counted_behind, ["rnn", "gru", "lstm", "bilstm"], cases)
    for tail, (build, _) in zip(("", " #2"), cases, strict=True):
        inputs, hidden = build["inputs"], build["hidden"]
        for kind, n in (("rnn", 1), ("gru", 3), ("lstm", 4), ("bilstm", 8)):
            count, least = seen[kind + tail], n * hidden * (inputs + hidden)
            note(f"{kind}: weights behind the features ({inputs}, {hidden})", float(count), within=0.5)
            assert least <= count <= least + 4 * n * hidden, (
                f"{kind}: with inputs = {inputs} and hidden = {hidden} there are {count} numbers behind the features; "
                f"{n} · {hidden} · ({inputs} + {hidden}) = {least} and a few biases are expected"
            )


def test_no_model_is_too_large(observe, note):
    """With the sizes left as they are, no model has more than 60,000 numbers to learn."""
    for kind, count in observe(counted, list(KINDS)).items():
        note(f"{kind}: parameters", float(count), within=0.5)
        assert 0 < count <= 60_000, f"{ARTICLE[kind]} {kind} has {count:,} numbers to learn"


def test_all_that_is_learnt_is_registered(observe, rand):
    """Models start at random, answer alike in eval mode, have all in their state dict, and use all they can learn."""
    build = {"inputs": 5, "hidden": 12, "outputs": 3}
    batches = [single(rand, 3, 7, 5) for _ in READERS] + [single(rand, 3, 5)]
    batches.append((single(rand, 3, 7, 5), single(rand, 3, 4, 5)))
    seen = observe(begun, list(KINDS), build, batches)
    for kind in KINDS:
        assert seen[f"{kind}, is a module"], f"{kind}: what build returns is no nn.Module"
        assert not seen[f"{kind}, the same"], (
            f"{kind}: two new models have the same weights: each should start at random"
        )
        first, again, copy = (seen[f"{kind}, {name}"] for name in ("out", "out again", "out of the copy"))
        assert apart(first, again) < 1e-6, f"{kind}: the same input gives two different results in eval mode"
        assert apart(first, copy) < 1e-5, (
            f"{kind}: a second model with the state dict of the first gives other results: something that decides "
            f"them is not registered"
        )
        unreached = seen[f"{kind}, unreached"]
        assert not unreached, f"{kind}: no gradient reaches {', '.join(unreached)}"


def test_other_kinds_are_refused(agree):
    """A kind that there is not raises a ValueError."""
    agree(refused, ["mlp", "", "rnns"])
