"""Your own name, letter by letter, through your own network. About 8 seconds.

Put names into NAMES. By hand, `python your_name.py Ada Lovelace` takes them from the command line.
"""

import sys

import torch
from fitting import LETTERS, fit
from name_classifier import NameClassifier
from pad_batch import pad_batch
from predict import predict

from tutor import live
from tutor.datasets import names as surnames

NAMES = ["Müller", "García", "Nguyễn", "Иванова", "Lovelace"]  # write your own here

live.seed()
data = surnames.load()
langs = list(data.languages)
model = NameClassifier(surnames.VOCABULARY, len(langs))
share = fit(model, data, pad_batch, curves=False)
live.say(f"It is right for {share:.2f} of the test names, and always answers with one of its {len(langs)} languages.")
live.say("A name says how it is spelt, not who somebody is or where they are from.")

for written in sys.argv[1:] or NAMES:
    name = surnames.plain(written)  # "Müller" becomes "muller": the only letters that the network has met
    if not name:
        live.say(f"'{written}' has no letters that can be read.")
        continue
    known = " (it was among the names to learn from)" if name in data.train else ""
    best = predict(model, name, LETTERS, langs, top=4)
    live.text(f"{written}{known}", "\n".join(f"{language:18}{'█' * round(30 * p):30} {p:.2f}" for language, p in best))
    after = [dict(predict(model, name[: i + 1], LETTERS, langs, top=len(langs))) for i in range(len(name))]
    shown = [language for language, _ in best]
    rows = [[guess[language] for guess in after] for language in shown]
    live.picture(f"{written}, letter by letter", torch.tensor(rows), rows=shown, columns=list(name))
