"""Numbers and dates in words: with attention, and through one vector. About 20 seconds."""

import torch
from bleu import bleu
from exact_match import exact_match
from fitting import fit, translate
from sentences import Pair, vocabularies
from token_f1 import token_f1
from translator import Bottleneck, Translator

from tutor import live
from tutor.datasets import french

EPOCHS = 2
ASKED = [0, 21, 71, 80, 95, 200, 201, 1984, 80_000, 99_999]

seed = live.seed()
numbers, dates = french.numbers(), french.dates()
train = numbers.train + dates.train
vocabs = vocabularies(train)


def scores(model: Translator, pairs: tuple[Pair, ...]) -> tuple[float, float, float]:
    """Exact match, token F1 and BLEU, by your three functions."""
    hyps = [line.split() for line in translate(model, vocabs, [english for english, _ in pairs])]
    refs = [said.split() for _, said in pairs]
    f1 = sum(token_f1(hyp, ref) for hyp, ref in zip(hyps, refs, strict=True)) / len(refs)
    return exact_match(hyps, refs), f1, bleu(hyps, refs)


found: dict[str, tuple[float, float, float]] = {}
for kind, name in [(Bottleneck, "through one vector"), (Translator, "with attention")]:
    live.stage(name, of=2)
    torch.manual_seed(seed)
    model = kind(*map(len, vocabs))
    fit(model, vocabs, train, numbers.test[:250] + dates.test[:250], epochs=EPOCHS)
    found[f"{name}, numbers"] = scores(model, numbers.test)
    found[f"{name}, dates"] = scores(model, dates.test)
    pairs = [(english, wanted) for english, wanted in dates.test if kind is Bottleneck]
    said = translate(model, vocabs, [english for english, _ in pairs]) if pairs else []
    wrong = [
        f"{french.joined(english)}\n  should be: {french.joined(wanted)}\n  it writes: {french.joined(line)}"
        for (english, wanted), line in zip(pairs, said, strict=True)
        if line != wanted
    ]
    if wrong:
        live.text("Dates that went wrong on the way through one vector", "\n".join(wrong[:3]))

said = translate(model, vocabs, [french.english_number(number) for number in ASKED])
right = [line == french.french_number(number) for number, line in zip(ASKED, said, strict=True)]
lines = [
    f"{number:6}  {french.joined(line)}{'' if ok else '   (wrong)'}"
    for number, line, ok in zip(ASKED, said, right, strict=True)
]
live.text("Ten numbers, with attention", "\n".join(lines))
head = f"{'':30}{'exact':>8}{'token F1':>10}{'BLEU':>8}"
table = [f"{name:30}{exact:8.3f}{f1:10.3f}{score:8.3f}" for name, (exact, f1, score) in found.items()]
live.text("500 numbers and 500 dates that it has not read", "\n".join([head, *table]))
live.result(
    numbers_exact=found["with attention, numbers"][0],
    dates_exact=found["with attention, dates"][0],
    bottleneck_numbers=found["through one vector, numbers"][0],
    bottleneck_dates=found["through one vector, dates"][0],
    bottleneck_dates_bleu=found["through one vector, dates"][2],
)
