"""Counts until somebody stops it. Seed 1 makes it deaf; with a seed it starts a helper process in another session."""

import signal
import subprocess
import sys
import time

from tutor import live

seed = live.seed()
if seed == 1:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
if seed:
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    live.text("helper", str(helper.pid))
count = 0
while True:
    count += 1
    live.log(count=count)
    if count == 5:
        live.say("on the way")
    time.sleep(0.01)
