"""Hidden checks for ch13/init-from."""

import math

import torch

from tutor.checking import given, probe


@probe
def carried(impl, old, E, new, std):
    """Everything, where nothing is left to chance: all words are known, or the spread is 0."""
    vectors = impl.init_from(old, E, new, std)
    yield {"the result": vectors}
    yield {"E after the call": E, "the vocabularies after the call": [list(old.items()), list(new.items())]}


@probe
def worked(impl, old, E, new):
    """The lesson's example, with the usual spread."""
    yield {"the result": impl.init_from(old, E, new)}


@probe
def partly(impl, old, E, new):
    """The rows of the words that both vocabularies have, in the order of the new ids, and the shape of all."""
    E.requires_grad_()
    vectors = impl.init_from(old, E, new)
    yield {"the shape": list(vectors.shape), "the dtype": str(vectors.dtype)}
    both = sorted(new[word] for word in new if word in old)
    yield {"the rows of the words that both have": vectors[both]}
    copied = all(torch.equal(vectors[new[word]], E[old[word]]) for word in new if word in old)
    yield {"they are those of E to the last digit": copied}
    yield {
        "the result carries a graph": vectors.requires_grad,
        "all numbers are finite": bool(vectors.isfinite().all()),
    }
    rest = [row for row in range(len(new)) if row not in both]
    left = [float((vectors[row] - other).detach().abs().max()) < 1e-3 for row in rest for other in E.detach()]
    yield {"the row of another word is one of E's": any(left)}
    with torch.no_grad():
        vectors += 1
    yield {"E, after the result was changed": E.detach(), "E requires a gradient": E.requires_grad}


@probe
def in_turn(impl, calls):
    """Several vocabularies, one after the other."""
    for old, E, new in calls:
        yield {"the result": impl.init_from(old, E, new, std=0.0)}


@probe
def drawn(impl, old, E, new, settings):
    """The rows of unknown words, from two calls."""
    for _ in range(2):
        vectors = impl.init_from(old, E, new, **settings)
        yield {"the drawn numbers": vectors[sorted(new[word] for word in new if word not in old)]}


WORDS = [
    "<pad>",
    "<unk>",
    "the",
    "The",
    "array",
    "Array",
    "shape",
    "loss",
    "of",
    "a",
    "returns",
    "if",
    "axis",
    "dtype",
    "pad",
    "model",
]


def vocabulary(rand, words):
    """Ids in another order than the words come in; the last word of the list has id 0."""
    ids = rand.permutation(len(words) - 1)
    pairs = [(word, id + 1) for word, id in zip(words[:-1], ids)] + [(words[-1], 0)]
    return dict(pairs[i] for i in rand.permutation(len(pairs)))


def test_the_worked_example(example):
    E = torch.tensor([[0.0, 0.0], [1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    old = {"<pad>": 0, "array": 1, "shape": 2, "loss": 3}
    example(worked, old, E, {"<pad>": 0, "loss": 1, "array": 2})


def test_every_known_word_keeps_its_vector(agree, rand):
    """A word's new row is its old one, whatever its ids and the order of the words; nothing handed over changes."""
    for words in (WORDS[3:9], WORDS, WORDS[:2], WORDS[-1:]):
        old, new = vocabulary(rand, WORDS), vocabulary(rand, words)
        agree(carried, old, rand(len(WORDS), 5), new, 0.1)
        agree(carried, old, rand(len(WORDS), 1, dtype=torch.float32), new, 0.1)
    agree(carried, vocabulary(rand, WORDS), rand.strided(len(WORDS), 7), vocabulary(rand, WORDS), 0.1)
    square = vocabulary(rand, WORDS[:5])
    agree(carried, square, rand(5, 5), vocabulary(rand, WORDS[:5]), 0.1)


def test_words_that_are_not_known(agree, rand):
    """Other words take no row of E; the result is a tensor of its own, without a graph."""
    agree(partly, vocabulary(rand, WORDS[:9]), 3 * rand(9, 5), vocabulary(rand, WORDS[5:] + ["gradient"]))
    agree(partly, vocabulary(rand, WORDS[6:]), 3 * rand(10, 5, dtype=torch.float32), vocabulary(rand, WORDS[:11]))
    agree(partly, vocabulary(rand, WORDS[:3]), 3 * rand(3, 7), vocabulary(rand, WORDS[5:]))
    same = vocabulary(rand, WORDS[:7])
    agree(partly, same, rand(7, 5), dict(same))
    agree(carried, vocabulary(rand, WORDS[:9]), rand(9, 5), vocabulary(rand, WORDS[4:]), 0.0)
    agree(carried, vocabulary(rand, WORDS[:3]), rand(3, 5), vocabulary(rand, WORDS[3:]), 0.0)


def test_nothing_is_left_behind(agree, rand):
    """Another vocabulary starts afresh, also after the same words with other vectors."""
    old, new = vocabulary(rand, WORDS), vocabulary(rand, WORDS[4:] + ["gradient"])
    other = vocabulary(rand, WORDS[:7])
    agree(
        in_turn, [(old, rand(16, 3), new), (other, rand(7, 5), new), (old, rand(16, 3), new), (old, rand(16, 3), other)]
    )


def test_other_words_are_drawn(observe, note, rand):
    """The numbers of all other words are independent, normal with mean 0 and the spread that was asked for."""
    old, new = vocabulary(rand, WORDS), vocabulary(rand, [f"word{i}" for i in range(150)] + WORDS[3:7])
    for settings, std in (({}, 0.1), ({"std": 2.5}, 2.5)):
        seen = observe(drawn, old, 4 + 3 * rand(len(WORDS), 101), new, settings)
        first, second = seen["the drawn numbers"], seen["the drawn numbers #2"]
        for numbers in (first, second):
            spread = float(numbers.std() / std)
            note("the spread of the drawn numbers, as a multiple of std", spread, within=0.03)
            assert spread > 0, "The numbers of all other words are the same."
            assert len(numbers.unique(dim=0)) == len(numbers), "Two other words have the same numbers."
            assert numbers.unique().numel() > 0.9 * numbers.numel(), "Many of the drawn numbers are the same."
            middle = float(numbers.mean() / numbers.std())
            assert abs(middle) < 0.5, f"The drawn numbers lie around {middle:.2f} times their spread, and not around 0."
            assert 0.3 < spread < 3, (
                f"The spread of the drawn numbers is {spread:.2f} times the one that was asked for."
            )
            uniform = (1 + torch.erf(numbers / std / math.sqrt(2))) / 2
            assert given.ks_uniform(uniform) > 1e-7, "The drawn numbers are not normal with mean 0 and this spread."
            scaled = numbers / std
            sums = [scaled.mean(dim=axis) * scaled.shape[axis] ** 0.5 for axis in (0, 1)]
            lengths = (scaled.pow(2).mean(dim=1) - 1) * (scaled.shape[1] / 2) ** 0.5
            for values in (*sums, lengths):  # each is near a standard normal number if all numbers are independent
                assert 0.5 < values.std() < 1.8, "The drawn numbers are not independent of each other."
            assert (numbers.abs() > 3 * std).any(), "None of 15,150 numbers is further than 3 spreads from 0."
        shared = torch.isin(first, second).double().mean()  # in float32 a few meet by chance
        assert shared < 0.1, "Two calls draw the same numbers."
