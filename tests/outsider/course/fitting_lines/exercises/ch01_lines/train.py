"""Fit a line to 36 measurements of a spring with your own steps, and try it on 12 that it has not seen."""

import torch
from gradient_step import gradient_step
from mean_squared_error import mean_squared_error
from spring import load

from tutor import live

STEPS, RATE = 200, 0.2

seed = live.seed()
x, y = load()
order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
fitted, unseen = order[:36], order[36:]

# The control: the mean length, whatever the load.
live.stage("mean", of=2)
guess = torch.stack([torch.zeros(()), y[fitted].mean()])
for _ in live.epochs(STEPS):
    live.log(error=mean_squared_error(guess, x[fitted], y[fitted]))

live.stage("line", of=2)
line = torch.randn(2)
for _ in live.epochs(STEPS):
    line = gradient_step(line, x[fitted], y[fitted], RATE)
    live.log(error=mean_squared_error(line, x[fitted], y[fitted]))
slope, offset = line.tolist()
live.say(f"Your line: length = {slope:.2f} · load + {offset:.2f}")

error = float(mean_squared_error(line, x[unseen], y[unseen]))
control = float(mean_squared_error(guess, x[unseen], y[unseen]))
live.result(error=error, mean_error=control, explained=1 - error / control)
