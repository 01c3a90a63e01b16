"""Hidden checks for ch07/lm-batches. Which starts are drawn is free: ids that all differ give them away."""

import random

import torch

from tutor.checking import given, probe


@probe
def looks(impl, ids, B, T, seed):
    """Shapes and dtypes of one batch, and ids afterwards."""
    x, y = impl.lm_batches(ids, B, T, given.generator(seed))
    yield {"the shape of x": tuple(x.shape), "the dtype of x": str(x.dtype)}
    yield {"the shape of y": tuple(y.shape), "the dtype of y": str(y.dtype)}
    yield {"ids after the call": ids}


@probe
def cut_out(impl, whole, begin, end, step, B, T, seed):
    """A batch of a part that is cut out of a longer text."""
    ids = whole[begin:end:step]
    x, y = impl.lm_batches(ids, B, T, given.generator(seed))
    yield {"x": x, "y": y, "the longer text afterwards": whole}


@probe
def only_one_place(impl, ids, B, T, seed):
    """A batch where there is just one place to begin."""
    x, y = impl.lm_batches(ids, B, T, given.generator(seed))
    yield {"x": x, "y": y}


@probe
def all_that_come(impl, cases, seed):
    """Every row with its followers that comes up, each once, of a text so short that all of them do."""
    for ids, B, T in cases:
        x, y = impl.lm_batches(ids, B, T, given.generator(seed))
        pairs = sorted(zip(map(tuple, x.tolist()), map(tuple, y.tolist()), strict=True))
        yield {"the rows that come up, each with its followers": [list(pair) for pair in dict.fromkeys(pairs)]}


@probe
def many(impl, ids, B, T, seed, times):
    """The first column of several batches from one generator, and their last followers."""
    generator = given.generator(seed)
    for _ in range(times):
        x, y = impl.lm_batches(ids, B, T, generator)
        yield {"begins": x[:, 0], "ends": y[:, -1]}


@probe
def repeated(impl, ids, B, T, seed):
    """The same seed twice, under two states of the global generators; and what has become of torch's."""
    torch.manual_seed(1)
    random.seed(1)
    before = torch.get_rng_state()
    generator = given.generator(seed)
    x, _ = impl.lm_batches(ids, B, T, generator)
    yield {"torch's own is as before": torch.equal(before, torch.get_rng_state())}
    yield {"first": x.clone(), "after that": impl.lm_batches(ids, B, T, generator)[0].clone()}
    torch.manual_seed(2)
    random.seed(2)
    yield {"second": impl.lm_batches(ids, B, T, given.generator(seed))[0].clone()}
    yield {"other": impl.lm_batches(ids, B, T, given.generator(seed + 1))[0].clone()}


def scrambled(ints, n):
    """n ids in a random order, all different, from 100 on: each tells its place."""
    return ints(0, 2**40, n).argsort() + 100


def judge(ids, x, y, longer=()):
    """The place at which each row begins, or an assert that says what a row is instead."""
    place = {id: at for at, id in enumerate(ids.tolist())}
    text, T = ids.tolist(), x.shape[1]
    known = all(id in place for id in x.flatten().tolist() + y.flatten().tolist())
    beyond = any(id in longer for id in x.flatten().tolist() + y.flatten().tolist() if id not in place)
    assert not beyond, "some rows reach beyond the ids that were handed in, into the text that they are a part of"
    assert known, "some ids of a batch are not in the text at all"
    starts = []
    for piece, following in zip(x.tolist(), y.tolist(), strict=True):
        start = place[piece[0]]
        if piece != text[start : start + T]:
            ring = piece == [text[(start + t) % len(text)] for t in range(T)]
            assert not ring, "a piece runs over the end of the text and goes on at its beginning"
            raise AssertionError("a row of x is no piece of the text, without a gap and in its order")
        if following != text[start + 1 : start + T + 1]:
            assert following != piece, "y is the same as x: nothing is left to be guessed"
            assert following[:-1] != text[start + 1 : start + T] or following[-1] not in (piece[0], text[0]), (
                "the last follower is the first id of the piece or of the text: the text was closed to a ring"
            )
            far = {place[b] - place[a] for a, b in zip(piece, following, strict=True)}
            assert len(far) > 1 or min(far) > 0, f"y is {-min(far)} back in the text, behind x"
            assert len(far) > 1, f"y is {min(far)} further in the text than x"
            raise AssertionError("a row of y is not what follows the ids of x, one by one")
        starts.append(start)
    return starts


def seed_of(ints):
    return int(ints(0, 10**6))


def test_the_worked_example(example):
    example(looks, torch.tensor([ord(letter) for letter in "hello world"]), 3, 4, 0)


def test_rows_are_pieces_and_followers(observe, ints):
    """Each row of x is a piece of the text, and y has for each of its ids the one that follows in the text."""
    whole = scrambled(ints, 97)
    for begin, end, step, B, T in ((0, 97, 1, 11, 5), (13, 60, 1, 29, 7), (0, 40, 1, 40, 13), (1, 91, 3, 23, 4)):
        seen = observe(cut_out, whole, begin, end, step, B, T, seed_of(ints))
        assert seen["x"].shape == seen["y"].shape == (B, T), (
            f"for B = {B} and T = {T}, x has shape {tuple(seen['x'].shape)} and y {tuple(seen['y'].shape)}"
        )
        judge(whole[begin:end:step], seen["x"], seen["y"], set(whole.tolist()))
        assert torch.equal(seen["the longer text afterwards"], whole), "the ids that were handed in have changed"


def test_repeated_ids_are_no_trouble(observe, ints):
    """Also in a text in which ids come again and again, as letters do, each row and its followers stand in it."""
    ids = ints(0, 3, 53)
    text = ids.tolist()
    seen = observe(cut_out, ids, 0, 53, 1, 31, 6, seed_of(ints))
    for piece, following in zip(seen["x"].tolist(), seen["y"].tolist(), strict=True):
        whole = piece + following[-1:]
        assert piece != following, "y is the same as x: nothing is left to be guessed"
        assert any(text[start : start + 6] == piece for start in range(48)), "a row of x is no piece of the text"
        assert following[:-1] == piece[1:], "a row of y is not the row of x, one further"
        assert any(text[start : start + 7] == whole for start in range(47)), (
            "a row with its follower is not in the text"
        )


def test_the_shortest_text_will_do(agree, ints):
    """With T + 1 ids there is one place to begin, with T + 2 there are two, however many rows are asked for."""
    agree(all_that_come, [(scrambled(ints, 3), 64, 1), (scrambled(ints, 4), 64, 2)], seed_of(ints))
    agree(only_one_place, scrambled(ints, 6), 3, 5, seed_of(ints))
    agree(only_one_place, scrambled(ints, 2), 7, 1, seed_of(ints))
    agree(only_one_place, scrambled(ints, 12), 1, 11, seed_of(ints))
    agree(only_one_place, scrambled(ints, 8), 50, 7, seed_of(ints))
    agree(only_one_place, scrambled(ints, 8) + 2**60, 2, 7, seed_of(ints))  # more digits than a float has


def test_sizes_and_dtypes(agree, ints):
    """x and y are (B, T) and int64, with B or T of 1 as well, and with more rows than the text has ids."""
    for n, B, T in ((23, 1, 1), (23, 7, 1), (23, 1, 7), (11, 29, 3), (7, 7, 5)):
        agree(looks, ints(0, 37, n), B, T, seed_of(ints))


def test_every_place_is_equally_likely(observe, ints):
    """A piece begins at each place where it fits, with its followers, about as often as at any other."""
    for n, T in ((13, 3), (8, 1)):
        seen = observe(many, torch.arange(n), 1500, T, seed_of(ints), 1)
        starts = seen["begins"].tolist()
        far = sorted(set((seen["ends"] - seen["begins"]).tolist()))
        assert far == [T], f"a row's last follower stands {far[:3]} places behind its first id; {T} were expected"
        counts = [starts.count(start) for start in range(n - T)]
        assert sum(counts) == len(starts), f"with {n} ids and T = {T} some rows begin where they do not fit"
        assert counts[0], "of 1500 rows none begins with the first id of the text"
        assert counts[-1], "of 1500 rows none ends so that the last id of the text is a follower"
        assert all(counts), f"some places where a piece fits never come up: {counts}"
        assert given.chi_square(counts, [1 / (n - T)] * (n - T)) > 1e-7, (
            f"some places come up far more often than others: {counts}"
        )


def test_every_row_is_drawn_for_itself(observe, ints):
    """Where one row begins tells nothing about where another does, in the same batch or in the next one."""
    n, B, T, times = 11, 40, 4, 30
    seen = observe(many, torch.arange(n), B, T, seed_of(ints), times)
    begins = torch.stack([value for name, value in seen.items() if name.startswith("begins")])
    places = n - T
    assert all(len(set(row.tolist())) > 1 for row in begins), "all rows of a batch begin at the same place"
    pairs = [
        (begins[:, :-1], begins[:, 1:], "two neighbouring rows"),
        (begins[:, : B // 2], begins[:, B // 2 :], "two rows of a batch"),
        (begins[:-1], begins[1:], "the same row of two batches"),
    ]
    for a, b, what in pairs:
        between = (b - a).flatten() % places
        counts = [int((between == far).sum()) for far in range(places)]
        assert sum(map(bool, counts)) > 1, f"of {what} the one always begins at the same distance from the other"
        assert given.chi_square(counts, [1 / places] * places) > 1e-7, (
            f"where one of {what} begins tells where the other does"
        )
    few = torch.stack(
        [v for name, v in observe(many, torch.arange(n), 3, T, seed_of(ints), 60).items() if "begins" in name]
    )
    assert any(len(set(row.tolist())) < 3 for row in few), (
        "three rows never begin at the same place: each is to be drawn for itself"
    )
    kinds = [len(set(row[:places].tolist())) for row in begins]
    assert min(kinds) < places, f"{places} rows never begin at the same place: each is to be drawn for itself"


def test_the_generator_alone_decides(observe, ints):
    """Equal seeds give equal batches, a second call and other seeds other ones; torch's own generator is left alone."""
    seen = observe(repeated, torch.arange(1009), 5, 3, seed_of(ints))
    assert torch.equal(seen["first"], seen["second"]), "the same seed gives another batch"
    assert not torch.equal(seen["first"], seen["other"]), "a generator with another seed gives the same batch"
    assert not torch.equal(seen["first"], seen["after that"]), "the next call gives the same batch again"
    assert seen["torch's own is as before"], "torch's global generator has moved: draw from the one handed in"
