"""The answers beside the reference that the prover tries: named mistakes, other styles, generic ones, mutants."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.checking import generic
from tutor.checking.answers import Answer, StaleEdit
from tutor.checking.attempt import Attempt, Fact, Run, Trial
from tutor.checking.proof import Tried
from tutor.syntax import parse

_WAYS = 2  # seeds for each right answer


def wrong(trial: Trial) -> Iterator[Attempt]:
    """Each named mistake, judged and then, when all are judged, diagnosed: what one has shown it need not show again
    when another is compared with it. So all have one seed, and a second one if they are not named as themselves, which
    may be an unlucky draw."""
    mistakes = trial.proof.answers.wrong.values()
    for run in (_judged, _diagnosed):
        for answer in mistakes:
            about = {"fact": "wrong", "name": answer.name, "failed": [], "named": {}, "told": "", "fault": ""}
            yield trial.attempt(about, "fault", run(trial, answer, about))


def _judged(trial: Trial, answer: Answer, about: Fact) -> Run:
    """Says nothing yet of a mistake that can be judged."""

    def run() -> Iterator[Fact]:
        trial.told.add(answer.name)
        text, fault = _text(trial, answer)
        if fault:
            yield about | {"fault": fault}
            return
        trial.mistakes[answer.name] = _mistake(trial, answer, text, trial.seeds[0])
        trial.told.discard(answer.name)

    return run


def _diagnosed(trial: Trial, answer: Answer, about: Fact) -> Run:
    def run() -> Iterator[Fact]:
        if answer.name in trial.told:
            return
        text, _ = _text(trial, answer)
        if answer.name not in trial.mistakes:  # another process has judged it, and was lost since
            trial.mistakes[answer.name] = _mistake(trial, answer, text, trial.seeds[0])
        tried = _named(trial, trial.mistakes.pop(answer.name))
        failed = trial.outcome(tried)["failed"]
        if tried and not _is_named(tried, answer.name) and len(trial.seeds) > 1:
            tried = _named(trial, _mistake(trial, answer, text, trial.seeds[1]))
        outcome = trial.outcome(tried)
        both = [check for check in outcome["failed"] if check in failed]
        named = {check: tried.found.get(check, {}).get("mistake", "") for check in tried.failed} if tried else {}
        yield about | outcome | {"failed": both, "named": named}

    return run


def _mistake(trial: Trial, answer: Answer, text: str, seed: int) -> Tried | None:
    return trial.bounded(lambda: trial.proof.mistake(answer.name, text, seed))


def _named(trial: Trial, tried: Tried | None) -> Tried | None:
    return trial.bounded(lambda: trial.proof.diagnosed(tried)) if tried else None


def right(trial: Trial) -> Iterator[Attempt]:
    """Each right answer in another style, under a few of the seeds. What no seed decides (whether it calls what is
    forbidden, or keeps something from call to call) is looked for under the first one."""
    for number, answer in enumerate(trial.proof.answers.right.values()):
        seeds = dict.fromkeys(trial.seeds[(number + each) % len(trial.seeds)] for each in range(_WAYS))
        for way, seed in enumerate(seeds):
            about = {"fact": "right", "name": answer.name, "seed": seed, "failed": [], "told": "", "fault": ""}
            about["forbidden"] = ""
            yield trial.attempt(about, "fault", _other(trial, answer, seed, about, first=way == 0))


def _other(trial: Trial, answer: Answer, seed: int, about: Fact, *, first: bool) -> Run:
    def run() -> Iterator[Fact]:
        text, fault = _text(trial, answer)
        if fault:
            yield about | {"fault": fault}
            return
        tried = trial.within(text, seed=seed, watched=first, again=first)
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
        tried = trial.within(text, trial.short, seed=trial.seeds[0], hasty=True, watched=False)
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
            tried = trial.within(text, trial.short, seed=seed, hasty=True, watched=False)
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
