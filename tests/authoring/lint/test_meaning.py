"""What each fact of a proof means: which finding it becomes, where, and how it says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tiny import tiny_course  # noqa: F401 - a fixture
from tutor.authoring.lint.facts import Fact, Facts
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.meaning import findings
from tutor.course import Course
from tutor.course.model import ExerciseStep

CHECK = "test_every_number_counts"


@pytest.fixture
def facts(tiny_course: Path) -> Facts:  # noqa: F811
    chapter, step = Course.open(tiny_course).find("ch01/double")
    assert isinstance(step, ExerciseStep)
    return Facts(Course.open(tiny_course), chapter, step)


def wrong(**more: Any) -> Fact:
    """The tiny course's only mistake, caught and named."""
    return {
        "fact": "wrong",
        "name": "wrong-factor",
        "failed": [CHECK, "test_the_worked_example"],
        "named": {CHECK: "wrong-factor", "test_the_worked_example": "wrong-factor"},
        "told": "",
        "fault": "",
    } | more


def right(**more: Any) -> Fact:
    return {"fact": "right", "name": "other", "seed": 3, "failed": [], "told": "", "fault": "", "forbidden": ""} | more


def reference(**more: Any) -> Fact:
    return {"fact": "reference", "seed": 0, "threads": 1, "failed": [], "told": "", "seconds": 0.02} | more


def generic(**more: Any) -> Fact:
    return {"fact": "generic", "name": "zeros", "function": "double", "touched": True, "failed": []} | more


def forbid(**more: Any) -> Fact:
    return {"fact": "forbid", "name": "torch.add", "exists": True, "scan": True, "trace": True, "blamed": ""} | more


def only(facts: Facts, *more: Fact) -> Finding:
    """The one finding that these facts come to."""
    facts.add(more)
    (finding,) = findings(facts)
    return finding


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"told": f"{CHECK}: failed: NameError: name 'factr' is not defined."}, "fails with NameError: name 'factr'"),
        ({"told": f"{CHECK}: failed: ImportError: cannot import name 'x' from 'torch'.\nA check"}, "fails with Import"),
        ({"told": f"{CHECK}: failed: AttributeError: module 'torch' has no attribute 'ad'."}, "no attribute 'ad'; so"),
        (
            {"told": f"{CHECK}: failed: OutOfTime: the time for this answer is up."},
            "never ends; nobody who makes it is told",
        ),
        ({"told": "The time for this answer is up.", "named": {}}, "never ends"),
        ({"failed": [], "named": {}, "fault": "there was no answer after 125 seconds"}, "never ends"),
        ({"failed": [], "named": {}, "fault": "it ended the process that ran it (signal 9)"}, "ends the process"),
    ],
    ids=["name", "import", "attribute", "loop", "lost time", "no answer", "gone"],
)
def test_a_mistake_that_its_author_cannot_have_meant_is_told(facts: Facts, more: Fact, said: str) -> None:
    found = only(facts, wrong(**more))
    assert found.code == "slip"
    assert "the mistake `wrong-factor` of ch01/double" in found.message
    assert said in found.message
    assert facts.row().diagnosed == 0


@pytest.mark.parametrize(
    "told",
    [
        f"{CHECK}: failed: UnboundLocalError: cannot access local variable 'out'.",
        f"{CHECK}: failed: NameError: your file has no `double`; the checks use it by that name.",
        f"{CHECK}: failed: AttributeError: 'NoneType' object has no attribute 'sum'.",
        f"{CHECK}: failed: The result: yours is NameError: x",
    ],
)
def test_a_mistake_may_fail_the_way_a_learner_would(facts: Facts, told: str) -> None:
    facts.add([wrong(told=told)])
    assert findings(facts) == []
    assert facts.row().diagnosed == 1


def test_a_perfect_proof_finds_nothing(facts: Facts) -> None:
    facts.add([{"fact": "checks", "names": [CHECK, "test_the_worked_example"]}, {"fact": "stub", "passed": []}])
    facts.add([reference(), wrong(), right(), generic(failed=[CHECK]), forbid(), {"fact": "shipped", "fault": ""}])
    facts.add([{"fact": "done", "seconds": 0.5}])
    assert findings(facts) == []
    row = facts.row()
    assert (row.reference_ok, row.stub_ok, row.mutants, row.warm_ms, row.seconds) == (True, True, None, 20.0, 0.5)
    assert (row.mistakes, row.rejected, row.diagnosed, row.right, row.accepted) == (1, 1, 1, 1, 1)
    assert (row.generic, row.generic_rejected) == (1, 1)


def test_a_reference_that_breaks_a_check_is_told_once_with_seed_and_threads(facts: Facts) -> None:
    broken = reference(failed=[CHECK], seed=4, threads=2, told=f"{CHECK}: failed: The result: 3 of 4 values differ.")
    finding = only(facts, broken, broken | {"seed": 5})
    assert (finding.code, finding.level, finding.file.name) == ("reference", "sound", "test_double.py")
    assert f"`{CHECK}` with seed 4 and 2 threads" in finding.message
    assert "3 of 4 values differ" in finding.message
    assert finding.line == 1 + facts.check_file.read_text().splitlines().index(f"def {CHECK}(agree, rand):")


def test_a_fault_inside_a_check_is_told_at_its_line(facts: Facts) -> None:
    said = f"{CHECK}: error: on the reference it ends in KeyError: 'labels' (test_double.py, line 17)."
    finding = only(facts, reference(failed=[CHECK], told=said))
    assert (finding.code, finding.line) == ("reference", 17)
    assert finding.message.endswith(said)


def test_a_probe_that_fails_is_told_once_for_all_checks_that_ask_it(facts: Facts) -> None:
    names = ["test_the_worked_example", CHECK]
    why = "error: the probe `values` raises on the reference: TypeError: no (test_double.py, line"
    finding = only(facts, reference(failed=names, told=f"{names[0]}: {why} 16).\n{names[1]}: {why} 21)."))
    assert (finding.line, "`test_the_worked_example`" in finding.message) == (16, True)


def test_a_check_that_the_stub_passes_is_named(facts: Facts) -> None:
    finding = only(facts, {"fact": "stub", "passed": [CHECK]})
    assert finding.code == "stub-passes"
    assert f"`{CHECK}` passes on the unfinished stub" in finding.message


def test_a_check_that_no_mistake_breaks_is_named_under_the_house_rules(facts: Facts) -> None:
    names = [CHECK, "test_the_worked_example", "test_idle"]
    finding = only(facts, wrong(), {"fact": "checks", "names": names})
    assert (finding.code, finding.level) == ("idle-check", "house")
    assert "`test_idle`" in finding.message


def test_a_mistake_that_passes_is_named_where_it_stands(facts: Facts) -> None:
    finding = only(facts, wrong(failed=[], named={}))
    assert (finding.code, finding.file.name, finding.line) == ("accepted", "double.yaml", 2)
    assert "`wrong-factor` of ch01/double passes every check" in finding.message


def test_a_mistake_caught_elsewhere_says_by_which_check(facts: Facts) -> None:
    finding = only(facts, wrong(failed=["test_the_worked_example"], named={"test_the_worked_example": "wrong-factor"}))
    assert finding.code == "caught-by"
    assert f"not caught by `{CHECK}` but by `test_the_worked_example`" in finding.message


@pytest.mark.parametrize(
    ("named", "code", "said"),
    [
        ("", "diagnosis", "caught, but not recognised"),
        ("another", "diagnosis", "is diagnosed as `another`"),
        ("another or wrong-factor", "alike", "looks like `another`"),
    ],
)
def test_a_mistake_must_be_called_by_its_own_name(facts: Facts, named: str, code: str, said: str) -> None:
    finding = only(facts, wrong(named={CHECK: named}))
    assert finding.code == code
    assert said in finding.message


def test_a_right_answer_that_is_refused_is_told_once_with_its_seed(facts: Facts) -> None:
    refused = right(failed=[CHECK], told=f"{CHECK}: failed: too strict.")
    finding = only(facts, refused, refused | {"seed": 4})
    assert (finding.code, finding.line) == ("refused", 7)
    assert f"`other` of ch01/double is refused by `{CHECK}` with seed 3" in finding.message
    assert "too strict" in finding.message


def test_where_all_right_answers_are_refused_the_solution_is_in_doubt(facts: Facts) -> None:
    no = f"{CHECK}: failed: The labels: 3 of 4 values differ."
    refused = [right(name=name, failed=[CHECK], told=no) for name in ("other", "another")]
    finding = only(facts, *refused, refused[0] | {"seed": 4})
    assert finding.code == "refused"
    assert f"all 2 right answers of ch01/double are refused by `{CHECK}`: is the solution wrong?" in finding.message
    assert finding.message.endswith(no)


@pytest.mark.parametrize("more", [{"failed": ["test_the_worked_example"]}, {"forbidden": "torch.add"}, {"failed": []}])
def test_right_answers_that_are_refused_for_different_causes_are_told_apart(facts: Facts, more: Fact) -> None:
    told = f"{CHECK}: failed: no.\ntest_the_worked_example: failed: neither."
    facts.add([right(failed=[CHECK], told=told), right(name="another", told=told) | more])
    found = [each.message for each in findings(facts)]
    assert len(found) == 1 + (more != {"failed": []})
    assert not any("is the solution wrong" in each for each in found)


def test_a_right_answer_is_not_held_to_what_the_reference_breaks(facts: Facts) -> None:
    told = f"{CHECK}: error: on the reference it ends in KeyError."
    facts.add([reference(failed=[CHECK], told=told), right(failed=[CHECK], told=told)])
    assert [each.code for each in findings(facts)] == ["reference"]
    facts.add([right(failed=["test_the_worked_example", CHECK], told=told)])
    assert [each.code for each in findings(facts)] == ["refused", "reference"]


def test_a_reference_that_never_comes_back_is_one_finding(facts: Facts) -> None:
    names = [CHECK, "test_the_worked_example"]
    gone = "it ended the process that ran it (exit code 3)"
    lost = reference(failed=names, told=gone, seconds=None)
    finding = only(facts, {"fact": "checks", "names": names}, lost, lost | {"seed": 1})
    assert finding.code == "reference"
    assert f"never comes through its checks with seed 0 and 1 thread: {gone}; mend" in finding.message
    assert (facts.row().reference_ok, facts.row().warm_ms) == (False, None)


def test_a_right_answer_may_not_use_what_is_forbidden(facts: Facts) -> None:
    assert "uses torch.add, which the lesson forbids" in only(facts, right(forbidden="torch.add")).message


@pytest.mark.parametrize("fact", [wrong(fault="does not fit"), right(fault="does not fit")])
def test_an_answer_that_no_longer_fits_is_named(facts: Facts, fact: Fact) -> None:
    finding = only(facts, fact)
    assert finding.message.endswith("does not fit")
    assert f"`{fact['name']}`" in finding.message


def test_a_generic_wrong_answer_that_passes_says_what_the_function_returned(facts: Facts) -> None:
    finding = only(facts, generic())
    assert finding.code == "generic"
    assert "when `double` returns nothing but zeros" in finding.message
    assert "`generic: zeros`" in finding.message


def test_a_generic_answer_that_changes_nothing_says_nothing(facts: Facts) -> None:
    facts.add([generic(touched=False)])
    assert findings(facts) == []


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ({"name": "near"}, "generic", "when `double` returns numbers that are 1 % off"),
        ({"name": "spoils"}, "generic", "returns the right result, but leaves its inputs changed"),
        (
            {"name": "detached", "touched": False, "flows": True},
            "no-gradient",
            "no check of ch01/double sends a gradient back through `double`",
        ),
    ],
)
def test_what_a_check_may_let_pass_for_a_reason_is_asked_for_by_the_house_rules(
    facts: Facts, more: Fact, code: str, said: str
) -> None:
    finding = only(facts, generic(**more))
    assert (finding.code, finding.level) == (code, "house")
    assert said in finding.message
    assert f"`generic: {more['name']}`" in finding.message
    with facts.answers_file.open("a") as file:
        file.write(f'equivalent:\n  "generic: {more["name"]}": Nobody minds.\n')
    fresh = Facts.__new__(Facts)
    fresh.__dict__ |= {key: value for key, value in facts.__dict__.items() if key != "answers"}
    assert findings(fresh) == []


def test_doing_nothing_must_be_noticed(facts: Facts) -> None:
    finding = only(facts, generic(name="nothing"))
    assert (finding.code, finding.level) == ("generic", "sound")
    assert "when `double` returns at once, and does nothing" in finding.message


def test_a_generic_answer_can_be_excused_with_a_reason(facts: Facts) -> None:
    with facts.answers_file.open("a") as file:
        file.write('equivalent:\n  "generic: zeros": It is zero anyway.\n')
    facts.add([generic()])
    assert findings(facts) == []
    assert facts.row().generic_rejected == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"exists": False}, "torch has no `torch.add`"),
        ({"scan": False, "trace": False}, "a planted call of `torch.add` is not caught"),
        ({"name": "math.exp", "exists": False}, "`math.exp` is none of torch's functions"),
        ({"scan": False, "trace": None}, "a planted call of `torch.add` is not caught"),
        ({"blamed": "line 3 calls torch.add"}, "the reference itself uses what is forbidden: line 3"),
    ],
)
def test_what_is_forbidden_must_exist_and_be_caught(facts: Facts, more: Fact, said: str) -> None:
    finding = only(facts, forbid(**more))
    assert (finding.code, finding.file.name) == ("forbid", "ch01_small.yaml")
    assert said in finding.message


def test_nine_in_ten_small_changes_must_be_noticed(facts: Facts) -> None:
    tried = [{"fact": "mutant", "id": f"m{n}", "failed": [CHECK] * (n > 1), "how": "killed"} for n in range(20)]
    for survivor in tried[:2]:
        survivor["how"] = "survived"
    facts.add(tried)
    assert findings(facts) == []
    assert (facts.row().mutants, facts.row().killed, facts.row().survivors) == (20, 18, ["m0", "m1"])
    finding = only(facts, {"fact": "mutant", "id": "one more", "failed": [], "how": "survived"})
    assert (finding.code, finding.level) == ("mutation", "house")
    assert "18 of 21" in finding.message
    assert "m0; m1; one more" in finding.message


def test_a_mutant_that_is_equivalent_does_not_count_and_one_that_is_gone_is_an_error(facts: Facts) -> None:
    (mutant, *_) = facts.mutants
    with facts.answers_file.open("a") as file:
        file.write(f'equivalent:\n  "{mutant.id}": It is the same.\n  "nowhere: a → b": It was once.\n')
    finding = only(facts, {"fact": "mutant", "id": mutant.id, "failed": [], "how": "survived"})
    assert (finding.code, finding.line) == ("equivalent", 13)
    assert "`nowhere: a → b`" in finding.message
    assert (facts.row().mutants, facts.row().equivalent) == (0, 1)


def test_a_proof_that_did_not_end_says_why(facts: Facts) -> None:
    finding = only(facts, {"fact": "died", "why": "it took more than 60 s"})
    assert (finding.code, finding.message) == ("proof", "ch01/double: it took more than 60 s")


def test_what_a_check_says_is_told_on_one_line_and_not_at_any_length(facts: Facts) -> None:
    told = f"test_the_worked_example: failed: The result:\n  x  [1]\n  got  [3]\n{CHECK}: failed: no.\n" + 99 * "more "
    found = only(facts, right(failed=["test_the_worked_example"], told=told))
    assert found.message.endswith("test_the_worked_example: failed: The result: x [1] got [3]")
    facts.add([right(name="another", failed=[CHECK], told=told)])
    assert any(each.message.endswith("more …") and len(each.message) < 400 for each in findings(facts))


def test_a_right_answer_is_not_blamed_for_a_check_that_the_reference_breaks_too(facts: Facts) -> None:
    found = only(facts, reference(failed=[CHECK], told=f"{CHECK}: failed"), right(failed=[CHECK], told=f"{CHECK}: no"))
    assert found.code == "reference"
