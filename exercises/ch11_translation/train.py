"""Two clauses from English to French: through one vector, and with your attention. About 20 seconds."""

import torch
from fitting import accuracy, fit, translate
from sentences import Pair, ids, vocabularies
from shift_right import shift_right
from translator import Bottleneck, Translator
from vocab import SOS

from tutor import live
from tutor.datasets import french, pairs

EPOCHS, RATE = 2, 1e-2
SHOWN = [
    "the old owl looks for a white cat when we think of the school",
    "my friends do not like this story if she talks about the horses",
]
MAPPED = "she sees the white cat because he likes my old books"

seed = live.seed()
data = pairs.load()
epochs = EPOCHS if data.unseen else 2 * EPOCHS  # sentences that people wrote are shorter, and of many more words
vocabs = vocabularies(data.train)


def show(model: Translator, epoch: int) -> None:
    """What it makes of two sentences by now, and where it looks while it writes a third one."""
    said = translate(model, vocabs, SHOWN)
    lines = [f"{english}\n  {french.written(line)}" for english, line in zip(SHOWN, said, strict=True)]
    live.text(f"After epoch {epoch}", "\n".join(lines))
    english, (line,) = MAPPED.split(), translate(model, vocabs, [MAPPED])
    if line:
        live.picture(
            "Where it looks",
            attention_map(model, MAPPED, line),
            rows=line.split(),
            columns=english,
            caption=f"After epoch {epoch}: a row for each word that it wrote, the weights of the English words in it.",
        )


@torch.no_grad()
def attention_map(model: Translator, english: str, said: str) -> torch.Tensor:
    """The weights behind each word that was written (T, S), without the signs for the end."""
    src, y = ids(vocabs[0], [english]), ids(vocabs[1], [said])
    _, weights = model(src, shift_right(y, SOS))
    return weights[0, :-1, :-1]


def slips(pairs: tuple[Pair, ...], said: list[str], most: int) -> list[str]:
    """The first few wrong translations: the English, and what should stand where the French goes wrong."""
    found = []
    for (english, wanted), line in zip(pairs, said, strict=True):
        if line != wanted and len(found) < most:
            should, wrote = wanted.split(), line.split()
            same, end = alike(should, wrote), alike(should[::-1], wrote[::-1])
            middle = [" ".join(words[max(0, same - 1) : len(words) - end + 1]) for words in (should, wrote)]
            lines = [french.joined(english), *map(french.joined, middle)]
            found.append("{}\n  should be: {}\n  it writes: {}".format(*lines))
    return found


def alike(one: list[str], other: list[str]) -> int:
    """How many words are the same from the beginning on."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


live.stage("through one vector", of=2)
bottleneck = fit(Bottleneck(*map(len, vocabs)), vocabs, data.train, data.test, epochs=epochs, rate=RATE)

live.stage("with attention", of=2)
torch.manual_seed(seed)
model = Translator(*map(len, vocabs))
exact = fit(
    model, vocabs, data.train, data.test, epochs=epochs, rate=RATE, after_epoch=lambda epoch: show(model, epoch)
)

live.result(exact=exact, gain=exact - bottleneck)
others = data.unseen or data.test
said = translate(model, vocabs, [english for english, _ in others])
if data.unseen:
    unseen = accuracy(model, vocabs, data.unseen)
    live.say(f"{len(others)} other sentences each put a noun and an adjective together that were never trained so:")
    live.say(f"{unseen:.3f} of them are right, against {exact:.3f} with pairs that it knows.")
    live.result(unseen_pairs=unseen)
live.text("What it gets wrong in them", "\n".join(slips(others, said, 5)) or "nothing")
live.result(bottleneck_exact=bottleneck)
