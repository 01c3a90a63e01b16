# Made from solutions/ch11_translation/exact_match.py by `dltutor author stubs`; edit that file. [35a22587]
"""How many translations are right, word for word."""


def exact_match(hyps: list[list[str]], refs: list[list[str]]) -> float:
    """The share of translations that are the reference, word for word.

    hyps: the translations, each a list of words; at least one.
    refs: the right one for each of them, in the same order.
    Returns a float from 0 to 1. Raises ValueError if the two lists are not
    of the same length. Both are left as they are.
    """
    raise NotImplementedError


if __name__ == "__main__":
    hyps = [["le", "chat", "noir"], ["la", "noire", "pomme"], ["les", "chats"], []]
    refs = [["le", "chat", "noir"], ["la", "pomme", "noire"], ["les", "chats", "noirs"], ["oui"]]
    print(exact_match(hyps, refs))
    print("expected: 0.25")
