# Made from solutions/ch15_gpt/training_days.py by `dltutor author stubs`; edit that file. [09f40da8]
"""What it costs to train a language model, on the back of an envelope."""


def training_days(parameters: float, tokens: float, gpus: int, flops: float, used: float = 0.4) -> float:
    """How many days a training takes.

    Each parameter takes part in about 6 operations for each token that is
    read: a product and a sum on the way forward, and twice as many on the
    way back.

        operations = 6 · parameters · tokens

    Args:
        parameters: of the model.
        tokens: that are read in all; what is read twice counts twice.
        gpus: how many work at the same time.
        flops: operations that one of them could do in a second.
        used: the share of it that is really done, above 0 and at most 1.

    Returns:
        Days of 86,400 seconds.

    Source: Kaplan et al. 2020, section 2.1.
    """
    raise NotImplementedError


if __name__ == "__main__":
    print(round(training_days(parameters=1e9, tokens=20e9, gpus=8, flops=312e12), 4))
    print("expected: 1.3911")
