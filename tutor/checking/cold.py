"""A child without a fork: `python -m tutor.checking.cold '{"role": ...}' FD ...`."""

import json
import sys

from tutor.checking.zygote import play

if __name__ == "__main__":
    play(json.loads(sys.argv[1]), [int(fd) for fd in sys.argv[2:]])
