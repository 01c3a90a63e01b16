"""The measurements: 48 loads in kg and the lengths in cm that the spring had with them."""

import csv
from pathlib import Path

import torch
from torch import Tensor

FILE = Path(__file__).with_name("spring.csv")


def load() -> tuple[Tensor, Tensor]:
    """Loads (48,) and lengths (48,), in the order in which they were measured."""
    with FILE.open(newline="", encoding="utf-8") as file:
        rows = [(float(row["load_kg"]), float(row["length_cm"])) for row in csv.DictReader(file)]
    loads, lengths = torch.tensor(rows).T
    return loads, lengths
