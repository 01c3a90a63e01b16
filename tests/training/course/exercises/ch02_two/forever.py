"""Counts until somebody stops it; DLTUTOR_SEED=1 makes it deaf, with a helper process of its own."""

import subprocess
import sys
import time

from tutor import live

DEAF = live.seed() == 1
if DEAF:
    helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    live.text("helper", str(helper.pid))
count = 0
while True:
    try:
        count += 1
        live.log(count=count)
        if count == 5:
            live.say("on the way")
        time.sleep(0.01)
    except KeyboardInterrupt:
        if not DEAF:
            raise
