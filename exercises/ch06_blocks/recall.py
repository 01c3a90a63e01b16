"""Which was the first symbol? 19 symbols of noise follow, then 39. Your cells in chapter 4's loop. About 20 seconds.

"LSTM + 2" is the LSTM whose forget gate begins with a bias that is 2 larger; "GRU + 2" the same for the update gate.
"""

import torch
from remember import Reader, fit

from tutor import live

EPOCHS = {20: 10, 40: 8}
NETWORKS = {
    20: [("RNN", 0.0), ("LSTM", 0.0), ("LSTM", 2.0), ("GRU", 0.0)],
    40: [("RNN", 0.0), ("LSTM", 0.0), ("LSTM", 3.0), ("GRU", 0.0), ("GRU", 2.0)],
}

seed = live.seed()
share = {}
for length, networks in NETWORKS.items():
    for kind, keep in networks:
        name = f"{kind} + {keep:.0f}" if keep else kind
        live.stage(f"{name}, {length}", of=sum(map(len, NETWORKS.values())))
        torch.manual_seed(seed)
        model = Reader(kind, symbols=10, classes=4, dim=16, hidden=32, keep=keep)
        share[name, length] = fit(model, length, EPOCHS[length], seed=seed)


def row(name: str) -> str:
    return f"{name:12}" + "".join(
        f"{share[name, length]:12.3f}" if (name, length) in share else f"{'':12}" for length in NETWORKS
    )


names = dict.fromkeys(name for name, _ in share)
live.text(
    "First symbols recalled, of 500; guessing gets 0.25",
    "\n".join([f"{'':12}{'20 steps':>12}{'40 steps':>12}", *map(row, names)]),
)
live.result(
    lstm_20=share["LSTM + 2", 20],
    gru_20=share["GRU", 20],
    lstm_40=share["LSTM + 3", 40],
    gru_40=share["GRU + 2", 40],
    gain_40=share["LSTM + 3", 40] - share["LSTM", 40],
    rnn_20=share["RNN", 20],
    rnn_40=share["RNN", 40],
    lstm_20_without=share["LSTM", 20],
    lstm_40_without=share["LSTM", 40],
    gru_40_without=share["GRU", 40],
)
