"""What the prover tells of an exercise, and that nothing an answer does keeps it from telling of the next one."""

from __future__ import annotations

import base64
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import write_course
from tutor.checking import forkparent, generic
from tutor.checking.proving import ParentDied, Prover, ProverDied, order
from tutor.course import Course
from tutor.course.model import ExerciseStep

Fact = dict[str, Any]
Prove = Callable[..., list[Fact]]
CHECKS = ["test_the_worked_example", "test_every_number_counts"]
DOUBLE = "solutions/ch01_small/double.py"
ANSWERS = "solutions/ch01_small/answers/double.yaml"
TESTS = "tests/checks/ch01_small/test_double.py"
OTHERS = """
wrong:
  wrong-factor:
    says: The factor is not the one that was asked for.
    change: [['2 * x', '3 * x']]
    caught_by: test_every_number_counts
right:
  other:
    change: [['2 * x', 'x * 2']]
"""


@pytest.fixture(scope="module")
def parent() -> Iterator[forkparent.ForkParent]:
    made = forkparent.start()
    yield made
    made.close()


@pytest.fixture
def prover(parent: forkparent.ForkParent) -> Iterator[Prover]:
    made = Prover(parent)
    yield made
    made.close()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The tiny course; a test changes the files of `ch01/double` before it has the exercise proven."""
    root = write_course(tmp_path / "course")
    (root / ANSWERS).write_text(OTHERS)
    return root


@pytest.fixture
def prove(course: Path, prover: Prover) -> Prove:
    return lambda *want, **more: list(prover.prove(ordered(course, *want, **more)))


def ordered(root: Path, *want: str, seeds: Sequence[int] = (0, 1), **more: Any) -> dict[str, Any]:
    """The order to prove `ch01/double`."""
    opened = Course.open(root)
    chapter, step = opened.find("ch01/double")
    assert isinstance(step, ExerciseStep)
    return order(opened, chapter, step, want, seeds=seeds, **more)


def only(facts: list[Fact], kind: str) -> list[Fact]:
    return [fact for fact in facts if fact["fact"] == kind]


def edit(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new))


# -- facts of a sound exercise


def test_the_checks_come_first_and_done_comes_last(prove: Prove) -> None:
    facts = prove("reference")
    assert facts[0] == {"fact": "checks", "names": CHECKS}
    assert facts[-1]["fact"] == "done"


def test_the_reference_is_tried_under_every_seed_and_with_more_threads(prove: Prove) -> None:
    facts = only(prove("reference", seeds=(3, 4, 5), threads=(1, 2)), "reference")
    assert [(fact["seed"], fact["threads"]) for fact in facts] == [(3, 1), (4, 1), (5, 1), (3, 2), (4, 2)]
    assert all(fact["failed"] == [] and fact["told"] == "" and fact["seconds"] > 0 for fact in facts)


def test_seeds_of_the_day_try_the_reference_alone(prove: Prove) -> None:
    facts = prove("seeds", more_seeds=(70, 71))
    assert [fact["fact"] for fact in facts] == ["checks", "reference", "reference", "done"]


def test_a_mistake_fails_and_is_named(prove: Prove) -> None:
    (fact,) = only(prove("wrong"), "wrong")
    assert fact["name"] == "wrong-factor"
    assert fact["failed"] == CHECKS
    assert fact["named"] == dict.fromkeys(CHECKS, "wrong-factor")
    assert fact["fault"] == ""


MORE_MISTAKES = """
  too-much:
    says: The factor is far too large.
    change: [['2 * x', '5 * x']]
  {name}:
    says: It does not come back.
    change: [['2 * x', '{body}']]
right:
"""


def test_all_mistakes_are_judged_before_one_is_diagnosed_and_each_is_told_once(prove: Prove, course: Path) -> None:
    edit(course, ANSWERS, "\nright:\n", MORE_MISTAKES.format(name="minus", body="-2 * x"))
    facts = only(prove("wrong"), "wrong")
    names = ["wrong-factor", "too-much", "minus"]
    assert [fact["name"] for fact in facts] == names
    assert [set(fact["named"].values()) for fact in facts] == [{name} for name in names]


def test_a_mistake_that_ends_the_process_is_told_once_too(prove: Prove, course: Path) -> None:
    edit(course, ANSWERS, "\nright:\n", MORE_MISTAKES.format(name="leaves", body='__import__("os")._exit(3)'))
    facts = only(prove("wrong"), "wrong")
    assert sorted(fact["name"] for fact in facts) == ["leaves", "too-much", "wrong-factor"]
    (lost,) = (fact for fact in facts if fact["name"] == "leaves")
    assert "ended the process" in lost["fault"]


def test_a_right_answer_passes_under_several_seeds(prove: Prove) -> None:
    facts = only(prove("right", seeds=(5, 6)), "right")
    assert [(fact["name"], fact["seed"], fact["failed"], fact["forbidden"]) for fact in facts] == [
        ("other", 5, [], ""),
        ("other", 6, [], ""),
    ]


def test_the_stub_passes_nothing(prove: Prove) -> None:
    assert only(prove("stub"), "stub") == [{"fact": "stub", "passed": []}]


def test_the_probes_work_as_they_are_shipped(prove: Prove) -> None:
    assert only(prove("shipped"), "shipped") == [{"fact": "shipped", "fault": ""}]


def test_a_planted_forbidden_call_is_caught_by_scan_and_trace(prove: Prove) -> None:
    assert only(prove("forbid"), "forbid") == [
        {"fact": "forbid", "name": "torch.add", "exists": True, "scan": True, "trace": True, "blamed": ""}
    ]


def test_generic_wrong_answers_are_rejected(prove: Prove) -> None:
    facts = {fact["name"]: fact for fact in only(prove("generic"), "generic")}
    assert list(facts) == list(generic.NAMES)
    assert {fact["function"] for fact in facts.values()} == {"double"}
    assert all(fact["failed"] for name, fact in facts.items() if name != "detached")
    assert facts["detached"] == {
        "fact": "generic",
        "name": "detached",
        "function": "double",
        "touched": False,
        "flows": True,
        "failed": [],
    }


def test_a_gradient_that_a_check_asks_for_is_no_longer_missing(prove: Prove, course: Path) -> None:
    edit(course, TESTS, "agree(values, rand(3, 5))", "agree(values, rand(3, 5).requires_grad_())")
    facts = {fact["name"]: fact for fact in only(prove("generic"), "generic")}
    assert (facts["detached"]["touched"], facts["detached"]["flows"]) == (True, False)
    assert facts["detached"]["failed"]


def test_an_input_that_nobody_looks_at_afterwards_may_be_spoilt(prove: Prove, course: Path) -> None:
    edit(course, TESTS, ', "the input afterwards": x', "")
    fact = next(fact for fact in only(prove("generic"), "generic") if fact["name"] == "spoils")
    assert (fact["touched"], fact["failed"]) == (True, [])


def test_one_per_cent_off_passes_a_wide_tolerance(prove: Prove, course: Path) -> None:
    for old in ("rand(3, 5))", "dtype=torch.float64))"):
        edit(course, TESTS, old, f"{old[:-1]}, tol=1e5)")
    fact = next(fact for fact in only(prove("generic"), "generic") if fact["name"] == "near")
    assert (fact["touched"], fact["failed"]) == (True, [])


def test_of_a_function_that_returns_nothing_doing_nothing_is_tried(prove: Prove, course: Path) -> None:
    edit(course, DOUBLE, "return 2 * x", "x.mul_(2)")
    (fact,) = only(prove("generic"), "generic")
    assert (fact["name"], fact["touched"]) == ("nothing", True)
    assert fact["failed"]


# -- facts of a weak one


def test_a_reference_that_fails_says_why(prove: Prove, course: Path) -> None:
    edit(course, DOUBLE, "return 2 * x", "return x.nope()")
    (fact, *_) = only(prove("reference"), "reference")
    assert fact["failed"] == CHECKS
    assert "nope" in fact["told"]


def test_a_mistake_that_nothing_catches_fails_nowhere(prove: Prove, course: Path) -> None:
    edit(course, ANSWERS, "'3 * x'", "'x * 2.0'")
    (fact,) = only(prove("wrong"), "wrong")
    assert (fact["failed"], fact["named"]) == ([], {})


@pytest.mark.parametrize(
    ("old", "new", "said"), [("'2 * x'", "'5 * x'", "stands 0 times"), ("'3 * x'", "'(x'", "no Py")]
)
def test_an_edit_that_does_not_fit_is_a_fault(prove: Prove, course: Path, old: str, new: str, said: str) -> None:
    edit(course, ANSWERS, f"[[{old}" if "5" in new else old, f"[[{new}" if "5" in new else new)
    assert said in only(prove("wrong", "right"), "wrong")[0]["fault"]


def test_a_right_answer_that_is_rejected_says_why(prove: Prove, course: Path) -> None:
    edit(course, ANSWERS, "'x * 2'", "'x * 2.001'")
    fact = only(prove("right"), "right")[0]
    assert fact["failed"] == CHECKS
    assert "values differ" in fact["told"]


@pytest.mark.parametrize("spelling", ["torch.add(x, x)", "getattr(torch, ''add'')(x, x)"])
def test_a_right_answer_that_calls_what_is_forbidden_is_noticed(prove: Prove, course: Path, spelling: str) -> None:
    edit(course, ANSWERS, "'x * 2'", f"'{spelling}'")
    assert only(prove("right"), "right")[0]["forbidden"] == "torch.add"


def test_a_reference_that_calls_what_is_forbidden_is_blamed(prove: Prove, course: Path) -> None:
    edit(course, DOUBLE, "2 * x", "torch.add(x, x)")
    (fact,) = only(prove("forbid"), "forbid")
    assert fact["blamed"].startswith("This exercise asks you to write torch.add yourself")
    assert (fact["scan"], fact["trace"]) == (True, True)


def test_a_forbidden_name_that_torch_does_not_have_is_told(prove: Prove, course: Path) -> None:
    edit(
        course, "lessons/ch01_small.yaml", "forbid: [torch.add]", 'forbid: [torch.ad, aten.convolution, "aten.*max_p*"]'
    )
    facts = prove("forbid", "right")
    first, second, third = only(facts, "forbid")
    assert not first["exists"]
    assert (second["exists"], second["scan"], second["trace"]) == (True, None, True)
    assert (third["exists"], third["scan"], third["trace"]) == (True, None, True)
    assert all(fact["failed"] == [] for fact in only(facts, "right"))


def test_a_planted_import_of_torchvision_is_caught_by_scan_and_trace(prove: Prove, course: Path) -> None:
    edit(course, "lessons/ch01_small.yaml", "forbid: [torch.add]", "forbid: [torchvision.ops.nms]")
    (fact,) = only(prove("forbid"), "forbid")
    assert (fact["exists"], fact["scan"], fact["trace"], fact["blamed"]) == (True, True, True, "")


def test_checks_that_look_at_shapes_alone_accept_generic_answers(prove: Prove, course: Path) -> None:
    edit(course, TESTS, '"the result": impl.double(x)', '"the result": list(impl.double(x).shape)')
    facts = {fact["name"]: fact for fact in only(prove("generic"), "generic")}
    assert all(facts[name]["touched"] and not facts[name]["failed"] for name in ("zeros", "ones", "echo", "dtype"))
    assert facts["transposed"]["failed"]


def test_a_check_that_an_unfinished_file_passes_is_named(prove: Prove, course: Path) -> None:
    edit(course, TESTS, "    agree(values, rand(3, 5))", "    pass")
    assert only(prove("stub"), "stub") == [{"fact": "stub", "passed": ["test_every_number_counts"]}]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("@probe\n", "", "`values` is asked for"),
        ("impl.double(x)", "impl.double(globals()['ONE'] * x)", "NameError|KeyError"),
        ("@probe\n", "@(lambda f: probe(f) if 'test_x' in globals() else f)\n", "`values` is asked for"),
    ],
)
def test_probes_that_do_not_work_alone_are_told(prove: Prove, course: Path, old: str, new: str, said: str) -> None:
    edit(course, TESTS, old, new)
    with (course / TESTS).open("a") as file:
        file.write("\n\nONE = 1\n")
    (fact,) = only(prove("shipped"), "shipped")
    assert any(each in fact["fault"] for each in said.split("|"))


# -- files that can't be used


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (None, 1, "there is no check file"),
        ("def test_x(:\n", 1, "it is no Python"),
        ("\nimport no_such_module\n", 2, "No module named 'no_such_module'"),
        ("\n\nraise SystemExit(3)\n", 3, "SystemExit: 3"),
    ],
)
def test_a_check_file_that_can_not_be_used_is_a_fault_with_its_line(
    prover: Prover, course: Path, text: str | None, line: int, said: str
) -> None:
    given = ordered(course, "reference", "wrong", "mutants")
    (course / TESTS).unlink() if text is None else (course / TESTS).write_text(text)
    facts = list(prover.prove(given))
    (fact,) = only(facts, "fault")
    assert (fact["file"], fact["line"]) == (str(course / TESTS), line)
    assert said in fact["sentence"]
    assert [fact["fact"] for fact in facts] == ["fault", "done"]


def test_a_solution_that_is_no_text_is_a_fault(course: Path, prover: Prover) -> None:
    given = ordered(course, "reference")
    files = given["job"]["reference"]
    files["ch01_small.double"] = (files["ch01_small.double"][0], base64.b64encode(b"x = '\xff'\n").decode())
    (fact,) = only(list(prover.prove(given)), "fault")
    assert fact["file"] == str(course / DOUBLE)
    assert fact["sentence"].startswith("it is no UTF-8")


def test_an_answers_file_that_can_not_be_used_leaves_the_rest_to_be_proven(prove: Prove, course: Path) -> None:
    (course / ANSWERS).write_text("wrong: [a]\n")
    facts = prove("reference", "wrong", "right", "generic")
    (fault,) = only(facts, "fault")
    assert fault["file"] == str(course / ANSWERS)
    assert fault["sentence"] == "'wrong' maps names to what they stand for"
    assert only(facts, "reference")
    assert only(facts, "generic")


# -- answers that do not come back

HANGING = {
    "hangs": "while True: pass",
    "catches": "\n    while True:\n        try: __import__('time').sleep(1e9)\n        except BaseException: pass",
    "hangs-in-c": "import re; re.match('(a+)+$', 'a' * 64 + 'b')",
    "hangs-in-a-c-loop": "sum(iter(int, 1))",
}
ENDING = {"leaves": "import os; os._exit(3)", "kills": "import os; os.kill(os.getpid(), 9)"}


def mutant(body: str) -> str:
    return f"import torch\n\ndef double(x):\n    {body}\n    return 2 * x\n"


def test_after_a_mutant_that_hangs_the_next_one_is_judged(prove: Prove) -> None:
    texts = [(name, mutant(body)) for name, body in HANGING.items()]
    facts = prove("mutants", mutants=[*texts, ("next", mutant("x = x + 1"))], mutant_seconds=0.2, grace=0.2)
    assert {fact["id"]: fact["how"] for fact in only(facts, "mutant")} == dict.fromkeys(HANGING, "timeout") | {
        "next": "killed"
    }


def test_after_a_mutant_that_ends_the_process_the_next_one_is_judged(prove: Prove) -> None:
    texts = [(name, mutant(body)) for name, body in ENDING.items()]
    facts = prove("mutants", mutants=[*texts, ("next", mutant("pass"))])
    assert {fact["id"]: fact["how"] for fact in only(facts, "mutant")} == {
        "leaves": "killed",
        "kills": "killed",
        "next": "survived",
    }


@pytest.mark.parametrize(
    "body",
    [
        "import sys; sys.exit()",
        "torch.zeros(10**13)",
        "\n    held = []\n    while True: held.append(torch.empty(2**28))",
        "print('x' * 10**6); x = x + 1",
    ],
)
def test_a_mutant_that_leaves_or_asks_for_too_much_is_killed(prove: Prove, body: str) -> None:
    facts = prove("mutants", mutants=[("wild", mutant(body)), ("next", mutant("pass"))])
    assert [(fact["id"], fact["how"]) for fact in only(facts, "mutant")] == [("wild", "killed"), ("next", "survived")]


def test_a_mutant_says_which_check_it_failed(prove: Prove) -> None:
    facts = prove("mutants", mutants=[("more", mutant("x = x + 1")), ("none", "def double(x:\n")])
    assert [(fact["id"], fact["failed"][:1]) for fact in only(facts, "mutant")] == [
        ("more", ["test_the_worked_example"]),
        ("none", ["test_the_worked_example"]),
    ]


def test_a_mistake_that_ends_the_process_is_a_fault_and_the_right_answers_follow(prove: Prove, course: Path) -> None:
    edit(course, ANSWERS, "'3 * x'", "'__import__(\"os\")._exit(3)'")
    facts = prove("wrong", "right")
    assert only(facts, "wrong")[0]["fault"] == "it ended the process that ran it (exit code 3)"
    assert all(fact["failed"] == [] for fact in only(facts, "right"))


@pytest.mark.parametrize(
    ("line", "told"),
    [("import os; os._exit(3)", "it ended the process that ran it (exit code 3)"), ("while True: pass", "is up")],
)
def test_where_the_reference_never_comes_back_nothing_else_is_tried(
    prover: Prover, course: Path, line: str, told: str
) -> None:
    edit(course, TESTS, "    agree(values, rand(3, 5))", f"    {line}")
    facts = list[Fact]()
    proof = prover.prove(ordered(course, "reference", "wrong", "right", patience=0.2, grace=0.2))
    with pytest.raises(ProverDied, match="tried 2 times and never came to an end"):
        facts.extend(proof)
    assert [(fact["fact"], fact.get("seconds")) for fact in facts[1:]] == [("reference", None)] * 2
    assert told in facts[1]["told"]


def test_of_a_prover_whose_owner_was_killed_no_folder_is_left(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    parent = forkparent.ZygoteParent()
    try:
        next(facts := Prover(parent).prove(ordered(course, "reference")))
        assert list(tmp_path.glob("dltutor-proof-*"))
        parent.conn.shutdown(socket.SHUT_RDWR)  # as the kernel does for a process that is gone
        parent.process.wait(timeout=30)
        assert not list(tmp_path.glob("dltutor-proof-*"))
        with pytest.raises(ParentDied, match="has ended, so nothing after this was tried"):
            list(facts)
    finally:
        parent.close()


def test_a_check_file_that_ends_the_process_ends_the_proof_with_a_sentence(prove: Prove, course: Path) -> None:
    with (course / TESTS).open("a") as file:
        file.write("\n\nimport os\n\nos._exit(3)\n")
    with pytest.raises(ProverDied, match="can't be loaded: it ended the process"):
        prove("reference")


def test_a_proof_that_nobody_listens_to_does_not_disturb_the_next(course: Path, prover: Prover) -> None:
    for _ in prover.prove(ordered(course, "reference", "wrong")):
        break
    facts = list(prover.prove(ordered(course, "stub")))
    assert [fact["fact"] for fact in facts] == ["checks", "stub", "done"]


def test_without_fork_the_facts_are_the_same(course: Path, prove: Prove) -> None:
    cold = Prover(forkparent.ColdParent())
    facts = list(cold.prove(ordered(course, "wrong", "stub")))
    cold.close()
    assert facts[:-1] == prove("wrong", "stub")[:-1]
