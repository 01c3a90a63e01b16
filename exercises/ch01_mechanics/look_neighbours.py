"""Your pairwise_sqdist as a classifier: a new picture gets the digit of the most similar picture that we have."""

import torch
from pairwise_sqdist import pairwise_sqdist
from pictures import enlarged

from tutor import live
from tutor.datasets import digits

data = digits.load()
known, labels = data.train_x.flatten(1), data.train_y  # (1347, 64), (1347,)
new = data.test_x.flatten(1)  # (450, 64)

found = []
for part in live.batches(new.split(50)):  # all at once would need 450 · 1347 · 64 differences in memory
    distances = pairwise_sqdist(part, known)  # (50, 1347): your function
    found.append(distances.argmin(dim=1))  # (50,): for each new picture, the row of the nearest known one
nearest = torch.cat(found)  # (450,)
guesses = labels[nearest]  # (450,)
right = guesses == data.test_y

some = [0, 1, 2, 3, 4]
wrong = (~right).nonzero().flatten()[:5]
for title, rows in (("New pictures", some), ("New pictures that are misread", wrong)):
    live.picture(title, enlarged(new[rows]), labels=[int(data.test_y[i]) for i in rows])
    live.picture("Their nearest neighbours", enlarged(known[nearest[rows]]), labels=[int(guesses[i]) for i in rows])

share = 100 * right.float().mean()
live.say(f"The nearest neighbour has the right digit for {int(right.sum())} of {len(new)} pictures ({share:.1f} %).")
live.say(f"The price: all {len(known):,} known pictures are kept, and each new one is compared with every one of them.")
