"""Hidden checks for ch03/small-cnn. The layers are free: judged is what a network does."""

import itertools

import torch
from torch import nn

from tutor.checking import given, probe


@probe
def shape(impl, classes, pictures):
    """The shape of the scores of one batch."""
    model = impl.SmallCNN(classes)
    yield {"the shape of the scores": list(model(torch.zeros(pictures, 1, 8, 8)).shape)}


@probe
def without_arguments(impl, x):
    """The shape of the scores where the number of classes is left out."""
    yield {"the shape of the scores": list(impl.SmallCNN()(x).shape)}


@probe
def scores(impl, classes, batches):
    """One network's scores of several batches, in eval mode."""
    model = impl.SmallCNN(classes).eval()
    for x in batches:
        with torch.no_grad():
            yield {"scores": model(x)}
        yield {"x after the call": x}


@probe
def sizes(impl, classes):
    """The sizes of all that is learnt."""
    model = impl.SmallCNN(classes)
    model(torch.zeros(2, 1, 8, 8))
    yield {"the numbers in each parameter": {name: p.numel() for name, p in model.named_parameters()}}


@probe
def grown(impl, classes, x, growth):
    """The scores before and after all weights have grown."""
    model = impl.SmallCNN(classes).eval()
    with torch.no_grad():
        yield {"scores": model(x)}
        for parameter in model.parameters():
            parameter *= growth
        yield {"scores of the grown": model(x)}


@probe
def changed(impl, classes, x, seed):
    """The scores as all that is learnt takes two steps in one random direction."""
    model, generator = impl.SmallCNN(classes).eval(), given.generator(seed)
    steps = [torch.randn(p.shape, generator=generator) for p in model.parameters()]
    for moment in ("before", "after a step", "after two"):
        with torch.no_grad():
            yield {f"scores {moment}": model(x)}
            for parameter, step in zip(model.parameters(), steps, strict=True):
                parameter += step


@probe
def moved_into_another(impl, classes, x):
    """The scores of a network, and of a second one before and after it is given the first one's state dict."""
    model, other = impl.SmallCNN(classes).eval(), impl.SmallCNN(classes).eval()
    with torch.no_grad():
        other(2 * x + 1)  # whoever keeps something of the first batch keeps something else here
        yield {"scores": model(x), "another network's": other(x)}
        other.load_state_dict(model.state_dict())
        yield {"the copy's": other(x)}


@probe
def one_step_back(impl, classes, x, y):
    """Which parameters the error reaches."""
    model = impl.SmallCNN(classes)
    nn.functional.cross_entropy(model(x), y).backward()
    yield {"gradients": given.parameter_gradients(model)}


@probe
def touched(impl, classes, pictures, upstream):
    """The gradients of the parameters, for one picture after another, in eval mode."""
    model = impl.SmallCNN(classes).eval()
    for picture in pictures:
        model.zero_grad()
        (model(picture[None])[0] * upstream).sum().backward()
        yield {"gradients": {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}}


@probe
def reached(impl, classes, x, upstream):
    """The gradient of every pixel, in eval mode."""
    model = impl.SmallCNN(classes).eval()
    x.requires_grad_()
    yield {"the gradient of x": given.gradients(model(x), upstream, x)[0]}


@probe
def learning(impl, classes, x, y, steps, rate):
    """The scores after learning a few pictures by heart."""
    model = impl.SmallCNN(classes)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for step in range(1, steps + 1):
        model.train()
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        if step % 5 == 0 or step == steps:
            model.eval()
            with torch.no_grad():
                out = model(x)
            if bool((out.argmax(dim=1) == y).all()):
                break
    yield {"scores": out}


def apart(a, b):
    return float((a - b).abs().max())


def pictures(rand, count):
    return rand(count, 1, 8, 8, dtype=torch.float32, low=0.0, high=1.0)


def test_the_worked_example(example):
    example(shape, 10, 3)


def test_any_batch_of_pictures(agree, observe, rand):
    """Any number of pictures, one too, however they lie in memory: one finite score for each class; x is left alone."""
    agree(without_arguments, pictures(rand, 2))
    turned = rand(8, 1, 8, 5, dtype=torch.float32).permute(3, 1, 2, 0)
    for classes, batches in ((10, [pictures(rand, 1), pictures(rand, 7), turned]), (3, [pictures(rand, 2)])):
        seen = observe(scores, classes, batches)
        for number, x in enumerate(batches, 1):
            out = seen["scores" if number == 1 else f"scores #{number}"]
            assert isinstance(out, torch.Tensor), "the scores are one tensor of shape (B, classes)"
            what = f"for {len(x)} pictures and {classes} classes the scores"
            assert out.shape == (len(x), classes), f"{what} have shape {tuple(out.shape)}, not {(len(x), classes)}"
            assert out.is_floating_point() and out.isfinite().all(), f"{what} are not all finite floats"
            after = seen["x after the call" if number == 1 else f"x after the call #{number}"]
            assert torch.equal(after, x), "forward changes x: work on a new tensor"


def test_it_is_small(observe):
    """There are fewer than 20,000 numbers to learn."""
    numbers = sum(observe(sizes, 10)["the numbers in each parameter"].values())
    assert numbers < 20_000, f"there are {numbers:,} numbers to learn; fewer than 20,000 are asked for"


def test_scores_are_logits(observe, rand):
    """The scores are raw: nothing holds them in a range or adds them up to 1."""
    seen = observe(grown, 31, pictures(rand, 5), 10.0)
    first, later = seen["scores"], seen["scores of the grown"]
    assert bool((first < 0).any()) or apart(first.sum(dim=1), torch.ones(len(first))) > 1e-4, (
        "the scores of each picture add up to 1: they are probabilities"
    )
    assert bool((first < 0).any()), "of 31 classes and 5 pictures no score is negative: something cuts them off"
    assert bool((first > 0).any()), "of 31 classes and 5 pictures no score is positive: something cuts them off"
    assert float(later.abs().max()) > 1.01, (
        "after all weights have grown tenfold no score goes beyond 1: something holds them between fixed bounds"
    )


def test_scores_bend(observe, rand):
    """The scores are not a linear function of the picture."""
    a, b = 8 * rand(5, 1, 8, 8, dtype=torch.float32), 8 * rand(5, 1, 8, 8, dtype=torch.float32)
    out = observe(scores, 10, [torch.cat([a, b, a + b, torch.zeros(5, 1, 8, 8)])])["scores"]
    at_a, at_b, at_both, at_zero = out.unflatten(0, (4, 5))
    most = apart(at_a, at_zero)
    assert apart(at_a + at_b, at_both + at_zero) > 1e-3 * most, (
        "what two pictures do to the scores simply adds up: without an activation between them, all layers are "
        "together one linear layer"
    )


def test_the_filters_are_learnt(observe, rand, ints):
    """What is learnt is more than the last layer: the filters are, too."""
    seen = observe(changed, 10, pictures(rand, 7), int(ints(0, 10**6)))
    first, second, third = (seen[f"scores {moment}"] for moment in ("before", "after a step", "after two"))
    assert apart(second - first, third - second) > 1e-3 * apart(third, first), (
        "only the last layer learns: the filters keep their first numbers, since they are no parameters"
    )


def test_weights_are_shared_by_all_places(observe, rand):
    """The weights that look at one pixel look at others, too."""
    upstream = rand(10, dtype=torch.float32)
    for way in ("side by side", "one below the other"):
        lit = torch.zeros(5, 1, 8, 8)  # five neighbours, so that filters of any stride meet two of them
        lit[range(5), 0, 3, range(1, 6)] = 50.0  # far above what a bias adds to all the others
        seen = list(observe(touched, 10, lit if way == "side by side" else lit.mT, upstream).values())
        for name in seen[0]:
            marks = [one[name].abs() > 0.1 * one[name].abs().max() for one in seen]
            own = all(a.any() and b.any() and not (a & b).any() for a, b in itertools.combinations(marks, 2))
            assert not own, f"in {name} pixels {way} have weights of their own: a filter takes the same ones everywhere"


def test_every_pixel_can_change_the_scores(observe, rand):
    """There is no pixel that the scores never depend on, whether it is positive or negative."""
    for sign, kind in ((1, "positive"), (-1, "negative")):
        x = sign * pictures(rand, 32)
        gradient = observe(reached, 10, x, rand(32, 10, dtype=torch.float32))["the gradient of x"]
        assert gradient is not None, "no gradient reaches the pictures: the scores are cut off from them"
        blind = (gradient.abs().amax(dim=(0, 1)) == 0).nonzero().tolist()
        assert len(blind) < 64, f"in 32 pictures of {kind} pixels none of them ever matters"
        assert not blind, f"in 32 pictures the {kind} pixel at row {blind[0][0]}, column {blind[0][1]} never matters"


def test_a_picture_gets_its_scores_alone(observe, rand):
    """In eval mode a picture gets the same scores again, alone and in any company."""
    x = pictures(rand, 3)
    seen = observe(scores, 10, [x, x, x.flip(0), *x.split(1)])
    assert apart(seen["scores"], seen["scores #2"]) < 1e-6, "asked twice, the same pictures get other scores"
    assert apart(seen["scores"].flip(0), seen["scores #3"]) < 1e-4, "the pictures in another order get other scores"
    for row in range(3):
        alone = seen[f"scores #{row + 4}"][0]
        assert apart(seen["scores"][row], alone) < 1e-4, "a picture gets other scores alone than in company"
    assert apart(seen["scores"], seen["scores"][:1]) > 1e-7, "three different pictures get the same scores"


def test_all_that_is_learnt_is_registered(observe, rand, ints):
    """The state dict holds everything that decides the scores, and the error reaches every parameter."""
    x = pictures(rand, 7)
    seen = observe(moved_into_another, 10, x)
    assert apart(seen["scores"], seen["the copy's"]) < 1e-5, (
        "a second network with the first one's state dict gives other scores: something to learn is not registered"
    )
    gradients = observe(one_step_back, 10, x, ints(0, 10, 7))["gradients"]
    assert gradients, "the module has no parameters at all"
    unreached = [name for name, gradient in gradients.items() if gradient is None]
    assert not unreached, f"no gradient reaches {', '.join(unreached)}: cut off from the graph, or never used"


def test_the_first_weights_are_random(observe, rand):
    """Two new networks give different scores, and each tells pictures apart."""
    seen = observe(moved_into_another, 10, pictures(rand, 5))
    assert apart(seen["scores"], seen["another network's"]) > 1e-6, "two new networks give the same scores"
    assert apart(seen["scores"], seen["scores"][:1]) > 1e-7, "a new network gives all pictures the same scores"


def test_it_learns_pictures_by_heart(observe, rand):
    """Twelve pictures are learnt by heart in a moment."""
    x, y = pictures(rand, 12), torch.arange(12) % 5
    out = observe(learning, 5, x, y, 100, 0.01)["scores"]
    wrong = int((out.argmax(dim=1) != y).sum())
    assert wrong == 0, f"after 100 steps on twelve pictures, {wrong} of them are still given to the wrong class"
