"""A look into the memory of a small recurrent network while it reads. About 3 seconds.

Its state is 12 numbers, all it keeps of the letters that it has read. After every letter it can be asked for a guess.
"""

import torch
from fitting import fit
from rivals import RunningGuess
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from tutor import live
from tutor.datasets import names as surnames

LANGS = ["Finnish", "German", "Greek", "Irish", "Italian", "Russian"]
NAMES = ["tamburini", "zakharova", "stadlbauer"]  # none of them was learnt: try others


def pad_batch(names: list[Tensor]) -> tuple[Tensor, Tensor]:
    return pad_sequence(names, batch_first=True), torch.tensor([len(name) for name in names])


live.seed()
data = surnames.load(LANGS)
model = RunningGuess(surnames.VOCABULARY, len(LANGS))
share = fit(model, data, pad_batch, epochs=8, rate=1e-2, curves=False)
live.say(f"Six languages learnt; {share:.2f} of the test names are right.")
model.eval()

with torch.no_grad():
    for name in NAMES:
        out = model.states(surnames.encode(name).unsqueeze(0))[0]  # (T, H=12)
        guess = model.languages(out).softmax(dim=1)  # (T, langs)
        if name == NAMES[0]:
            live.picture(
                f"the state while it reads '{name}'",
                (out.T + 1) / 2,
                rows=[f"h[{i}]" for i in range(out.shape[1])],
                columns=list(name),
                caption="A column is the state after that letter: 12 numbers; 0 stands for -1, 50 for 0, 100 for +1.",
            )
        live.picture(
            f"the guess after each letter of '{name}'",
            guess.T,
            rows=LANGS,
            columns=list(name),
            caption="Each column sums to 100: what it would say if the name ended there.",
        )

    name = NAMES[0]
    out = model.states(surnames.encode(name).unsqueeze(0))  # (1, T, H)
    changed = torch.stack([surnames.encode(name[:i] + "k" + name[i + 1 :]) for i in range(len(name))])  # (T, T)
    apart = (model.states(changed) - out).abs().mean(dim=2)  # (T changed letters, T steps)
    live.picture(
        f"one letter of '{name}' exchanged for a k",
        apart / apart.max(),
        rows=[f"{letter} → k" for letter in name],
        columns=list(name),
        caption="How far the state is moved from then on: nothing before the change, then an echo that fades.",
    )
