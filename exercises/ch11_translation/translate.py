"""Type an English sentence, and see the French with what the network looks at. It learns first, some 15 seconds.

By hand, `python translate.py` asks in the terminal. It knows the words that it has read, and no others.
"""

import torch
from fitting import fit, translate
from sentences import ids, vocabularies
from shift_right import shift_right
from translator import Translator
from vocab import SOS

from tutor import live
from tutor.datasets import french

EXAMPLES = [
    "I don't like the old castle because she waits for the white horse",
    "She sees a green apple and my old friend sees the small keys",
    "The elephant looks for my beautiful school",
    "The green tree is old",
]
ROWS = 16  # of the map: more would not fit on a screen

live.seed()
data = french.load()
one = french.load(clauses=1, train=1500)  # a few short ones, so that a short sentence is nothing new
train = data.train + one.train
vocabs = vocabularies(train)
model = Translator(*map(len, vocabs))
exact = fit(model, vocabs, train, data.test, epochs=3, curves=False)
read = dict(train)
live.say(f"It translates {exact:.3f} of the test sentences without a mistake.")
live.text("Its English", ", ".join(sorted({word for english in read for word in english.split()}, key=str.lower)))
live.result(exact=exact)


def known(word: str) -> bool:
    """Whether your Vocab has an id for a word: what it doesn't know comes back as <unk>."""
    return vocabs[0].decode(vocabs[0].encode([word])) == [word]


def remarks(english: str) -> list[str]:
    """What should be known about a translation."""
    strange = [word for word in english.split() if not known(word)]
    found = []
    if strange:
        found.append(f"Never read: {', '.join(strange)}. It sees <unk> there, and what it writes for it is a guess.")
    if english in read:
        found.append("This sentence was among those that it learnt from.")
    if len(english.split()) > 24:
        found.append("It has never read a sentence that long.")
    return found


@torch.no_grad()
def answer(english: str) -> None:
    """The translation of a sentence in tokens, what is to be said about it, and the weights behind each word."""
    (said,) = translate(model, vocabs, [english])
    live.text("In French", "\n".join([french.written(said), *remarks(english)]))
    if said:
        src, y = ids(vocabs[0], [english]), ids(vocabs[1], [said])
        _, weights = model(src, shift_right(y, SOS))  # (1, T, S)
        words = [word if known(word) else f"?{word}" for word in english.split()]
        live.picture("Where it looks", weights[0, :-1, :-1][:ROWS], rows=said.split()[:ROWS], columns=words)


for line in live.ask("Translate", "An English sentence", examples=EXAMPLES):
    english = french.tokens(line)
    if english:
        answer(english)
    else:
        live.text("In French", "There is no word in it.")
