"""Hidden checks for ch15/training-days."""

from tutor.checking import probe


@probe
def worked(impl, parameters, tokens, gpus, flops):
    """The lesson's example."""
    yield {"the days": impl.training_days(parameters, tokens, gpus, flops)}


@probe
def counted(impl, cases):
    """Several trainings."""
    for parameters, tokens, gpus, flops, used in cases:
        yield {"the days": impl.training_days(parameters, tokens, gpus, flops, used)}
    yield {"the days by name": impl.training_days(parameters=1e8, tokens=3e9, gpus=1, flops=1e14, used=0.5)}


def test_the_worked_example(example):
    example(worked, 1e9, 20e9, 8, 312e12)


def test_bigger_longer_more_at_once(agree, rand):
    """More parameters and tokens take longer; more processors, faster ones, and better used ones less long."""
    cases = [
        (10 ** rand.number(5, 12), 10 ** rand.number(6, 13), n, 10 ** rand.number(9, 15), rand.number(0.05, 0.95))
        for n in (1, 3, 1024)
    ]
    agree(counted, [*cases, (100_000, 2_000_000, 1, 50_000_000_000, 1)])
