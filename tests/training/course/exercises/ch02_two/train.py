"""Rolls down x² with the learner's slope; the seed moves the start."""

from hill import START
from slope import slope

from tutor import live

live.stage("control", of=2)
for _ in live.epochs(3):
    live.log(distance=START)

live.stage("rolling", of=2)
x = START + live.seed() / 10
for _ in live.epochs(5):
    for _ in live.batches(range(4)):
        x -= 0.1 * slope(x)
        live.log(height=x * x)
    live.log(distance=abs(x))
print("rolled down")
live.result(distance=abs(x))
