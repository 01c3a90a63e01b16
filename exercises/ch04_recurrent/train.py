"""From a surname to its language: your network, letter by letter, beside three rivals. About 20 seconds.

1. A bag of letters: the same letters, their order gone. What it misses is what order is worth.
2. Your network: your cell, your loop, your padding, your class.
3. Pairs and triples of neighbouring letters, counted. No network at all.
4. torch's GRU, a cell with gates, in the place of yours: an outlook.
"""

import torch
from fitting import LETTERS, fit, guesses
from name_classifier import NameClassifier
from pad_batch import pad_batch
from predict import predict
from rivals import LetterBag, PairsAndTriples, TorchGRU

from tutor import live
from tutor.datasets import names as surnames

# None of them was learnt.
SAMPLES = ["thompson", "reynaud", "stadlbauer", "tamburini", "mosquera", "laukkanen", "zakharova", "nikolopoulos"]

live.seed()
data = surnames.load()
vocab, langs = surnames.VOCABULARY, list(data.languages)
largest = data.test_y.bincount().max().item() / len(data.test)
live.say(f"{len(data.train)} names to learn from, {len(data.test)} to be tested on, {len(langs)} languages.")
live.say(f"Always guessing the language with the most names is right {largest:.3f} of the time.")

live.stage("letters in a bag", of=4)
bag = fit(LetterBag(vocab, len(langs)), data, pad_batch)

live.stage("your network", of=4)
model = NameClassifier(vocab, len(langs))
yours = fit(model, data, pad_batch)

guessed = guesses(model, data, pad_batch)  # (N,)
counts = torch.zeros(len(langs), len(langs)).index_put_((data.test_y, guessed), torch.tensor(1.0), accumulate=True)
shares = counts / counts.sum(dim=1, keepdim=True)  # row: where the names of one language end up
live.picture(
    "where the names end up",
    shares,
    rows=langs,
    columns=[lang[:3] for lang in langs],
    caption="Row: the language a name is from. Column: your network's guess. In hundredths.",
)

mixed_up = (shares + shares.T).triu(diagonal=1)  # (langs, langs), each pair once
worst = mixed_up.flatten().topk(4).indices.tolist()
pairs = [(langs[i // len(langs)], langs[i % len(langs)]) for i in worst]
live.say("Most often mixed up: " + "; ".join(f"{a} and {b}" for a, b in pairs) + ".")

rows = []
for name in SAMPLES:
    best = predict(model, surnames.plain(name), LETTERS, langs, top=3)
    rows.append(f"{name:14}" + "  ".join(f"{language} {probability:.2f}" for language, probability in best))
live.text("some names, and what your network makes of them", "\n".join(rows))

live.stage("pairs and triples", of=4)
counted = fit(PairsAndTriples(vocab, len(langs)), data, pad_batch, epochs=3, rate=3e-2)

live.stage("torch's GRU", of=4)
gated = fit(TorchGRU(vocab, len(langs)), data, pad_batch)

live.result(
    test_accuracy=yours,
    bag_accuracy=bag,
    gain_over_bag=yours - bag,
    pairs_and_triples_accuracy=counted,
    gru_accuracy=gated,
)
