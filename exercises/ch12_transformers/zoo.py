# Made from solutions/ch12_transformers/zoo.py by `dltutor author stubs`; edit that file. [8adbec6c]
"""The zoo from memory: eight kinds of network, built on demand."""

import torch
from add_positions import AddPositions
from torch import Tensor, nn
from transformer_block import TransformerBlock

KINDS = ("cnn", "rnn", "lstm", "gru", "bilstm", "transformer", "autoencoder", "encdec")


def build(kind: str, inputs: int = 8, hidden: int = 32, outputs: int = 10, positions: bool = True) -> nn.Module:
    """An untrained network of one of the eight KINDS.

    What it can do is promised below, for eval mode and float32. How it
    does it is yours, with all that torch has.

    The readers, all but the last two, take a batch of sequences x,
    (B, T, inputs) with T from 1 to 64, and have two ways to be called:

        model.features(x)  (B, T, F), a vector for each place
        model(x)           (B, outputs), made of all places

    What features(x) knows at place t:

        cnn          place t and its neighbours on one side or both, none
                     further away than 5 places, looked at in the same
                     way everywhere: if the sequence moves by one place,
                     its features do (but for the 5 at each end)
        rnn          places 0 to t
        gru, lstm    places 0 to t
        bilstm       all places
        transformer  all places, in their order; with positions=False
                     without it: shuffled places give the same vectors,
                     shuffled in the same way. By attention: what place
                     t hears of a place hangs on the two of them, so it
                     is no mean or sum that all places share

    rnn, gru and lstm are one recurrent layer: the features at place t are
    its state there, `hidden` numbers, and (but for the memory of an lstm,
    `hidden` more) all that it hands on to place t + 1. Its matrices have
    n · hidden · (inputs + hidden) weights with n = 1, 3 and 4. bilstm is
    two lstms, one from each end, with their states side by side, F =
    2 · hidden, and n = 8. Biases and the like come on top, at most
    n · 4 · hidden.

    autoencoder: x is (B, inputs), with at least 4 inputs.

        model.encode(x)     (B, code), code less than inputs
        model.decode(code)  (B, inputs), for any (B, code)
        model(x)            decode(encode(x))

    encdec: called with a source (B, S, inputs) and a target (B, T,
    inputs), S and T from 1 to 64. It returns (B, T, outputs); what it
    says at place t is made of the whole source and of places 0 to t of
    the target.

    Each row of a batch is dealt with by itself, and the inputs are left
    as they are. All that is learnt are parameters of the module; they
    start at random, all take part, and with the sizes left as they are
    there are at most 60,000 of them.

    Args:
        kind: one of KINDS, else a ValueError is raised.
        inputs: numbers at each place.
        hidden: the width inside, a multiple of 4.
        outputs: numbers that come out.
        positions: whether a transformer knows the order; the others
            don't ask.
    """
    raise NotImplementedError


if __name__ == "__main__":
    x = torch.randn(2, 5, 8)  # (B=2, T=5, inputs=8)
    for kind in KINDS:
        model = build(kind)
        if kind == "autoencoder":
            shapes = tuple(model.encode(x[:, 0]).shape), tuple(model(x[:, 0]).shape)
        elif kind == "encdec":
            shapes = (tuple(model(x, x[:, :3]).shape),)
        else:
            shapes = tuple(model.features(x).shape), tuple(model(x).shape)
        print(f"{kind:12}", sum(p.numel() for p in model.parameters()), *shapes)
