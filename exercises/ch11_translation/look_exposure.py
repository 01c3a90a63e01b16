"""Told the truth, told its own words, told one slip: how often the next word is right. About 6 seconds.

The network has read the 7,500 sentences once only, so it still makes many mistakes.
"""

import torch
from fitting import fit, translate
from greedy_decode import greedy_decode
from sentences import ids, vocabularies
from shift_right import shift_right
from torch import Tensor
from translator import Translator
from vocab import EOS, PAD, SOS

from tutor import live
from tutor.datasets import french

PLACES = range(14)
SLIP = 3
SHOWN = [0, 2, 5]

live.seed()
data = french.load()
vocabs = vocabularies(data.train)
model = Translator(*map(len, vocabs))
fit(model, vocabs, data.train, data.test, epochs=1)

x, y = ids(vocabs[0], [english for english, _ in data.test]), ids(vocabs[1], [said for _, said in data.test])
there = (y != PAD) & (y != EOS)  # (500, T), where a word is to be written


@torch.no_grad()
def told(words: Tensor) -> Tensor:
    """The likeliest word at each place if the decoder is told `words` (500, T)."""
    return model(x, shift_right(words, SOS))[0].argmax(dim=2)


@torch.no_grad()
def slipping(place: int) -> Tensor:
    """Everything it writes by itself (500, T), but at one place it is told a word drawn by chance."""
    chance = torch.Generator().manual_seed(0)
    h, enc, mask = model.encode(x)
    y_prev, written = torch.full_like(y[:, 0], SOS), []
    for t in range(y.shape[1]):
        logits, h, _ = model.step(y_prev, h, enc, mask)
        y_prev = logits.argmax(dim=1) if t != place else torch.randint(4, len(vocabs[1]), (len(y),), generator=chance)
        written.append(y_prev)
    return torch.stack(written, dim=1)


def by_place(written: Tensor) -> Tensor:
    """The share of right words at each place."""
    right = (written == y) & there
    return (right.sum(dim=0) / there.sum(dim=0).clamp(min=1))[PLACES]


truth, own = told(y), greedy_decode(model, x, y.shape[1])
live.picture(
    "The share of right words, place by place, in hundredths",
    torch.stack([by_place(truth), by_place(own), by_place(slipping(SLIP))]),
    rows=["right words", "its own words", f"slip at {SLIP}"],
    columns=PLACES,
    caption="What it is told: the first row is what training sees, the second what somebody sees who uses it.",
)
shares = [((written == y) & there).sum() / there.sum() for written in (truth, own)]
live.say(f"Right words on average: {shares[0]:.2f} told the right words, {shares[1]:.2f} told its own.")
whole = ((truth == y) | ~there).all(dim=1).float().mean()
live.say(f"Sentences without any mistake: {whole:.3f} told the right words.")


def words(row: Tensor) -> str:
    """A row of ids as words, the sign for the end included."""
    return " ".join(vocabs[1].decode([i])[0] if i > EOS else "<eos>" for i in row.tolist())


lines = []
for row in SHOWN:
    wanted, line = data.test[row][1], translate(model, vocabs, [data.test[row][0]])[0]
    guided = words(truth[row][there[row]])
    lines += [f"right            {wanted}", f"told the truth   {guided}", f"told its own     {line}", ""]
live.text("Three of them", "\n".join(lines[:-1]))
live.result(told_the_truth=shares[0].item(), told_its_own=shares[1].item())
