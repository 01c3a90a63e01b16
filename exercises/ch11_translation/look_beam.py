"""Greedy against beams of 2, 4 and 8, by your own two functions. About 15 seconds.

One-clause sentences, read once only: a network that is often unsure, so that a search has something to find.
"""

from beam_decode import beam_decode
from exact_match import exact_match
from fitting import fit, ids, vocabularies
from translator import Translator

from tutor import live
from tutor.datasets import french

WIDTHS = [1, 2, 4, 8]
ASKED = 300

live.seed()
data = french.load(clauses=1)
vocabs = vocabularies(data.train)
model = Translator(*map(len, vocabs))
fit(model, vocabs, data.train, data.test, epochs=1)

asked = data.test[:ASKED]
found: dict[int, list[tuple[str, float]]] = {}
lines = ["width   log p    right    steps of the decoder for each word"]
right = {}
for width in WIDTHS:
    found[width] = []
    for english, _ in live.batches(asked):
        words, score = beam_decode(model, ids(vocabs[0], [english]), 16, width=width, alpha=0.0)
        found[width].append((" ".join(vocabs[1].decode(words)), score))
    right[width] = exact_match([line.split() for line, _ in found[width]], [said.split() for _, said in asked])
    mean = sum(score for _, score in found[width]) / ASKED
    lines.append(f"{width:5}{mean:8.3f}{right[width]:9.3f}    {width}")
    live.text(f"{ASKED} test sentences: log p of what was found, and how many are right", "\n".join(lines))

examples = []
for row, (english, wanted) in enumerate(asked):
    (greedy, one), (beam, four) = found[1][row], found[4][row]
    if greedy != beam and len(examples) < 4:
        marks = ["right" if line == wanted else "wrong" for line in (greedy, beam)]
        examples.append(
            f"{french.written(english)}\n  greedy {one:6.2f} {marks[0]}  {french.joined(greedy)}\n"
            f"  beam   {four:6.2f} {marks[1]}  {french.joined(beam)}"
        )
live.text("Where a beam of 4 finds something else, with log p", "\n".join(examples) or "nowhere")
live.result(greedy=right[1], beam=right[4])
