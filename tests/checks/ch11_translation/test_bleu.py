"""Hidden checks for ch11/bleu."""

from tutor.checking import probe


@probe
def worked(impl, hyps, refs, max_n):
    """The lesson's example."""
    yield {"the result": impl.bleu(hyps, refs, max_n)}


@probe
def counted(impl, hyp, ref, n):
    """Matches and n-grams of one sentence."""
    pair = impl.clipped(hyp, ref, n)
    yield {"how many things came back": len(pair)}
    matches, total = pair
    yield {"the matches": matches, "the n-grams": total}
    yield {"the translation after the call": hyp, "the reference after the call": ref}


@probe
def scored(impl, hyps, refs, max_n):
    """BLEU, and both lists afterwards."""
    yield {"the result": impl.bleu(hyps, refs, max_n)}
    yield {"the translations after the call": hyps, "the references after the call": refs}


@probe
def by_default(impl, hyps, refs):
    """BLEU with the usual number of n-grams, and with the number by its name."""
    yield {"the result": impl.bleu(hyps, refs), "with max_n=2": impl.bleu(hyps, refs, max_n=2)}


@probe
def in_turn(impl, hyps, refs, others):
    """BLEU of two sets, and of the first one again."""
    for words in (hyps, others, hyps):
        yield {"the result": impl.bleu(words, refs, 3)}


@probe
def changed(impl, hyps, refs):
    """BLEU of the same lists before and after words were put into them."""
    yield {"the result": impl.bleu(hyps, refs, 2)}
    for words in hyps:
        words[1:2] = ["q", "q"]
    yield {"the result after words were put in": impl.bleu(hyps, refs, 2)}


def noisy(ints, rand, ref, changes):
    """A sentence with as many words changed, left out, or put in."""
    words = list(ref)
    for _ in range(changes):
        place, kind = int(ints(0, max(len(words), 1))), rand.choice(["change", "drop", "repeat"])
        if kind == "change" and words:
            words[place] = "x"
        elif kind == "drop" and len(words) > 1:
            del words[place]
        elif words:
            words.insert(place, words[place])
    return words


def corpus(ints, rand, lengths, changes, different=7):
    """Translations and references. The first pair has long matches, so that BLEU is not 0."""
    refs = [[f"w{i}" for i in range(6)]] + [[f"w{n}" for n in ints(0, different, m).tolist()] for m in lengths]
    return [refs[0][:5] + ["y"]] + [noisy(ints, rand, ref, changes) for ref in refs[1:]], refs


def test_the_worked_example(example):
    hyps = [["le", "petit", "chat", "mange", "la", "pomme"]]
    example(worked, hyps, [["le", "petit", "chat", "noir", "mange", "la", "pomme", "verte"]], 2)


def test_n_grams_are_counted(agree, ints, rand):
    """All n words in a row are an n-gram, and a sentence shorter than n has none."""
    hyp, ref = ["a", "b", "c", "d", "e", "f"], ["a", "b", "x", "d", "e", "f", "g"]
    for n in (1, 2, 3, 4, 6, 7):
        agree(counted, hyp, ref, n)
    for n in (1, 2, 5):
        agree(counted, [f"w{i}" for i in ints(0, 3, 13).tolist()], [f"w{i}" for i in ints(0, 3, 11).tolist()], n)
    agree(counted, ["ab", "c"], ["a", "bc"], 2)
    agree(counted, ["b", "a"], ["a", "b"], 2)
    agree(counted, ["Le", "chat"], ["le", "chat"], 1)
    agree(counted, [], ["a"], 1)
    agree(counted, ["a"], ["a"], 2)
    agree(counted, ["a"], [], 1)


def test_matches_are_clipped(agree):
    """An n-gram matches at most as often as the reference holds it."""
    agree(counted, ["le"] * 7, ["le", "chat", "est", "sur", "le", "tapis"], 1)
    agree(counted, ["a", "b", "a", "b", "a", "b"], ["a", "b", "c", "a", "b"], 2)
    agree(counted, ["a", "b"], ["a", "b", "a", "b"], 2)
    agree(counted, ["a"] * 5, ["a"] * 3, 3)


def test_counts_are_added_over_the_set(agree, ints, rand):
    """Matches and n-grams are added up over all sentences, each held against its own reference, then divided."""
    for lengths, changes, max_n in (([9, 3, 12], 2, 4), ([2, 7, 5, 11], 1, 3), ([5], 2, 2), ([1, 4, 2], 1, 4)):
        agree(scored, *corpus(ints, rand, lengths, changes), max_n)
    hyps, refs = corpus(ints, rand, [7, 5], 2)
    agree(scored, [*hyps, *hyps[1:], hyps[1]], [*refs, *refs[1:], refs[2]], 2)
    long = [f"w{i}" for i in range(67)]
    agree(scored, [[*long[:60], "x", *long[61:]]], [long], 4)
    agree(scored, [["a", "b"], ["c", "d"]], [["c", "d"], ["a", "b"]], 1)
    agree(scored, [["a", "b", "c", "d"], ["a", "a", "e"]], [["a", "b", "c", "d"], ["e", "f", "a"]], 1)


def test_short_translations_are_punished(agree):
    """If all translations together are shorter than the references the result is multiplied by exp(1 − r/c)."""
    ref = ["w0", "w1", "w2", "w3", "w4", "w5", "w6"]
    for words in (6, 4, 2):
        agree(scored, [ref[:words]], [ref], 2)
        agree(scored, [ref[:words]], [ref], 1)
    agree(scored, [ref[:5], ref + ["a", "b", "c"]], [ref, ref], 3)
    agree(scored, [ref[:2], ref + ["a", "b"]], [ref, ref], 3)
    agree(scored, [ref + ["a"]], [ref], 4)
    agree(scored, [list(ref)], [ref], 4)


def test_up_to_max_n(agree, ints, rand):
    """All n from 1 to max_n count the same, 4 where nothing is said."""
    hyps, refs = corpus(ints, rand, [11, 7, 9], 2)
    for max_n in (1, 2, 3, 5):
        agree(scored, hyps, refs, max_n)
    agree(scored, [[f"w{i}" for i in range(9)] + ["x"]], [[f"w{i}" for i in range(10)]], 9)
    agree(by_default, hyps, refs)


def test_no_match_at_all(agree):
    """Where for one n nothing matches, or there is no n-gram, the result is 0, and no error."""
    agree(scored, [["a", "b", "c"]], [["d", "e", "f"]], 2)
    agree(scored, [["a", "b", "c", "d", "e"]], [["a", "b", "c", "x", "e"]], 4)
    agree(scored, [["a", "b", "c"]], [["a", "b", "c"]], 4)
    agree(scored, [[], []], [["a"], ["b", "c"]], 1)
    agree(scored, [[], ["a", "b", "c"]], [["a"], ["a", "b", "c", "d"]], 2)


def test_nothing_is_left_behind(agree, ints, rand):
    """Another set is scored by itself."""
    hyps, refs = corpus(ints, rand, [7, 5], 1)
    agree(in_turn, hyps, refs, [ref[:-1] for ref in refs])
    agree(changed, hyps, refs)
