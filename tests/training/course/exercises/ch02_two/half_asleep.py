"""Sleeps for half a second, then keeps the processor busy for three tenths."""

import time

from tutor import live

live.say("good night")
time.sleep(0.5)
began = time.process_time()
while time.process_time() < began + 0.3:
    pass
