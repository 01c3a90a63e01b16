"""The glossary: each word once, where it is taught, and short."""

from __future__ import annotations

import pytest

from tests.authoring.lint.conftest import LESSON, Tiny
from tutor.course.wording import fold, says

MORE = "lessons/ch02_more.yaml"


def terms(tiny: Tiny, path: str, text: str) -> None:
    tiny.write(path, (tiny.root / path).read_text("utf-8") + f"terms:\n{text}")


@pytest.fixture
def taught(tiny: Tiny) -> Tiny:
    terms(tiny, LESSON, "  - {term: doubling, means: Two times., step: why, also: [twice], symbol: $2x$}\n")
    return tiny


def test_a_term_that_its_step_says_is_fine(taught: Tiny) -> None:
    assert taught.told() == []


def test_a_term_that_its_step_never_says_is_told(tiny: Tiny) -> None:
    terms(tiny, LESSON, "  - {term: halving, means: Half.,\n     step: why}\n")
    found = tiny.one()
    assert (found.code, found.line) == ("unsaid-term", tiny.line(LESSON, "step: why"))
    assert found.message == "ch01/why never says `halving`; name the step that teaches it, or say it there"


@pytest.mark.parametrize("step", ["how-many", "double"])
def test_hints_choices_and_what_follows_a_pass_say_a_term_too(tiny: Tiny, step: str) -> None:
    word = {"how-many": "values", "double": "linear map"}[step]
    terms(tiny, LESSON, f"  - {{term: {word}, means: M., step: {step}}}\n")
    assert tiny.told() == []


def test_a_word_that_an_earlier_chapter_teaches_is_told_in_the_later_one(taught: Tiny) -> None:
    terms(taught, MORE, "  - {term: Doubling, means: Once more., step: eight}\n")
    found = [each for each in taught.findings("ch02") if each.code == "duplicate-term"]
    assert [each.message for each in found] == [
        "`Doubling` is in the glossary already: `doubling` of ch01, which is spelt so too; keep it where it is taught "
        "first, and drop this one"
    ]
    assert [each for each in taught.findings("ch01") if each.code == "duplicate-term"] == []


def test_another_spelling_counts_like_the_term(taught: Tiny) -> None:
    terms(taught, MORE, "  - term: eight\n    means: M.\n    step: eight\n    also: [octet, twice]\n")
    found = taught.one()
    assert (found.code, found.line) == ("duplicate-term", taught.line(MORE, "also: [octet"))


def test_a_symbol_with_two_meanings_is_told(taught: Tiny) -> None:
    terms(taught, MORE, "  - {term: eight times, means: M., step: eight, symbol: $2 x$}\n")
    found = taught.one()
    assert found.code == "duplicate-symbol"
    assert found.message.startswith("$2 x$ stands for `doubling` of ch01 already; a symbol has one meaning")


def test_a_long_meaning_is_told_by_the_house_rules(tiny: Tiny) -> None:
    terms(tiny, LESSON, f"  - term: doubling\n    means: {'so ' * 90}\n    step: why\n")
    found = tiny.one("long-meaning", strict=True)
    assert "takes 269 characters, and 240 is the most" in found.message
    assert tiny.findings(strict=False) == ()


def test_what_a_term_says_can_be_shown(tiny: Tiny) -> None:
    terms(tiny, LESSON, "  - {term: $x$, means: '- a list', step: why, symbol: '$\\foo$'}\n")
    assert {each.code for each in tiny.findings()} >= {"plain-text", "no-block", "unknown-latex"}


def test_only_the_terms_of_the_wanted_steps_are_looked_at(tiny: Tiny) -> None:
    terms(tiny, LESSON, "  - {term: halving, means: Half., step: why}\n")
    assert tiny.told("ch01/double") == []
    assert len(tiny.told("ch01/why")) == 1


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The **Batch\n  Norm** keeps", "batch-norm"),
        ("raw scores (logits)", "logit"),
        ("two queries", "query"),
        ("each head looks", "head (of attention)"),
        ("`F.softmax` of it", "softmax"),
    ],
)
def test_a_text_says_a_word_in_its_forms(text: str, word: str) -> None:
    assert says(text, word)


@pytest.mark.parametrize(("text", "word"), [("a forehead", "head"), ("no keys", "query")])
def test_a_word_within_another_is_not_said(text: str, word: str) -> None:
    assert not says(text, word)


def test_case_hyphens_and_marks_do_not_count() -> None:
    assert fold("Batch-norm") == fold("`batch`  *norm*") == fold("batch_norm") == "batch norm"
