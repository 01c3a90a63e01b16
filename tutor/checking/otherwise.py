"""The answers beside the reference that the prover tries: named mistakes, other styles, generic ones, mutants."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.checking import generic
from tutor.checking.answers import Answer, StaleEdit
from tutor.checking.attempt import Attempt, Fact, Run, Trial
from tutor.checking.proof import Tried
from tutor.syntax import parse

_WAYS = 3  # seeds for each other answer; the mistakes share theirs, since what one showed is remembered for the next


def wrong(trial: Trial) -> Iterator[Attempt]:
    """Each named mistake, diagnosed; under a second seed if it is not named as itself, which may be an unlucky draw."""
    for number, answer in enumerate(trial.proof.answers.wrong.values()):
        about = {"fact": "wrong", "name": answer.name, "failed": [], "named": {}, "told": "", "fault": ""}
        yield trial.attempt(about, "fault", _mistake(trial, number, answer, about))


def _mistake(trial: Trial, number: int, answer: Answer, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        text, fault = _text(trial, answer)
        if fault:
            yield about | {"fault": fault}
            return
        seeds = [trial.seeds[(number + each) % min(_WAYS, len(trial.seeds))] for each in range(2)]
        tried = trial.within(text, seed=seeds[0], diagnose=True)
        failed = trial.outcome(tried)["failed"]
        if tried and not _is_named(tried, answer.name) and seeds[1] != seeds[0]:
            tried = trial.within(text, seed=seeds[1], diagnose=True)
        outcome = trial.outcome(tried)
        both = [check for check in outcome["failed"] if check in failed]
        named = {check: tried.found.get(check, {}).get("mistake", "") for check in tried.failed} if tried else {}
        yield about | outcome | {"failed": both, "named": named}

    return run


def right(trial: Trial) -> Iterator[Attempt]:
    """Each right answer in another style, under a few of the seeds."""
    for number, answer in enumerate(trial.proof.answers.right.values()):
        for seed in dict.fromkeys(trial.seeds[(number + each) % len(trial.seeds)] for each in range(_WAYS)):
            about = {"fact": "right", "name": answer.name, "seed": seed, "failed": [], "told": "", "fault": ""}
            about["forbidden"] = ""
            yield trial.attempt(about, "fault", _other(trial, answer, seed, about))


def _other(trial: Trial, answer: Answer, seed: int, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        text, fault = _text(trial, answer)
        if fault:
            yield about | {"fault": fault}
            return
        tried = trial.within(text, seed=seed)
        yield about | trial.outcome(tried) | {"forbidden": trial.proof.uses(tried) if tried else ""}

    return run


def generic_ones(trial: Trial) -> Iterator[Attempt]:
    """The wrong answers that need no author, for each function that the learner writes."""
    for function in generic.functions(trial.order["stub"], trial.proof.job["implement"]):
        for name in generic.names_for(trial.proof.reference, function):
            about = {"fact": "generic", "name": name, "function": function}
            lost = about | {"touched": True, "flows": False, "failed": trial.everything}
            yield trial.attempt(lost, "told", _twisted(trial, about), trial.short)


def _twisted(trial: Trial, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        text = generic.twisted(trial.proof.reference, about["name"], about["function"])
        generic.forget()
        tried = trial.within(text, trial.short, seed=trial.seeds[0], hasty=True)
        seen = {"touched": generic.touched(), "flows": generic.would_flow()}
        yield about | seen | {"failed": trial.outcome(tried)["failed"]}

    return run


def mutants(trial: Trial) -> Iterator[Attempt]:
    """Each text of the order, up to the first check that fails."""
    for name, text in trial.order["mutants"]:
        about = {"fact": "mutant", "id": name, "failed": []}
        yield trial.attempt(about, "how", _mutant(trial, text, about), trial.short)


def _mutant(trial: Trial, text: str, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        for seed in trial.seeds[:2]:  # a survivor is tried again: an unlucky draw may have let it through
            tried = trial.within(text, trial.short, seed=seed, hasty=True)
            if tried is None or trial.alarm.rang:
                yield about | {"failed": tried.not_passed if tried else [], "how": "timeout"}
                return
            if not tried.passed:
                yield about | {"failed": tried.not_passed, "how": "killed"}
                return
        yield about | {"how": "survived"}

    return run


def _text(trial: Trial, answer: Answer) -> tuple[str, str]:
    """The answer's file, or what is wrong with its edit."""
    try:
        text = answer.apply(trial.proof.reference)
        parse(text)
    except StaleEdit as fault:
        return "", str(fault)
    except (SyntaxError, ValueError) as fault:
        return "", f"'{answer.name}' is no Python: {fault}"
    return text, ""


def _is_named(tried: Tried, name: str) -> bool:
    return bool(tried.failed) and all(name in named.split(" or ") for named in tried.named)
