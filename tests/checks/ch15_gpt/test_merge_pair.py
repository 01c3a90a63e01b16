"""Hidden checks for ch15/merge-pair."""

from tutor.checking import probe


@probe
def worked(impl, ids, new):
    """The lesson's example."""
    pair = impl.most_common(ids)
    yield {"the pair": pair}
    yield {"the text": impl.merge_pair(ids, pair, new)}


@probe
def commonest(impl, texts):
    """The most common pair of several texts."""
    for ids in texts:
        yield {"the pair": impl.most_common(ids), "the text after the call": ids}


@probe
def merged(impl, cases):
    """Several texts with a pair merged."""
    for ids, pair, new in cases:
        yield {"the text": impl.merge_pair(ids, pair, new), "the old text after the call": ids}


@probe
def returned(impl, ids, pair, new):
    """Whether the list that comes back is another one than the one that was handed in."""
    out = impl.merge_pair(ids, pair, new)
    yield {"the text": out, "a new list": out is not ids}


@probe
def again_and_again(impl, ids, new, times):
    """A few rounds of byte-pair encoding."""
    for n in range(times):
        pair = impl.most_common(ids)
        ids = impl.merge_pair(ids, pair, new + n)
        yield {"the pair": pair, "the text": ids}


def test_the_worked_example(example):
    example(worked, [1, 0, 13, 0, 13, 0], 26)


def test_the_pair_that_meets_most_often(agree, ints):
    """Each place counts, also where two overlap, and left and right are not the same."""
    planted = [4, 4, 4, 4, 1, 2, 3, 1, 2, 0, 2, 1, 2, 5]  # (4, 4) and (1, 2) three times each
    agree(commonest, [planted, planted[1:], [5, 5, 5, 1, 0], [1, 0, 1, 0, 2, 3, 2, 3, 2, 3], [0, 1, 9, 1, 0, 9, 1, 0]])
    agree(commonest, [[0, 5, 0, 6, 0, 7, 0, 8, 2, 3, 2, 3], [6, 6]])
    agree(commonest, [ints(0, 4, 61).tolist() for _ in range(4)])


def test_ties(agree, ints):
    """Of several pairs that are equally frequent the one that comes first in the text is taken."""
    agree(commonest, [[5, 3, 1, 4], [0, 1, 5, 2, 3, 2, 3, 0, 1], [7, 8, 1, 2, 7, 8, 1, 2], [300, 2, 0, 300, 2, 0]])
    agree(commonest, [[2, 9, 2, 9, 0, 1, 0, 1], *(ints(0, 50_000, 9).tolist() for _ in range(3))])


def test_every_such_pair_is_merged(agree, ints):
    """All places of the pair get the new id, everything else stays, and the text that was handed in is not changed."""
    for _ in range(3):
        agree(merged, [(ints(0, 3, 41).tolist(), (left, right), 99) for left, right in ((0, 1), (2, 1), (2, 0))])
    agree(merged, [([0, 1, 1, 0, 5, 0, 1], (0, 1), 7), ([1, 0, 1, 0, 1], (1, 0), 7), ([5, 0, 1], (0, 1), 7)])
    large = ints(300, 50_000, 2).tolist()
    others = [id % 256 for id in large]  # what is left of them in a byte
    agree(merged, [([*large, *others, *large, *others], tuple(others), 50_000), (large * 150, (1, 0), 50_000)])
    agree(merged, [([*large, 7, *large], tuple(large), 50_000)])


def test_what_is_merged_is_gone(agree, ints):
    """A merged id is no half of another pair: the text is gone through from left to right."""
    runs = [[7] * n for n in (1, 2, 3, 4, 5, 8)]
    agree(merged, [(run, (7, 7), 9) for run in runs] + [([1, *runs[2], 2, *runs[4]], (7, 7), 9)])
    agree(merged, [(ints(0, 2, 37).tolist(), (0, 0), 5)])


def test_a_new_list(agree, ints):
    """A new list comes back, also where nothing was merged, and a text of one id or none is fine."""
    for ids in ([3, 1, 2], [3], [], [1, 0, 1]):
        agree(returned, ids, (0, 1), 9)


def test_many_rounds(agree, ints):
    """One round after the other, new ids are merged like old ones."""
    agree(again_and_again, ints(0, 3, 47).tolist(), 100, 5)
    agree(again_and_again, [0, 1, 2, 3] * 5, 2000, 3)
