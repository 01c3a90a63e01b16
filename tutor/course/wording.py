"""Words as a glossary compares them: without regard to case, hyphens, line breaks and the marks of Markdown."""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.course.model import Step

_BETWEEN = re.compile(r"[\s\-_‐‑–]+")
_MARKS = re.compile(r"[*`]")
_SIGNS = re.compile(r"\W+")
_REMARK = re.compile(r"(?<=\S)\s*\([^()]*\)$")


def fold(text: str) -> str:
    """The same for `Batch-norm`, `batch norm` and `*batch*\\nnorm`."""
    return _BETWEEN.sub(" ", _MARKS.sub("", text.casefold())).strip()


def says(text: str, spelling: str) -> bool:
    """Whether a text says a word, or one that begins with it: `logits` says `logit`, `queries` says `query`.

    A remark behind the word, `head (of attention)`, tells two words that are spelt alike, and need not be said.
    """
    word = f" {_bare(_REMARK.sub('', fold(spelling)))}"
    said = _said(text)
    return word in said or (word.endswith("y") and f"{word[:-1]}ies" in said)


@lru_cache(maxsize=8)
def _said(text: str) -> str:
    """A text that is asked for many words is made ready once."""
    return f" {_bare(fold(text))}"


def _bare(folded: str) -> str:
    return _SIGNS.sub(" ", folded).strip() or folded


def read_in(step: Step) -> str:
    """Everything that a learner reads in a step: title, text, hints, choices and reasons, and what follows a pass."""
    texts = [step.title, getattr(step, "text", ""), *getattr(step, "hints", ()), getattr(step, "after", "")]
    for choice in getattr(step, "choices", ()):
        texts += [choice.text, choice.why]
    return "\n".join([*texts, getattr(step, "why", "")])
