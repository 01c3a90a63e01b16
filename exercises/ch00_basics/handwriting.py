"""Handwritten digits as plain lists: 64 numbers a picture, 0 (black) to 1 (white), row by row."""

import gzip

from tutor.datasets import bundled

Picture = list[float]


def load() -> tuple[list[tuple[Picture, int]], list[tuple[Picture, int]]]:
    """(picture, digit) pairs: 1,347 to learn from, and every fourth picture, 450 in all, kept for the test."""
    with gzip.open(bundled.find("digits.csv.gz", "digits"), "rt", encoding="ascii") as file:
        rows = [[int(number) for number in line.split(",")] for line in file]
    pairs = [([pixel / 16 for pixel in row[:64]], row[64]) for row in rows]
    return [pair for i, pair in enumerate(pairs) if i % 4], pairs[::4]


def rows_of(picture: Picture) -> list[list[float]]:
    """The 64 numbers as 8 rows of 8."""
    return [picture[start : start + 8] for start in range(0, 64, 8)]
