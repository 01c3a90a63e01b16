"""Hidden checks for ch11/beam-decode. The models here are tables of scores, so every hypothesis can be counted out."""

import torch
from torch import nn

from tutor.checking import probe


class Table(nn.Module):
    """What comes next hangs on the source, on the round, and on all ids so far, by a number that the state carries."""

    def __init__(self, scores):
        super().__init__()
        self.scores, self.inner = nn.Parameter(scores), nn.Identity()
        self.modes, self.parts, self.graphs, self.told = [], [], [], []

    def encode(self, src):
        self.modes.append(self.training), self.parts.append(self.inner.training)
        mask = src > 0
        h = (src * mask).sum(dim=1, keepdim=True).to(self.scores.dtype).repeat(1, 2) + 0 * self.scores[0, 0]
        self.graphs.append(h.requires_grad)
        return h, torch.stack([src % 3, src % 5 + 1], dim=2).to(self.scores.dtype), mask

    def step(self, y_prev, h, enc, mask):
        self.modes.append(self.training), self.parts.append(self.inner.training)
        self.told.append(
            [y_prev.dim() == 1, y_prev.dtype == torch.int64, len(y_prev) == len(h) == len(enc) == len(mask)]
        )
        heard = (enc[:, :, 1] * mask).sum(dim=1, keepdim=True)
        state = (h[:, 1:] * 29 + heard * 7 + (y_prev * 13 + 3 + self.training).unsqueeze(1)) % 1009  # (B, 1)
        logits = self.scores[(state[:, 0] % len(self.scores)).long()]
        self.graphs.append(logits.requires_grad)
        return logits, state.expand(-1, 2), mask.to(h.dtype)


class Chain(nn.Module):
    """The lesson's model: what comes next hangs on the last id; `rows` holds the probabilities, none quite 0."""

    def __init__(self, rows, least=1e-9):
        super().__init__()
        self.rows = torch.as_tensor(rows)
        self.least = least * torch.arange(1, 1 + len(rows), dtype=self.rows.dtype)  # no two alike

    def encode(self, src):
        return torch.zeros(1, 1), torch.zeros(1, 1, 1), src > 0

    def step(self, y_prev, h, enc, mask):
        return torch.maximum(self.rows[y_prev], self.least).log(), h, mask.float()


def parts(found):
    """What came back, by name."""
    yield {"how many things came back": len(found)}
    ids, score = found
    yield {"the ids": ids, "the score": score}


@probe
def worked(impl, rows, max_len, width, alpha):
    """The lesson's example."""
    yield from parts(impl.beam_decode(Chain(rows), torch.tensor([[5]]), max_len, width, alpha))


@probe
def chained(impl, rows, max_len, widths, alphas, sos=1, eos=2, least=1e-9):
    """What is found where the last id alone decides."""
    seen, src = {}, torch.tensor([[5]])
    for width in widths:
        for alpha in alphas:
            ids, score = impl.beam_decode(Chain(rows, least), src, max_len, width, alpha, sos, eos)
            seen |= {
                f"the ids for width {width}, alpha {alpha}": ids,
                f"the score for width {width}, alpha {alpha}": score,
            }
    yield seen


@probe
def unsaid(impl, rows, max_len):
    """What is found where width and alpha are left out."""
    yield from parts(impl.beam_decode(Chain(rows), torch.tensor([[5]]), max_len))


@probe
def found(impl, scores, src, max_len, width, alpha):
    """What is found with the usual ids."""
    yield from parts(impl.beam_decode(Table(scores), src, max_len, width, alpha))


@probe
def by_default(impl, scores, src, max_len):
    """What is found where width and alpha are left out, and where they are named."""
    yield from parts(impl.beam_decode(Table(scores), src, max_len))
    yield from parts(impl.beam_decode(Table(scores), src, max_len, alpha=0.5, width=3, eos=3, sos=0))


@probe
def watched(impl, scores, src, max_len, width, training):
    """What the model has seen of the way the result was made."""
    model = Table(scores).train(training)
    yield from parts(impl.beam_decode(model, src, max_len, width, 1.0))
    yield {"the model was asked in train mode": any(model.modes), "a part of it was": any(model.parts)}
    yield {"what encode returned carried a graph": model.graphs[0]}
    yield {"what a step returned carried a graph": any(model.graphs[1:])}
    yield {"what each step was told: one axis, int64, as many rows as the rest": [all(t) for t in zip(*model.told)]}
    yield {"the model is in train mode afterwards": model.training, "its parts are": model.inner.training}
    yield {"gradients are on afterwards": torch.is_grad_enabled()}
    with torch.no_grad():
        impl.beam_decode(model, src, max_len, width)
        yield {"gradients that were off are on afterwards": torch.is_grad_enabled()}
    yield {"src after the call": src, "the model's numbers after the call": model.scores}


@probe
def in_turn(impl, scores, first, second, max_len, width):
    """Three sentences by one model."""
    model = Table(scores)
    for src in (first, second, first):
        yield from parts(impl.beam_decode(model, src, max_len, width, 1.0))


def table(rand, V, states=61, end=1.0, signs=-30.0):
    """Scores for each state; the larger `end`, the sooner the sentences end. Mostly neither padding nor start."""
    scores = 1.5 * rand(states, V)
    scores[:, :2] += signs
    scores[:, 2] += end
    return scores


def test_the_worked_example(example):
    rows = [[0, 0, 0, 0, 0], [0, 0, 0, 0.6, 0.4], [0, 0, 1, 0, 0], [0, 0, 0.5, 0.25, 0.25], [0, 0, 0.9, 0.1, 0]]
    example(worked, rows, 3, 1, 0.0)
    example(worked, rows, 3, 2, 0.0)


def test_the_best_of_the_beam_wins(agree, rand, ints):
    """Of all that the beam held to the end the one with the highest score is returned, with that score."""
    for V, max_len, width, alpha in ((7, 5, 2, 1.0), (11, 4, 3, 0.7), (6, 7, 3, 0.0), (9, 6, 4, 0.5), (5, 9, 2, 0.3)):
        src = ints(1, 20, 1, 5) * torch.tensor([[1, 1, 1, 1, 0]])
        agree(found, table(rand, V, end=rand.choice([-0.5, 0.5])), src, max_len, width, alpha)


def test_a_width_of_1_is_greedy(agree, rand, ints):
    """With a width of 1 the likeliest id is taken in each round."""
    agree(found, table(rand, 9, end=-0.5), ints(1, 20, 1, 3), 7, 1, 0.0)
    agree(found, table(rand, 9, end=0.5), ints(1, 20, 1, 3), 7, 1, 1.0)


def test_a_wide_beam_finds_the_best_of_all(agree, rand, ints):
    """A beam that holds everything finds the best hypothesis that there is; it may be wider than there are ids."""
    for V, max_len, alpha in ((5, 3, 0.0), (4, 4, 1.0)):
        agree(found, table(rand, V), ints(1, 20, 1, 4), max_len, 200, alpha)
    agree(found, table(rand, 4), ints(1, 20, 1, 4), 3, 5, 1.0)
    dead, start, sure = [0] * 8, [0, 0, 0, 0.96, 0.04, 0, 0, 0], [0, 0, 0.95, 0.05, 0, 0, 0, 0]
    many = [0, 0, 0.01, 0.25, 0.01, 0.253, 0.241, 0.236]  # a bad start that goes on well beats all of these
    agree(chained, [dead, start, dead, many, sure, many, many, many], 4, [30], [0.0])


def test_ended_ones_stay_and_compete(agree):
    """A hypothesis that has ended stays in the beam as it is, and a better one may still overtake it."""
    start, dead = [0, 0, 0, 0.52, 0.48, 0], [0, 0, 1, 0, 0, 0]
    early = [0.0, 0.0, 0.62, 0.18, 0.11, 0.09]  # ends at once, or goes on badly
    late = [0, 0, 0.06, 0, 0, 0.94]  # goes on well
    last = [0, 0, 0.97, 0.02, 0.01, 0]
    agree(chained, [dead, start, dead, early, late, last], 4, [2, 3], [0.0, 1.0])
    rows = [dead, [0, 0, 0.4, 0.35, 0.25, 0], dead, [0, 0, 0.12, 0.1, 0.7, 0.08], [0, 0, 0.32, 0.29, 0.21, 0.18], dead]
    agree(chained, rows, 5, [1, 2, 3], [0.0, 1.0])


def test_ended_ones_may_be_overtaken(agree):
    """The search goes on while the best has ended and another has not, for every alpha above 0."""
    dead, start = [0, 0, 1, 0, 0, 0], [0, 0, 0, 0.52, 0.32, 0.16]
    early, late, last = [0, 0, 0.62, 0.18, 0.11, 0.09], [0, 0, 0.06, 0, 0, 0.94], [0, 0, 0.03, 0, 0, 0.97]
    agree(chained, [dead, start, dead, early, late, last], 4, [3], [0.3, 0.5])


def test_the_length_counts_as_alpha_says(agree):
    """The score is log p over the length to the power of alpha, the end sign counted, and it also decides who stays."""
    dead = [0, 0, 1, 0, 0, 0]
    rows = [
        dead,
        [0, 0, 0.31, 0.4, 0.29, 0],
        dead,
        [0, 0, 0.5, 0.21, 0.19, 0.1],
        [0, 0, 0.2, 0, 0, 0.8],
        [0, 0, 0.9, 0, 0, 0.1],
    ]
    agree(chained, rows, 4, [2], [0.0, 0.4, 0.8, 1.0, 1.3, 2.0])
    agree(chained, rows, 6, [5], [0.0, 0.4, 1.0, 1.3])


def test_there_may_be_no_end(agree, rand, ints):
    """After max_len rounds it is over: one that has not ended may win, too, and all its ids are returned."""
    dead = [0, 0, 1, 0, 0]
    agree(
        chained,
        [dead, [0, 0, 0.4, 0.6, 0], dead, [0, 0, 0.08, 0.02, 0.9], [0, 0, 0.1, 0.2, 0.7]],
        2,
        [2, 4],
        [0.0, 1.0],
    )
    agree(found, table(rand, 7, end=-30.0), ints(1, 20, 1, 4), 4, 3, 1.0)
    agree(found, table(rand, 7, end=-2.0), ints(1, 20, 1, 4), 3, 2, 1.0)
    agree(found, table(rand, 7, end=0.5), ints(1, 20, 1, 4), 1, 3, 1.0)


def test_it_may_end_at_once(agree, rand, ints):
    """A sentence without a word is an empty list, and its score that of the end sign."""
    for width in (1, 7):
        agree(found, table(rand, 5, end=30.0), ints(1, 20, 1, 4), 5, width, 1.0)


def test_how_many_are_kept(agree):
    """Exactly `width` hypotheses are kept, 4 where nothing is said: a worse start may end better."""
    start, ends = [0, 0, 0, 0.3, 0.2, 0.17, 0.14, 0.11, 0.08], [0.1, 0.2, 0.3, 0.5, 0.9, 1.0]
    rows = [[0] * 9, start, [0] * 9]
    rows += [[0, 0, end, *((1 - end) * share for share in (0.175, 0.171, 0.168, 0.165, 0.162, 0.159))] for end in ends]
    agree(chained, rows, 2, [1, 2, 3, 4, 5, 6], [0.0])
    agree(unsaid, rows, 2)


def test_the_signs_may_have_any_ids(agree, rand, ints):
    """Start and end are the ids that were handed over; width 4 and alpha 1 are taken where nothing is said."""
    rows = (1.5 * rand(6, 6)).softmax(dim=1)
    agree(chained, rows, 5, [2], [1.0], 5, 0)
    agree(chained, rows, 5, [3], [0.5], 0, 4)
    agree(by_default, table(rand, 9, end=-0.5), ints(1, 20, 1, 4), 6)
    agree(by_default, table(rand, 9, end=0.5), ints(1, 20, 1, 4), 6)


def test_the_model_is_asked_in_eval_mode_and_without_a_graph(agree, rand, ints):
    """The model is asked in eval mode and without a graph, and left in the mode in which it came."""
    for training in (True, False):
        agree(watched, table(rand, 7), ints(1, 20, 1, 4), 5, 3, training)


def test_nothing_is_left_behind(agree, rand, ints):
    """Another sentence by the same model starts afresh."""
    agree(in_turn, table(rand, 7, end=-0.5), ints(1, 20, 1, 4), ints(1, 20, 1, 3), 5, 3)


def test_whatever_scores_highest_is_written(agree, rand, ints):
    """An id is judged by its probability alone: also 0 and sos; only eos ends a sentence."""
    agree(found, table(rand, 5, end=-3.0, signs=1.0), ints(1, 20, 1, 4), 9, 2, 1.0)
    agree(found, table(rand, 5, end=-1.0, signs=1.0), ints(1, 20, 1, 4), 9, 3, 0.5)


def test_a_beginning_that_nobody_expects(agree):
    """Nothing is dropped for being unlikely, and a sentence may be long: a certain way wins after many rounds."""
    dead, start = [0, 0, 1, 0, 0, 0], [0, 0, 0, 1, 1e-7, 0]
    rows = torch.tensor([dead, start, dead, [0, 0, 0.58, 0, 0, 0.42], [0, 0, 0, 0, 1, 0], dead], dtype=torch.float64)
    likely = rows.clone()
    likely[1] = torch.tensor([0, 0, 0, 0.8, 0.2, 0])
    agree(chained, likely, 11, [6], [1.0])  # a narrow or a hasty search fails already here
    agree(chained, rows, 67, [6], [1.0])
    rows[1, 4] = 1e-130  # its logarithm is -299, and counts as it is
    agree(chained, rows, 17, [6], [4.0], 1, 2, 1e-200)


def test_float32(agree, rand, ints):
    """Numbers of type float32 work as well."""
    agree(found, table(rand, 7, end=0.0).float(), ints(1, 20, 1, 1), 5, 3, 1.0)
