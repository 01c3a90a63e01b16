"""What stands for a character that the encoding of the output lacks: a minus sign in Latin-1 is a hyphen, not a `?`.

Python asks for it by name: `stream.reconfigure(errors=ERRORS)` after `register()`.
"""

from __future__ import annotations

import codecs
import unicodedata

ERRORS = "dltutor.spelling"
_SPELT = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "·": ".", "⋯": "...", "…": "...", "×": "x", "÷": "/", "±": "+-",
    "√": "sqrt", "≈": "~", "≠": "!=", "≤": "<=", "≥": ">=", "≪": "<<", "≫": ">>", "∥": "||", "‖": "||", "∂": "d",
    "∇": "grad ", "∈": " in ", "∞": "inf", "∑": "sum", "∏": "prod", "∫": "int", "°": " deg", "€": "EUR", "µ": "mu",
    "→": "->", "←": "<-", "↔": "<->", "⇒": "=>", "⇔": "<=>", "↑": "^", "↓": "v", "▶": ">", "▸": ">", "›": ">",
    "▲": "^", "▼": "v", "●": "*", "○": "o", "•": "*", "⋆": "*", "✓": "+", "✗": "x", "⏎": "enter", "↩": "<-",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "′": "'", "ʼ": "'", "⟨": "<", "⟩": ">", "⌊": "[", "⌋": "]",
    "⌈": "[", "⌉": "]", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o",
}  # fmt: skip


def spell(text: str, encoding: str) -> str:
    """`text` in characters of `encoding`: spelt in others, without its accent, or `?`."""
    return "".join(_nearest(character, encoding) for character in text)


def register() -> None:
    """Makes the name known; what is written costs nothing unless it can't be encoded."""
    codecs.register_error(ERRORS, _replace)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    # Encodings made of a table all call themselves `charmap`, and what theirs holds is not known here.
    encoding = "ascii" if error.encoding == "charmap" else error.encoding
    return spell(error.object[error.start : error.end], encoding), error.end


def _nearest(character: str, encoding: str) -> str:
    plainer = unicodedata.normalize("NFKD", character)
    for spelt in (character, _SPELT.get(character, ""), _drawn(character), _greek(plainer[:1]), plainer, plainer[:1]):
        try:
            if spelt and spelt.encode(encoding):
                return spelt
        except UnicodeEncodeError:
            continue
    return "?"


def _drawn(character: str) -> str:
    """A line or a corner of a frame, a bar, a part of a picture in dots."""
    name = unicodedata.name(character, "")
    if "─" <= character <= "╿":
        return "-" if name.endswith("HORIZONTAL") else "|" if name.endswith("VERTICAL") else "+"
    if "▀" <= character <= "▟":
        return "|" if name.startswith(("LEFT", "RIGHT")) else "#"
    return ":" if "⠁" <= character <= "⣿" else " " if character == "⠀" else ""


def _greek(character: str) -> str:
    """The name of a Greek letter."""
    name = unicodedata.name(character, "") if character else ""
    if not name.startswith("GREEK") or "LETTER" not in name:
        return ""
    letter = name.partition("LETTER ")[2].removeprefix("FINAL ").partition(" ")[0]
    return letter.title() if "CAPITAL" in name else letter.lower()
