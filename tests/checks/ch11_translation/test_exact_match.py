"""Hidden checks for ch11/exact-match."""

from tutor.checking import probe


@probe
def share(impl, hyps, refs):
    """The share, and both lists afterwards."""
    yield {"the result": impl.exact_match(hyps, refs)}
    yield {"the translations after the call": hyps, "the references after the call": refs}


@probe
def twice(impl, hyps, refs, other):
    """The share of two sets, and of the first one again."""
    for words in (hyps, other, hyps):
        yield {"the result": impl.exact_match(words, refs)}


@probe
def refused(impl, hyps, refs):
    """What is raised for lists that don't fit."""
    try:
        impl.exact_match(hyps, refs)
        answer = "a number"
    except ValueError:
        answer = "a ValueError"
    yield {f"the answer for {len(hyps)} translations and {len(refs)} references": answer}


def sentences(ints, count):
    """Sentences, all different."""
    return [[f"w{i}"] + [f"w{n}" for n in ints(0, 9, int(ints(1, 6))).tolist()] for i in range(count)]


def test_the_worked_example(example):
    hyps = [["le", "chat", "noir"], ["la", "noire", "pomme"], ["les", "chats"], []]
    example(share, hyps, [["le", "chat", "noir"], ["la", "pomme", "noire"], ["les", "chats", "noirs"], ["oui"]])


def test_the_share_of_right_ones(agree, ints, rand):
    """The result is the number of right translations divided by the number of all, a float."""
    for count, right in ((7, 3), (11, 1), (5, 5), (5, 0), (1, 1), (1, 0)):
        refs = sentences(ints, count)
        hyps = [list(ref) for ref in refs]
        for i in rand.permutation(count)[right:]:
            hyps[i][-1] = "x"
        agree(share, hyps, refs)


def test_order_and_length_count(agree):
    """Every word has to be right and at its place, and none too few or too many."""
    refs = [["la", "pomme", "est", "verte"]]
    for words in (
        "la verte est pomme",
        "la pomme est",
        "la pomme est verte verte",
        "pomme est verte",
        "La pomme est verte",
    ):
        agree(share, [words.split()], refs)
    agree(share, [["a"], ["a"], ["b"]], [["a"], ["b"], ["b"]])
    agree(share, [[], ["a"], [], ["a", ""]], [[], [], ["a"], ["a"]])
    long = [f"w{i}" for i in range(67)]
    agree(share, [long[:66] + ["x"], ["x", *long[1:]], long[:33] + ["x"] + long[34:], list(long)], [long] * 4)
    agree(share, [["à"], ["été"], ["n"], ["non"], ["a-t-il"]], [["a"], ["éte"], ["n'"], ["non", "."], ["a", "t-il"]])
    agree(share, [["ab", "c"], ["a b"], ["a", "a"]], [["a", "bc"], ["a", "b"], ["a"]])


def test_each_is_held_against_its_own(agree, ints):
    """A translation counts only if it is the right one for its own sentence."""
    refs = sentences(ints, 5)
    agree(share, [*refs, *refs, refs[0]], [*refs, *refs[:4], refs[0], refs[0]])
    agree(share, refs[1:] + refs[:1], refs)
    agree(share, [refs[0]] * 5, refs)
    refs = sentences(ints, 131)
    agree(share, refs[:101] + refs[:30], refs)
    agree(twice, refs, refs, refs[::-1])


def test_nothing_is_left_out_quietly(agree, ints):
    """If there are more of one than of the other a ValueError is raised."""
    refs = sentences(ints, 5)
    agree(refused, refs[:3], refs)
    agree(refused, refs, refs[:4])
