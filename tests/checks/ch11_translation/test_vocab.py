"""Hidden checks for ch11/vocab. Which word gets which id is the learner's choice, so nothing here depends on it."""

import torch

from tutor.checking import probe


@probe
def worked(impl, sentences, words):
    """The lesson's example."""
    vocab = impl.Vocab.build(sentences)
    yield {"the size": len(vocab)}
    ids = vocab.encode(words)
    yield {"the words after encode and decode": vocab.decode(ids)}


@probe
def built(impl, sentences, min_count, all_words):
    """What a vocabulary knows, by its size and by what comes back."""
    vocab = impl.Vocab.build(sentences, min_count) if min_count != 1 else impl.Vocab.build(sentences)
    yield {"it is a Vocab": isinstance(vocab, impl.Vocab)}
    yield {"the size": len(vocab)}
    yield {"the words that are known": [word for word in all_words if vocab.encode([word])[0] != 3]}
    yield {"the sentences after the call": sentences}


@probe
def named(impl, sentences):
    """min_count by its name."""
    for count in (1, 2, 3):
        yield {"the size": len(impl.Vocab.build(sentences, min_count=count))}


@probe
def encoded(impl, sentences, words):
    """The ids of a sentence, as far as they don't depend on the order of the words."""
    vocab = impl.Vocab.build(sentences)
    ids = vocab.encode(words)
    yield {"a list came back": type(ids) is list, "of ints": all(type(id) is int for id in ids)}
    yield {"how many ids": len(ids)}
    yield {"where UNK stands": [i for i, id in enumerate(ids) if id == 3]}
    yield {"where EOS stands": [i for i, id in enumerate(ids) if id == 2]}
    yield {"where PAD or SOS stands": [i for i, id in enumerate(ids) if id in (0, 1)]}
    yield {"which places hold one word": [ids.index(id) for id in ids]}
    yield {"the words after the call": words}
    yield {"the size afterwards": len(vocab)}
    yield {"where UNK stands, asked again": [i for i, id in enumerate(vocab.encode(words)) if id == 3]}
    kept = list(ids)
    words.reverse()
    yield {"where UNK stands in the reversed list": [i for i, id in enumerate(vocab.encode(words)) if id == 3]}
    yield {"the first ids are as before": ids == kept}


@probe
def many(impl, count):
    """A large vocabulary: its size, what it does not know, and whether the last word comes back."""
    words = [f"w{i}" for i in range(count)]
    vocab = impl.Vocab.build([words[:7], words[7:]])
    ids = vocab.encode(words)
    yield {"the size": len(vocab), "how many ids are UNK": ids.count(3), "how many ids there are": len(ids)}
    yield {"the last words after encode and decode": vocab.decode(ids)[-3:]}


@probe
def numbered(impl, sentences, all_words):
    """The ids of all words, in order."""
    vocab = impl.Vocab.build(sentences)
    yield {"the ids of all words, sorted": sorted(vocab.encode(all_words)[:-1])}
    yield {"each id decoded": [vocab.decode([id]) for id in vocab.encode(all_words)[:-1]]}


@probe
def returned(impl, sentences, words):
    """The words after encode and decode."""
    vocab = impl.Vocab.build(sentences)
    ids = vocab.encode(words)
    yield {"the words after encode and decode": vocab.decode(ids)}
    yield {"the same from a tensor": vocab.decode(torch.tensor(ids))}


@probe
def decoded(impl, sentences, words, before, between, after):
    """The words of ids among which there are signs."""
    vocab = impl.Vocab.build(sentences)
    ids = [id for word in words for id in [*vocab.encode([word])[:1], *between]]
    ids = [*before, *ids, *after]
    kept, tensor = list(ids), torch.tensor(ids, dtype=torch.int64)
    yield {"the words": vocab.decode(ids)}
    yield {"the words, from a tensor": vocab.decode(tensor)}
    yield {"the ids are as before": ids == kept and tensor.tolist() == kept}


@probe
def two_of_them(impl, first, second, words):
    """Two vocabularies, the older one asked again after the younger one was built."""
    one = impl.Vocab.build(first)
    yield {"the words of one": one.decode(one.encode(words)), "the size of one": len(one)}
    other = impl.Vocab.build(second)
    yield {"the words of the other": other.decode(other.encode(words)), "the size of the other": len(other)}
    yield {"the words of one, later": one.decode(one.encode(words)), "the size of one, later": len(one)}


def words_of(ints, count):
    """As many different words."""
    syllables = ["ba", "do", "ki", "lu", "me", "ro", "sa", "ti", "vu", "zen"]
    words = []
    while len(words) < count:
        word = "".join(syllables[i] for i in ints(0, 10, int(ints(1, 4))).tolist())
        if word not in words:
            words.append(word)
    return words


def sentences_of(rand, words, lengths):
    """Sentences in which every word stands at least once."""
    order = [words[i] for i in rand.permutation(len(words))]
    text = order + [rand.choice(words) for _ in range(sum(lengths))]
    return [[text.pop(0) for _ in range(min(length, len(text)))] for length in [*lengths, len(text)]]


def test_the_worked_example(example):
    example(
        worked, [["the", "cat", "sees", "the", "dog"], ["the", "dog", "sleeps"]], ["the", "dog", "sees", "the", "horse"]
    )


def test_it_knows_the_words_of_its_sentences(agree, rand, ints):
    """It knows each word of its sentences once, four signs, and no other word; the sentences stay as they are."""
    words = words_of(ints, 23)
    sentences = sentences_of(rand, words[:17], [3, 1, 7, 5])
    agree(built, sentences, 1, words)
    agree(built, [["x"]], 1, ["x", "y"])
    agree(built, [["x"], [], ["X", "x", "Y"]], 1, ["x", "X", "y", "Y"])
    agree(built, [], 1, ["x"])
    agree(many, 1100)


def test_signs_belong_to_a_word(agree):
    """A word is what stands in the list: with its apostrophe, hyphen, accent, full stop or digits."""
    sentence = ["l'", "été", "n'", "est", "pas", "là", ".", "où", "a-t-il", "vingt-deux", "ans", "?", "1984", "à", "a"]
    others = ["l", "ete", "n", "la", "ou", "vingt", "deux", "vingt-trois", "1985", "'", "an", "anss", "", "é", "Où"]
    agree(built, [sentence], 1, sentence + others)
    agree(returned, [sentence], sentence)


def test_rare_words_are_left_out(agree, rand, ints):
    """A word is known if it stands at least min_count times in all sentences together."""
    words = words_of(ints, 7)
    text = [word for i, word in enumerate(words) for _ in range(i % 4 + 1)]
    text = [text[i] for i in rand.permutation(len(text))]
    sentences = [text[:5], text[5:6], text[6:]]
    for min_count in (2, 3, 4, 9):
        agree(built, sentences, min_count, words)
    agree(built, [["a", "b", "a"], ["b", "c"], ["c", "d", "d"]], 2, ["a", "b", "c", "d"])
    agree(named, [["a", "a", "a"], ["b", "c"], ["c"]])


def test_a_sentence_becomes_ids(agree, rand, ints):
    """A sentence becomes ids with one EOS at the end, no SOS, and UNK for what is unknown; nothing new is learned."""
    words = words_of(ints, 19)
    sentences = sentences_of(rand, words[:13], [5, 2, 3])
    mixed = [words[i] for i in (2, 14, 2, 5, 5, 17, 17, 14, 0, 18)]
    agree(encoded, sentences, mixed)
    agree(encoded, sentences, words[:13])
    agree(encoded, sentences, words[15:16])
    agree(encoded, sentences, [words[3].upper(), words[3], words[3] + "x", words[3].title(), words[3] + "s"])
    agree(encoded, sentences, [])


def test_each_word_has_an_id_of_its_own(agree, rand, ints):
    """The words have the ids from 4 on without a gap, each its own."""
    words = words_of(ints, 29)
    agree(numbered, sentences_of(rand, words, [3, 5, 7, 2]), words)
    agree(numbered, [["a"]], ["a"])


def test_there_and_back(agree, rand, ints):
    """What was encoded comes back when it is decoded, also from a tensor; an unknown word comes back as <unk>."""
    words = words_of(ints, 19)
    sentences = sentences_of(rand, words[:13], [5, 2, 3])
    agree(returned, sentences, [words[i] for i in (3, 1, 3, 3, 12, 7)])
    agree(returned, sentences, [words[i] for i in (3, 16, 0, 18)])
    agree(returned, sentences, words[4:5])
    agree(returned, sentences, [rand.choice(words) for _ in range(67)])
    agree(returned, sentences, [])


def test_decoding_stops_at_the_end_sign(agree, rand, ints):
    """Decoding stops at the first EOS or at the end; SOS and PAD are no words, wherever they stand."""
    words = words_of(ints, 11)
    sentences, some = sentences_of(rand, words, [3, 5]), [words[i] for i in (1, 5, 1, 8)]
    agree(decoded, sentences, some, [1], [], [2, 0, 0])
    agree(decoded, sentences, some, [], [], [])
    agree(decoded, sentences, some, [], [], [0, 0, 0])
    agree(decoded, sentences, some, [], [], [2])
    agree(decoded, sentences, some, [], [], [2, 5, 6, 2, 4])
    agree(decoded, sentences, some, [1, 0], [0, 1], [2, 7])
    agree(decoded, sentences, some, [3], [3], [2, 3])
    agree(decoded, sentences, some, [2], [], [])
    agree(decoded, sentences, [], [], [], [])


def test_each_vocabulary_is_its_own(agree, rand, ints):
    """A second vocabulary leaves the first one as it was."""
    words = words_of(ints, 17)
    first, second = sentences_of(rand, words[:11], [3, 2]), sentences_of(rand, words[7:], [2, 3])
    agree(two_of_them, first, second, [words[i] for i in (0, 8, 15, 4)])
