"""Words as a glossary compares them: without regard to case, hyphens, line breaks and the marks of Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.course.model import Step

_BETWEEN = re.compile(r"[\s\-_‐‑–]+")
_MARKS = re.compile(r"[*`]")
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")


def fold(text: str) -> str:
    """The same for `Batch-norm`, `batch norm` and `*batch*\\nnorm`."""
    return _BETWEEN.sub(" ", _MARKS.sub("", text.casefold())).strip()


def says(text: str, spelling: str) -> bool:
    """Whether a text says a word, or one that begins with it: `logits` says `logit`, `queries` says `query`.

    A remark behind the word, `head (of attention)`, tells two words that are spelt alike, and need not be said.
    """
    word = _REMARK.sub("", fold(spelling))
    stem = rf"(?:{re.escape(word)}|{re.escape(word[:-1])}ies\b)" if word.endswith("y") else re.escape(word)
    return re.search(rf"(?<!\w){stem}", _folded(text)) is not None


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    """A text that is asked for many words is folded once."""
    return fold(text)


def read_in(step: Step) -> str:
    """Everything that a learner reads in a step: title, text, hints, choices and reasons, and what follows a pass."""
    texts = [step.title, getattr(step, "text", ""), *getattr(step, "hints", ()), getattr(step, "after", "")]
    for choice in getattr(step, "choices", ()):
        texts += [choice.text, choice.why]
    return "\n".join([*texts, getattr(step, "why", "")])
