"""Your column_means on handwriting: the average 0, the average 1, and so on. Then: is that enough to read digits?"""

import torch
from column_means import column_means
from pictures import enlarged

from tutor import live
from tutor.datasets import digits

data = digits.load()
x = data.train_x.flatten(1)  # (1347, 64): one picture a row, one pixel a column
y = data.train_y  # (1347,): the digit that each row shows

first = [int((y == digit).nonzero()[0]) for digit in range(10)]  # for each digit, the first row that shows it
live.picture("Ten of the 1,347 pictures, 8 x 8 pixels each", enlarged(x[first]), labels=range(10))

averages = []
for digit in range(10):
    rows = x[y == digit]  # (about 135, 64): the rows that show this digit
    averages.append(column_means(rows))  # (64,): your line
table = torch.stack(averages)  # (10, 64)
live.picture("Your averages, one for each digit", enlarged(table), labels=range(10))

# Give each new picture the digit whose average it resembles most.
new = data.test_x.flatten(1)  # (450, 64): pictures that no average has seen
distances = torch.cdist(new, table)  # (450, 10)
guesses = distances.argmin(dim=1)  # (450,)
right = guesses == data.test_y
live.say(
    f"Compared with your ten averages, {int(right.sum())} of {len(new)} new pictures get the right digit "
    f"({100 * right.float().mean():.1f} %). Guessing would get about 45."
)
wrong = (~right).nonzero().flatten()[:5]
live.picture(
    "Some that go wrong",
    enlarged(new[wrong]),
    labels=[f"{data.test_y[i]}, read as {guesses[i]}" for i in wrong],
)
