"""Two edits of one text put together, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.checking.answers import Answer, both
from tutor.checking.merging import merged

LINE = "return math.tanh(bias + sum(w * x for w, x in zip(weights, inputs, strict=True)))\n"
WORDS = st.lists(st.sampled_from(["x", "y", "zz", " ", "\n", "(", ")", "+", "é", "1.5"]), max_size=12).map("".join)


def test_two_edits_of_one_line_are_made_both() -> None:
    bare = LINE.replace("math.tanh(", "").replace(")))", "))")
    short = LINE.replace(", strict=True", "")
    assert merged(LINE, bare, short) == "return bias + sum(w * x for w, x in zip(weights, inputs))\n"
    assert merged(LINE, short, bare) == merged(LINE, bare, short)


def test_two_edits_of_one_word_are_not_merged() -> None:
    assert merged(LINE, LINE.replace("tanh", "tan"), LINE.replace("tanh", "exp")) is None
    assert merged(LINE, LINE.replace("math.tanh", "abs"), LINE.replace("tanh", "exp")) is None


def test_words_put_into_one_gap_are_not_merged() -> None:
    assert merged("a b", "a 1 b", "a 2 b") is None
    assert merged("a b", "a, b", "c b") is None, "which of the two comes first would be a guess"


def test_what_both_change_alike_is_changed_once() -> None:
    one, two = LINE.replace("bias", "0").replace("*", "+"), LINE.replace("bias", "0").replace("weights", "w")
    assert merged(LINE, one, two) == LINE.replace("bias", "0").replace("*", "+").replace("weights", "w")


@given(WORDS, WORDS)
def test_a_text_merged_with_no_change_is_itself(base: str, other: str) -> None:
    assert merged(base, other, base) == merged(base, base, other) == merged(base, other, other) == other


@given(WORDS, WORDS, WORDS, WORDS)
def test_edits_far_apart_are_merged(head: str, new_head: str, tail: str, new_tail: str) -> None:
    between = " ".join(f"between{at}" for at in range(9))
    base, one, two = (f"{start}|{between}|{end}" for start, end in ((head, tail), (new_head, tail), (head, new_tail)))
    assert merged(base, one, two) == f"{new_head}|{between}|{new_tail}"


def test_edits_that_quote_the_same_words_make_one_answer() -> None:
    bare = Answer(name="no-tanh", change=(("math.tanh(bias + sum(w * x", "(bias + sum(w * x"),))
    added = Answer(name="added", change=(("sum(w * x for", "sum(w + x for"),))
    text = both(bare, added, LINE)
    assert text == "return (bias + sum(w + x for w, x in zip(weights, inputs, strict=True)))\n"
    assert text == both(added, bare, LINE)


def test_a_merge_that_is_no_python_is_none() -> None:
    spoilt = Answer(name="spoilt", change=(("math.tanh(bias + sum(w * x", "bias + sum(w * x"),))
    added = Answer(name="added", change=(("(bias + sum(w * x for", "(bias + sum(w + x for"),))
    assert both(spoilt, added, LINE) is None
