"""Hidden checks for ch02/run-epoch."""

import torch
import torch.nn.functional as F
from torch import nn

from tutor.checking import given, probe


def hinge(scores, y):
    """A loss that nobody takes for a cross-entropy: how far the right score stays below 1, squared; the mean."""
    return (1 - scores.gather(1, y.unsqueeze(1))).pow(2).mean()


LOSSES = {"cross-entropy": F.cross_entropy, "hinge": hinge}


class Spied(nn.Module):
    """A network with batch normalisation that remembers its mode and whether a graph grows at each call."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Flatten(), nn.Linear(6, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3)).double()
        self.modes, self.graphs = [], []

    def forward(self, x):
        out = self.body(x)
        self.modes.append("train" if self.training else "eval")
        self.graphs.append(out.requires_grad)
        return out


def returned(seen):
    """The two numbers that run_epoch returns."""
    yield {"what is returned": "a dict" if isinstance(seen, dict) else type(seen).__name__}
    yield {'the key "loss"': seen["loss"]}
    yield {'the key "acc"': seen["acc"]}


@probe
def measured(impl, batches, loss):
    """Loss and accuracy where the scores are the examples themselves."""
    yield from returned(impl.run_epoch(nn.Identity(), batches, LOSSES[loss]))
    yield {"the batches after the call": batches}


@probe
def learnt(impl, batches, loss):
    """One epoch with an optimizer, from stale gradients: what each step saw, what is returned, the weights after."""
    width, classes = batches[0][0].shape[1], 3
    model = nn.Sequential(nn.Linear(width, 7), nn.Tanh(), nn.Linear(7, classes)).double()
    opt = given.Watched(torch.optim.SGD)(model.parameters(), lr=0.3, momentum=0.5)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    seen = impl.run_epoch(model, batches, LOSSES[loss], opt)
    yield {"how many steps were made": len(opt.seen)}
    for gradients in opt.seen:
        yield {"the gradients that a step sees": gradients}
    yield {"the weights after the epoch": given.weights(model)}
    yield from returned(seen)
    again = impl.run_epoch(model, batches, LOSSES[loss], opt)
    yield {"the weights after a second epoch": given.weights(model)}
    yield {"the losses of both epochs, afterwards": [seen["loss"], again["loss"]]}


@probe
def from_nothing(impl, batches):
    """A network that says class 0 to everything and learns in bold steps from batches of one class each."""
    model = nn.Linear(batches[0][0].shape[1], 3).double()
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    yield from returned(impl.run_epoch(model, batches, F.cross_entropy, torch.optim.SGD(model.parameters(), lr=20.0)))


@probe
def left(impl, batches, mode, learning):
    """What a call leaves behind: modes, graphs, weights and buffers, gradients, and whether gradients are recorded."""
    model = Spied()
    model.train(mode == "train")
    for i, parameter in enumerate(model.parameters()):
        parameter.grad = torch.full_like(parameter, float(i))
    if not learning:
        model.body[1].bias.requires_grad_(False)  # a part that is not to learn
    opt = torch.optim.SGD(model.parameters(), lr=0.1) if learning else None
    try:
        seen = impl.run_epoch(model, batches, F.cross_entropy, opt)
        recorded = torch.is_grad_enabled()
    finally:
        torch.set_grad_enabled(True)
    yield {"whether gradients are recorded after the call": recorded}
    yield {"the modes in which the model was asked": sorted(set(model.modes))}
    yield {"how often the model was asked": len(model.modes)}
    yield {"the mode after the call": "train" if model.training else "eval"}
    yield {"whether a graph was recorded": any(model.graphs)}
    yield {"how many parameters can learn after the call": sum(p.requires_grad for p in model.parameters())}
    if not learning:
        yield {"the gradients after the call": given.parameter_gradients(model)}
    yield {"weights and buffers after the call": given.state(model)}
    yield from returned(seen)


@probe
def once_through(impl, batches, learning):
    """The same with batches that a generator hands out, so that they have no length and come once only."""
    model = nn.Linear(batches[0][0].shape[1], 3).double()
    opt = torch.optim.SGD(model.parameters(), lr=0.1) if learning else None
    yield from returned(impl.run_epoch(model, (pair for pair in batches), F.cross_entropy, opt))
    yield {"the weights after the epoch": given.weights(model)}


def dealt(rand, ints, sizes, *shape):
    """Batches of these sizes, of three classes."""
    return [(rand(size, *shape), ints(0, 3, size)) for size in sizes]


def unequal(rand, ints, sizes):
    """Batches of scores in which the last batch is all right, and in the first all but one example is wrong."""
    batches = dealt(rand, ints, sizes, 3)
    for (x, y), wrong in ((batches[0], slice(1, None)), (batches[-1], slice(0, 0))):
        x.scatter_(1, y.unsqueeze(1), 9.0)
        x[wrong] *= -1
    return batches


def test_the_worked_example(example):
    first = (torch.tensor([[2.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 1]))
    example(measured, [first, (torch.tensor([[2.0, 0.0]]), torch.tensor([1]))], "cross-entropy")


def test_every_example_counts_alike(agree, rand, ints):
    """Loss and accuracy are means over the examples, as Python floats, whatever the sizes of the batches."""
    for sizes in ((7, 7, 3), (2, 11), (5, 1, 1, 2)):
        agree(measured, unequal(rand, ints, sizes), "cross-entropy")


def test_any_loss_will_do(agree, rand, ints):
    """The loss is what loss_fn(scores, y) says, and steps go down its gradient."""
    agree(measured, dealt(rand, ints, (5, 2), 3), "hinge")
    agree(learnt, dealt(rand, ints, (5, 2), 4), "hinge")


def test_each_step_uses_its_own_batch(agree, rand, ints):
    """After each batch a step is made on the gradient of that batch alone, whatever gradients lay there before."""
    agree(learnt, dealt(rand, ints, (7, 7, 3), 5), "cross-entropy")
    agree(learnt, dealt(rand, ints, (1,), 2), "cross-entropy")


def test_hits_are_counted_before_the_step(agree, rand):
    """Loss and accuracy are of the scores that the model gave before it learnt from the batch."""
    batches = [(0.1 * rand(n, 2), torch.full((n,), k)) for n, k in ((5, 1), (3, 2), (2, 1))]
    agree(from_nothing, batches)


def test_without_an_optimizer_nothing_is_learnt(agree, rand, ints):
    """Without opt no graph is recorded, weights and gradients stay, and afterwards gradients are recorded again."""
    agree(left, dealt(rand, ints, (5, 2), 6), "eval", False)
    agree(left, dealt(rand, ints, (3, 7), 6), "train", False)


def test_the_mode_is_left_alone(agree, rand, ints):
    """The model works and stays in the mode in which it comes, and is asked once for each batch."""
    for mode in ("train", "eval"):
        for learning in (True, False):
            agree(left, dealt(rand, ints, (5, 3, 2), 2, 3), mode, learning)


def test_batches_may_come_from_a_generator(agree, rand, ints):
    """Batches without a length, which can be gone through once, will do."""
    agree(once_through, dealt(rand, ints, (5, 2), 4), True)
    agree(once_through, dealt(rand, ints, (5, 2), 4), False)
