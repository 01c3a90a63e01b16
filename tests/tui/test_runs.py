"""Run and train steps: what a script tells while it runs, and what is said when it ends."""

from __future__ import annotations

import base64
import sys
from typing import Any

import pytest
from textual.widgets import Input

from tests.tui.conftest import Looks, Opened, Until
from tests.tui.fake import FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.actions.realdata import RealData
from tutor.training.recorded import Recorded
from tutor.tui.app import TutorApp
from tutor.tui.screens.dialog import Ask, Choose
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.running import RunningScreen
from tutor.tui.widgets.curve import LiveCurve
from tutor.tui.widgets.feed import Feed

TRAIN = "ch10/train"
RESULT = {"event": "result", "metrics": {"test_accuracy": 0.93}, "met": True, "borrowed": [], "seconds": 3.0}
WAIT = {"event": "wait"}


def picture(title: str, value: int) -> dict[str, Any]:
    pixels = base64.b64encode(bytes([value] * 16)).decode()
    image = {"height": 4, "width": 4, "colour": False, "pixels": pixels, "label": None}
    return {"event": "picture", "title": title, "rows": None, "columns": None, "caption": None, "pictures": [image]}


def pictures(rows: int) -> dict[str, Any]:
    """So many of them, one under the other."""
    one = picture(f"{rows} rows", 90)
    names = [f"row {at}" for at in range(rows)]
    return {**one, "rows": names, "columns": ["a column"], "pictures": one["pictures"] * rows}


def training(epochs: int = 3, batches: int = 20) -> list[dict[str, Any]]:
    """What a training script tells: a stage with two curves, a picture, words and output."""
    events: list[dict[str, Any]] = [
        {"event": "start", "script": "train.py", "subject": "yours", "uses": [], "borrowed": [], "threads": 1},
        {"event": "stage", "title": "attention [/]", "number": 1, "of": 2},
    ]
    for epoch in range(epochs):
        events.append({"event": "epoch", "epoch": epoch + 1, "of": epochs, "done": epoch})
        for batch in range(batches):
            step = epoch * batches + batch + 1
            events.append({"event": "batch", "batch": batch + 1, "of": batches, "rate": 312.2, "left": 3.2})
            events.append(log(step, epoch + 1, loss=2.0 / step))
        events.append(log((epoch + 1) * batches, epoch + 1, test_accuracy=0.6 + epoch * 0.1))
    return [
        *events,
        picture("where it looks", 40),
        {"event": "text", "title": "a sample", "text": "the marked number [@click=app.quit]is 7"},
        {"event": "output", "text": "from print: \x1b[31m[/]\n"},
    ]


def log(step: int, epoch: int, **metrics: float) -> dict[str, Any]:
    return {"event": "log", "step": step, "epoch": epoch, "stage": "attention [/]", "metrics": metrics}


@pytest.fixture
def ready(session: FakeSession, monkeypatch: pytest.MonkeyPatch) -> FakeSession:
    """The exercises are finished, a reference was recorded, and the clock of a run stands still on the screen."""
    monkeypatch.setattr("tutor.tui.words.clock", lambda seconds: "3 s")
    session.done.add("ch10/dot-score")
    session.record = Recorded(
        metrics={"test_accuracy": 0.94},
        curves={"attention [/]": {"loss": [(step, 1.5 / step) for step in range(1, 61)]}},
        seeds={},
        whatif={"dot-score:unscaled": {"test_accuracy": 0.42}},
        seconds=1.0,
        machine="",
    )
    return session


async def test_the_start_looks(app: TutorApp, opened: Opened, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, TRAIN)
        await looks(app)


async def test_training_looks(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test(size=size) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(
            lambda: "·· reference" in text_of(app) and "Printed output" in text_of(app) and "60" in text_of(app)
        )
        await looks(app)
        assert ready.run is not None
        ready.run.gate.set()


async def test_the_end_looks(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    ready.events = [*training(), RESULT]
    async with app.run_test(size=size) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: all(words in text_of(app) for words in ("✓ Target met", "60", "▶ Printed output")))
        await looks(app)


async def test_real_data_is_offered_where_it_is_and_is_held_against_nothing(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    mnist = RealData("mnist", "the handwritten digits of MNIST", True, "11", "dltutor fetch mnist")
    fashion = RealData("fashion", "the clothes of Fashion-MNIST", False, "29", "dltutor fetch fashion")
    ready.real = (mnist, fashion)
    ready.events = [*training(), {**RESULT, "met": False, "data": "mnist"}]
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, TRAIN)
        assert "Real data, if you like: m offers the handwritten digits of MNIST" in text_of(app)
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, Choose))
        assert "Train your code on the handwritten digits of MNIST" in text_of(app)
        assert "Fashion" not in text_of(app)
        await pilot.press("down", "down", "down", "enter")
        await until(lambda: "– On mnist: test_accuracy 0.9300." in text_of(app))
        assert ready.trained == [{"data": "mnist"}]
        assert not any(words in text_of(app) for words in ("·· reference", "reference 0.94", "at least", "missed"))
        await pilot.press("t")
        await until(lambda: "·· reference" in text_of(app) and "reference 0.9400" in text_of(app))


async def test_what_fetches_real_data_is_named_where_it_is_not_here(
    app: TutorApp, ready: FakeSession, opened: Opened
) -> None:
    ready.real = (RealData("mnist", "the handwritten digits of MNIST", False, "11", "dltutor fetch mnist"),)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        assert "Real data, if you like: dltutor fetch mnist in a terminal, then m here" in text_of(app)


async def test_v_shows_the_curve_of_another_metric(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), RESULT]
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "loss (v: next)" in text_of(app))
        await pilot.press("v")
        await until(lambda: "test_accuracy (v: next)" in text_of(app))


async def test_six_stages_with_equal_curves_can_be_told_apart(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    names = ["SGD 0.01", "SGD 0.1", "SGD 1.0", "SGD 1.0 along a cosine", "momentum 0.01", "Adam 0.003"]
    ready.events = [{**log(step, step, loss=1.0 / step), "stage": name} for name in names for step in range(1, 9)]
    ready.events += [{"event": "text", "title": "a sample", "text": "below"}, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "━━ Adam 0.003" in text_of(app) and "━━┳" in text_of(app))
        legend, _, plot = text_of(app).partition("━━ Adam 0.003")
        assert all(name in legend for name in names[:-1])
        assert [mark for mark in "o+x#*" if plot.count(mark) < 6 or mark * 2 not in legend] == []


async def test_curves_that_stay_at_the_ends_of_the_scale_are_seen(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    shares = {"full": [1.0] * 40, "falling": [1 / step for step in range(1, 41)], "none": [0.0] * 40}
    ready.events = [
        {**log(step, step, share=value), "stage": name}
        for name, values in shares.items()
        for step, value in enumerate(values, 1)
    ]
    ready.events += [RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "━━ none" in text_of(app) and "━━┳" in text_of(app))
        rows = text_of(app).partition("━━ none")[2].split("\n")
        inside = [row for row in rows if row.strip().endswith(("┃", "┣")) and "━━" not in row]
        assert inside[0].count("o") > 6  # the largest, 1.0
        assert sum("\u2800" < char <= "\u28ff" for char in inside[-1]) > 40  # the least, 0.0, in braille


async def test_on_a_narrow_screen_the_curve_shrinks_for_a_picture(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), pictures(1), WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        screen: Any = await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "loss (v: next)" in text_of(app) and screen.query_one(LiveCurve).size.height == 7)
        assert ready.run is not None
        ready.run.gate.set()


async def test_on_a_narrow_screen_the_curve_becomes_a_line_for_a_large_picture_unless_it_is_wanted(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), pictures(2), WAIT, pictures(3), RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        screen: Any = await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "loss █" in text_of(app) and "▁ (z: curve)" in text_of(app) and "━━┻" not in text_of(app))
        assert screen.query_one(Feed).size.height >= 16
        await pilot.press("z")
        await until(lambda: "loss (v: next)" in text_of(app) and "z larger" in text_of(app))
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: "✓ Target met" in text_of(app) and "━━┻" in text_of(app))


async def test_the_numbers_of_a_stage_are_not_taken_for_the_result(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "test_accuracy now 0.8000 (end: at least 0.9, reference 0.9400)" in text_of(app))
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: "test_accuracy 0.9300 (at least 0.9, reference 0.9400) ✓ met" in text_of(app))


async def test_a_number_that_comes_in_the_end_takes_little_room_until_then(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, size: tuple[int, int]
) -> None:
    ready.events = [log(1, 1, loss=2.0), WAIT, RESULT]
    async with app.run_test(size=size) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        bound = " (at least 0.9, reference 0.9400)" if size == (120, 40) else ""
        await until(lambda: f"test_accuracy –{bound}   loss 2" in text_of(app))
        assert ready.run is not None
        ready.run.gate.set()
        await until(lambda: "test_accuracy 0.9300 (at least 0.9, reference 0.9400) ✓ met" in text_of(app))


async def test_of_many_numbers_a_narrow_screen_shows_the_rest_with_o(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    numbers = {"test_accuracy": 0.93} | {f"control_number_{at}": float(at) for at in range(12)}
    ready.events = [picture("above", 90), {**RESULT, "metrics": numbers}]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "✓ Target met" in text_of(app) and "… 9 more (o)" in text_of(app))
        assert "control_number_3 " not in text_of(app)
        await pilot.press("o")
        await until(lambda: "control_number_11 11" in text_of(app) and "more (o)" not in text_of(app))
        await pilot.press("o")
        await until(lambda: "… 9 more (o)" in text_of(app))


async def test_z_gives_the_room_of_the_curve_to_the_pictures_and_back(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, size: tuple[int, int]
) -> None:
    ready.events = [*training(), RESULT]
    async with app.run_test(size=size) as pilot:
        screen: Any = await opened(pilot, TRAIN)
        assert "z larger" not in text_of(app)
        await pilot.press("t")
        await until(lambda: "✓ Target met" in text_of(app) and "z larger" in text_of(app))
        if size == (80, 24):
            await until(lambda: screen.query_one(LiveCurve).size.height == 7)
        before = screen.query_one(Feed).size
        for key in ("z", "v"):  # both bring it back
            await pilot.press("z")
            await until(lambda: "loss (v: next)" not in text_of(app))
            after = screen.query_one(Feed).size
            assert after.width > before.width or after.height >= before.height + 6
            assert "where it looks" in text_of(app)
            await pilot.press(key)
            await until(lambda: "(v: next)" in text_of(app))
            assert screen.query_one(Feed).size == before


async def test_pause_holds_the_run_and_stop_ends_it(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "training your code" in text_of(app))
        await pilot.press("p")
        await until(lambda: " paused " in text_of(app))
        assert ready.run is not None
        assert ready.run.paused
        assert "p go on" in text_of(app)
        await pilot.press("p")
        await until(lambda: "training your code" in text_of(app))
        assert not ready.run.paused
        assert "p pause" in text_of(app)
        await pilot.press("x")
        await until(lambda: "Stopped before the end" in text_of(app))
        assert ready.run.stopped.is_set()
        assert "t train" in text_of(app)


async def test_open_exercises_are_named_and_the_reference_is_lent(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.events = [*training(), {**RESULT, "met": False, "borrowed": ["ch10/dot-score"]}]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        assert "still open: ch10/dot-score" in text_of(app)
        await pilot.press("t")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("2")
        await until(lambda: "doesn't count" in words_of(app))
        assert session.trained == [{"borrow": True}]
        assert "Borrowed: ch10/dot-score." in words_of(app)


async def test_what_is_open_can_be_gone_to(app: TutorApp, opened: Opened, until: Until) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(lambda: step_of(app).address == "ch10/dot-score")


@pytest.mark.parametrize(
    ("key", "how"),
    [("1", {}), ("2", {"borrow": True}), ("3", {"reference": True}), ("4", {"mistake": "dot-score:unscaled"})],
)
async def test_the_menu_offers_every_way_to_train(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, key: str, how: dict[str, Any]
) -> None:
    ready.events = [RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        assert "guess first what it does" in words_of(app)
        assert "0.42" not in words_of(app)
        await pilot.press(key)
        await until(lambda: ready.trained == [how])


async def test_what_a_mistake_did_is_no_missed_target(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), {**RESULT, "metrics": {"test_accuracy": 0.42}, "met": False}]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        await pilot.press("4")
        said = "– What if: dot-score with unscaled, and nothing of yours: test_accuracy 0.4200 instead of 0.9400."
        await until(lambda: said in words_of(app))
        assert "missed" not in words_of(app)
        await pilot.press("t")
        await until(lambda: "✗ Target missed" in words_of(app))


async def test_a_missed_target_says_it(app: TutorApp, ready: FakeSession, opened: Opened, until: Until) -> None:
    ready.events = [*training(), {**RESULT, "metrics": {"test_accuracy": 0.71}, "met": False}]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "✗ Target missed: test_accuracy is 0.7100, wanted at least 0.9." in words_of(app))


async def test_a_run_that_breaks_off_says_why(app: TutorApp, ready: FakeSession, opened: Opened, until: Until) -> None:
    failed = {
        "event": "failed",
        "message": "ValueError: shapes (3, 5) and [/] differ",
        "file": "dot_score.py",
        "line": 18,
        "kind": "ValueError",
        "text": "return query @ keys",
        "shapes": ["query (3, 5)"],
    }
    ready.events = [failed, {**RESULT, "metrics": {}, "met": False}]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "broke off" in words_of(app))
        shown = words_of(app)
        assert "ValueError: shapes (3, 5) and [/] differ" in shown
        assert "dot_score.py, line 18 return query @ keys" in shown
        assert "query (3, 5)" in shown


async def test_leaving_a_run_is_asked_about(app: TutorApp, ready: FakeSession, opened: Opened, until: Until) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test() as pilot:
        shown = await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: ready.run is not None)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, Ask))
        await pilot.press("n")
        await until(lambda: app.screen is shown)
        assert ready.run is not None
        assert not ready.run.stopped.is_set()
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, Ask))
        await pilot.press("y")
        await until(lambda: isinstance(app.screen, HomeScreen))
        await until(ready.run.stopped.is_set)


async def test_a_run_that_ends_answers_the_question_about_it(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: ready.run is not None)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, Ask))
        assert ready.run is not None
        ready.run.stop()
        await until(lambda: app.screen is shown)
        await until(lambda: "Stopped before the end" in text_of(app))


async def test_a_run_asked_for_while_torch_is_loading_holds_no_key_and_starts_by_itself(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events, ready.is_loading = [*training(), RESULT], True
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t", "t")
        await until(lambda: "PyTorch is still loading" in words_of(app))
        assert ready.trained == []
        ready.is_loading = False
        await until(lambda: "Target met" in text_of(app))
        assert len(ready.trained) == 1


async def test_a_run_that_is_being_stopped_says_so_and_is_paused_no_more(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.events = [*training(), WAIT, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "Printed output" in text_of(app))
        await pilot.press("p")
        await until(lambda: "paused" in text_of(app))
        assert ready.run is not None
        monkeypatch.setattr(ready.run, "stop", lambda: None)  # one that doesn't obey
        await pilot.press("x")
        await until(lambda: "stopping" in text_of(app))
        assert "paused" not in text_of(app)


async def test_the_learners_own_version_of_a_script_is_told(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.events = [RESULT]
    monkeypatch.setattr("tests.tui.fake.EDITED", True)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "train.py is your own version of the course's script." in words_of(app))


async def test_i_changes_between_text_and_run(app: TutorApp, ready: FakeSession, opened: Opened, until: Until) -> None:
    ready.events = [*training(), RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, TRAIN)
        await pilot.press("t")
        await until(lambda: "Target met" in text_of(app))
        assert "noisy sequence" not in text_of(app)
        await pilot.press("i")
        await until(lambda: "noisy sequence" in text_of(app))
        await pilot.press("i")
        await until(lambda: "Printed output" in text_of(app))


async def test_pictures_with_one_title_replace_each_other(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until
) -> None:
    ready.events = [picture("weights", 10), picture("weights", 200), picture("others", 5), RESULT]
    async with app.run_test(size=(120, 40)) as pilot:
        shown = await opened(pilot, TRAIN)
        assert isinstance(shown, RunningScreen)
        await pilot.press("t")
        await until(lambda: "others" in text_of(app))
        assert text_of(app).count("weights") == 1


async def test_a_demonstration_looks(
    app: TutorApp, ready: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    ready.events = [
        picture("one head", 90),
        {"event": "say", "text": "The pronoun looks at [/] the dog."},
        {"event": "output", "text": "0.1 0.9\n"},
        RESULT,
    ]
    async with app.run_test(size=size) as pilot:
        shown = await opened(pilot, "ch10/see-attention")
        shown.query_one(Input).value = "the dog [/]"
        await pilot.press("enter")
        await until(lambda: "Is it what you expected?" in text_of(app) and "0.1 0.9" in text_of(app))
        await looks(app)


async def test_a_demonstration_asks_for_a_guess_first(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.events = [{"event": "say", "text": "Here it is."}, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("enter")
        await until(lambda: "Guess first, in a few words; enter once more runs it without." in text_of(app))
        assert session.trained == []
        await pilot.press("enter")
        await until(lambda: "Here it is." in text_of(app))


async def test_a_demonstration_that_was_seen_lets_n_go_on(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.events = [{"event": "say", "text": "Here it is."}, RESULT]
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        assert app.screen.query_one("#line").has_focus
        session.done.add("ch10/see-attention")
        await opened(pilot, "ch10/see-attention")
        assert not app.screen.query_one("#line").has_focus


async def test_the_plot_is_imported_by_its_first_point_only(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.events = [{"event": "say", "text": "Here it is."}, RESULT]
    known = "tutor.tui.widgets.curve" in sys.modules
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, "ch10/see-attention")
        await pilot.press("escape", "r")
        await until(lambda: "Here it is." in text_of(app))
        assert ("tutor.tui.widgets.curve" in sys.modules) == known
