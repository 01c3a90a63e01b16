"""Numbers and days in English and in French words, by rule.

They are written as `french` writes its sentences: tokens with blanks between them, and a token that ends in a hyphen
belongs to the next one. The English is British ("two hundred and one"), the French in the traditional spelling.
"""

from __future__ import annotations

import datetime

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["-", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNS = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
    "treize", "quatorze", "quinze", "seize",
]  # fmt: skip
_DIX = ["-", "dix", "vingt", "trente", "quarante", "cinquante", "soixante"]
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
]  # fmt: skip
_MOIS = [
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
]  # fmt: skip
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_ORDINAL = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth", "twenty": "twentieth", "thirty": "thirtieth",
}  # fmt: skip


def english_number(n: int) -> str:
    """0 to 99,999 in English words, with "and" before the last two digits.

    Raises:
        ValueError: `n` is outside.
    """
    _in_range(n)
    thousands, rest = divmod(n, 1000)
    said = [*_english_below_1000(thousands), "thousand"] if thousands else []
    if rest or not thousands:
        said += (["and"] if thousands and rest < 100 else []) + _english_below_1000(rest)
    return " ".join(said)


def french_number(n: int) -> str:
    """0 to 99,999 in French words, in the traditional spelling: hyphens below one hundred, none beside "et".

    Raises:
        ValueError: `n` is outside.
    """
    _in_range(n)
    thousands, rest = divmod(n, 1000)
    said: list[str] = []
    if thousands:
        said = [*(_french_below_1000(thousands, last=False) if thousands > 1 else []), "mille"]
    if rest or not thousands:
        said += _french_below_1000(rest, last=True)
    return " ".join(said)


def english_date(day: datetime.date, *, weekday: bool = False) -> str:
    """ "the first of May nineteen eighty- four", behind the weekday if it is asked for."""
    *start, last = _english_below_1000(day.day)
    ordinal = _ORDINAL.get(last, f"{last}th")
    century, rest = divmod(day.year, 100)
    if day.year // 10 == 200:
        year = english_number(day.year)
    elif rest == 0:
        year = f"{english_number(century)} hundred"
    else:
        year = f"{english_number(century)} {'oh ' if rest < 10 else ''}{english_number(rest)}"
    begin = [DAYS[day.weekday()]] if weekday else []
    return " ".join([*begin, "the", *start, ordinal, "of", MONTHS[day.month - 1], year])


def french_date(day: datetime.date, *, weekday: bool = False) -> str:
    """ "le premier mai mille neuf cent quatre- vingt- quatre": only the first of a month is an ordinal."""
    number = "premier" if day.day == 1 else french_number(day.day)
    begin = [_JOURS[day.weekday()]] if weekday else []
    return " ".join(["le", *begin, number, _MOIS[day.month - 1], french_number(day.year)])


def _in_range(n: int) -> None:
    if not 0 <= n <= 99_999:
        raise ValueError(f"numbers go from 0 to 99,999 here, not to {n}")


def _english_below_1000(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    said = [_ONES[hundreds], "hundred"] if hundreds else []
    if hundreds and rest:
        said.append("and")
    if rest >= 20:
        tens, ones = divmod(rest, 10)
        said += [f"{_TENS[tens]}-", _ONES[ones]] if ones else [_TENS[tens]]
    elif rest or not hundreds:
        said.append(_ONES[rest])
    return said


def _french_below_1000(n: int, *, last: bool) -> list[str]:
    """`last` says that nothing follows: then cent and quatre-vingt take their s."""
    hundreds, rest = divmod(n, 100)
    said: list[str] = []
    if hundreds:
        plural = hundreds > 1 and not rest and last
        said = [*([_UNS[hundreds]] if hundreds > 1 else []), "cents" if plural else "cent"]
    if rest or not hundreds:
        said += _french_below_100(rest, last=last)
    return said


def _french_below_100(n: int, *, last: bool) -> list[str]:
    if n < 17:
        return [_UNS[n]]
    if n < 20:
        return ["dix-", _UNS[n - 10]]
    if n < 80:  # 60 to 79 count on: soixante et onze, soixante-douze
        tens, ones = (6, n - 60) if n >= 60 else divmod(n, 10)
        if ones == 0:
            return [_DIX[tens]]
        if ones in (1, 11):
            return [_DIX[tens], "et", _UNS[ones]]
        return [f"{_DIX[tens]}-", *_french_below_100(ones, last=last)]
    if n == 80:
        return ["quatre-", "vingts" if last else "vingt"]
    return ["quatre-", "vingt-", *_french_below_100(n - 80, last=last)]
