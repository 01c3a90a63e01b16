"""Pictures that look alike and mean different things, and the best rules of thumb against them. Nothing learns here."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import combinations

import handwriting
from handwriting import Picture

from tutor import live

Pair = tuple[Picture, int]


def main() -> None:
    learn, test = handwriting.load()
    show_look_alikes(test)
    show_rules_by_hand(learn, test)
    one_pixel = best_pixel_rules(learn, test)
    show_pairs(one_pixel)
    live.result(three_or_eight_by_one_pixel=one_pixel[3, 8], worst_pair=min(one_pixel.values()))


def show_look_alikes(test: list[Pair]) -> None:
    """A 3 and an 8 that are nearer to each other than most threes are."""
    threes, eights = ([picture for picture, digit in test if digit == wanted] for wanted in (3, 8))
    three, eight = min(((a, b) for a in threes for b in eights), key=lambda pair: math.dist(*pair))
    other = max(threes, key=lambda picture: math.dist(three, picture))
    live.picture(
        "Which two of these are the same digit?",
        [handwriting.rows_of(picture) for picture in (three, eight, other)],
        labels=["a 3", "an 8", "a 3"],
    )
    near, far = math.dist(three, eight), math.dist(three, other)
    pairs = [math.dist(a, b) > near for a, b in combinations(threes, 2)]
    live.say(
        f"As far as pixels go (root of the summed squares of their differences), the first is {near:.2f} from the "
        f"second and {far:.2f} from the third. {sum(pairs) / len(pairs):.0%} of all pairs of threes are further apart "
        "than this 3 and this 8."
    )


def show_rules_by_hand(learn: list[Pair], test: list[Pair]) -> None:
    """Four rules that somebody might think of, each with the limit that does best on the pictures to learn from."""
    rules: dict[str, Callable[[Picture], float]] = {
        "much ink": sum,
        "alike left and right": lambda p: (
            -sum(abs(p[8 * r + c] - p[8 * r + 7 - c]) for r in range(8) for c in range(4))
        ),
        "ink in the left half": lambda p: sum(p[8 * r + c] for r in range(8) for c in range(4)),
        "holes": holes,
    }
    lines = [f"{'it is an 8 if there is/are':<28}{'right (seen)':>14}{'right (new)':>14}"]
    for name, rule in rules.items():
        limit = best_limit([(rule(picture), digit == 8) for picture, digit in learn if digit in (3, 8)])
        seen, new = (share_right(rule, limit, part) for part in (learn, test))
        lines.append(f"{name:<28}{seen:>14.2f}{new:>14.2f}")
    live.text("3 or 8? Rules made by hand, each with its best limit", "\n".join(lines))


def holes(picture: Picture) -> float:
    """How many dark areas are shut in by ink (brighter than a half): an 8 should have two, a 3 none."""
    dark = {(r, c) for r in range(-1, 9) for c in range(-1, 9)}
    dark -= {(r, c) for r in range(8) for c in range(8) if picture[8 * r + c] > 0.5}
    areas = 0
    while dark:
        areas += 1
        waiting = [dark.pop()]
        while waiting:
            r, c = waiting.pop()
            for place in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if place in dark:
                    dark.remove(place)
                    waiting.append(place)
    return areas - 1.0  # the area around the digit is no hole


def best_limit(cases: list[tuple[float, bool]]) -> float:
    """The limit above which to say yes, so that most cases come out right."""
    return max({value for value, _ in cases}, key=lambda limit: sum((value > limit) == yes for value, yes in cases))


def share_right(rule: Callable[[Picture], float], limit: float, part: list[Pair]) -> float:
    cases = [(rule(picture) > limit) == (digit == 8) for picture, digit in part if digit in (3, 8)]
    return sum(cases) / len(cases)


def best_pixel_rules(learn: list[Pair], test: list[Pair]) -> dict[tuple[int, int], float]:
    """For any two digits the best rule "this pixel is brighter than that" for `learn`, and its share in `test`."""
    seen, new = share_above(learn), share_above(test)
    rules = [(pixel, level) for pixel in range(64) for level in range(16)]
    found = {}
    for a, b in combinations(range(10), 2):
        rule = max(rules, key=lambda rule: abs(seen[b][rule] - seen[a][rule]))
        gap = new[b][rule] - new[a][rule]
        found[a, b] = 0.5 + 0.5 * (gap if seen[b][rule] > seen[a][rule] else -gap)
    return found


def show_pairs(right: dict[tuple[int, int], float]) -> None:
    """A table of all pairs of digits, and the two that are hardest to tell apart."""
    lines = ["  " + "".join(f"{b:>5}" for b in range(10))]
    for a in range(10):
        shares = [right.get((min(a, b), max(a, b))) for b in range(10)]
        lines.append(f"{a:<2}" + "".join(f"{'' if share is None else round(100 * share):>5}" for share in shares))
    live.text("Any two digits: the best rule about a pixel, right in so many of 100", "\n".join(lines))
    a, b = min(right, key=lambda pair: right[pair])
    live.say(f"For each pair 2,048 rules were tried. Hardest are {a} and {b}: {100 * right[a, b]:.0f} of 100.")


def share_above(part: list[Pair]) -> list[dict[tuple[int, int], float]]:
    """For each digit, pixel and level: in which share of its pictures the pixel is brighter than level/16."""
    shares = []
    for digit in range(10):
        pictures = [picture for picture, other in part if other == digit]
        columns = list(zip(*pictures, strict=True))
        shares.append(
            {
                (pixel, level): sum(16 * value > level for value in columns[pixel]) / len(pictures)
                for pixel in range(64)
                for level in range(16)
            }
        )
    return shares


main()
