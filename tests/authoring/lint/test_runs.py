"""What the runs of a chapter's scripts must show; one of them real, the others told by a script's stand-in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tiny import tiny_course  # noqa: F401 - a fixture
from tutor.authoring.lint import runs
from tutor.authoring.lint.cache import Cache
from tutor.authoring.lint.finding import Finding
from tutor.authoring.lint.runs import RunRow, run_script
from tutor.checking.forkparent import ForkParent, start
from tutor.course import Course
from tutor.course.model import RunStep, TrainStep
from tutor.training import record
from tutor.training.record import Measured
from tutor.training.recorded import Recorded

Results = dict[str | None, Measured]
Look = Callable[..., tuple[list[RunRow], list[Finding]]]


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def parent() -> Iterator[ForkParent]:
    made = start()
    yield made
    made.close()


def measured(size: float = 64.0, *, seconds: float = 0.5, fault: str = "") -> Measured:
    return Measured({} if fault else {"size": size}, {}, seconds, fault)


def recorded(size: float, *, reference: float = 64.0) -> Recorded:
    """Ten seeds of the reference, one recorded mistake; an infinite size stands for a script that failed."""
    seeds = {"size": [reference + 0.1 * n for n in range(10)]}
    return Recorded(
        {"size": reference}, {}, seeds, {"double:wrong-factor": {} if math.isinf(size) else {"size": size}}, 1, ""
    )


@pytest.fixture
def look(tiny_course: Path, monkeypatch: pytest.MonkeyPatch) -> Look:  # noqa: F811
    """Runs the tiny course's training with these results in the place of the script's."""

    def look(
        results: Results, known: Recorded | None = None, *, cache: Cache | None = None
    ) -> tuple[list[RunRow], list[Finding]]:
        lesson = tiny_course / "lessons" / "ch01_small.yaml"
        if known is not None and "whatif" not in lesson.read_text():
            text = lesson.read_text().replace(
                "script: train.py\n", "script: train.py\n    whatif: ['double:wrong-factor']\n"
            )
            lesson.write_text(text)
        course = Course.open(tiny_course)
        chapter, step = course.find("ch01/train")
        assert isinstance(step, TrainStep)
        if known is not None:
            known.save(course.solutions_dir(chapter) / "train.json")
        given = {"the stubs": Measured({}, {}, 0.1, "NotImplementedError")} | results

        def run(*_: object, seed: int, mistake: str | None = None, stubs: bool = False) -> Measured:
            return given["the stubs" if stubs else mistake]

        monkeypatch.setattr(runs, "run_once", run)
        pairs = list(run_script(course, chapter, step, None, cache or Cache(read=False)))  # type: ignore[arg-type]
        return [row for row, _ in pairs], [finding for _, findings in pairs for finding in findings]

    return look


def test_a_real_run_of_the_reference_meets_its_target(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/train")
    assert isinstance(step, TrainStep)
    ((row, findings),) = run_script(course, chapter, step, parent, Cache())
    assert (row.id, row.subject, row.metrics, row.ok) == ("ch01/train", "reference", {"size": 64.0}, True)
    assert findings == []


def test_a_demonstration_that_fails_is_told_with_its_line(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    (tiny_course / "exercises" / "ch01_small" / "look.py").write_text("from tutor import live\n\n1 / 0\n")
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/look")
    assert isinstance(step, RunStep)
    ((row, (finding,)),) = run_script(course, chapter, step, parent, Cache())
    assert not row.ok
    assert finding.code == "run-failed"
    assert "mend look.py, which fails with the reference" in finding.message
    assert "line 3" in finding.message
    assert finding.line == 1 + course.folders(chapter.name).lesson.read_text().splitlines().index("    script: look.py")


def test_a_missed_target_is_told_with_what_was_reached(look: Look) -> None:
    (row,), (finding,) = look({None: measured(32.0)})
    assert not row.ok
    assert finding.code == "target"
    assert "size 32 (at least 60)" in finding.message


def test_a_metric_that_is_not_reported_misses_its_target(look: Look) -> None:
    _, (finding,) = look({None: Measured({}, {}, 0.5, "")})
    assert "size not reported" in finding.message


def test_a_run_must_end_within_the_minutes_of_its_step(look: Look) -> None:
    _, (finding,) = look({None: measured(seconds=61.0)})
    assert finding.code == "minutes"
    assert "61 s, and the lesson says 1 min" in finding.message


def test_a_mistake_that_does_what_was_recorded_is_fine(look: Look) -> None:
    rows, findings = look({None: measured(), "double:wrong-factor": measured(31.0)}, recorded(30.0))
    assert [row.subject for row in rows] == ["reference", "double:wrong-factor"]
    assert findings == []


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (measured(64.2), 30.0, "`size` is 64.2; 30 was recorded (reference 64)"),
        (measured(90.0), 30.0, "`size` is 90; 30 was recorded (reference 64)"),
        (measured(fault="it burst"), 30.0, "was recorded as running, and fails: it burst"),
        (measured(30.0), math.inf, "was recorded as failing, and runs"),
        (measured(64.0), 64.0, "changes nothing that the script reports"),
    ],
    ids=["no effect any more", "the other side", "fails now", "runs now", "never had one"],
)
def test_a_mistake_must_change_the_result_as_recorded(look: Look, now: Measured, then: float, said: str) -> None:
    rows, (finding,) = look({None: measured(), "double:wrong-factor": now}, recorded(then))
    assert not rows[1].ok
    assert finding.code == "whatif"
    assert said in finding.message
    assert "double:wrong-factor" in finding.message


def test_a_mistake_that_fails_as_recorded_is_fine(look: Look) -> None:
    _, findings = look({None: measured(), "double:wrong-factor": measured(fault="it burst")}, recorded(math.inf))
    assert findings == []


def test_what_ran_with_the_same_files_is_remembered(look: Look, tiny_course: Path) -> None:  # noqa: F811
    look({None: measured()}, cache=Cache())
    (row,), _ = look({None: measured(1.0)}, cache=Cache())
    assert row.metrics == {"size": 64.0}
    reference = tiny_course / "solutions" / "ch01_small" / "double.py"
    reference.write_text(reference.read_text() + "\n# edited\n")
    (row,), _ = look({None: measured(1.0)}, cache=Cache())
    assert row.metrics == {"size": 1.0}


@pytest.mark.parametrize("text", ["[]", "1", "{}", '{"metrics": 3, "seconds": 1, "fault": ""}', '{"metrics"'])
def test_a_damaged_memory_is_no_memory(look: Look, tmp_path: Path, text: str) -> None:
    look({None: measured()}, cache=Cache())
    for file in (tmp_path / "cache").rglob("*.json"):
        file.write_text(text)
    (row,), _ = look({None: measured(65.0)}, cache=Cache())
    assert row.metrics == {"size": 65.0}


def test_a_run_that_was_not_as_it_should_be_is_tried_again(look: Look) -> None:
    for wrong in (measured(fault="no network"), measured(32.0), measured(seconds=61.0)):
        _, findings = look({None: wrong}, cache=Cache())
        assert len(findings) == 1
    _, findings = look({None: measured()}, cache=Cache())
    assert findings == []


def test_a_mistake_without_effect_is_told_also_where_nothing_was_recorded(look: Look) -> None:
    known = recorded(30.0)
    known.whatif.clear()
    rows, (finding,) = look({None: measured(), "double:wrong-factor": measured()}, known)
    assert not rows[1].ok
    assert "`double:wrong-factor` changes nothing that the script reports" in finding.message
    _, findings = look({None: measured(), "double:wrong-factor": measured(63.9)}, known)
    assert findings == []


def test_a_mistake_that_fails_after_its_result_is_told_as_failing(look: Look) -> None:
    other = Measured({"size": 30.0}, {}, 0.5, "it burst at the end")
    _, (finding,) = look({None: measured(), "double:wrong-factor": other}, recorded(30.0))
    assert "was recorded as running, and fails: it burst at the end" in finding.message


def test_where_the_reference_fails_no_mistake_is_tried(look: Look) -> None:
    rows, findings = look({None: measured(fault="it\nburst")}, recorded(30.0))
    assert [row.subject for row in rows] == ["reference"]
    assert [each.message.count("\n") for each in findings] == [0]


def test_a_script_that_never_ends_is_stopped_and_told(
    tiny_course: Path,  # noqa: F811
    parent: ForkParent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(record, "_DEMONSTRATION", 0.5)
    (tiny_course / "exercises" / "ch01_small" / "look.py").write_text("while True:\n    pass\n")
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/look")
    assert isinstance(step, RunStep)
    for _ in range(2):  # it is not remembered: the machine may have been busy
        ((row, (finding,)),) = run_script(course, chapter, step, parent, Cache())
        assert not row.ok
        assert "It was stopped, since it had not ended after 0.5 seconds" in finding.message


def test_a_number_that_is_not_finite_is_told(look: Look) -> None:
    for _ in range(2):
        (row,), (finding,) = look({None: measured(math.nan)}, cache=Cache())
        assert math.isnan(row.metrics["size"])
        assert row.to_json()["metrics"] == {"size": "nan"}
        assert "size nan" in finding.message


def test_a_recording_of_other_results_is_told_in_any_course(look: Look) -> None:
    known = recorded(30.0)
    known.metrics["width"] = 1.0
    _, (finding,) = look({None: measured(), "double:wrong-factor": measured(31.0)}, known)
    assert (finding.code, finding.level, finding.file.name) == ("record-stale", "sound", "train.json")
    assert "train.json has `size`, `width`, and the script reports `size`; record it anew" in finding.message


def test_a_recording_that_no_longer_comes_out_is_told_by_the_house_rules(look: Look) -> None:
    _, findings = look({None: measured(66.0), "double:wrong-factor": measured(31.0)}, recorded(30.0))
    assert [(each.code, each.level) for each in findings] == [("record-stale", "house")]
    assert "`size` is 66, and train.json says 64" in findings[0].message
    _, findings = look({None: measured(64.6), "double:wrong-factor": measured(31.0)}, recorded(30.0))
    assert findings == []


def test_what_another_seed_gave_is_no_other_result(look: Look) -> None:
    """Another processor rounds otherwise, and may take a training that hangs on it where other seeds went."""
    known = recorded(30.0)
    known.seeds["size"] = [64.0] + 9 * [80.0]
    _, findings = look({None: measured(80.0), "double:wrong-factor": measured(31.0)}, known)
    assert findings == []
    _, findings = look({None: measured(83.0), "double:wrong-factor": measured(31.0)}, known)
    assert [each.code for each in findings] == ["record-stale"]


def test_a_mistake_whose_effect_chance_alone_may_have_changed_is_fine(look: Look) -> None:
    known = recorded(30.0)
    known.seeds["size"] = [64.0, 66.0, 62.0] * 3 + [64.0]  # three standard deviations are 5
    known.whatif["double:wrong-factor"]["size"] = 58.0
    _, findings = look({None: measured(), "double:wrong-factor": measured(60.0)}, known)
    assert findings == []
    _, (finding,) = look({None: measured(), "double:wrong-factor": measured(64.5)}, known)
    assert finding.code == "whatif"


def test_a_misspelt_metric_names_the_nearest_and_what_is_reported(look: Look) -> None:
    _, (finding,) = look({None: Measured({"sise": 64.0, "width": 1.0}, {}, 0.5, "")})
    assert (
        "size not reported (at least 60); the script reports `sise`, `width`; did you mean `sise`?" in finding.message
    )


def test_a_training_that_does_as_well_with_the_stubs_is_told(look: Look) -> None:
    (row, other), (finding,) = look({None: measured(), "the stubs": measured(63.0)})
    assert (row.ok, other.subject, other.ok) == (True, "the stubs", False)
    assert (finding.code, finding.level) == ("idle-train", "sound")


def test_the_stubs_run_in_place_of_the_reference(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    script = tiny_course / "exercises/ch01_small/train.py"
    script.write_text("from double import double\nfrom tutor import live\n\nlive.result(size=64)\n")
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/train")
    assert isinstance(step, TrainStep)
    (_, found), (_, (told,)) = run_script(course, chapter, step, parent, Cache(read=False))
    assert (found, told.code) == ([], "idle-train")


def test_two_runs_of_one_seed_that_differ_are_told(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    (tiny_course / "exercises/ch01_small/train.py").write_text(
        "import os\n\nfrom double import double\nfrom tutor import live\n\n"
        "live.result(size=double(100) + os.urandom(1)[0] + os.urandom(1)[0] / 256)\n"
    )
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/train")
    assert isinstance(step, TrainStep)
    ((_, (finding,)),) = run_script(course, chapter, step, parent, Cache(), twice=True)
    assert (finding.code, finding.level) == ("unrepeatable", "house")
    assert "two runs with one seed differ: `size` is " in finding.message
    ((_, once),) = run_script(course, chapter, step, parent, Cache())
    assert once == []


def test_a_script_runs_in_a_folder_of_its_own_with_what_lies_beside_it(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    folder = tiny_course / "exercises" / "ch01_small"
    (folder / "seven.txt").write_text("7")
    script = ["from pathlib import Path"]
    script += ["assert open('seven.txt').read() == Path(__file__).with_name('seven.txt').read_text()"]
    script += ["assert Path('../ch02_more').is_dir()", "Path('model.txt').write_text('mine')", ""]
    (folder / "look.py").write_text("\n".join(script))
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/look")
    assert isinstance(step, RunStep)
    ((row, findings),) = run_script(course, chapter, step, parent, Cache())
    assert (row.ok, findings) == (True, [])
    assert not (folder / "model.txt").exists()


def test_what_a_script_writes_into_the_course_is_told_each_time(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    folder = tiny_course / "exercises" / "ch01_small"
    (folder / "helper.py").write_text("from pathlib import Path\n\nHERE = Path(__file__).parent\n")
    (folder / "look.py").write_text(
        "from helper import HERE\n\nwith open(HERE / 'model.txt', 'a') as file:\n    file.write('x')\n"
    )
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/look")
    assert isinstance(step, RunStep)
    for _ in range(2):
        ((row, (finding,)),) = run_script(course, chapter, step, parent, Cache())
        assert not row.ok
        assert finding.code == "leaves-files"
        assert "exercises/ch01_small/model.txt was written while the script ran" in finding.message


def test_a_failed_import_says_nothing_about_checks(tiny_course: Path, parent: ForkParent) -> None:  # noqa: F811
    (tiny_course / "exercises/ch01_small/look.py").write_text("import no_such_module\n")
    course = Course.open(tiny_course)
    chapter, step = course.find("ch01/look")
    assert isinstance(step, RunStep)
    ((_, (finding,)),) = run_script(course, chapter, step, parent, Cache())
    assert "No module named 'no_such_module'" in finding.message
    assert "A check sees" not in finding.message
