"""Five readers and a straight line: which library does a sentence document? About 25 seconds."""

import time

import torch
from learning import alike, answers, fit
from maps import attention_maps
from readers import AttentionAverage, Average, Reader, Recurrent, Transformer, Windows

from tutor import live
from tutor.datasets import docstrings
from tutor.datasets.docstrings import Docstrings

READERS = {
    "mean": (Average, {"epochs": 5, "rate": 5e-3}),
    "weighted mean": (AttentionAverage, {"epochs": 5, "rate": 5e-3}),
    "windows": (Windows, {"epochs": 3, "rate": 3e-3}),
    "GRU, both ways": (Recurrent, {"epochs": 2, "rate": 3e-3}),
    "transformer": (Transformer, {"epochs": 3, "rate": 2e-3}),
}


def straight_line(data: Docstrings) -> float:
    """No network at all: TF-IDF and a logistic regression, out of scikit-learn. Returns its accuracy."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True)
    line = LogisticRegression(C=3.0, max_iter=1000).fit(words.fit_transform(data.train), data.train_y.numpy())
    return float(line.score(words.transform(data.test), data.test_y.numpy()))


@torch.no_grad()
def show_heads(model: Transformer, sentence: str, ids: dict[str, int]) -> None:
    """Where the four heads of the first block look while they read a sentence."""
    model.eval()
    row = docstrings.encode([sentence], ids, length=len(sentence.split()))
    x = model.places(model.words(row) * model.words.embedding_dim**0.5)
    heads = attention_maps(model.blocks[0], x)[0]  # (4, T, T)
    words = sentence.split()
    live.slider(
        "Where the heads look",
        [(f"head {h + 1}", heads[h]) for h in range(len(heads))],
        rows=words,
        columns=words,
        caption="A row for each word that asks, in hundredths how much it takes of each word.",
    )


def main() -> None:
    seed = live.seed()
    data = docstrings.load()
    if data.missing:
        live.say(data.missing)
    ids = docstrings.vocabulary(data.train)
    train = docstrings.encode(data.train, ids), data.train_y  # (10000, 32), (10000)
    test = docstrings.encode(data.test, ids), data.test_y  # (2000, 32), (2000)
    line = straight_line(data)
    live.say(f"The straight line gets {line:.1%} of {len(data.test):,} sentences right; by chance it would be 25 %.")

    right: dict[str, float] = {}
    chosen: dict[str, torch.Tensor] = {}
    for title, (kind, how) in READERS.items():
        live.stage(title, of=len(READERS))
        torch.manual_seed(seed)
        model: Reader = kind(len(ids) + 2, len(data.libraries))
        begun = time.process_time()
        right[title] = fit(model, train, test, **how, batches=alike)
        live.say(f"{title}: {right[title]:.1%} right, {time.process_time() - begun:.1f} s of work")
        chosen[title] = torch.cat(list(answers(model, test[0])))
    show_heads(model, "returns the indices that would sort an array", ids)
    live.result(
        linear=line,
        average=right["mean"],
        weighted_mean=right["weighted mean"],
        windows=right["windows"],
        recurrent=right["GRU, both ways"],
        transformer=right["transformer"],
        worst_gap=min(right.values()) - line,
    )


main()
