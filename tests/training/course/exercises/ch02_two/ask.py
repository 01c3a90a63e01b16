"""Turns words around, and says so when it is over; under the seed 1 it is busy for ever after the first."""

import time

from tutor import live

chosen = live.seed()
live.result(known=1.0)
for line in live.ask("Turn", "A word", examples=["abc", "  d\te ", ""]):
    live.text("turned", line[::-1])
    while chosen == 1:
        time.sleep(0.01)
live.say("over")
if chosen == 2:
    time.sleep(3600)
