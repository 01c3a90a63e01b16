"""Hidden checks for ch07/generate. The models here leave nothing to chance, or show what was made of it."""

import random

import torch
from torch import nn

from tutor.checking import given, probe


class Watched(nn.Module):
    """A model of which everything that it reads is written down: tokens, state, mode and graph."""

    def __init__(self, vocabulary, secret):
        super().__init__()
        self.script = given.Scripted(vocabulary, secret)
        self.inner, self.frozen = nn.Identity(), nn.Parameter(torch.zeros(1), requires_grad=False)
        self.read, self.first, self.modes, self.graphs, self.shapes = 0, [], [], [], []

    def forward(self, tokens, state):
        self.shapes.append(tokens.dim() == 2 and len(tokens) == 1 and tokens.dtype == torch.int64)
        self.read += tokens.numel()
        logits, after = self.script(tokens, None if state is None else state["hash"][0])
        self.modes += [self.training, self.inner.training]
        self.graphs.append(logits.requires_grad)
        return logits, {"hash": (after,)}


class Table(nn.Module):
    """What comes next hangs on the last token alone, by a table of scores; the state only counts."""

    def __init__(self, scores):
        super().__init__()
        self.scores = nn.Parameter(scores)

    def forward(self, tokens, state):
        return self.scores[tokens], tokens.shape[1] + (0 if state is None else state)


class Remainder(nn.Module):
    """The state is a plain number, the sum of all it has read modulo 3, and often 0. The next one hangs on it."""

    def forward(self, tokens, state):
        state = (int(tokens.sum()) + (1 if state is None else state)) % 3
        return 100.0 * nn.functional.one_hot(torch.tensor([[(2 * state + 1) % 3]]), 3), state


class Sums(nn.Module):
    """The lesson's model: the sum of all it has read comes next, modulo 10."""

    def forward(self, tokens, state):
        sums = tokens.cumsum(dim=1) + (0 if state is None else state)
        return 100.0 * nn.functional.one_hot(sums % 10, 10), sums[:, -1:]


@probe
def worked(impl, prompt, n):
    """The lesson's example."""
    yield {"the new ids": impl.generate(Sums(), prompt, n)}


@probe
def continued(impl, vocabulary, secret, prompt, n, temperature, top_k, seed):
    """What a model whose next token is certain writes."""
    model = given.Scripted(vocabulary, secret)
    yield {"the new ids": impl.generate(model, prompt, n, temperature, top_k, given.generator(seed))}


@probe
def watched(impl, vocabulary, secret, prompt, n, seed, training):
    """The ids, and what the model has seen of the way they were made."""
    model = Watched(vocabulary, secret).train(training)
    yield {"the new ids": impl.generate(model, prompt, n, 1.0, None, given.generator(seed))}
    yield {"all tokens were int64 of shape (1, t)": all(model.shapes)}
    yield {"the model was asked in train mode": any(model.modes)}
    yield {"the model's answers carried a graph": any(model.graphs)}
    yield {"the model is in train mode afterwards": model.training}
    yield {"gradients are on afterwards": torch.is_grad_enabled()}


@probe
def plain_state(impl, prompt, n, seed):
    """What a model writes whose state is a plain number."""
    yield {"the new ids": impl.generate(Remainder(), prompt, n, 1.0, None, given.generator(seed))}


@probe
def by_itself(impl, scores, prompt, n):
    """The same text, once with the defaults and once with temperature and top_k spelled out."""
    torch.manual_seed(4)
    yield {"left out": impl.generate(Table(scores), prompt, n)}
    torch.manual_seed(4)
    yield {"spelled out": impl.generate(Table(scores), prompt, n, temperature=1.0, top_k=None)}


@probe
def counted(impl, vocabulary, secret, prompt, n, seed):
    """How many tokens the model has read."""
    model = Watched(vocabulary, secret)
    out = impl.generate(model, prompt, n, 1.0, None, given.generator(seed))
    yield {"read": model.read, "ids": out}


@probe
def twice(impl, vocabulary, secret, prompt, other, n, seed):
    """Two texts by one model, and the prompts afterwards."""
    model, generator = Watched(vocabulary, secret), given.generator(seed)
    for text in (prompt, other, prompt):
        yield {"the new ids": impl.generate(model, text, n, 1.0, None, generator)}
        yield {"the prompt after the call": text}
    yield {"the state dict": given.state(model)}
    yield {"the parameters that learn": [name for name, p in model.named_parameters() if p.requires_grad]}


@probe
def greedy(impl, scores, prompt, n, temperature, top_k, seed):
    """What a table of scores writes where nothing is drawn."""
    model = Table(scores)
    yield {"the new ids": impl.generate(model, prompt, n, temperature, top_k, given.generator(seed))}


@probe
def drawn(impl, scores, prompt, n, temperature, top_k, seed):
    """What a table of scores writes."""
    yield {"ids": impl.generate(Table(scores), prompt, n, temperature, top_k, given.generator(seed))}


@probe
def repeated(impl, scores, prompt, n, seed):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    model = Table(scores)
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    yield {"first": impl.generate(model, prompt, n, 1.0, None, generator)}
    yield {"after that": impl.generate(model, prompt, n, 1.0, None, generator)}
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    torch.manual_seed(2)
    random.seed(2)
    yield {"second": impl.generate(model, prompt, n, 1.0, None, given.generator(seed))}
    yield {"other": impl.generate(model, prompt, n, 1.0, None, given.generator(seed + 1))}
    for _ in range(2):
        torch.manual_seed(3)
        yield {"by default": impl.generate(model, prompt, n)}


def seed_of(ints):
    return int(ints(0, 10**6))


def prompt_of(ints, vocabulary, length):
    return ints(0, vocabulary, length).tolist()


def test_the_worked_example(example):
    example(worked, [1, 2], 6)


def test_it_continues_what_it_has_read(agree, ints):
    """Each new id follows from the whole prompt and all new ids before it; n of them come back, and nothing else."""
    for V, length, n in ((31, 5, 13), (7, 1, 5), (97, 11, 1), (2, 3, 17)):
        for temperature, top_k in ((1.0, None), (3.0, 2)):
            agree(continued, V, seed_of(ints), prompt_of(ints, V, length), n, temperature, top_k, seed_of(ints))


def test_the_state_may_be_anything(agree, ints):
    """The state may be of any kind, also a plain number, and 0 is another state than None."""
    for length in (1, 2, 4):
        agree(plain_state, prompt_of(ints, 3, length), 11, seed_of(ints))
    agree(plain_state, [2], 7, seed_of(ints))


def test_nothing_to_write(agree, ints):
    """With n = 0 the result is an empty list."""
    agree(continued, 7, seed_of(ints), prompt_of(ints, 7, 3), 0, 1.0, None, seed_of(ints))
    agree(watched, 7, seed_of(ints), prompt_of(ints, 7, 1), 0, seed_of(ints), True)


def test_the_model_is_asked_in_eval_mode_and_without_a_graph(agree, ints):
    """The model is asked in eval mode and without a graph, and left in the mode in which it came."""
    for training in (True, False):
        agree(watched, 23, seed_of(ints), prompt_of(ints, 23, 4), 7, seed_of(ints), training)


def test_nothing_is_read_twice(observe, ints):
    """The model reads each id once at the most: the state knows it from then on."""
    for length, n in ((5, 11), (1, 7), (13, 1)):
        read = observe(counted, 29, seed_of(ints), prompt_of(ints, 29, length), n, seed_of(ints))["read"]
        assert read >= length + n - 1, f"a prompt of {length} and {n} new ids, but the model has read {read} ids in all"
        assert read <= length + n, (
            f"for a prompt of {length} and {n} new ids the model has read {read} ids; "
            f"each of them once is {length + n} at the most"
        )


def test_nothing_is_left_behind(agree, ints):
    """Another text by the same model starts afresh; the prompt, the model's numbers, and that they learn, stay."""
    V = 31
    agree(twice, V, seed_of(ints), prompt_of(ints, V, 5), prompt_of(ints, V, 3), 7, seed_of(ints))


def test_it_draws_as_sample_next_does(agree, observe, rand, ints):
    """Temperature and top_k reach every draw."""
    scores = torch.tensor([0.0, 0.7, 1.4, 2.1])[rand.permutation(4)].double()
    for temperature, top_k in ((0.5, None), (2.0, 2)):
        ids = observe(drawn, scores.expand(4, 4).clone(), [2, 0], 150, temperature, top_k, seed_of(ints))["ids"]
        told = f"temperature {temperature}, top_k {top_k}"
        assert len(ids) == 150 and set(ids) <= set(range(4)), f"{told}: the 150 new ids are not all there"
        best = scores.argsort(descending=True)[:top_k]
        chances = torch.zeros(4, dtype=torch.float64)
        chances[best] = (scores[best] / temperature).softmax(dim=0)
        counts = [ids.count(id) for id in range(4)]
        assert given.chi_square(counts, chances) > 1e-7, (
            f"{told}: of 150 ids with the probabilities {[round(p, 2) for p in chances.tolist()]} come {counts}"
        )
    V = 5
    scores = torch.tensor([rand.permutation(V) for _ in range(V)]).double()
    for temperature, top_k in ((1e-3, None), (0.0, None), (2.0, 1), (0.0, 3)):
        agree(greedy, scores, prompt_of(ints, V, 3), 23, temperature, top_k, seed_of(ints))


def test_the_generator_alone_decides(observe, rand, ints):
    """Equal seeds write equal texts, a second call another; torch's generator decides only where none is given."""
    seen = observe(by_itself, 3 * rand(29, 29), prompt_of(ints, 29, 2), 60)
    assert seen["left out"] == seen["spelled out"], "temperature is to be 1, and top_k None, where they are left out"
    seen = observe(repeated, rand(17, 17) / 5, prompt_of(ints, 17, 2), 23, seed_of(ints))
    assert seen["first"] == seen["second"], "the same seed writes another text"
    assert seen["first"] != seen["after that"], "the next call writes the same text again"
    assert seen["first"] != seen["other"], "a generator with another seed writes the same text"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
    assert seen["by default"] == seen["by default #2"], "without a generator, torch's seed does not decide the text"
