"""Hidden checks for ch02/fit."""

import itertools

import torch
import torch.nn.functional as F
from torch import nn

from tutor.checking import given, probe


def hinge(scores, y):
    """A loss that nobody takes for a cross-entropy: how far the right score stays below 1, squared; the mean."""
    return (1 - scores.gather(1, y.unsqueeze(1))).pow(2).mean()


LOSSES = {"cross-entropy": F.cross_entropy, "hinge": hinge}


class Notes(list):
    """What a model notes of its calls. A copy of the model writes into the same notes."""

    def __deepcopy__(self, memo):
        return self


class Spied(nn.Module):
    """A network with batch normalisation that remembers its mode and whether a graph grows at each call."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3)).double()
        self.modes, self.graphs = Notes(), Notes()

    def forward(self, x):
        out = self.body(x)
        self.modes.append("train" if self.training else "eval")
        self.graphs.append(out.requires_grad)
        return out


class Rounds:
    """Batches that are others in each round, as those of a loader that shuffles are."""

    def __init__(self, rounds):
        self.rounds, self.begun = rounds, 0

    def __iter__(self):
        self.begun += 1
        return iter(self.rounds[(self.begun - 1) % len(self.rounds)])


def history_of(history):
    """The entries of a history, number by number."""
    yield {"what fit returns": "a list" if isinstance(history, list) else type(history).__name__}
    yield {"how many entries it has": len(history)}
    for entry in history:
        yield {"the keys of an entry": sorted(entry)}
        yield {f'"{key}"': entry[key] for key in sorted(entry)}


@probe
def fitted(impl, mode, rounds, loss, epochs):
    """A training without held-out examples from a given mode."""
    model = Spied()
    model.train(mode == "train")
    opt = given.Watched(torch.optim.SGD)(model.parameters(), lr=0.2, momentum=0.9)
    chance = torch.get_rng_state()
    history = impl.fit(model, Rounds(rounds), LOSSES[loss], opt, epochs)
    yield {"whether torch's global generator is as before": torch.equal(chance, torch.get_rng_state())}
    yield {"the modes in which the model was asked": sorted(set(model.modes))}
    yield {"the mode afterwards": "train" if model.training else "eval"}
    yield from history_of(history)
    yield {"how many steps were made": len(opt.seen)}
    yield {"weights and buffers afterwards": given.state(model)}
    impl.fit(model, Rounds(rounds), LOSSES[loss], opt, 1)
    yield {"weights and buffers after a second call": given.state(model)}


@probe
def held(impl, mode, rounds, held_out, loss):
    """A training with held-out examples, the same ones in every round; one epoch for each of the rounds."""
    model = Spied()
    model.train(mode == "train")
    opt = given.Watched(torch.optim.SGD)(model.parameters(), lr=0.2)
    history = impl.fit(model, Rounds(rounds), LOSSES[loss], opt, len(rounds), Rounds([held_out]))
    yield {"how many steps were made": len(opt.seen)}
    yield {"the modes in which the model was asked, in turn": [mode for mode, _ in itertools.groupby(model.modes)]}
    yield from history_of(history)
    yield {"weights and buffers afterwards": given.state(model)}
    yield {"the mode afterwards": "train" if model.training else "eval"}


@probe
def measured(impl, mode, batches, loss):
    """What evaluate returns."""
    model = Spied()
    model.train(mode == "train")
    result = impl.evaluate(model, batches, LOSSES[loss])
    yield {"the modes in which the model was asked": sorted(set(model.modes))}
    loss, acc = result
    yield {"the loss": loss, "the accuracy": acc}


@probe
def measured_plainly(impl, batches):
    """evaluate where the scores are the examples themselves."""
    loss, acc = impl.evaluate(nn.Identity(), batches, F.cross_entropy)
    yield {"the loss": loss, "the accuracy": acc}
    yield {"the batches after the call": batches}


@probe
def left(impl, mode, batches):
    """What evaluate leaves behind."""
    model = Spied()
    model.train(mode == "train")
    for i, parameter in enumerate(model.parameters()):
        parameter.grad = torch.full_like(parameter, float(i))
    chance = torch.get_rng_state()
    try:
        impl.evaluate(model, batches, F.cross_entropy)
        recorded = torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)
    yield {"whether torch's global generator is as before": torch.equal(chance, torch.get_rng_state())}
    yield {"whether a graph was recorded": any(model.graphs)}
    yield {"whether gradients are recorded after the call": recorded}
    yield {"how many parameters can learn after the call": sum(p.requires_grad for p in model.parameters())}
    yield {"the gradients after the call": given.parameter_gradients(model)}
    yield {"weights and buffers after the call": given.state(model)}


@probe
def modes_after(impl, mode, batches):
    """The mode of a model, and of a part of it, after evaluate."""
    model = Spied()
    model.train(mode == "train")
    impl.evaluate(model, batches, F.cross_entropy)
    yield {"the mode after the call": "train" if model.training else "eval"}
    yield {"the mode of the layers inside": sorted({"train" if part.training else "eval" for part in model.modules()})}


def dealt(rand, ints, sizes):
    """Batches of these sizes: four numbers, three classes."""
    return [(rand(size, 4), ints(0, 3, size)) for size in sizes]


def unequal(rand, ints, sizes):
    """Batches of scores in which the last batch is all right, and in the first all but one example is wrong."""
    batches = [(rand(size, 3), ints(0, 3, size)) for size in sizes]
    for (x, y), wrong in ((batches[0], slice(1, None)), (batches[-1], slice(0, 0))):
        x.scatter_(1, y.unsqueeze(1), 9.0)
        x[wrong] *= -1
    return batches


def test_the_worked_example(example):
    first = (torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 1]))
    example(measured_plainly, [first, (torch.tensor([[2.0, 0.0]]), torch.tensor([1]))])


def test_every_epoch_goes_through_the_batches_anew(agree, rand, ints):
    """Each epoch goes through all batches as they then come, makes a step after each, and adds a dict of its own."""
    rounds = [dealt(rand, ints, (5, 2)) for _ in range(3)]
    agree(fitted, "train", rounds, "cross-entropy", 3)
    agree(fitted, "train", rounds[:1], "hinge", 1)


def test_it_learns_in_train_mode(agree, rand, ints):
    """The model learns in train mode, in whichever mode it comes, and is left in it."""
    agree(fitted, "eval", [dealt(rand, ints, (7, 3)) for _ in range(2)], "cross-entropy", 2)


def test_held_out_examples_are_only_measured(agree, rand, ints):
    """With held_out each entry says also how good the model is on it after that epoch; it is not learnt from."""
    held_out = dealt(rand, ints, (7, 2))
    agree(held, "eval", [dealt(rand, ints, (5, 3)) for _ in range(3)], held_out, "cross-entropy")
    agree(held, "train", [dealt(rand, ints, (5, 2)) for _ in range(2)], held_out, "hinge")


def test_evaluate_measures_in_eval_mode(agree, rand, ints):
    """evaluate gives the mean loss and the share of hits over the examples, as floats, with the model in eval mode."""
    agree(measured, "train", dealt(rand, ints, (7, 7, 3)), "cross-entropy")
    agree(measured, "eval", dealt(rand, ints, (2, 11, 1)), "hinge")
    for sizes in ((7, 7, 3), (2, 11)):
        agree(measured_plainly, unequal(rand, ints, sizes))


def test_evaluate_changes_nothing(agree, rand, ints):
    """evaluate records no graph, and leaves weights, buffers and gradients as they are."""
    for mode in ("train", "eval"):
        agree(left, mode, dealt(rand, ints, (5, 2)))


def test_evaluate_puts_the_mode_back(agree, rand, ints):
    """After evaluate the model is in the mode in which it came."""
    for mode in ("train", "eval"):
        agree(modes_after, mode, dealt(rand, ints, (5, 2)))
