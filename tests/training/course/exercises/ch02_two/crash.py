"""Adds two tensors of shapes that don't fit; seeds 1 to 5 end the process in harder ways, 6 prints without end."""

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
    case 4:
        os.kill(os.getpid(), signal.SIGRTMIN + 6)
    case 5:
        os._exit(130)
    case 6:
        for _ in range(300):
            os.write(1, b"x" * 4095 + b"\n")
short = torch.zeros(3)
long = torch.zeros(4)
live.log(before=1)
total = short + long
