"""Surnames that nobody has: a network that knows the language, and one that doesn't. About 12 seconds.

A name is read as a first sign for its language, then its letters, then a sign for "over". To write one, the network is
given the first sign and goes on by itself: your generate, your sample_next.
"""

import torch
from generate import generate
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence
from writers import IGNORED, Writer, bits, counted, surprise

from tutor import live
from tutor.datasets import names as surnames

OVER = surnames.VOCABULARY  # 31: the name is over
FIRST = OVER + 1  # 32, 33, ...: it is Croatian, Czech or Slovak, ...
SHOWN = ["Finnish", "Greek", "Irish", "Italian", "Russian", "German"]
EPOCHS = 3

seed = live.seed()
data = surnames.load()
VOCAB = FIRST + len(data.languages)


def rows(names: tuple[str, ...], languages: Tensor) -> list[Tensor]:
    """Each name as ids: its language, its letters, OVER."""
    ends = torch.tensor([OVER])
    return [torch.cat([FIRST + languages[i : i + 1], surnames.encode(name), ends]) for i, name in enumerate(names)]


def batch(some: list[Tensor]) -> tuple[Tensor, Tensor]:
    """What is read and what comes next, (B, T) each; behind the end of a short name nothing counts."""
    x = pad_sequence([row[:-1] for row in some], batch_first=True)
    return x, pad_sequence([row[1:] for row in some], batch_first=True, padding_value=IGNORED)


def by_counting(before: int) -> float:
    """Bits for each character if what followed the last `before` letters is counted, in each language by itself."""
    total, places = 0.0, 0
    for number in range(len(data.languages)):
        learnt, asked = (
            torch.cat([torch.tensor([OVER]), *[row[1:] for row in some if row[0] == FIRST + number]])
            for some in (train, test)
        )
        total += counted(learnt, asked, FIRST, before) * (len(asked) - before)
        places += len(asked) - before
    return total / places


def write(model: Writer, language: str, count: int, temperature: float, top_k: int | None = None) -> list[str]:
    """So many new names of a language."""
    number = data.languages.index(language)
    chance = torch.Generator().manual_seed(100 * seed + number)
    found = []
    for _ in range(count):
        ids = generate(model, [FIRST + number], 20, temperature, top_k, chance)
        letters = ids[: ids.index(OVER)] if OVER in ids else ids
        found.append(surnames.decode(torch.tensor([i for i in letters if i < OVER], dtype=torch.int64)))
    return found


def fit(model: Writer, train: list[Tensor], test: list[Tensor], sample: bool) -> float:
    """Learns from `train` and returns the bits for each character of `test`."""
    grown = []
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, EPOCHS * -(-len(train) // 64))
    for epoch in live.epochs(EPOCHS):
        model.train()
        for some in live.batches(torch.randperm(len(train)).split(64)):
            loss = surprise(model, *batch([train[i] for i in some.tolist()]))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
            optimizer.step()
            schedule.step()
            live.log(loss=loss.item())
        found = bits(model, *batch(test))
        live.log(test_bits=found)
        if sample:
            written = [write(model, language, 1, 0.8)[0] for language in SHOWN]
            grown.append(f"{epoch + 1:5}{found:6.2f}  " + " ".join(f"{name[:9]:9}" for name in written))
            head = "epoch  bits  " + " ".join(f"{language:9}" for language in SHOWN)
            live.text("Written while it learns", "\n".join([head, *grown]))
    return found


train, test = rows(data.train, data.train_y), rows(data.test, data.test_y)

live.stage("language unknown", of=2)
blind = fit(Writer(VOCAB), rows(data.train, 0 * data.train_y), rows(data.test, 0 * data.test_y), sample=False)

live.stage("language first", of=2)
torch.manual_seed(seed)
model = Writer(VOCAB)
test_bits = fit(model, train, test, sample=True)
counts = by_counting(2)

for temperature, top_k in [(0.3, None), (0.8, None), (1.5, None), (1.5, 3)]:
    title = f"Temperature {temperature}" + (f", only the best {top_k}" if top_k else "")
    lines = [
        f"{language:9}" + " ".join(f"{name[:15]:15}" for name in write(model, language, 4, temperature, top_k))
        for language in SHOWN
    ]
    live.text(title, "\n".join(lines))

live.text(
    "Bits for each character of a test name",
    f"{'all 32 signs equally likely':42}5.00\n{'counted after two letters, by language':42}{counts:.2f}\n"
    f"{'your writer, language unknown':42}{blind:.2f}\n{'your writer, language first':42}{test_bits:.2f}",
)
known = set(data.train)
written = [write(model, language, 25, 0.8) for language in data.languages]  # 25 in each of 16 languages
every = [name for names in written for name in names]
new = sum(name not in known for name in every) / len(every)
different = sum(len(set(names)) for names in written) / len(every)
own = bits(model, *batch(rows(tuple(every), torch.arange(len(written)).repeat_interleave(25))))
live.say(f"{len(every)} names written at temperature 0.8: {new:.2f} of them are in no list that it has read.")
live.say(f"{different:.2f} of them differ from the others of their language; it finds them {own:.2f} bits surprising.")
live.result(
    test_bits=test_bits,
    gain=blind - test_bits,
    written_bits=own,
    different=different,
    new_names=new,
    counted_bits=counts,
)
