"""Hidden checks for ch05/successive-halving."""

import copy
import math

from tutor.checking import probe


class Race:
    """Settings whose losses are written down: curves[i][e] is the loss of setting i after e epochs."""

    def __init__(self, configs, curves, kind=None):
        self.kind = kind or State
        self.configs, self.curves = configs, curves
        self.drawn, self.begun, self.log, self.faults = 0, 0, [], []

    def sample(self):
        self.drawn += 1
        return self.configs[(self.drawn - 1) % len(self.configs)]

    def train(self, config, state, epochs):
        """Goes on from a state, which knows its setting and how far it is; the first state of equal settings is taken
        in their order."""
        if state is None:
            alike = [i for i, each in enumerate(self.configs) if each == config]
            again = sum(entry[0] in alike and entry[1] == 0 for entry in self.log)
            arm, done = alike[again % len(alike)], 0
        else:
            arm, done = state.arm, state.done
            if self.configs[arm] != config:
                self.faults.append(f"setting {config} was trained from the state of {self.configs[arm]}")
        self.log.append((arm, done, epochs))
        curve = self.curves[arm]
        return self.kind(arm, done + epochs), float(curve[min(done + epochs, len(curve) - 1)])


class State:
    """How far a setting has come; a new one after each training."""

    def __init__(self, arm, done):
        self.arm, self.done = arm, done


class EmptyState(State):
    """The same, but it counts as false."""

    def __bool__(self):
        """A state can be of any type, so also one that counts as false, such as 0 or {}."""
        return False


def told(race):
    """What was trained, in whichever order."""
    seen = {"how often sample was called": race.drawn, "trainings from the wrong state": race.faults}
    for start in sorted({done for _, done, _ in race.log}):
        arms = sorted([arm, epochs] for arm, done, epochs in race.log if done == start)
        seen[f"the settings trained from epoch {start} on"] = [arm for arm, _ in arms]
        seen[f"how many epochs each was trained, from epoch {start} on"] = [epochs for _, epochs in arms]
    yield seen


@probe
def raced(impl, configs, curves, eta, budgets, empty=False):
    """A search among settings whose losses are known."""
    race, kept = Race(configs, curves, EmptyState if empty else State), list(budgets)
    result = impl.successive_halving(race.sample, race.train, len(configs), eta, budgets)
    yield from told(race)
    config, loss = result
    yield {"the setting that is returned": config, "the loss that is returned": loss}
    yield {"what is returned": type(result).__name__, "whether budgets is as before": budgets == kept}


@probe
def raced_by_name(impl, configs, curves, eta, budgets):
    """The same with everything given by name; and then once more."""
    for search in ("", ", second search"):
        race = Race(copy.deepcopy(configs), curves)
        config, loss = impl.successive_halving(
            sample=race.sample, train=race.train, n=len(configs), eta=eta, budgets=budgets
        )
        for entry in told(race):
            yield {name + search: value for name, value in entry.items()}
        yield {f"the setting that is returned{search}": config, f"the loss that is returned{search}": loss}
        curves = [list(reversed(curve)) for curve in curves]


@probe
def example_race(impl, rates, eta, budgets):
    """The lesson's example: the nearer to 1 a rate, the lower its loss."""
    curves = [[abs(math.log10(rate)) + 1 / max(e, 0.5) for e in range(sum(budgets) + 1)] for rate in rates]
    race = Race(rates, curves)
    config, loss = impl.successive_halving(race.sample, race.train, len(rates), eta, budgets)
    yield from told(race)
    yield {"the setting that is returned": config, "the loss that is returned": loss}


def curves_of(rand, n, epochs):
    """Losses that go up and down, so that another setting leads after every epoch; no two are equal."""
    return rand(n, epochs + 1, low=0.1, high=3.0).tolist()


def rates_of(rand, n):
    """So many settings, all different."""
    return [round(0.01 * (number + 1), 2) for number in rand.permutation(n)]


def test_the_worked_example(example):
    example(example_race, [3.0, 0.1, 1.0, 0.01], 2, [1, 2, 4])


def test_the_best_stay(agree, rand):
    """After each round but the last the best of those that were left stay, one in eta."""
    agree(raced, rates_of(rand, 8), curves_of(rand, 8, 7), 2, [1, 2, 4])
    agree(raced, rates_of(rand, 27), curves_of(rand, 27, 13), 3, [1, 3, 9])
    agree(raced, rates_of(rand, 16), curves_of(rand, 16, 4), 4, [2, 1, 1])
    close = [[1 + 0.001 * place for place in places] for places in zip(*(rand.permutation(8) for _ in range(4)))]
    agree(raced, rates_of(rand, 8), close, 2, [1, 1, 1])


def test_a_training_goes_on(agree, rand):
    """Who stays is trained on from its own state, for as many further epochs as the round has."""
    agree(raced, rates_of(rand, 12), curves_of(rand, 12, 14), 2, [5, 1, 8])
    agree(raced, rates_of(rand, 9), curves_of(rand, 9, 8), 3, [3, 3, 2])


def test_the_numbers_need_not_divide(agree, rand):
    """One in eta is rounded down, and one always stays, however many rounds there are."""
    agree(raced, rates_of(rand, 11), curves_of(rand, 11, 6), 2, [1, 2, 3])
    agree(raced, rates_of(rand, 7), curves_of(rand, 7, 10), 3, [1, 2, 3, 4])
    agree(raced, rates_of(rand, 5), curves_of(rand, 5, 15), 2, [1, 2, 3, 4, 5])
    agree(raced, rates_of(rand, 3), curves_of(rand, 3, 5), 5, [2, 3])


def test_the_last_round_decides(agree, rand):
    """The winner is the best of the last round, and its loss is that of the last round, not an earlier one."""
    worse = [[9.0, 0.1 + 0.01 * i, 1.0 + 0.1 * i, 2.0 + 0.3 * ((i + 1) % 3), 5.0] for i in range(6)]
    agree(raced, rates_of(rand, 6), worse, 2, [1, 1, 1])
    agree(raced, rates_of(rand, 7), curves_of(rand, 7, 4), 2, [4])
    agree(raced, rates_of(rand, 6), curves_of(rand, 6, 3), 2, [1, 2])


def test_a_single_setting(agree, rand):
    """With n = 1 the only setting is trained through all rounds."""
    agree(raced, [0.25], curves_of(rand, 1, 6), 2, [1, 2, 3])
    agree(raced, [0.25], curves_of(rand, 1, 2), 3, [2])


def test_settings_of_any_type(agree, rand):
    """A setting may be a dict, and two may be equal: each is trained for itself. A state may be empty."""
    dicts = [{"lr": 0.1 * (1 + i % 4), "momentum": 0.9 * (i % 2)} for i in range(8)]
    agree(raced, dicts, curves_of(rand, 8, 6), 2, [1, 2, 3])
    agree(raced, [0.5, 0.25, 0.5, 0.5, 0.75, 0.25], curves_of(rand, 6, 6), 2, [2, 1, 3])
    agree(raced, ["slow", "fast", "faster"], curves_of(rand, 3, 3), 2, [1, 2])
    agree(raced, rates_of(rand, 6), curves_of(rand, 6, 6), 2, [1, 2, 3], True)


def test_a_training_that_diverged(agree, rand):
    """A loss of nan or inf is worse than any other, wherever it stands."""
    for bad in (math.nan, math.inf):
        curves = curves_of(rand, 9, 6)
        for arm in rand.permutation(9)[:4]:
            curves[arm][1:] = [bad] * 6
        agree(raced, rates_of(rand, 9), curves, 2, [1, 2, 3])
    curves = curves_of(rand, 4, 3)
    curves[0][1:], curves[3][1:] = [math.nan] * 3, [math.nan] * 3
    agree(raced, rates_of(rand, 4), curves, 2, [1, 2])
    late = curves_of(rand, 8, 3)
    for arm in sorted(range(8), key=lambda each: late[each][1])[:2]:
        late[arm][2:] = [math.nan] * 2
    agree(raced, rates_of(rand, 8), late, 2, [1, 1, 1])


def test_losses_of_any_size(agree, rand):
    """A loss may be below 0, and one that is huge is still better than nan or inf."""
    agree(raced, rates_of(rand, 8), (rand(8, 8, low=0.1, high=3.0) - 1.5).tolist(), 2, [1, 2, 4])
    for bad in (math.nan, math.inf):
        curves = (1e30 * rand(9, 7, low=1.0, high=3.0)).tolist()
        for arm in rand.permutation(9)[:4]:
            curves[arm][1:] = [bad] * 6
        agree(raced, rates_of(rand, 9), curves, 2, [1, 2, 3])


def test_every_search_stands_alone(agree, rand):
    """A second search knows nothing of the first."""
    agree(raced_by_name, rates_of(rand, 6), curves_of(rand, 6, 6), 2, [1, 2, 3])
