"""The measures and the searches of chapter 11 against programs that count in another way."""

from __future__ import annotations

import importlib.util
import itertools
import random
from pathlib import Path
from types import ModuleType

import pytest
import torch
from sacrebleu.metrics.bleu import BLEU
from torch import Tensor, nn

SOLUTIONS = Path(__file__).parents[1] / "solutions" / "ch11_translation"
EOS = 2


def solution(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ch11_{name}", SOLUTIONS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Writer(nn.Module):
    """A small recurrent translator with random weights that never writes padding (0) or the start sign (1)."""

    def __init__(self, vocab: int, seed: int) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.words, self.cell, self.out = nn.Embedding(vocab, 6), nn.GRUCell(6, 5), nn.Linear(5, vocab)
        for parameter in self.parameters():
            nn.init.normal_(parameter, std=1.5)
        with torch.no_grad():
            self.out.bias[:2] -= 100.0

    def encode(self, src: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        enc = self.words(src)[:, :, :5]  # (B, S, 5)
        return enc.sum(dim=1), enc, src > 0

    def step(self, y_prev: Tensor, h: Tensor, enc: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        h = self.cell(self.words(y_prev), h)
        return self.out(h), h, mask.float()


def all_scores(model: Writer, src: Tensor, max_len: int, alpha: float) -> dict[tuple[int, ...], float]:
    """The score of every hypothesis that there is: those that end in time, and those that never do."""
    scores = {}
    vocab = model.out.out_features
    for ids in itertools.product(range(vocab), repeat=max_len):
        short = ids[: ids.index(EOS) + 1] if EOS in ids else ids
        if short in scores:
            continue
        h, enc, mask = model.encode(src)
        log_p, before = 0.0, 1
        for id in short:
            logits, h, _ = model.step(torch.tensor([before]), h, enc, mask)
            log_p, before = log_p + float(logits[0].log_softmax(dim=0)[id]), id
        scores[short] = log_p / len(short) ** alpha
    return scores


@pytest.mark.parametrize("alpha", [0.0, 0.6, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_a_wide_beam_finds_what_trying_everything_finds(seed: int, alpha: float) -> None:
    model, src = Writer(5, seed), torch.tensor([[3, 4, 3]])
    with torch.no_grad():
        scores = all_scores(model, src, 3, alpha)
    best = max(scores, key=lambda ids: scores[ids])
    ids, score = solution("beam_decode").beam_decode(model, src, 3, width=len(scores), alpha=alpha)
    assert ids == [id for id in best if id != EOS]
    assert score == pytest.approx(scores[best], rel=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_a_beam_of_one_is_greedy(seed: int) -> None:
    model, src = Writer(9, seed), torch.tensor([[3, 5, 8], [4, 7, 0]])
    greedy = solution("greedy_decode").greedy_decode(model, src, 7).tolist()
    for row, one in zip(greedy, src.split(1)):
        ids, _ = solution("beam_decode").beam_decode(model, one, 7, width=1)
        assert ids + [0] * (7 - len(ids)) == row


def test_greedy_decoding_is_what_teacher_forcing_would_choose() -> None:
    """Told its own words by `shift_right`, the model chooses each of them again, and the end sign behind them."""
    model, src = Writer(9, 3), torch.tensor([[3, 5, 8], [4, 7, 0], [6, 6, 6], [8, 0, 0]])
    ids = solution("greedy_decode").greedy_decode(model, src, 6)
    told = solution("shift_right").shift_right(ids, 1)
    h, enc, mask = model.encode(src)
    for t in range(6):
        logits, h, _ = model.step(told[:, t], h, enc, mask)
        on = (told[:, : t + 1] != 0).all(dim=1)
        assert torch.equal(logits.argmax(dim=1)[on], torch.where(ids == 0, EOS, ids)[on, t])


def sentences(chance: random.Random, count: int) -> tuple[list[list[str]], list[list[str]]]:
    """References of few different words, and copies of them with mistakes."""
    refs = [[chance.choice("abcdef") for _ in range(chance.randint(1, 14))] for _ in range(count)]
    hyps = []
    for ref in refs:
        hyp = [chance.choice("abcdef") if chance.random() < 0.15 else word for word in ref]
        hyps.append(hyp[: chance.choice([2, 5, 14])] + hyp[: chance.choice([0, 0, 3])])
    return hyps, refs


@pytest.mark.parametrize("max_n", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("count", [1, 3, 40])
def test_bleu_is_that_of_sacrebleu(count: int, max_n: int) -> None:
    chance, bleu = random.Random(count), solution("bleu").bleu
    theirs = BLEU(tokenize="none", smooth_method="none", max_ngram_order=max_n, force=True)
    for _ in range(20):
        hyps, refs = sentences(chance, count)
        score = theirs.corpus_score([" ".join(hyp) for hyp in hyps], [[" ".join(ref) for ref in refs]]).score
        assert 100 * bleu(hyps, refs, max_n) == pytest.approx(score, abs=1e-9)


def test_bleu_of_nothing_is_that_of_sacrebleu() -> None:
    theirs = BLEU(tokenize="none", smooth_method="none", force=True)
    for hyps, refs in (([""], ["a b"]), (["a b c"], ["a b c"]), (["", "a b c d e"], ["x", "a b c d e"])):
        ours = solution("bleu").bleu([hyp.split() for hyp in hyps], [ref.split() for ref in refs])
        assert 100 * ours == pytest.approx(theirs.corpus_score(hyps, [refs]).score, abs=1e-9)
