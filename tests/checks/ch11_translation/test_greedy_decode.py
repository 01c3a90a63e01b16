"""Hidden checks for ch11/greedy-decode. The models here leave nothing to chance."""

import torch
from torch import nn

from tutor.checking import probe


def fine(whole):
    """These whole numbers as the last digits of numbers near 1."""
    return 1 + whole.double() / 2**40


class Scribe(nn.Module):
    """A translator whose next word is certain and hangs on the source, the mask, and every id that it was told.

    Each sentence ends after as many words as its source's first id says; what the model says after that is nonsense.
    In train mode it writes something else. What its state means lies in the last digits of its numbers, so a state that
    is not handed on as it is has lost it.
    """

    def __init__(self, words, eos, vocabulary):
        super().__init__()
        self.words, self.eos, self.vocabulary = words, eos, vocabulary
        self.weight, self.inner = nn.Parameter(torch.ones(())), nn.Identity()
        self.modes, self.parts, self.graphs, self.told = [], [], [], []

    def encode(self, src):
        self.modes.append(self.training), self.parts.append(self.inner.training)
        mask = src > 0
        places = torch.arange(1, src.shape[1] + 1)
        key = (src * places * mask).sum(dim=1)
        h = fine(torch.stack([key % 89, src[:, 0] + 1], dim=1)) * self.weight
        self.graphs.append(h.requires_grad)
        return h, torch.stack([src * 3 % 7 + 1, src * 5 % 11], dim=2).double(), mask

    def step(self, y_prev, h, enc, mask):
        self.modes.append(self.training), self.parts.append(self.inner.training)
        self.told.append(
            [y_prev.dim() == 1, y_prev.dtype == torch.int64, len(y_prev) == len(h) == len(enc) == len(mask)]
        )
        state, left = ((h - 1) * 2**40).round().long().unbind(dim=1)
        heard = (enc.sum(dim=2) * mask).sum(dim=1).round().long()
        state = (state * 31 + y_prev * 17 + heard * 7 + 5 + self.training) % 89
        index = torch.tensor(self.words)[state % len(self.words)]
        index = torch.where(left == 1, self.eos, index)
        scores = -5.0 - torch.arange(self.vocabulary) % 3  # all below 0, so that zeros would win
        logits = scores.double().repeat(len(h), 1) * self.weight
        logits = logits.scatter(1, index.unsqueeze(1), (-0.5 - state % 4).double().unsqueeze(1) * 0.5)
        self.graphs.append(logits.requires_grad)
        return logits, fine(torch.stack([state, left - 1], dim=1)) * self.weight, mask.double() / 3


class Countdown(nn.Module):
    """The lesson's model: counts down from the source's first id to 3; then comes the end, 2."""

    def encode(self, src):
        return src[:, :1], src.unsqueeze(-1).float(), src > 0

    def step(self, y_prev, h, enc, mask):
        return nn.functional.one_hot(h[:, 0].clamp(min=2), 10).float(), h - 1, mask.float()


class Recurrent(nn.Module):
    """A small network with weights: a recurrent cell, and scores that hang on the source, too."""

    def __init__(self, weights, scale=1.0):
        super().__init__()
        self.scale = scale
        self.told, self.carried, self.heard, self.out = (nn.Parameter(w) for w in weights)

    def encode(self, src):
        mask = src > 0
        enc = self.told[src % len(self.told)] * mask.unsqueeze(-1)
        return enc.sum(dim=1), enc, mask

    def step(self, y_prev, h, enc, mask):
        h = torch.tanh(self.told[y_prev] + h @ self.carried)
        w = ((enc @ self.heard @ h.unsqueeze(-1)).squeeze(-1)).masked_fill(~mask, -1e9).softmax(dim=1)
        logits = (h + (w.unsqueeze(-1) * enc).sum(dim=1)) @ self.out
        logits[:, :2] -= 1000  # neither padding nor start are ever the likeliest
        return logits * self.scale, h, w


@probe
def worked(impl, src, max_len):
    """The lesson's example."""
    yield {"the result": impl.greedy_decode(Countdown(), src, max_len)}


@probe
def written(impl, src, max_len, words, sos, eos, pad):
    """What is written under ids that may be others than 1, 2 and 0, and src afterwards."""
    model = Scribe(words, eos, 2 + max([*words, eos, pad, sos]))
    yield {"the result": impl.greedy_decode(model, src, max_len, sos, eos, pad), "src after the call": src}


@probe
def by_default(impl, src, max_len, words):
    """What is written with the usual ids, left out and by name."""
    model = Scribe(words, 2, 40)
    yield {"the result": impl.greedy_decode(model, src, max_len)}
    yield {"with names": impl.greedy_decode(model, src, max_len=max_len, sos=4, eos=2, pad=9)}


@probe
def watched(impl, src, max_len, words, training):
    """What the model has seen of the way the result was made."""
    model = Scribe(words, 2, 40).train(training)
    yield {"the result": impl.greedy_decode(model, src, max_len)}
    yield {
        "the model was asked in train mode": any(model.modes),
        "a part of it was asked in train mode": any(model.parts),
        "what encode returned carried a graph": model.graphs[0],
    }
    yield {"what a step returned carried a graph": any(model.graphs[1:])}
    yield {"what each step was told: one axis, int64, as many rows as the rest": [all(t) for t in zip(*model.told)]}
    yield {"the model is in train mode afterwards": model.training, "its parts are": model.inner.training}
    yield {"gradients are on afterwards": torch.is_grad_enabled()}
    yield {"the parameter learns afterwards": model.weight.requires_grad}
    with torch.no_grad():
        impl.greedy_decode(model, src, max_len)
        yield {"gradients that were off are on afterwards": torch.is_grad_enabled()}


@probe
def in_turn(impl, first, second, max_len, words):
    """Three batches by one model."""
    model = Scribe(words, 2, 40)
    for src in (first, second, first):
        yield {"the result": impl.greedy_decode(model, src, max_len)}


@probe
def computed(impl, weights, src, max_len):
    """What a small network writes, also where its logits are huge or lie close together."""
    for scale in (1.0, 1e5, 1e-5):
        yield {
            f"the result with logits times {scale}": impl.greedy_decode(
                Recurrent(weights, scale).double(), src, max_len
            )
        }
    yield {"the result as a tensor": type(impl.greedy_decode(Recurrent(weights), src, max_len)) is torch.Tensor}


WORDS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]


def sources(ints, ends, S):
    """Sources whose first id says after how many words the translation ends; each with some padding behind."""
    src = ints(1, 30, len(ends), S)
    for row, end in zip(src, ends):
        row[0] = end
        row[int(ints(2, S + 1)) :] = 0
    return src


def test_the_worked_example(example):
    example(worked, torch.tensor([[6], [3], [9]]), 5)


def test_each_sentence_ends_by_itself(agree, ints):
    """Each word follows from those before; a sentence ends by its own end sign, and padding fills up its row."""
    agree(written, sources(ints, [3, 6, 1, 9, 4], 5), 7, WORDS, 1, 2, 0)
    agree(written, sources(ints, [2, 1], 4), 11, WORDS, 1, 2, 0)
    agree(by_default, sources(ints, [5, 2, 3], 3), 7, WORDS)
    agree(written, sources(ints, [1, 2, 1, 1, 1, 6, 2, 1, 1, 2, 1], 3), 7, WORDS, 1, 2, 0)


def test_the_longest_possible(agree, ints):
    """A sentence that never ends has max_len words, and the result always has max_len columns."""
    agree(written, sources(ints, [9, 9, 8], 5), 5, WORDS, 1, 2, 0)
    agree(written, sources(ints, [5, 4, 6], 5), 5, WORDS, 1, 2, 0)
    agree(written, sources(ints, [3, 1, 9], 5), 1, WORDS, 1, 2, 0)
    agree(written, sources(ints, [41, 200], 5), 61, WORDS, 1, 2, 0)


def test_nothing_to_say(agree, ints):
    """A sentence may end before its first word, alone or all of them."""
    src = sources(ints, [1, 3, 1], 4)
    src[::2] = torch.tensor([0, 5, 7, 2])
    agree(written, src, 5, WORDS, 1, 2, 0)
    agree(written, torch.tensor([[0, 5, 7], [0, 4, 0]]), 3, WORDS, 1, 2, 0)


def test_one_sentence(agree, ints):
    """One source alone works, and one of one word."""
    agree(written, sources(ints, [4], 5), 7, WORDS, 1, 2, 0)
    agree(written, torch.tensor([[3]]), 7, WORDS, 1, 2, 0)
    agree(written, torch.tensor([[3]]), 1, WORDS, 1, 2, 0)


def test_the_signs_may_have_any_ids(agree, ints):
    """The ids of start, end and padding are those that were handed over."""
    src = sources(ints, [3, 6, 1, 4], 5)
    agree(written, src, 5, [0, 1, 2, 3, 4], 5, 6, 7)
    agree(written, src, 5, [1, 2, 3, 4, 9], 5, 0, 7)
    agree(written, src, 5, [1, 2, 4, 5], 3, 7, 7)
    agree(written, src, 5, [1, 2, 4, 5], 3, 0, -1)


def test_whatever_scores_highest_is_written(agree, ints):
    """An id is chosen by its logit alone: also that of the padding or the start; only eos ends a sentence."""
    agree(written, sources(ints, [9, 8, 3, 9], 5), 8, [0, 1, 3], 1, 2, 0)
    agree(written, sources(ints, [9, 4], 5), 8, [5, 6, 0], 6, 1, 5)


def test_the_model_is_asked_in_eval_mode_and_without_a_graph(agree, ints):
    """The model is asked in eval mode and without a graph, and left in the mode in which it came."""
    for training in (True, False):
        agree(watched, sources(ints, [3, 5, 2], 4), 5, WORDS, training)
    agree(watched, sources(ints, [7, 7], 4), 3, WORDS, True)


def test_nothing_is_left_behind(agree, ints):
    """Another batch by the same model starts afresh."""
    agree(in_turn, sources(ints, [3, 5, 2], 4), sources(ints, [4, 1], 3), 5, WORDS)


def test_a_network_is_decoded(agree, rand, ints):
    """The largest of a network's logits is taken in each row."""
    for B in (5, 7):
        weights = [3 * rand(7, 5), rand(5, 5), rand(5, 5), rand(5, 7)]
        weights[-1][:, 2] *= 0.3
        agree(computed, weights, ints(1, 7, B, 4), 6)
