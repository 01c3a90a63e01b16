"""Hidden checks for ch04/predict."""

import torch
from torch import nn

from tutor.checking import probe


class Reader(nn.Module):
    """Scores that depend on each id, its place and the length, and are thrown into disorder in training mode."""

    def __init__(self, table):
        super().__init__()
        self.table = nn.Parameter(table)  # (vocab, langs)
        self.asked_in_training_mode = []

    def forward(self, x, lengths):
        self.asked_in_training_mode.append(self.training)
        real = torch.arange(x.shape[1]) < lengths[:, None]
        place = torch.sin(1.0 + torch.arange(x.shape[1], dtype=self.table.dtype)) * real
        out = (self.table[x] * place[:, :, None]).sum(dim=1) + lengths[:, None] / 7
        return out.flip(1) * 3 if self.training else out


@probe
def answers(impl, table, names, letters, langs, top):
    """The answers to several names."""
    model = Reader(table).eval()
    for name in names:
        yield {f"the answer to '{name}'": impl.predict(model, name, letters, langs, top=top)}


@probe
def answer_by_default(impl, table, name, letters, langs):
    """The answer without `top`."""
    yield {f"the answer to '{name}'": impl.predict(Reader(table).eval(), name, letters, langs)}


@probe
def modes(impl, table, name, letters, langs):
    """The answer, the mode the model was asked in, and the mode it is left in, for both modes to come in."""
    for came, words in ((True, "training"), (False, "eval")):
        model = Reader(table).train(came)
        yield {f"the answer of a model in {words} mode": impl.predict(model, name, letters, langs, top=len(langs))}
        yield {f"asked in training mode, when it came in {words} mode": any(model.asked_in_training_mode)}
        yield {f"left in training mode, when it came in {words} mode": model.training}


@probe
def left_alone(impl, table, name, letters, langs):
    """The weights, their gradients, and the dictionary after the call."""
    model = Reader(table)
    with torch.enable_grad():  # and put back what was, whatever the call leaves
        impl.predict(model, name, letters, langs)
        yield {"gradients are recorded after the call": torch.is_grad_enabled()}
    yield {"the model's weights after the call": model.table.detach(), "their gradient": model.table.grad}
    yield {"letters after the call": letters, "langs after the call": langs}


@probe
def nothing_to_read(impl, table, letters, langs):
    """What an empty name leads to, and the mode it leaves the model in."""
    model = Reader(table)
    try:
        impl.predict(model, "", letters, langs)
    except ValueError:
        yield {"what an empty name raises": "ValueError"}
    else:
        yield {"what an empty name raises": "nothing"}
    yield {"left in training mode, when it came in training mode": model.training}


LANGS = ["Czech", "Dutch", "Finnish", "Greek", "Irish"]


def alphabet(ints):
    """Ids 2.. for the letters a-z, in a random order."""
    order = ints(0, 2**40, 26).argsort().tolist()
    return {letter: order[i] + 2 for i, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


def test_the_worked_example(example):
    table = torch.tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 1.0], [1.0, 0.0]], dtype=torch.float64)
    example(answers, table, ["Anna"], {"a": 2, "n": 3}, ["German", "Italian"], 2)


def test_answers_match(agree, rand, ints):
    """The `top` most probable languages with their probabilities among all, the most probable first."""
    letters = alphabet(ints)
    for top in (1, 2, 5):
        agree(answers, rand(28, 5), ["rossi", "Jansen", "NI"], letters, LANGS, top, tol=100)
    agree(answers, 5 * rand(28, 11), ["papadopoulos", "x"], letters, [f"language {i}" for i in range(11)], 4, tol=100)
    agree(answers, rand(28, 3), ["wolfeschlegelsteinhausenbergerdorff"], letters, LANGS[:3], 3, tol=100)
    agree(answer_by_default, rand(28, 5), "horvat", letters, LANGS, tol=100)


def test_unknown_characters_count(agree, rand, ints):
    """A character that is not in `letters` is read as UNKNOWN: it is neither dropped nor an error, nor is a space."""
    letters = alphabet(ints)
    agree(answers, rand(28, 5), ["Müller", "o'neil", "Ωmega", "123", "日本"], letters, LANGS, 3, tol=100)
    del letters["k"]
    agree(answers, rand(28, 5), ["Kafka", " Kafka", "de la Cruz "], letters, LANGS, 3, tol=100)


def test_asked_in_eval_mode_and_handed_back_as_it_was(agree, rand, ints):
    """The model answers in eval mode; afterwards it is in the mode in which it came."""
    agree(modes, rand(28, 5), "kovac", alphabet(ints), LANGS, tol=100)


def test_asking_changes_nothing(agree, rand, ints):
    """Asking trains nothing: weights, gradients and dictionary are as before."""
    agree(left_alone, rand(28, 5), "Virtanën", alphabet(ints), LANGS)


def test_an_empty_name_is_refused(agree, rand, ints):
    """An empty name raises ValueError."""
    agree(nothing_to_read, rand(28, 5), alphabet(ints), LANGS)
