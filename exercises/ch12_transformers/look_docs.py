"""Sentences of four libraries, as words, as ids and as a mask; and what single words give away."""

import torch
from padding_mask import padding_mask

from tutor import live
from tutor.datasets import docstrings


def main() -> None:
    data = docstrings.load()
    if data.missing:
        live.say(data.missing)
    ids = docstrings.vocabulary(data.train)
    rows = docstrings.encode(data.train, ids)  # (10000, 32)
    mask = padding_mask(rows)  # (10000, 32)

    for index, library in enumerate(data.libraries):
        own = [
            i
            for i in (data.train_y == index).nonzero().flatten().tolist()
            if 8 <= mask[i].sum() <= 13 and (rows[i] != 1).all()
        ]
        live.text(library, "\n".join(data.train[i] for i in own[:: len(own) // 4][:4]))

    short = next(i for i in range(len(rows)) if mask[i].sum() == 8)
    live.text(
        "A sentence as numbers",
        f"{data.train[short]}\n{rows[short, :16].tolist()} …\n{mask[short, :16].int().tolist()} …",
    )
    live.say(f"{len(ids):,} words stand at least three times in {len(rows):,} sentences; the rest becomes 1, unknown.")
    live.say(
        f"{mask.float().mean():.0%} of all places hold a word; "
        f"{(rows == 1).sum() / mask.sum():.1%} of the words are unknown."
    )

    counts = torch.zeros(len(data.libraries), len(ids) + 2)  # in how many sentences of each library a word stands
    for index in range(len(data.libraries)):
        for row in rows[data.train_y == index]:
            counts[index, row[row > 1].unique()] += 1
    shares = counts / counts.sum(dim=0).clamp(min=1)
    names = {number: word for word, number in ids.items()}
    live.say("Words that give a library away: of all sentences with this word, so many are its own.")
    for index, library in enumerate(data.libraries):
        often = torch.where(counts.sum(dim=0) >= 40, shares[index], 0.0)
        best = often.topk(7).indices.tolist()
        live.say(f"{library}: " + ", ".join(f"{names[word]} {shares[index, word]:.0%}" for word in best))
    guess = counts.sum(dim=0).topk(8).indices.tolist()
    live.picture(
        "The most frequent words: the share of each library, in hundredths",
        shares[:, guess],
        rows=data.libraries,
        columns=[names[word] for word in guess],
    )
    live.result(words=len(ids))


main()
