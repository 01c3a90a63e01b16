"""From names as they are written to the 26 letters (and space, apostrophe, hyphen) that the course's networks read."""

from __future__ import annotations

import unicodedata

ALPHABET = " '-abcdefghijklmnopqrstuvwxyz"

_LATIN = {
    "ß": "ss",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "’": "'",
    "ʼ": "'",
    "`": "'",
}
_CYRILLIC = dict(
    zip("абвгдезийклмнопрстуфыэё", "abvgdeziyklmnoprstufyee", strict=True),
    ж="zh", х="kh", ц="ts", ч="ch", ш="sh", щ="shch", ъ="", ь="", ю="yu", я="ya", є="ye", і="i", ї="yi", ґ="g",
)  # fmt: skip
_UKRAINIAN = {"г": "h", "и": "y"}  # the two letters that sound different in Ukrainian
_GREEK = dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True), θ="th", χ="ch", ψ="ps")
_GREEK_PAIRS = {"ου": "ou", "αυ": "av", "ευ": "ev", "γγ": "ng", "γκ": "gk", "γξ": "nx", "γχ": "nch", "μπ": "mp"}


def plain(name: str, *, ukrainian: bool = False) -> str:
    """`name` in lower case, without accents, Cyrillic and Greek in Latin letters; what is no letter is dropped.

    >>> plain("Müller"), plain("Иванов"), plain("Παπαδόπουλος")
    ('muller', 'ivanov', 'papadopoulos')
    """
    text = unicodedata.normalize("NFC", name).lower()
    table = _LATIN | _CYRILLIC | (_UKRAINIAN if ukrainian else {})
    text = "".join(table.get(char, char) for char in text)
    text = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    for pair, letters in _GREEK_PAIRS.items():
        text = text.replace(pair, letters)
    text = "".join(_GREEK.get(char, char) for char in text)
    return " ".join("".join(char for char in text if char in ALPHABET).split())
