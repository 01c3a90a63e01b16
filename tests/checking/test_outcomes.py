"""Every way a file can end, told by the real judge and worker."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tutor.checking.checker import Checker
from tutor.checking.job import CheckJob
from tutor.checking.verdict import Cancelled, ExerciseVerdict
from tutor.course.model import Limits

MakeJob = Callable[..., CheckJob]
SHORT = Limits(check_seconds=1.0, file_seconds=2.5)


def body(*lines: str, top: str = "import torch") -> str:
    """A learner's file whose function has these lines; the first one stands on line 4."""
    inside = "\n".join(f"    {line}" for line in lines)
    return f"{top}\n\ndef dot_score(query, keys):\n{inside}\n"


def reasons(verdict: ExerciseVerdict) -> set[str | None]:
    return {check.reason for check in verdict.checks}


def running() -> set[str]:
    """The names of all processes of this machine."""
    found = set()
    for comm in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            found.add(comm.read_text().strip())
    return found


def test_the_reference_passes(checker: Checker, job: MakeJob, reference: str) -> None:
    verdict = checker.check(job(reference))
    assert verdict.status == "passed"
    assert [check.id for check in verdict.checks] == [
        "test_the_worked_example",
        "test_scores_match",
        "test_their_spread_is_one",
    ]
    assert verdict.checks[1].title == "Each score is q·k divided by √d, and gradients flow to both."


def test_a_right_answer_in_another_style_passes(checker: Checker, job: MakeJob) -> None:
    other = body("return torch.stack([(k @ q) / len(q) ** 0.5 for q, k in zip(query, keys)])")
    assert checker.check(job(other)).status == "passed"


def test_the_worked_example_shows_input_got_and_expected(checker: Checker, job: MakeJob, reference: str) -> None:
    verdict = checker.check(job(reference.replace(" / math.sqrt(query.shape[-1])", "")))
    example = verdict.checks[0]
    assert "query  [[3, 4]]" in example.message
    assert "got  [[3, 4]]" in example.message
    assert "expected  [[2.121, 2.828]]" in example.message


def test_other_checks_never_show_the_expected_values(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("return torch.zeros(keys.shape[:2], dtype=keys.dtype)")))
    message = verdict.checks[1].message
    assert "15 of 15 values differ" in message
    assert "expected" not in message


def test_a_wrong_shape_is_told_with_both_shapes(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("return (keys @ query.unsqueeze(-1)) / query.shape[-1] ** 0.5")))
    assert "yours has shape (3, 5, 1); expected (3, 5)" in verdict.checks[1].message


def test_a_detached_result_fails(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("return ((keys * query[:, None]).sum(-1) / query.shape[-1] ** 0.5).detach()")))
    assert verdict.status == "failed"
    assert "cut off from the graph" in verdict.checks[1].message


def test_an_exception_tells_the_line_and_the_shapes_on_it(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("scaled = query / 2", "return query @ keys")))
    check = verdict.checks[1]
    assert (check.reason, check.line) == ("exception", 5)
    assert "query is (3, 7) float64, keys is (3, 5, 7) float64" in check.message


@pytest.mark.parametrize(
    ("lines", "reason", "line"),
    [
        (("raise NotImplementedError",), "unfinished", 4),
        (("import os", "os._exit(0)"), "early_exit", 5),
        (("raise SystemExit(0)",), "early_exit", 4),
        (("import ctypes", "ctypes.string_at(0)"), "signal", 5),
        (("import os", "os.kill(os.getpid(), 9)"), "signal", None),
        (("while True: pass",), "time", 4),
        (("import time", "time.sleep(60)"), "time", 5),
        (("while True:", "    try:", "        while True: pass", "    except BaseException: pass"), "time", 6),
        (("return torch.ones(2 ** 40)",), "memory", 4),
        (("input()",), "exception", 4),
    ],
    ids=["stub", "os._exit", "SystemExit", "segfault", "kill", "loop", "sleep", "except", "memory", "input"],
)
def test_every_end_has_its_reason_and_line(
    checker: Checker, job: MakeJob, lines: tuple[str, ...], reason: str, line: int | None
) -> None:
    verdict = checker.check(job(body(*lines), limits=SHORT))
    assert verdict.status == "failed"
    assert verdict.checks[0].reason == reason
    if line:
        assert verdict.checks[0].line == line


def test_after_one_endless_check_the_others_are_short(checker: Checker, job: MakeJob) -> None:
    started = time.monotonic()
    verdict = checker.check(job(body("while True: pass"), limits=Limits(check_seconds=4, file_seconds=20)))
    assert [check.reason for check in verdict.checks] == ["time"] * 3
    assert "after 4 seconds" in verdict.checks[0].message
    assert "after 1 second:" in verdict.checks[2].message
    assert time.monotonic() - started < 10


def test_a_worker_that_talks_nonsense_is_not_told_as_crashed(checker: Checker, job: MakeJob) -> None:
    forger = body(
        "import os, socket, stat",
        "for fd in range(3, 30):",
        "    try:",
        "        if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, b'\\0' * 7 + b'\\x05nonsense')",
        "    except OSError: pass",
        "return query",
    )
    assert reasons(checker.check(job(forger))) == {"tampered"}


def test_an_endless_print_is_stopped_and_named(checker: Checker, job: MakeJob) -> None:
    endless = body("while True:", "    print('x' * 100_000)")
    verdict = checker.check(job(endless, limits=Limits(check_seconds=8, file_seconds=20)))
    assert reasons(verdict) == {"output"}
    assert len(verdict.output) < 70_000


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("def dot_score(query, keys:\n    pass\n", "syntax", 1),
        ("import torch\nimport nowhere_at_all\n", "import", 2),
        ("import torch\nraise ValueError('at import')\n", "exception", 2),
        ("import os\nos._exit(0)\n", "early_exit", 2),
        ("x = " + "(" * 300 + ")" * 300 + "\n", "syntax", 1),
        ("x = 1\0\n", "syntax", None),
        ("while True: pass\n", "time", 1),
    ],
    ids=["syntax", "import", "raise", "exit", "brackets", "nul", "loop"],
)
def test_a_file_that_can_not_be_imported(
    checker: Checker, job: MakeJob, text: str, reason: str, line: int | None
) -> None:
    verdict = checker.check(job(text, limits=SHORT))
    assert reasons(verdict) == {reason}
    if line:
        assert verdict.checks[0].line == line


def test_the_next_check_works_after_a_crash(checker: Checker, job: MakeJob, reference: str) -> None:
    checker.check(job(body("import os", "os.abort()")))
    assert checker.check(job(reference)).status == "passed"


def test_what_a_file_prints_is_shown_with_the_check_it_belongs_to(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("print('shape', tuple(query.shape))", "return query")))
    assert "── The worked example\nshape (1, 2)\n" in verdict.output
    assert "shape (3, 7)" in verdict.output


def test_what_is_printed_without_an_end_of_line_leaves_the_next_heading_its_line(
    checker: Checker, job: MakeJob
) -> None:
    verdict = checker.check(job(body("print('shape', end='')", "return query")))
    assert verdict.output.startswith("── The worked example\nshape\n── ")
    assert verdict.output.endswith("shape\n")


def test_what_a_file_prints_when_imported_is_shown_once(checker: Checker, job: MakeJob, reference: str) -> None:
    assert checker.check(job(reference + "\nprint('imported')\n")).output == "imported\n"


def test_what_is_kept_from_call_to_call_is_caught(checker: Checker, job: MakeJob, reference: str) -> None:
    counts = "    CALLS.append(1)\n    return len(CALLS) * ("
    remembers = reference.replace("    return (", counts).replace("import torch\n", "import torch\n\nCALLS = []\n")
    verdict = checker.check(job(remembers))
    assert any("kept between calls" in check.message for check in verdict.checks)


def test_a_remembered_result_is_noticed_though_its_shape_stops_the_probe(
    job: MakeJob, checker: Checker, reference: str
) -> None:
    checks = """
from tutor.checking import given, probe

@probe
def scores(impl, query, keys, upstream):
    query.requires_grad_()
    out = impl.dot_score(query, keys)
    yield {"the scores": out}
    yield {"the gradient": given.gradients(out, upstream, query)}

def test_sizes(agree, rand):
    agree(scores, rand(3, 7), rand(3, 5, 7), rand(3, 5))
    agree(scores, rand(2, 7), rand(2, 3, 7), rand(2, 3))
"""
    kept = "    SEEN.append((keys"
    remembers = reference.replace("    return (keys", kept).replace("import torch\n", "import torch\n\nSEEN = []\n")
    remembers = remembers.rstrip() + ")\n    return SEEN[0]\n"
    verdict = checker.check(job(remembers, checks=checks))
    assert verdict.status == "failed"
    assert "kept between calls" in verdict.checks[0].message


def test_a_warning_is_shown_once(checker: Checker, job: MakeJob, reference: str) -> None:
    warn = "    import warnings\n    warnings.warn('careful')\n    return"
    assert checker.check(job(reference.replace("    return", warn))).output.count("careful") == 1


@pytest.mark.parametrize(
    "line",
    [
        "torch.softmax(keys, -1)",
        "torch.nn.functional.softmax(keys, -1)",
        "keys.softmax(-1)",
        "getattr(torch, 'soft' + 'max')(keys, -1)",
        "__import__('importlib').import_module('torch.nn.functional').softmax(keys, -1)",
        "torch.nn.Softmax(-1)(keys)",
        "torch.ops.aten.softmax.int(keys, -1)",
    ],
)
def test_a_forbidden_call_is_caught_in_every_spelling(
    checker: Checker, job: MakeJob, reference: str, line: str
) -> None:
    text = reference.replace("    return", f"    {line}\n    return")
    verdict = checker.check(job(text, forbid=("torch.nn.functional.softmax",)))
    assert "forbidden" in reasons(verdict)
    assert verdict.checks[0].line == 10


@pytest.mark.parametrize(
    "operator",
    ["_scaled_dot_product_flash_attention_for_cpu", "_scaled_dot_product_attention_math"],
)
def test_attention_is_forbidden_with_the_private_operators_it_is_made_of(
    checker: Checker, job: MakeJob, reference: str, operator: str
) -> None:
    text = reference.replace("    return", f"    torch.ops.aten.{operator}(*[torch.rand(1, 2, 3, 4)] * 3)\n    return")
    verdict = checker.check(job(text, forbid=("torch.nn.functional.scaled_dot_product_attention",)))
    assert "forbidden" in reasons(verdict)
    assert verdict.checks[0].line == 10


@pytest.mark.parametrize(
    "line",
    [
        "from torchvision.ops import nms",
        "import torchvision.ops.boxes as boxes",
        "__import__('torch' + 'vision')",
        "__import__('importlib').import_module('torchvision.ops')",
        "from tutor import torchvision_compat; torchvision_compat.ensure()",
    ],
)
def test_a_function_of_torchvision_is_forbidden_with_its_package(
    checker: Checker, job: MakeJob, reference: str, line: str
) -> None:
    text = reference.replace("    return", f"    {line}\n    return")
    verdict = checker.check(job(text, forbid=("torchvision.ops.nms",)))
    assert "forbidden" in reasons(verdict)
    assert "write torchvision.ops.nms yourself" in verdict.checks[0].message


def test_a_probe_may_use_what_is_forbidden_to_the_learner(checker: Checker, job: MakeJob, reference: str) -> None:
    checks = '''
import torch
from tutor.checking import probe

@probe
def weighed(impl, query, keys):
    yield {"the weights": torch.softmax(impl.dot_score(query, keys), -1)}

def test_weights(agree, rand):
    """Weights."""
    agree(weighed, rand(3, 7), rand(3, 5, 7))
'''
    verdict = checker.check(job(reference, checks=checks, forbid=("torch.nn.functional.softmax",)))
    assert verdict.status == "passed"


@pytest.mark.parametrize(
    "line", ["torch.Tensor.backward = None", "torch.allclose = lambda *a: True", "torch.nn.Linear.forward = None"]
)
def test_replacing_what_probes_lean_on_is_named(checker: Checker, job: MakeJob, reference: str, line: str) -> None:
    verdict = checker.check(job(reference.replace("    return", f"    {line}\n    return")))
    assert "tampered" in reasons(verdict)
    assert line.partition(" ")[0] in verdict.checks[0].message


def test_a_broken_check_is_never_the_learners_fault(checker: Checker, job: MakeJob, reference: str) -> None:
    checks = '''
from tutor.checking import probe

@probe
def scores(impl, query, keys):
    yield {"the scores": impl.dot_score(query, keys)}

def test_impossible(observe, rand):
    """Never kept."""
    seen = observe(scores, rand(3, 7), rand(3, 5, 7))
    assert seen["the scores"].numel() == 0, "not empty"
'''
    verdict = checker.check(job(reference, checks=checks))
    assert (verdict.status, verdict.checks[0].status, verdict.checks[0].reason) == ("error", "error", None)


def test_a_check_file_with_a_fault_is_an_error(checker: Checker, job: MakeJob, reference: str) -> None:
    checks = "import nowhere_at_all\n\ndef test_it():\n    '''It.'''\n"
    verdict = checker.check(job(reference, checks=checks))
    assert verdict.status == "error"
    assert "nowhere_at_all" in verdict.checks[0].message


def test_an_unreadable_file_is_told_without_running(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job("", unreadable="x.py is a link."))
    assert (verdict.status, reasons(verdict), verdict.note) == ("failed", {"unreadable"}, "x.py is a link.")


def test_an_untouched_stub_is_no_failure(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job("", untouched=True))
    assert verdict.status == "untouched"
    assert {check.status for check in verdict.checks} == {"skipped"}


def test_a_check_can_be_called_off(checker: Checker, job: MakeJob) -> None:
    threading.Timer(0.4, checker.cancel).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        checker.check(job(body("while True: pass")))
    assert time.monotonic() - started < 5


def test_a_dead_fork_parent_is_replaced(checker: Checker, job: MakeJob, reference: str) -> None:
    checker.check(job(reference))
    parent = checker.parent()
    parent.process.kill()  # type: ignore[attr-defined]
    parent.process.wait()  # type: ignore[attr-defined]
    assert checker.check(job(reference)).status == "passed"


def test_nothing_a_worker_starts_survives_the_check(checker: Checker, job: MakeJob) -> None:
    name = f"left-{os.getpid()}"
    child = body(
        "import ctypes, os, time",
        "if os.fork() == 0:",
        "    os.setsid()",
        "    if os.fork() == 0:",
        f"        ctypes.CDLL(None).prctl(15, {name.encode()!r})",
        "        print('it', 'runs', flush=True)",
        "        time.sleep(60)",
        "    os._exit(0)",
        "time.sleep(0.3)",
        "return query",
    )
    assert "it runs" in checker.check(job(child)).output
    assert name not in running()


def test_a_kept_seed_is_tried_first(checker: Checker, job: MakeJob) -> None:
    verdict = checker.check(job(body("return query"), seeds={"test_scores_match": 4242}))
    assert verdict.checks[1].seed == 4242


def test_the_same_file_gets_the_same_inputs_and_an_edit_gets_new_ones(job: MakeJob) -> None:
    assert job("a").seed == job("a").seed != job("b").seed


def test_children_without_a_fork_parent_judge_alike(
    job: MakeJob, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DLTUTOR_NO_FORK", "1")
    cold = Checker()
    try:
        assert cold.check(job(reference)).status == "passed"
    finally:
        cold.close()


@pytest.mark.parametrize(
    ("implement", "line"),
    [
        (("dot_score",), 4),
        (("Scores.given",), 9),
        (("Scores.given", "Scores.twice"), 8),
        (("Scores.twice",), None),
        (("dot_score", "Scores.given"), None),
        (("dot_score", "other"), None),
    ],
)
def test_the_line_is_that_of_what_is_to_be_written_or_none(
    checker: Checker, job: MakeJob, implement: tuple[str, ...], line: int | None
) -> None:
    """Of several functions, or of two with one name, nobody knows which one is at fault."""
    text = """import torch


def dot_score(query, keys):
    return torch.zeros(len(keys), keys.shape[1])


class Scores:
    def given(self):
        pass

    def twice(self):
        pass


class Others:
    def twice(self):
        pass
"""
    verdict = checker.check(replace(job(text), implement=implement))
    assert verdict.checks[1].line == line
