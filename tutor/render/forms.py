"""How parts of a formula fit on one line: raised and lowered characters, brackets in the place of bars, accents."""

from __future__ import annotations

import re

from tutor.render import symbols

JOIN = (
    "\u2060"  # a word joiner marks the end of what must not run into a following letter; it never leaves these modules
)
_RAISED = "⁰¹²³⁴-ⁿ₀-ₜᵀ"


def lifted(text: str, sign: str, table: dict[str, str]) -> str:
    """`text` in raised or lowered characters where Unicode has them all, else `_word` or `^(a long one)`."""
    text = text.replace(JOIN, "")
    if not text:
        return ""
    if all(char in table for char in text):
        return "".join(table[char] for char in text)
    return f"{sign}{text}{JOIN}" if re.fullmatch(r"[A-Za-z0-9α-ωΑ-Ω]+|\S", text) else f"{sign}({text})"


def operand(text: str, below: bool = False) -> str:
    """A part of a fraction or root, in brackets where it would otherwise be read wrongly."""
    text = text.strip(" " + JOIN)
    bare = text.replace(JOIN, " ")
    if not bare:
        return ""
    if re.fullmatch(r"[√∂]?[\w.′∞∂∇]*[\u0302-\u0338\u20d7⁰-₟ᵀ]*", bare) and (not below or _is_one(bare)):
        return text
    return text if _bracketed(text.replace(JOIN, "")) else f"({text})"


def _is_one(text: str) -> bool:
    """A number, a word of one letter with its scripts, or a root of one: what a bar below would not spread over."""
    return (
        re.fullmatch(
            r"√?(\d[\d.]*|[∂∇]?[^\W\d_]([^\w\s]|[₀-ₜᵢⱼᵤᵥᵣᵦᵧᵨᵩᵪᵀ²³¹⁰-ⁿ\u02b0-\u02ff\u1d2c-\u1d6a]|_\w+)*)", text
        )
        is not None
    )


def _bracketed(text: str) -> bool:
    """Whether one pair of brackets holds the whole text: `(a + b)`, `exp(x)`, not `(a)(b)`."""
    text = re.sub(rf"[{_RAISED}]+$", "", text)
    opened = re.match(r"\w*\^?([(‖|])", text)
    if not opened or text[-1:] != {"(": ")"}.get(opened[1], opened[1]):
        return False
    if opened[1] != "(":
        return text.count(opened[1]) == 2  # `|A| + |B|` has a bar at either end, but no pair that holds it all
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth and char == ")" and index < len(text) - 1:
            return False
    return depth == 0


def accented(text: str, name: str) -> str:
    mark = symbols.ACCENTS[name]
    text = text.strip(" " + JOIN)
    if len(text) == 1 or name in ("overline", "underline"):
        return "".join(char + mark if not char.isspace() else char for char in text)
    base = re.match(r"\w", text)
    if base and re.fullmatch(r"\w[₀-ₜᵢⱼ⁰-ⁿᵀ]*", text):
        return text[0] + mark + text[1:]
    return f"{name.removeprefix('wide')}({text})"
