"""Makes exercises/ch00_basics/zoo.json: the weights of the networks that chapter 0 shows, trained here with torch.

    python scripts/make_zoo.py

Chapter 0 itself is plain Python numbers, so it can't train them while a learner waits. Run it again only after a change
of `architectures.py`: the figures in the lesson belong to the committed weights.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

HERE = Path(__file__).parents[1] / "exercises" / "ch00_basics"
sys.path.insert(0, str(HERE))
architectures = importlib.import_module("architectures")
handwriting = importlib.import_module("handwriting")

NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LETTERS: str = architectures.LETTERS


class Recurrent(nn.Module):
    """A plain, LSTM or GRU cell over the eight rows, as `architectures` writes them."""

    def __init__(self, kind: str, inputs: int, size: int) -> None:
        super().__init__()
        self.kind, self.size = kind, size
        gates = {"rnn": ["cell"], "lstm": ["take", "keep", "fresh", "show"], "gru": ["see", "keep", "fresh"]}[kind]
        self.gates = nn.ModuleDict({gate: nn.Linear(inputs + size, size) for gate in gates})
        if kind == "lstm":
            nn.init.constant_(self.gates["keep"].get_parameter("bias"), 1.0)

    def start(self, count: int) -> Tensor:
        return torch.zeros(count, self.size * (2 if self.kind == "lstm" else 1))

    def step(self, x: Tensor, state: Tensor) -> Tensor:
        if self.kind == "rnn":
            return torch.tanh(self.gates["cell"](torch.cat([x, state], 1)))
        if self.kind == "gru":
            both = torch.cat([x, state], 1)
            see, keep = torch.sigmoid(self.gates["see"](both)), torch.sigmoid(self.gates["keep"](both))
            fresh = torch.tanh(self.gates["fresh"](torch.cat([x, see * state], 1)))
            return keep * state + (1 - keep) * fresh
        answer, memory = state.split(self.size, 1)
        both = torch.cat([x, answer], 1)
        take, keep, show = (torch.sigmoid(self.gates[gate](both)) for gate in ("take", "keep", "show"))
        memory = keep * memory + take * torch.tanh(self.gates["fresh"](both))
        return torch.cat([show * torch.tanh(memory), memory], 1)

    def read(self, x: Tensor, reverse: bool = False) -> Tensor:
        state = self.start(len(x))
        rows = x.reshape(-1, 8, 8).unbind(1)
        for row in reversed(rows) if reverse else rows:
            state = self.step(row, state)
        return state

    def layers(self) -> dict[str, Any]:
        made = {gate: layer(linear) for gate, linear in self.gates.items()}
        return made["cell"] if self.kind == "rnn" else made


def layer(linear: nn.Module) -> dict[str, Any]:
    return {name: rounded(linear.get_parameter(part)) for name, part in (("weights", "weight"), ("biases", "bias"))}


def rounded(numbers: Tensor) -> Any:
    if numbers.dim() > 1:
        return [rounded(part) for part in numbers]
    return [round(number, 3) for number in numbers.tolist()]


def fit(
    modules: nn.Module, loss_of: Callable[[Tensor, Tensor], Tensor], x: Tensor, y: Tensor, epochs: int, lr: float
) -> None:
    """AdamW with a rate that falls to 0, on 32 pictures at a time."""
    optimizer = torch.optim.AdamW(modules.parameters(), lr=lr, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * -(-len(x) // 32))
    for _ in range(epochs):
        for rows in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            loss_of(x[rows], y[rows]).backward()
            nn.utils.clip_grad_norm_(modules.parameters(), 1.0)
            optimizer.step()
            schedule.step()


def fully_connected(x: Tensor, y: Tensor) -> dict[str, Any]:
    net = nn.ModuleDict({"hidden": nn.Linear(64, 16), "output": nn.Linear(16, 10)})
    fit(net, lambda a, b: F.cross_entropy(net["output"](torch.tanh(net["hidden"](a))), b), x, y, 40, 5e-3)
    return {name: layer(linear) for name, linear in net.items()}


def cnn(x: Tensor, y: Tensor) -> dict[str, Any]:
    conv, head = nn.Conv2d(1, 8, 3), nn.Linear(72, 10)

    def loss(a: Tensor, b: Tensor) -> Tensor:
        return F.cross_entropy(head(F.max_pool2d(torch.relu(conv(a.reshape(-1, 1, 8, 8))), 2).flatten(1)), b)

    fit(nn.ModuleList([conv, head]), loss, x, y, 40, 1e-2)
    filters = {"weights": rounded(conv.weight.reshape(8, 9)), "biases": layer(conv)["biases"]}
    return {"conv": filters, "head": layer(head)}


def recurrent(kind: str, size: int, x: Tensor, y: Tensor) -> dict[str, Any]:
    cell, head = Recurrent(kind, 8, size), nn.Linear(size, 10)
    fit(nn.ModuleList([cell, head]), lambda a, b: F.cross_entropy(head(cell.read(a)[:, :size]), b), x, y, 60, 1e-2)
    return {"cell": cell.layers(), "head": layer(head)}


def bidirectional(x: Tensor, y: Tensor) -> dict[str, Any]:
    down, up, head = Recurrent("rnn", 8, 16), Recurrent("rnn", 8, 16), nn.Linear(32, 10)

    def loss(a: Tensor, b: Tensor) -> Tensor:
        return F.cross_entropy(head(torch.cat([down.read(a), up.read(a, reverse=True)], 1)), b)

    fit(nn.ModuleList([down, up, head]), loss, x, y, 60, 1e-2)
    return {"down": down.layers(), "up": up.layers(), "head": layer(head)}


def autoencoder(x: Tensor, y: Tensor) -> dict[str, Any]:
    net = nn.ModuleDict(
        {
            "encoder": nn.Linear(64, 32),
            "squeeze": nn.Linear(32, 8),
            "decoder": nn.Linear(8, 32),
            "paint": nn.Linear(32, 64),
        }
    )

    def code(a: Tensor) -> Tensor:
        squeezed: Tensor = net["squeeze"](torch.tanh(net["encoder"](a)))
        return squeezed

    def loss(a: Tensor, _: Tensor) -> Tensor:
        return F.mse_loss(torch.sigmoid(net["paint"](torch.tanh(net["decoder"](code(a))))), a) * 100

    fit(net, loss, x, y, 150, 5e-3)
    head = nn.Linear(8, 10)
    codes = code(x).detach()
    fit(head, lambda a, b: F.cross_entropy(head(a), b), codes, y, 60, 2e-2)
    return {name: layer(linear) for name, linear in net.items()} | {"head": layer(head)}


def encoder_decoder(x: Tensor, y: Tensor) -> dict[str, Any]:
    encoder, decoder, head = Recurrent("gru", 8, 16), Recurrent("gru", 16, 16), nn.Linear(16, 16)
    spelled = torch.full((10, 7), LETTERS.index("."))  # begins with a point, ends with one
    lengths = torch.tensor([len(name) for name in NAMES])
    for digit, name in enumerate(NAMES):
        spelled[digit, 1 : len(name) + 1] = torch.tensor([LETTERS.index(letter) for letter in name])

    def loss(a: Tensor, b: Tensor) -> Tensor:
        state, total = encoder.read(a), torch.zeros(())
        for i in range(6):
            state = decoder.step(F.one_hot(spelled[b, i], 16).float(), state)
            each = F.cross_entropy(head(state), spelled[b, i + 1], reduction="none")
            total = total + (each * (i <= lengths[b])).mean()
        return total

    fit(nn.ModuleList([encoder, decoder, head]), loss, x, y, 80, 1e-2)
    return {"encoder": encoder.layers(), "decoder": decoder.layers(), "head": layer(head)}


def transformer(x: Tensor, y: Tensor) -> dict[str, Any]:
    sizes = {"embed": (8, 16), "query": (16, 16), "key": (16, 16), "value": (16, 16), "wide": (16, 32), "out": (32, 16)}
    net = nn.ModuleDict({name: nn.Linear(*size) for name, size in sizes.items()} | {"head": nn.Linear(16, 10)})
    places = nn.Parameter(torch.randn(8, 16) * 0.3)
    net.register_parameter("places", places)

    def loss(a: Tensor, b: Tensor) -> Tensor:
        items = net["embed"](a.reshape(-1, 8, 8)) + places
        mixed = F.scaled_dot_product_attention(net["query"](items), net["key"](items), net["value"](items))
        items = items + mixed
        items = items + net["out"](torch.relu(net["wide"](items)))
        return F.cross_entropy(net["head"](items.mean(1)), b)

    fit(net, loss, x, y, 80, 5e-3)
    return {name: layer(linear) for name, linear in net.items()} | {"places": rounded(places)}


def main() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    learn, _ = handwriting.load()
    x = torch.tensor([picture for picture, _ in learn])
    y = torch.tensor([digit for _, digit in learn])
    zoo = {
        "fully connected": fully_connected(x, y),
        "CNN": cnn(x, y),
        "RNN": recurrent("rnn", 24, x, y),
        "LSTM": recurrent("lstm", 16, x, y),
        "GRU": recurrent("gru", 16, x, y),
        "bidirectional": bidirectional(x, y),
        "autoencoder": autoencoder(x, y),
        "encoder-decoder": encoder_decoder(x, y),
        "transformer": transformer(x, y),
    }
    text = json.dumps(zoo, separators=(",", ":")).replace('},"', '},\n"') + "\n"
    (HERE / "zoo.json").write_text(text, encoding="ascii")
    print(f"{len(text)} bytes")


if __name__ == "__main__":
    main()
