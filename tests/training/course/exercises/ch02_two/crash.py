"""Adds two tensors of shapes that don't fit; seeds 1 to 3 end the process in harder ways."""

import os
import signal

import torch

from tutor import live

match live.seed():
    case 1:
        os.kill(os.getpid(), signal.SIGSEGV)
    case 2:
        os._exit(7)
    case 3:
        os.write(2, b"said by C code\n")
        raise SystemExit("enough")
short = torch.zeros(3)
long = torch.zeros(4)
live.log(before=1)
total = short + long
