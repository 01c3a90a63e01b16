"""Hidden checks for ch13/label-budget-curve. A row says in its first number who it is, so the draws can be followed."""

import random

import numpy
import torch

from tutor.checking import given, probe


class Recipe:
    """Remembers which rows it was taught, and answers in a way that hangs on their number, the seed and the row."""

    def __init__(self, restless=False):
        self.taught, self.asked, self.restless, self.recorded = [], [], restless, True

    def __call__(self, x, y, seed):
        if self.restless:
            torch.rand(7), random.random(), numpy.random.rand(5)
        self.recorded &= torch.is_grad_enabled()
        self.taught.append((seed, len(x), x[:, 0].long().tolist(), y.tolist()))

        def predict(rows):
            self.asked += rows[:, 0].long().tolist()
            right = (rows[:, 0].long() * 31 + len(x) * 17 + seed * 7) % 11 < 6
            return torch.where(right, rows[:, 1], rows[:, 1] + 1).long()

        return predict


def told_by(recipe):
    """For each seed and budget: how many rows were taught, how many different ones, and whether all is well with them.

    Rows below 1000 are those that may be labelled; the label of a row is its second number.
    """
    return {
        f"seed {seed}, {n} labels": [
            len(set(ids)),
            sum(id >= 1000 for id in ids),
            sum(id % 5 != y for id, y in zip(ids, labels)),
        ]
        for seed, n, ids, labels in sorted(recipe.taught)
    }


def numbered(N, first):
    """N rows that begin with their own number and their class, and the classes."""
    ids = torch.arange(first, first + N)
    return torch.stack([ids, ids % 5, -ids], dim=1).double(), ids % 5


def nearest(x, y, seed):
    """The lesson's recipe: the class of the nearest labelled row."""
    return lambda rows: y[torch.cdist(rows, x).argmin(dim=1)]


@probe
def worked(impl, x, y, x_test, y_test, budgets, seeds):
    """The lesson's example, as far as chance has no part in it."""
    table = impl.label_budget_curve(nearest, x, y, x_test, y_test, budgets, seeds)
    yield {"the shape": list(table.shape), "the first row": table[0].double(), "the last row": table[-1].double()}


@probe
def measured(impl, N, M, order, budgets, seeds):
    """The table of a recipe whose hits are known, and what it was taught and asked."""
    (x, y), (x_test, y_test) = numbered(N, 0), numbered(M, 1000)
    x, y = x[order], y[order]
    recipe, handed = Recipe(), [value.clone() for value in (x, y, x_test, y_test)]
    table = impl.label_budget_curve(recipe, x, y, x_test, y_test, list(budgets), list(seeds))
    yield {"the shape": list(table.shape), "the result is a tensor of floats": table.is_floating_point()}
    yield {"the result": table.double(), "the result carries a graph": table.requires_grad}
    yield {"different rows, rows of the test set, and wrong labels among what was taught": told_by(recipe)}
    yield {"gradients are recorded while the recipe trains": recipe.recorded}
    yield {"how many test rows were never asked about": M - len(set(recipe.asked) & set(range(1000, 1000 + M)))}
    yield {"how often a row of the others was asked about": sum(id < 1000 for id in recipe.asked)}
    same = [torch.equal(a, b) for a, b in zip((x, y, x_test, y_test), handed)]
    yield {"what was handed over is as before": same}


def draws(impl, recipe, N, budgets, seeds):
    """The sets of rows that a recipe was taught, by seed and budget."""
    (x, _), (x_test, y_test) = numbered(N, 0), numbered(3, 1000)
    impl.label_budget_curve(recipe, x, torch.arange(N) % 2, x_test, y_test, budgets, seeds)
    return {(seed, n): sorted(ids) for seed, n, ids, _ in recipe.taught}


@probe
def compared(impl, N, budgets, seeds):
    """Whether two recipes see the same labels, one of which draws random numbers of its own."""
    first = draws(impl, Recipe(), N, budgets, seeds)
    torch.manual_seed(4321), random.seed(99), numpy.random.seed(7)
    second = draws(impl, Recipe(restless=True), N, budgets, seeds)
    yield {"how many draws differ for another recipe": sum(first[key] != second.get(key) for key in first)}
    torch.rand(11), random.random(), numpy.random.rand(3)
    alone = draws(impl, Recipe(), N, budgets, seeds[-1:])
    yield {"how many differ where a seed is the only one": sum(first.get(key) != alone[key] for key in alone)}
    distinct = {n: len({tuple(first.get((seed, n), [])) for seed in seeds}) for n in budgets}
    yield {"how many different draws there are for each budget": distinct}
    spans = [ids[-1] - ids[0] + 1 for ids in first.values()]
    yield {"how many draws are rows that lie side by side": sum(span == n for span, (_, n) in zip(spans, first))}
    single = [draws(impl, Recipe(), N, budgets, [seed]).get((seed, budgets[-1]), []) for seed in seeds]
    yield {"and where each seed comes alone": len(set(map(tuple, single)))}


@probe
def drawn(impl, N, budgets, seeds):
    """Which rows are drawn; -1 where too few were. And how many seeds never reached the recipe."""
    found = draws(impl, Recipe(), N, budgets, seeds)
    yield {"how many seeds the recipe never got": len(set(seeds) - {seed for seed, _ in found})}
    for n in budgets:
        rows = [(found.get((seed, n), []) + [-1] * n)[:n] for seed in seeds]
        yield {f"the rows drawn with {n} labels": torch.tensor(rows)}


def test_the_worked_example(example):
    x, x_test = torch.arange(12.0)[:, None], torch.arange(0.5, 12, 2)[:, None]
    y, y_test = (x[:, 0] >= 6).long(), (x_test[:, 0] >= 6).long()
    example(worked, x, y, x_test, y_test, [1, 4, 12], [0, 1, 2])


def test_each_budget_and_each_seed_has_its_place(agree, rand):
    """Row i, column j holds the share of the whole test set that the recipe gets right with budget i and seed j."""
    agree(measured, 31, 13, rand.permutation(31), [2, 11, 5], [3, 0, 17, 8])
    agree(measured, 11, 23, rand.permutation(11), [11, 1], [5, 4])
    agree(measured, 7, 300, rand.permutation(7), [3, 7, 5], [2, 1, 6])
    agree(measured, 13, 7, rand.permutation(13), [5, 2, 5], [4, 9, 4, 1])


def test_sizes_of_one(agree, rand):
    """One budget, one seed, one test row, one label."""
    agree(measured, 13, 7, rand.permutation(13), [5], [2, 9, 4])
    agree(measured, 13, 7, rand.permutation(13), [5, 2], [9])
    agree(measured, 13, 1, rand.permutation(13), [1], [0])
    agree(measured, 1, 3, [0], [1], [1])


def test_all_recipes_see_the_same_labels(agree, ints):
    """A draw hangs on the seed and not on the recipe or on earlier random numbers; another seed is another draw."""
    agree(compared, 97, [7, 20], [3, 11, 0, 10003, 2027, 123456789])
    agree(compared, 97, [20, 41, 7], [int(seed) for seed in torch.arange(5) * 13 + ints(0, 1000)])


def test_every_choice_of_rows_has_the_same_chance(observe, note):
    """Over many seeds every set of so many rows comes up equally often."""
    seeds, N = list(range(160)), 5
    seen = observe(drawn, N, [2, 4, 1], seeds)
    unknown = seen["how many seeds the recipe never got"]
    assert not unknown, f"Of 160 seeds {unknown} were never handed to the recipe."
    for n in (1, 2, 4):
        rows = seen[f"the rows drawn with {n} labels"]
        short = (rows < 0).any(dim=1)
        note("how many draws are too small", int(short.sum()), within=0.5)
        assert not short.all(), f"With a budget of {n} every recipe was taught fewer rows."
        assert not short.any(), f"With a budget of {n} some draws hold fewer rows."
        never = N - len(rows.unique())
        note("how many of the five rows never come up", never, within=0.5)
        assert never == 0, f"Of five rows {never} never come up, with a budget of {n} and 160 seeds."
    pairs = seen["the rows drawn with 2 labels"]
    mixed = float((pairs.sum(dim=1) % 2).double().mean())  # the classes are 0, 1, 0, 1, 0
    note("the share of pairs with one label of each class", mixed, within=0.01)
    assert mixed < 1, "Whenever two rows are drawn, they are of different classes."
    different = len(pairs.unique(dim=0))
    note("how many of the ten pairs of rows come up", different, within=0.5)
    assert different >= 9, f"Of the ten pairs of five rows only {different} ever come up."
    for n in (1, 2, 4):
        counts = torch.bincount(seen[f"the rows drawn with {n} labels"].flatten(), minlength=N)
        assert given.chi_square(counts, [1 / N] * N) > 1e-7, "Some rows are drawn more often than others."
    table = torch.bincount(pairs[:, 0] * N + pairs[:, 1], minlength=N * N).reshape(N, N)
    counts = table[tuple(torch.triu_indices(N, N, 1))]
    note("how often the commonest pair comes up", int(counts.max()), within=1)
    assert given.chi_square(counts, [0.1] * 10) > 1e-7, "Some pairs of rows are drawn together more often than others."
