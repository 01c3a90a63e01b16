"""A run is started for the code that passed, and remembers itself as what it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_checker import FakeChecker
from tests.tiny import add_data, solve
from tutor.learner.refused import WrongUsage
from tutor.session import Refused, Session


@pytest.fixture
def session(tiny_course: Path, workspace: Path, checker: FakeChecker) -> Iterator[Session]:
    opened = Session.open(tiny_course, workspace)
    yield opened
    opened.close()


def test_what_is_open_is_named_and_can_be_borrowed_without_counting(session: Session) -> None:
    with pytest.raises(Refused, match=r"ch01/double. Go on with `dltutor check ch01/double`.*--borrow"):
        session.train("ch01/train")
    result = session.train("ch01/train", borrow=True).wait()
    assert result["borrowed"] == ["ch01/double"]
    assert result["metrics"] == {"size": 64.0}
    (run,) = session.runs("ch01/train")
    assert (run.kind, run.state, run.met, run.metrics) == ("borrowed", "ended", False, {"size": 64.0})
    assert session.status("ch01/train") == "open"


def test_ones_own_code_meets_the_target_and_the_log_is_kept(session: Session, workspace: Path) -> None:
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    session.check("ch01/double")
    events = list(session.train("ch01/train"))
    assert events[-1]["met"]
    assert session.status("ch01/train") == "done"
    logged = session.progress.runs.logged("ch01/train", 1)
    assert [line.metrics["size"] for line in logged] == [2, 4, 8, 16, 32, 64]


def test_a_mistake_or_the_reference_in_its_place_never_counts(session: Session) -> None:
    assert session.train("ch01/train", mistake="double:wrong-factor").wait()["metrics"] == {"size": 729.0}
    session.train("ch01/train", reference=True).wait()
    assert [(run.kind, run.met) for run in session.runs("ch01/train")] == [("mistake", False), ("reference", False)]
    with pytest.raises(Refused, match="it knows double:wrong-factor"):
        session.train("ch01/train", mistake="double:unheard-of")


def test_a_run_on_real_data_is_kept_with_its_name_and_never_counts(
    session: Session, tiny_course: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WrongUsage, match=r"ch01/train has no use for other data than its own\.$"):
        session.train("ch01/train", reference=True, data="mnist")
    session.close()
    add_data(tiny_course)
    session = Session.open(tiny_course, workspace)
    with pytest.raises(WrongUsage, match=r"knows no data called 'minst'. Did you mean `--data mnist`\?"):
        session.train("ch01/train", data="minst")
    with pytest.raises(WrongUsage, match=r"ch01/train can't use 'cifar10'; it can use mnist, fashion\."):
        session.train("ch01/train", data="cifar10")
    with pytest.raises(WrongUsage, match=r"ch01/look has no use for other data than its own. ch01/train can\."):
        session.train("ch01/look", data="mnist")
    monkeypatch.setattr("tutor.downloads.find", lambda name: None)
    with pytest.raises(WrongUsage, match=r"MNIST are not on this computer.*dltutor fetch mnist$"):
        session.train("ch01/train", reference=True, data="mnist")
    assert [(each.name, each.here, each.command) for each in session.real_data("ch01/train")] == [
        ("mnist", False, "dltutor fetch mnist"),
        ("fashion", False, "dltutor fetch fashion"),
    ]
    assert session.runs("ch01/train") == ()
    monkeypatch.setattr("tutor.downloads.find", lambda name: workspace)
    session.visit("ch01/double")
    solve(workspace, "ch01_small/double")
    session.check("ch01/double")
    result = session.train("ch01/train", data="mnist").wait()
    assert (result["met"], result["data"], result["metrics"]) == (False, "mnist", {"size": 64.0})
    (run,) = session.runs("ch01/train")
    assert (run.kind, run.state, run.met, run.data) == ("own", "ended", False, "mnist")
    assert session.status("ch01/train") == "open"
    assert session.train("ch01/train").wait()["met"]
    assert session.status("ch01/train") == "done"
    session.close()


def test_a_demonstration_is_done_when_it_has_run(session: Session) -> None:
    session.train("ch01/look").wait()
    assert session.status("ch01/look") == "done"
    with pytest.raises(Refused, match="there is nothing to run"):
        session.train("ch01/why")


def test_closing_the_session_ends_a_run_that_is_going_on(session: Session, workspace: Path) -> None:
    session.visit("ch01/look")
    (workspace / "ch01_small" / "look.py").write_text(
        "import time\nfrom tutor import live\nlive.say('on')\ntime.sleep(60)\n"
    )
    run = session.train("ch01/look")
    assert next(event for event in run if event["event"] == "say")["text"] == "on"
    session.close()
    assert {event["event"] for event in run} <= {"result"}
    again = Session.open(session.course.root, workspace)
    assert again.runs("ch01/look")[0].state == "stopped"
    again.close()
