"""Hidden checks for ch15/write. The models here leave nothing to chance, or show what was made of it."""

import random

import torch
from torch import nn

from tutor.checking import given, probe


class Certain(nn.Module):
    """What comes next is certain, and hangs on all the ids that it reads and on where they stand."""

    def __init__(self, V, context, secret):
        super().__init__()
        self.V, self.context, self.secret = V, context, secret
        self.inner, self.anchor = nn.Dropout(0.5), nn.Parameter(torch.zeros(1))
        self.most, self.modes, self.graphs = 0, [], []

    def forward(self, ids):
        self.most = max(self.most, ids.shape[1])
        self.modes += [self.training, self.inner.training]
        self.graphs.append(torch.is_grad_enabled())
        state, logits = self.secret, torch.full((1, ids.shape[1], self.V), -1e4)
        for t, id in enumerate(ids[0].tolist()):
            state = (state * 31 + id + 7) % 1_000_003
            logits[0, t, state % self.V] = 1e4
        return logits + self.anchor


class Table(nn.Module):
    """What comes next hangs on the last id alone, by a table of scores."""

    def __init__(self, scores):
        super().__init__()
        self.context, self.scores = 3, nn.Parameter(scores)

    def forward(self, ids):
        return self.scores[ids]


class Adding(nn.Module):
    """The lesson's model: the sum of what it reads comes next, modulo 10."""

    context = 3

    def forward(self, ids):
        return 100.0 * nn.functional.one_hot(ids.cumsum(dim=1) % 10, 10)


@probe
def worked(impl, prompt, n):
    """The lesson's example."""
    yield {"the new ids": impl.write(Adding(), prompt, n)}


@probe
def windowed(impl, V, context, secret, pieces, piece):
    """What a window says follows each of several pieces of a text, and another piece after each of its states."""
    model = Certain(V, context, secret)
    window, state = impl.Window(model), None
    for tokens in pieces:
        logits, state = window(tokens) if state is None else window(tokens, state)
        yield {"the scores of what follows": logits[0, -1], "the tokens after the call": tokens}
        yield {"the scores after another piece": window(piece, state)[0][0, -1]}
    yield {"the most ids that the model read at once": model.most}
    yield {"the scores at the start of another text": window(piece, None)[0][0, -1]}
    yield {"the scores of a second window": impl.Window(model)(piece)[0][0, -1]}


@probe
def continued(impl, V, context, secret, texts):
    """What a model writes whose next id is certain."""
    model = Certain(V, context, secret)
    for prompt, n in texts:
        yield {"the new ids": impl.write(model, prompt, n), "the prompt after the call": prompt}
    yield {"the most ids that the model read at once": model.most}


@probe
def modes(impl, V, secret, prompt, n, training):
    """In which mode the model is asked, and how it is left."""
    model = Certain(V, 5, secret).train(training)
    window = impl.Window(model)
    yield {"the model is in train mode when a window is made": model.training}
    yield {"the window is in train mode": window.training}
    impl.write(model, prompt, n)
    yield {"the model was asked in train mode": any(model.modes)}
    yield {"the model's answers carried a graph": any(model.graphs)}
    yield {"the model is in train mode afterwards": model.training}
    yield {"its parts are in train mode afterwards": model.inner.training}
    yield {"gradients are on afterwards": torch.is_grad_enabled()}


@probe
def greedy(impl, scores, prompt, n, temperature, top_k, seed):
    """What a table of scores writes where nothing is drawn."""
    yield {"the new ids": impl.write(Table(scores), prompt, n, temperature, top_k, given.generator(seed))}


@probe
def drawn(impl, scores, prompt, n, temperature, top_k, seed):
    """What a table of scores writes."""
    yield {"ids": impl.write(Table(scores), prompt, n, temperature, top_k, given.generator(seed))}


@probe
def repeated(impl, scores, prompt, n, seed):
    """The same seed twice, under two states of the global generators; and by default."""
    model = Table(scores)
    for name, of in (("first", seed), ("second", seed), ("other", seed + 1), ("later", seed)):
        generator = given.generator(of)
        if name == "later":
            torch.rand(5, generator=generator)
        yield {name: impl.write(model, prompt, n, generator=generator)}
        torch.manual_seed(len(name))
        random.seed(len(name))
    for name, settings in (("left out", {}), ("spelled out", {"temperature": 1.0, "top_k": None, "generator": None})):
        torch.manual_seed(4)
        yield {name: impl.write(model, prompt, n, **settings)}
    yield {"another global seed": impl.write(model, prompt, n)}


def seed_of(ints):
    return int(ints(0, 10**6))


def prompt_of(ints, V, length):
    return ints(0, V, length).tolist()


def test_the_worked_example(example):
    example(worked, [1, 1, 2], 5)


def test_the_window_moves_along(agree, ints):
    """The model reads the last ids of the text, the new ones too, as many as it can and no more."""
    for V, context in ((31, 5), (7, 1), (97, 13)):
        lengths = ((1, 3 * context), (context, 4), (2 * context + 3, 7), (context + 1, 2), (3, 0))
        agree(continued, V, context, seed_of(ints), [(prompt_of(ints, V, length), n) for length, n in lengths])


def test_a_window_reads_on_from_any_state(agree, ints):
    """All that a window knows of a text is in the state: one state can be read on from twice, or a new text begun."""
    for context, lengths, other in ((5, (2, 1, 1, 3, 1), 2), (4, (9, 1, 4, 5), 1), (1, (1, 2, 1), 2)):
        pieces = [ints(0, 23, 1, length) for length in lengths]
        agree(windowed, 23, context, seed_of(ints), pieces, ints(0, 23, 1, other))


def test_the_mode_comes_back(agree, ints):
    """The model is asked in eval mode and without a graph, and left in the mode in which it came."""
    for training in (True, False):
        agree(modes, 23, seed_of(ints), prompt_of(ints, 23, 4), 7, training)


def test_temperature_and_top_k(agree, observe, rand, ints):
    """Temperature and top_k reach every draw."""
    scores = torch.tensor([0.0, 0.7, 1.4, 2.1])[rand.permutation(4)].double()
    for temperature, top_k in ((0.5, None), (2.0, 2)):
        ids = observe(drawn, scores.expand(4, 4).clone(), [2, 0], 200, temperature, top_k, seed_of(ints))["ids"]
        told = f"temperature {temperature}, top_k {top_k}"
        assert len(ids) == 200 and set(ids) <= set(range(4)), f"{told}: the 200 new ids are not all there"
        best = scores.argsort(descending=True)[:top_k]
        chances = torch.zeros(4, dtype=torch.float64)
        chances[best] = (scores[best] / temperature).softmax(dim=0)
        counts = [ids.count(id) for id in range(4)]
        assert given.chi_square(counts, chances) > 1e-7, (
            f"{told}: of 200 ids with the probabilities {[round(p, 2) for p in chances.tolist()]} come {counts}"
        )
    scores = torch.tensor([rand.permutation(5) for _ in range(5)]).double()
    for temperature, top_k in ((1e-4, None), (0.0, None), (2.0, 1)):
        agree(greedy, scores / 100, prompt_of(ints, 5, 3), 23, temperature, top_k, seed_of(ints))


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds write equal texts; torch's own generator decides only where none is given."""
    seen = observe(repeated, rand(17, 17), prompt_of(ints, 17, 2), 100, seed_of(ints))
    assert seen["first"] == seen["second"], "the same seed writes another text"
    assert seen["first"] != seen["other"], "a generator with another seed writes the same text"
    assert seen["first"] != seen["later"], "a generator that has drawn something before writes the same text"
    assert seen["left out"] != seen["another global seed"], "torch's own generator decides nothing where none is given"
    assert seen["left out"] == seen["spelled out"], (
        "where they are left out, temperature is to be 1, top_k None, and torch's own generator is to decide"
    )
