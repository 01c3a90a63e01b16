"""Hidden checks for ch05/objective."""

from tutor.checking import probe


class Trial:
    """A trial with Optuna's interface: its answers stand, and it remembers what it was asked and told."""

    def __init__(self, answers, give_up_at):
        self.answers, self.give_up_at = answers, give_up_at
        self.asked, self.reports, self.prunings = [], [], []

    def suggest_float(self, name, low, high, *, step=None, log=False):
        self.asked.append([str(name), "a float", float(low), float(high), "log" if log else "linear", step is None])
        return self.answers.get(name, -1.0)

    def suggest_categorical(self, name, choices):
        texts = [each for each in choices if isinstance(each, str)]
        self.asked.append([str(name), "one of", *(sorted(texts) or sorted(float(each) for each in choices))])
        return self.answers.get(name, -1.0)

    def report(self, value, step):
        self.reports.append([float(value), float(step)])

    def should_prune(self):
        self.prunings.append(len(self.reports))
        return len(self.reports) > self.give_up_at


class Training:
    """Trains when it is asked for the next loss, and counts the epochs."""

    def __init__(self, losses):
        self.losses, self.settings, self.epochs = losses, [], 0

    def train(self, lr, momentum):
        self.settings.append([lr, momentum])
        return self.run()

    def run(self):
        for loss in self.losses:
            self.epochs += 1
            yield loss


def told(impl, trial, training):
    """One trial to its end, and all that was seen of it."""
    try:
        result, end = impl.objective(trial, training.train), "it returned"
    except impl.TrialPruned:
        result, end = None, "it raised TrialPruned"
    yield {"how the trial ended": end, "what is returned": result}
    yield {"the settings that were trained with": training.settings, "how many epochs were trained": training.epochs}
    for name in sorted({each[0] for each in trial.asked}):
        yield {f"how {name!r} was asked for": sorted(each[1:] for each in trial.asked if each[0] == name)}
    yield {"the values reported": [value for value, _ in trial.reports]}
    yield {"the steps reported": [step for _, step in trial.reports]}
    yield {"how many reports there were at each question whether to go on": trial.prunings}


@probe
def tried(impl, lr, momentum, losses, give_up_at):
    """A trial that is given up after so many reports."""
    yield from told(impl, Trial({"lr": lr, "momentum": momentum}, give_up_at), Training(losses))


@probe
def tried_in_a_row(impl, settings, losses):
    """Several trials, one after another, and given by name."""
    for lr, momentum in settings:
        trial, training = Trial({"lr": lr, "momentum": momentum}, len(losses)), Training(losses)
        result = impl.objective(trial=trial, train=training.train)
        yield {"what is returned": result, "the settings that were trained with": training.settings}
        yield {"how many epochs were trained": training.epochs}


NEVER = 100


def losses_of(rand, n):
    """Losses of so many epochs, not in any order."""
    return rand(n, low=0.1, high=3.0).tolist()


def test_the_worked_example(example):
    example(tried, 0.5, 0.0, [1.5, 0.75, 0.25], NEVER)


def test_the_setting_is_asked_for(agree, rand):
    """The rate is asked for on a logarithmic scale, the momentum as a choice, and both are trained with."""
    agree(tried, round(rand.number(0.01, 9), 3), 0.9, losses_of(rand, 3), NEVER)
    agree(tried, rand.number(0.0012, 0.0019), 0.0, losses_of(rand, 2), NEVER)


def test_the_last_loss_is_returned(agree, rand):
    """A trial that goes through returns the loss after its last epoch, be it the best or not."""
    agree(tried, 0.25, 0.9, [2.0, 0.5, 1.25], NEVER)
    agree(tried, 0.25, 0.9, [0.5, 1.25, 2.0, 2.5], NEVER)
    agree(tried, 0.25, 0.0, losses_of(rand, 7), NEVER)
    agree(tried, 0.25, 0.0, losses_of(rand, 1), NEVER)


def test_every_epoch_is_reported(agree, rand):
    """After each epoch its loss is reported, with the number of the epoch, and the question is put whether to go on."""
    agree(tried, 0.125, 0.9, losses_of(rand, 5), NEVER)
    agree(tried, 0.125, 0.0, losses_of(rand, 61), NEVER)
    agree(tried, 0.125, 0.0, [1.5, float("inf"), 9e9, 0.75], NEVER)  # who gives up is the trial, not you


def test_a_trial_is_given_up(agree, rand):
    """Told to give up, the trial ends with TrialPruned, and no further epoch is trained."""
    for at in (0, 1, 3, 4):
        agree(tried, 0.125, 0.9, losses_of(rand, 5), at)
    agree(tried, 0.125, 0.9, losses_of(rand, 1), 0)


def test_every_trial_stands_alone(agree, rand):
    """Nothing is carried over from one trial to the next."""
    agree(tried_in_a_row, [[0.5, 0.9], [0.25, 0.0], [2.0, 0.9]], losses_of(rand, 3))
