"""The exercise: verdicts that follow every save, from whatever editor."""

from __future__ import annotations

import os

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.conftest import Looks, Opened, Settled, Until
from tests.tui.fake import RIGHT, STUB, UNSCALED, FakeSession
from tests.tui.screens import step_of, text_of, words_of
from tutor.tui.app import TutorApp
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.widgets.code_editor import CodeEditor

EXERCISE = "ch10/dot-score"


def editor_of(app: TutorApp) -> CodeEditor:
    return app.screen.query_one(CodeEditor)


async def write_here(pilot: Pilot[None], text: str) -> None:
    """Puts `text` into the built-in editor as if it was typed."""
    await pilot.press("enter")
    editor_of(pilot.app).replace_all(text)  # type: ignore[arg-type]
    await pilot.pause()


async def test_a_fresh_exercise_looks(app: TutorApp, opened: Opened, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        await looks(app)


async def test_a_named_mistake_looks(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    session.output = "scores: [0.1, 0.9]\nthe [/] and \x1b[31mthe rest\n"
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "unscaled" in text_of(app))
        await looks(app)


async def test_a_pass_looks(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, looks: Looks, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(RIGHT)
        await until(lambda: "✓ done" in text_of(app))
        await looks(app)


async def test_writing_looks(app: TutorApp, opened: Opened, looks: Looks, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("enter", "x")
        await looks(app)


async def test_ctrl_s_saves_what_was_typed_before_it_however_fast(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await write_here(pilot, "")
        for letter in "return 1 + 2":
            app.post_message(events.Key("space" if letter == " " else letter, letter))
        app.post_message(events.Key("ctrl+s", None))
        await until(lambda: session.checked != [])
        assert session.file_path.read_text() == "return 1 + 2"


async def test_escape_with_a_quick_letter_leaves_and_writes_nothing(app: TutorApp, opened: Opened) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await write_here(pilot, "x = 1")
        app.post_message(events.Key("alt+c", "c"))
        await pilot.pause()
        assert editor_of(app).text == "x = 1"
        assert not editor_of(app).has_focus


async def test_ctrl_s_saves_checks_and_stays_in_the_editor(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await write_here(pilot, RIGHT)
        assert "○ not saved" in text_of(app)
        await pilot.press("ctrl+s")
        await until(lambda: "✓ passed" in text_of(app))
        assert session.file_path.read_text() == RIGHT
        assert session.checked == [RIGHT]
        assert editor_of(app).has_focus
        assert "✓ saved" in text_of(app)


async def test_the_verdict_comes_before_its_diagnosis(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.diagnosis_gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "2 of 3 promises kept" in text_of(app))
        assert "unscaled" not in text_of(app)
        session.diagnosis_gate.set()
        await until(lambda: "Looks like a known mistake (unscaled)" in text_of(app))


async def test_a_save_elsewhere_is_shown_and_checked(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, EXERCISE)
        half = session.file_path.with_name("half")
        half.write_text(UNSCALED)
        os.replace(half, session.file_path)  # as editors do that write a new file
        await until(lambda: session.checked == [UNSCALED])
        assert editor_of(app).text == UNSCALED
        same_stat = session.file_path.stat()
        session.file_path.write_text(UNSCALED.replace("bd,btd->bt", "bd,btd->tb"))  # the same size
        os.utime(session.file_path, ns=(same_stat.st_atime_ns, same_stat.st_mtime_ns + 1))
        await until(lambda: len(session.checked) == 2)


async def test_touching_the_file_without_a_change_checks_nothing(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        shown = await opened(pilot, EXERCISE)
        assert isinstance(shown, ExerciseScreen)
        os.utime(session.file_path)
        shown.look()
        shown.look()
        assert session.checked == []


async def test_an_editor_that_empties_the_file_first_is_waited_for(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        shown = await opened(pilot, EXERCISE)
        assert isinstance(shown, ExerciseScreen)
        session.file_path.write_text("")
        shown.look()
        session.file_path.write_text(RIGHT)
        await until(lambda: session.checked)
        assert session.checked == [RIGHT]


async def test_a_save_during_a_check_restarts_it(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.check_gate.clear()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: session.checked == [UNSCALED])
        await until(lambda: "… checking" in text_of(app))
        session.file_path.write_text(RIGHT)
        await until(lambda: session.checked == [UNSCALED, RIGHT])
        assert session.cancelled == 1
        session.check_gate.set()
        await until(lambda: "✓ passed" in text_of(app))


async def test_c_checks_without_a_change(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("c")
        await until(lambda: "untouched" in text_of(app))
        assert "Nothing is written yet" in text_of(app)
        assert session.checked == [STUB]


async def test_a_fault_of_the_tutor_is_no_fault_of_the_learners(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    session.break_check = RuntimeError("the zygote said [/]")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("c")
        await until(lambda: "this is not your mistake" in text_of(app))
        assert "the zygote said [/]" in text_of(app)


async def test_a_sentence_in_the_corner_leaves_the_verdict_in_sight(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, settled: Settled
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "Looks like a known mistake" in words_of(app))
        before = (await settled(app)).partition("✗ not yet")[2]
        app.tell("What was told in the corner.", problem=True)
        await until(lambda: "What was told in the corner." in text_of(app))
        assert text_of(app).partition("✗ not yet")[2] == before != ""


async def test_hints_come_one_by_one(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        await pilot.press("h")
        await until(lambda: "Hint 1 of 3" in text_of(app))
        assert "Hint 2" not in text_of(app)
        await pilot.press("h", "h", "h")
        await until(lambda: "Hint 3 of 3" in text_of(app))
        assert len(app.screen.query(".hint")) == 3
        await pilot.press("n")
        await opened(pilot, EXERCISE)
        assert len(app.screen.query(".hint")) == 3


async def test_output_opens_and_closes(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    session.output = "keys: [@click=app.quit]x[/] \x1b]0;title\x07\n"
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "Printed output, 1 line" in text_of(app))
        assert "keys: [" not in text_of(app)
        await pilot.press("o")
        await until(lambda: "keys: [@click=app.quit]x[/]" in text_of(app))
        assert "title" not in text_of(app)


async def test_the_editor_goes_to_the_line_of_the_verdict_unless_someone_writes(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: editor_of(app).cursor_location == (17, 4))
        await pilot.press("enter", "up", "up")
        row = editor_of(app).cursor_location[0]
        session.file_path.write_text(UNSCALED + "# more\n")
        await until(lambda: len(session.checked) == 2 and editor_of(app).text.endswith("# more\n"))
        await pilot.pause()
        assert editor_of(app).cursor_location[0] == row


async def test_after_a_pass_comes_the_reason_and_n_goes_on(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(RIGHT)
        await until(lambda: "keeps the variance" in words_of(app))
        await pilot.press("n")
        await until(lambda: step_of(app).address == "ch10/see-attention")


async def test_tab_goes_between_task_and_verdict_and_never_types(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until
) -> None:
    async with app.run_test() as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: session.checked)
        await pilot.press("tab", "tab", "tab", "tab")
        assert editor_of(app).text == UNSCALED


async def test_learner_code_is_never_obeyed(app: TutorApp, session: FakeSession, opened: Opened, until: Until) -> None:
    code = "x = '[/] [@click=app.quit]'  # \x1b[2J\x07\n"
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(code)
        await until(lambda: "[@click=app.quit]" in text_of(app))
        await until(lambda: session.checked)
        await pilot.pause()
        assert "␛[2J␇" in text_of(app)
        assert "\x1b" not in text_of(app)
        assert editor_of(app).text == code


@pytest.mark.parametrize("size", [(40, 10), (80, 14)])
async def test_on_a_low_screen_the_verdict_takes_the_place_of_the_file(
    app: TutorApp, session: FakeSession, opened: Opened, until: Until, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await opened(pilot, EXERCISE)
        session.file_path.write_text(UNSCALED)
        await until(lambda: "✗ not yet" in text_of(app) and "(unscaled)" in text_of(app))
        assert "dot_score.py" not in text_of(app)
        await pilot.press("enter")
        await until(lambda: "return" in text_of(app))
