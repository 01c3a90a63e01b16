"""What the facts of one exercise's proof mean: a finding, with the edit that mends it, for each thing not proven."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from tutor.authoring.lint import where
from tutor.authoring.lint.facts import Fact, Facts, accepted, slip
from tutor.authoring.lint.finding import Finding, Level

ENOUGH_KILLED = 0.9
GENERIC = {
    "zeros": "nothing but zeros",
    "ones": "nothing but ones",
    "echo": "its input",
    "detached": "its result cut off from the graph, so that no gradient flows",
    "dtype": "its result in another dtype",
    "transposed": "its result with the last two axes swapped",
    "remembered": "for ever the result of its first call",
    "near": "numbers that are 1 % off",
    "spoils": "the right result, but leaves its inputs changed",
    "nothing": "at once, and does nothing",
}
"""The generic wrong answers, as what the function returns."""
LENIENT = ("near", "spoils")
"""Those that a check may have a reason to accept: asked for by the house rules alone."""


def findings(facts: Facts) -> list[Finding]:
    """What was not proven, in file order, each thing once."""
    return sorted(
        {*_reference(facts), *_checks(facts), *_mistakes(facts), *_right(facts), *_forbid(facts), *_mutants(facts)}
    )


def _reference(facts: Facts) -> Iterator[Finding]:
    at = facts.address
    for each in facts.of("died"):
        yield _in_checks(facts, "proof", f"{at}: {each['why']}")
    for each in facts.of("fault"):
        yield Finding(Path(each["file"]), each["line"] or 1, "proof", f"{at} can't be tried: {each['sentence']}")
    told = set[str]()
    for each in facts.of("reference"):
        when = f"with seed {each['seed']} and {each['threads']} thread{'s' * (each['threads'] > 1)}"
        if each["seconds"] is None and told.isdisjoint(each["failed"]):
            told.update(each["failed"])
            say = f"the reference of {at} never comes through its checks {when}: {each['told'].rstrip('.')}; "
            yield _in_checks(facts, "reference", say + "mend the check, or the solution")
        for check in each["failed"]:
            if check not in told:
                told.add(check)
                say = f"the reference of {at} breaks `{check}` {when}; mend the check, or the solution. "
                told_of = _line(each["told"], check)
                if (probe := re.search(r"error: (the probe `\w+` raises on the reference)", told_of)) and probe[
                    1
                ] in told:
                    continue  # the checks that ask the same probe have nothing else to say
                told.add(probe[1] if probe else "")
                place = re.search(rf"\({re.escape(facts.check_file.name)}, line (\d+)\)\.$", told_of)
                line = int(place[1]) if place else where.definition(facts.check_file, check)
                yield Finding(facts.check_file, line, "reference", say + told_of)


def _checks(facts: Facts) -> Iterator[Finding]:
    at = facts.address
    for each in facts.of("shipped"):
        if each["fault"]:
            yield _in_checks(facts, "probe", f"the probes of {at} can't run by themselves: {each['fault']}")
    for each in facts.of("stub"):
        for check in each["passed"]:
            say = f"`{check}` passes on the unfinished stub of {at}: let it call what is to be written"
            yield _in_checks(facts, "stub-passes", say, check)
    failing = {check for each in facts.of("wrong") for check in each["failed"]}
    for check in (name for each in facts.of("checks") for name in each["names"]):
        if failing and check not in failing:
            say = f"no mistake of {at} makes `{check}` fail: name one in the answers file, or drop the check"
            yield _in_checks(facts, "idle-check", say, check, "house")
    for each in facts.of("generic"):
        if each["touched"] and not each["failed"] and not facts.excused(each):
            what = GENERIC.get(each["name"], each["name"])
            say = f"every check of {at} is content when `{each['function']}` returns {what}: compare more, or say "
            say += f"under `equivalent` in the answers file why `generic: {each['name']}` is right"
            yield _in_checks(facts, "generic", say, level="house" if each["name"] in LENIENT else "sound")
        if each.get("flows") and not each["touched"] and not facts.excused(each):
            say = f"no check of {at} sends a gradient back through `{each['function']}`, so a result that is cut off "
            say += "from the graph passes: let a probe's input require one (`x.requires_grad_()`), or say under "
            say += f"`equivalent` in the answers file why `generic: {each['name']}` is right"
            yield _in_checks(facts, "no-gradient", say, level="house")


def _mistakes(facts: Facts) -> Iterator[Finding]:
    for each in facts.of("wrong"):
        name, failed, says = each["name"], each["failed"], facts.caught_by(each["name"])
        who = f"the mistake `{name}` of {facts.address}"
        if what := slip(each):
            say = "so what it is about is never tried: mend it"
            if what == "never ends":
                say = "nobody who makes it is told, and the diagnosis of others waits for it: let it come to an end"
            yield _in_answers(facts, "slip", "wrong", name, f"{who} {what}; {say}")
            continue
        if each["fault"]:
            yield _in_answers(facts, "stale", "wrong", name, f"{who}: {each['fault']}")
            continue
        if not failed:
            say = f"{who} passes every check; add a check that tells it from the reference, or, if it is no mistake, "
            say += "move it to `right`"
            yield _in_answers(facts, "accepted", "wrong", name, say)
        elif says and says not in failed:
            others = ", ".join(f"`{check}`" for check in failed)
            say = f"{who} is not caught by `{says}` but by {others}; change `caught_by`, or the check"
            yield _in_answers(facts, "caught-by", "wrong", name, say)
        ties = [tie.split(" or ") for tie in set(each["named"].values())]
        for other in sorted({other for tie in ties if name in tie for other in tie} - {name}):
            say = f"{who} looks like `{other}` to every check: let a check tell them apart, or make one of them"
            yield _in_answers(facts, "alike", "wrong", name, say)
        for tie in sorted(tie for tie in ties if name not in tie):
            how = f"is diagnosed as `{' or '.join(tie)}`" if tie != [""] else "is caught, but not recognised"
            say = f"{who} {how}: let the check observe (`agree`, `note`) what sets it apart"
            yield _in_answers(facts, "diagnosis", "wrong", name, say)


def _right(facts: Facts) -> Iterator[Finding]:
    refused = _refused(facts)
    names = {each["name"] for each in facts.of("right")}
    common = [check for check in _failed(refused) if all(check in each["failed"] for each in refused.values())]
    if common and len(refused) == len(names) > 1:
        name, each = next(iter(refused.items()))
        say = f"all {len(names)} right answers of {facts.address} are refused by `{common[0]}`: is the solution wrong? "
        say += f"If not, the check asks for too much. {_line(each['told'], common[0])}"
        yield _in_answers(facts, "refused", "right", name, say)
        return
    for name, each in refused.items():
        if each["fault"]:
            say = f": {each['fault']}"
        elif each["forbidden"]:
            say = f" uses {each['forbidden']}, which the lesson forbids; write it without, or forbid less"
        else:
            check = each["failed"][0]
            say = f" is refused by `{check}` with seed {each['seed']}: ask for less, or it is not right. "
            say += _line(each["told"], check)
        yield _in_answers(facts, "refused", "right", name, f"the right answer `{name}` of {facts.address}{say}")


def _refused(facts: Facts) -> dict[str, Fact]:
    """The right answers that are rejected, each once, by checks that the reference itself keeps."""
    broken = {check for each in facts.of("reference") for check in each["failed"]}
    refused = dict[str, Fact]()
    for each in facts.of("right"):
        failed = [check for check in each["failed"] if check not in broken]
        if not accepted(each) and (failed or each["fault"] or each["forbidden"]):
            refused.setdefault(each["name"], each | {"failed": failed})
    return refused


def _failed(refused: dict[str, Fact]) -> list[str]:
    """The checks that reject some for what they return, in order."""
    if any(each["fault"] or each["forbidden"] for each in refused.values()):
        return []
    return list(dict.fromkeys(check for each in refused.values() for check in each["failed"]))


def _forbid(facts: Facts) -> Iterator[Finding]:
    line = where.step(facts.lesson, facts.step.id, "forbid")
    for each in facts.of("forbid"):
        say = ""
        if not each["exists"] and not each["name"].startswith(("torch.", "aten.")):
            say = f"`{each['name']}` is none of torch's functions, and no other can be forbidden; remove it, or write "
            say += "the full name, as `torch.nn.functional.softmax` or `aten.convolution`"
        elif not each["exists"]:
            say = f"torch has no `{each['name']}` to forbid; write its full name, as `torch.nn.functional.softmax`"
        elif each["blamed"]:
            say = f"the reference itself uses what is forbidden: {each['blamed']}"
        elif not each["scan"] and not each["trace"]:
            say = f"a planted call of `{each['name']}` is not caught; forbid the function itself, not a name for it"
        if say:
            yield Finding(facts.lesson, line, "forbid", f"{facts.address}: {say}")


def _mutants(facts: Facts) -> Iterator[Finding]:
    known = {each.id for each in facts.mutants} | {f"generic: {name}" for name in GENERIC}
    for name in facts.answers.equivalent:
        if name not in known:
            say = (
                f"`{name}` is marked as equivalent in {facts.address}, but no such change is tried any more; remove it"
            )
            yield _in_answers(facts, "equivalent", "equivalent", name, say)
    row = facts.row()
    if row.mutants and row.killed < ENOUGH_KILLED * row.mutants:
        say = f"the checks of {facts.address} notice {row.killed} of {row.mutants} small changes of the reference, "
        say += "less than 90 %; sharpen them, or mark a change as `equivalent` with the reason: "
        yield _in_checks(facts, "mutation", say + "; ".join(row.survivors), level="house")


def _in_checks(facts: Facts, code: str, message: str, check: str = "", level: Level = "sound") -> Finding:
    line = where.definition(facts.check_file, check) if check else 1
    return Finding(facts.check_file, line, code, message, level)


def _in_answers(facts: Facts, code: str, section: str, name: str, message: str) -> Finding:
    return Finding(facts.answers_file, where.answer(facts.answers_file, section, name), code, message)


def _line(told: str, check: str) -> str:
    """What one check said, on one line, and not all of a long table."""
    said = re.search(rf"^{re.escape(check)}: (?:.|\n)*?(?=^\w+: (?:failed|error): |\Z)", told, re.MULTILINE)
    return textwrap.shorten(said[0] if said else told, 240, placeholder=" …")
