"""Vectors of words by your cbow_loss, from sentences without labels; then type words. About 8 seconds."""

from torch import Tensor
from words import nearest, pretrain, vocabulary

from tutor import live
from tutor.datasets import docstrings

SHOWN = ["file", "maximum", "string", "gradient", "columns", "mean", "returns", "raised"]

live.seed()
sentences = docstrings.unlabelled()
ids = vocabulary(sentences)
shown = [word for word in SHOWN if word in ids]
live.say(f"{len(sentences):,} sentences, {len(ids):,} words that stand there at least three times, no label.")
live.text("Some of them", "\n".join(sentences[i][:72] for i in range(0, len(sentences), len(sentences) // 6)))


def show(batch: int, vectors: Tensor) -> None:
    """The five nearest words of each, by now."""
    lines = [f"{word:10}" + ", ".join(near for near, _ in nearest(word, vectors, ids, 5)) for word in shown]
    live.text("Their nearest words", "\n".join([*lines, "", f"after {batch} batches of 1,024 places"]))


vectors = pretrain(docstrings.encode(sentences, ids), len(ids), batches=750, look=show)
pairs = [("minimum", "maximum"), ("minimum", "smallest"), ("rows", "columns"), ("minimum", "directory")]
known = [(one, two) for one, two in pairs if one in ids and two in ids]
cosines = {pair: float(vectors[ids[pair[0]]] @ vectors[ids[pair[1]]]) for pair in known}
live.text("The cosine of two vectors", "\n".join(f"{one:10}{two:12}{cosines[one, two]:6.2f}" for one, two in known))
live.result(alike=cosines.get(pairs[0], 0.0), unlike=cosines.get(pairs[3], 0.0))

for line in live.ask("Nearest words", "A word", examples=["thread", "layer", "elephant"]):
    word = (line.lower().split() or [""])[0]
    if word in ids and ids[word] > docstrings.UNKNOWN:
        found = [f"{cosine:6.2f}  {near}" for near, cosine in nearest(word, vectors, ids)]
        live.text(f"Nearest to {word}", "\n".join(found))
    else:
        live.text(
            "Unknown", f"{word[:40]!r} stands in the sentences fewer than three times, so nothing was learnt of it."
        )
