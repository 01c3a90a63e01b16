"""Greedy against beams of 2, 4 and 8, by your own functions. About 20 seconds.

The network has read the 7,500 sentences once only: it is often unsure, so a search has something to find.
"""

from beam_decode import beam_decode
from exact_match import exact_match
from fitting import fit
from sentences import ids, vocabularies
from translator import Translator

from tutor import live
from tutor.datasets import french

ASKED = 100
LONGEST = 26

live.seed()
data = french.load()
vocabs = vocabularies(data.train)
model = Translator(*map(len, vocabs))
fit(model, vocabs, data.train, data.test, epochs=1)

asked = data.test[:ASKED]
refs = [said.split() for _, said in asked]
words = sum(map(len, refs)) / ASKED
found: dict[tuple[float, int], list[list[str]]] = {}
right: dict[tuple[float, int], float] = {}
table = ["alpha  width   log p   words   right"]
for alpha in (0.0, 1.0):
    for width in (1, 2, 4, 8):
        hyps, log_p = [], 0.0
        for english, _ in live.batches(asked):
            best, score = beam_decode(model, ids(vocabs[0], [english]), LONGEST, width=width, alpha=alpha)
            hyps.append(vocabs[1].decode(best))
            log_p += score * min(len(best) + 1, LONGEST) ** alpha / ASKED  # the end counts, too
        found[alpha, width], right[alpha, width] = hyps, exact_match(hyps, refs)
        mean = sum(map(len, hyps)) / ASKED
        table.append(f"{alpha:5}{width:7}{log_p:8.2f}{mean:8.1f}{right[alpha, width]:8.2f}")
        live.text(f"{ASKED} test sentences, {words:.1f} words long when they are right", "\n".join(table))

examples = []
for row, (english, _) in enumerate(asked):
    lines = {
        name: found[key][row] for name, key in [("greedy", (0.0, 1)), ("beam 8, 0", (0.0, 8)), ("beam 4, 1", (1.0, 4))]
    }
    if len({tuple(line) for line in lines.values()}) == 3 and len(examples) < 3:
        said = [
            f"  {name:10} {'right' if line == refs[row] else 'wrong'}  {french.joined(' '.join(line))}"
            for name, line in lines.items()
        ]
        examples.append("\n".join([french.written(english), *said]))
live.text("Where they differ (width, alpha)", "\n".join(examples) or "nowhere")
live.result(greedy=right[0.0, 1], beam=right[1.0, 4], beam_by_log_p=right[0.0, 8])
