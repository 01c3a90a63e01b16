"""Read digits with your own pieces: your descent on 650 numbers, then PyTorch's loop, then without gradients."""

import torch
import torch.nn.functional as F
from array_dataset import ArrayDataset
from classifier import Classifier
from minimize import minimize
from one_hot import one_hot
from pictures import enlarged
from split import split
from standardize import standardize
from torch import Tensor
from torch.utils.data import DataLoader

from tutor import live
from tutor.datasets import images

STEPS = 100
RATES = (0.01, 0.1, 1.0)


def scores(theta: Tensor, x: Tensor) -> Tensor:
    """A linear model whose 650 numbers lie in one row: 64 x 10 weights, then 10 biases. (N, 64) -> (N, 10)"""
    return x @ theta[:640].view(64, 10) + theta[640:]


def accuracy(scores: Tensor, y: Tensor) -> float:
    """The share of rows whose largest score stands at the label."""
    return (scores.argmax(dim=1) == y).float().mean().item()


seed = live.seed()
data = images.load()
x, y = data.train_x.flatten(1), data.train_y  # (1347, 64), (1347,)

# Hold a fifth back for decisions; the test pictures stay untouched until the end.
kept, held_out = split(len(x), 0.2, torch.Generator().manual_seed(seed))
z, mean, std = standardize(x[kept])
y_kept = y[kept]
z_held_out, y_held_out = (x[held_out] - mean) / std, y[held_out]
z_test, y_test = (data.test_x.flatten(1) - mean) / std, data.test_y
targets = one_hot(y_kept, 10)


def loss_of(theta: Tensor) -> Tensor:
    """The cross-entropy of all kept pictures, as a function of the 650 numbers: a landscape to walk down."""
    log_p = scores(theta, z).log_softmax(dim=1)  # (N, 10)
    loss = -(targets * log_p).sum(dim=1).mean()
    live.log(loss=loss)
    return loss


# 1. Your minimize, on all kept pictures at once. The held-out part chooses the learning rate.
tried = {}
for rate in RATES:
    live.stage(f"rate {rate}", of=5)
    theta, _ = minimize(loss_of, torch.zeros(650), rate, STEPS, 1e-4)
    tried[rate] = (accuracy(scores(theta, z_held_out), y_held_out), theta)
    live.log(held_out_accuracy=tried[rate][0])
best_rate = max(tried, key=lambda rate: tried[rate][0])
best_theta = tried[best_rate][1]
live.say(f"The held-out pictures choose the rate {best_rate}.")

# 2. The loop of every PyTorch program: module, loss, optimizer, and batches in a new order in every epoch.
# 3 epochs of 34 batches are 102 steps, about as many as above, but each looks at 32 pictures instead of 1,078.
live.stage("mini-batches", of=5)
torch.manual_seed(seed)
model = Classifier(64, 10)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
loader = DataLoader(ArrayDataset(z, y_kept), batch_size=32, shuffle=True)
for _epoch in live.epochs(3):
    for batch_x, batch_y in live.batches(loader):
        loss = F.cross_entropy(model(batch_x), batch_y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        live.log(loss=loss)
    with torch.no_grad():
        live.log(held_out_accuracy=accuracy(model(z_held_out), y_held_out))

# 3. The control: no gradient. Change all 650 numbers a little at random, keep the change if the loss fell.
live.stage("guessing", of=5)
generator = torch.Generator().manual_seed(seed)
guessed = torch.zeros(650)
lowest = loss_of(guessed)
for _ in range(STEPS):
    attempt = guessed + 0.03 * torch.randn(650, generator=generator)
    loss = loss_of(attempt)
    if loss < lowest:
        guessed, lowest = attempt, loss
live.log(held_out_accuracy=accuracy(scores(guessed, z_held_out), y_held_out))

# The test pictures, opened once.
weights = best_theta[:640].view(64, 10).T  # (10, 64): for each digit, a weight for every pixel
largest = float(weights.abs().nan_to_num().max()) + 1e-6
title = "What each score looks for (white) and against (black)"
live.picture(title, enlarged(weights), labels=range(10), low=-largest, high=largest)
guesses = scores(best_theta, z_test).argmax(dim=1)
wrong = (guesses != y_test).nonzero().flatten()[:5]
labels = [f"{y_test[i]}, read as {guesses[i]}" for i in wrong]
live.picture("Misread", enlarged(data.test_x[wrong].flatten(1)), labels=labels)
with torch.no_grad():
    by_module = accuracy(model(z_test), y_test)
by_descent = accuracy(scores(best_theta, z_test), y_test)
by_guessing = accuracy(scores(guessed, z_test), y_test)
averages = torch.stack([x[kept][y_kept == digit].mean(dim=0) for digit in range(10)])  # (10, 64)
by_averages = accuracy(-torch.cdist(data.test_x.flatten(1), averages), y_test)  # the nearest has the largest score
live.result(
    test_accuracy=by_module,
    descent_accuracy=by_descent,
    averages_accuracy=by_averages,
    guessing_accuracy=by_guessing,
    gain=by_descent - by_guessing,
)
