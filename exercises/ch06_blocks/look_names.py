"""Surnames once more: chapter 4's cell, and the two with gates. About 25 seconds."""

import torch
from remember import Reader

from tutor import live
from tutor.datasets import names as surnames

from ch04_recurrent.fitting import fit
from ch04_recurrent.pad_batch import pad_batch

EPOCHS = 5
CELLS = {"RNN": 0.0, "LSTM": 1.0, "GRU": 0.0}  # what is added to the bias of the gate that keeps

seed = live.seed()
data = surnames.load()
share = {}
for kind, keep in CELLS.items():
    live.stage(kind, of=len(CELLS))
    torch.manual_seed(seed)
    model = Reader(kind, surnames.VOCABULARY, len(data.languages), dim=32, hidden=128, keep=keep)
    share[kind] = fit(model, data, pad_batch, epochs=EPOCHS)
    count = sum(p.numel() for p in model.cell.parameters())
    live.say(f"{kind}: {count:,} weights in the cell.")
live.result(rnn_accuracy=share["RNN"], lstm_accuracy=share["LSTM"], gru_accuracy=share["GRU"])
