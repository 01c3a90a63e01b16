"""Hidden checks for ch11/token-f1."""

from tutor.checking import probe


@probe
def scored(impl, hyp, ref):
    """The F1, and both sentences afterwards."""
    yield {"the result": impl.token_f1(hyp, ref)}
    yield {"the translation after the call": hyp, "the reference after the call": ref}


@probe
def twice(impl, hyp, ref, other):
    """The F1 of two pairs, and of the first one again."""
    for words in (hyp, other, hyp):
        yield {"the result": impl.token_f1(words, ref)}


def words_of(ints, count, different):
    """As many words, of which many are equal."""
    return [f"w{n}" for n in ints(0, different, count).tolist()]


def test_the_worked_example(example):
    example(scored, ["le", "le", "chat"], ["le", "chat", "et", "le", "chien"])


def test_precision_and_recall_meet(agree, ints, rand):
    """F1 is 2 · precision · recall / (precision + recall), of sentences of any two lengths."""
    for n, m in ((3, 7), (7, 3), (5, 5), (1, 11), (11, 2)):
        common = [f"c{i}" for i in range(min(n, m) // 2 + 1)]
        hyp = common + [f"h{i}" for i in range(n - len(common))]
        ref = common + [f"r{i}" for i in range(m - len(common))]
        agree(scored, [hyp[i] for i in rand.permutation(n)], [ref[i] for i in rand.permutation(m)])


def test_a_word_counts_as_often_as_it_stands_in_both(agree, ints):
    """A word that stands there several times matches as often as it stands in both sentences."""
    for n, m in ((23, 17), (11, 7), (5, 13)):
        agree(scored, words_of(ints, n, 4), words_of(ints, m, 4))
    agree(scored, ["la"] * 5, ["la", "pomme"])
    agree(scored, ["la", "pomme"], ["la"] * 5)
    agree(scored, ["a", "a", "b"], ["a", "b", "b"])


def test_the_order_does_not_matter(agree, rand):
    """The same words in another order have an F1 of 1."""
    ref = ["le", "petit", "chat", "noir", "voit", "le", "chien"]
    agree(scored, [ref[i] for i in rand.permutation(7)], ref)
    agree(scored, list(ref), ref)
    agree(scored, ref[:1], ref[:1])


def test_words_are_compared_whole(agree):
    """A word is either the same or another one, capitals and endings included."""
    agree(scored, ["verts", "Le", "chat"], ["vert", "le", "chat"])
    agree(scored, ["petit", "ami"], ["petite", "amie"])
    agree(scored, ["l'", "a", "été", "là", "vingt-deux", "d'"], ["l", "à", "ete", "là", "vingt-trois", "d'", "."])
    agree(scored, ["aujourd'hui", "a-t-il"], ["aujourd'", "hui", "a", "t-il"])


def test_nothing_in_common_and_nothing_at_all(agree):
    """Two empty sentences give 1; no common word, or one empty sentence, gives 0; nothing is divided by 0."""
    agree(scored, ["a", "b"], ["c"])
    agree(scored, [], ["a", "b"])
    agree(scored, ["a", "b"], [])
    agree(scored, [], [])


def test_nothing_is_left_behind(agree):
    """Another pair is scored by itself, and the sentences stay as they are."""
    agree(twice, ["a", "b", "b", "c"], ["b", "a", "d", "b", "b"], ["d", "d"])
