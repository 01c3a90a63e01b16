"""`dltutor author preview` on the screens: each save is shown in the same place, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import OptionList

from tests.fake_checker import FakeChecker, checker
from tests.tiny import tiny_course, workspace
from tests.tui.conftest import Looks, Opened, Until
from tests.tui.screens import step_of, text_of, words_of
from tutor.authoring.preview import opened as open_preview
from tutor.session import Session
from tutor.tui.app import TutorApp
from tutor.tui.screens.exercise import ExerciseScreen
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.problems import ProblemsScreen
from tutor.tui.widgets.code_editor import CodeEditor
from tutor.tui.widgets.prose import Page

__all__ = ["checker", "tiny_course", "workspace"]

pytestmark = pytest.mark.usefixtures("workspace", "checker")
LESSON = "lessons/ch01_small.yaml"


class Author:
    """Writes in the tiny course."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def edit(self, name: str, old: str, new: str) -> None:
        """Saves a file as an editor does."""
        path = self.root / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


@pytest.fixture
def author(tiny_course: Path) -> Author:
    return Author(tiny_course)


@pytest.fixture
def previewed(tiny_course: Path, tmp_path: Path) -> Iterator[Previewed]:
    made = Previewed(tiny_course, tmp_path / "preview")
    yield made
    for session in made.sessions:
        session.close()


class Previewed:
    """Opens the app on a preview; `at` is what the command is called with."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder
        self.sessions: list[Session] = []

    def app(self, at: str, solved: bool = False) -> TutorApp:
        followed, session = open_preview(self.root, self.folder, at, solved)
        self.sessions.append(session)
        return TutorApp(session, at, followed)


def code_in(app: TutorApp) -> str:
    """What stands in the editor; nothing while a screen is being built."""
    return "".join(editor.text for editor in app.screen.query(CodeEditor))


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = files()
    yield
    assert files() == before


async def test_the_step_that_was_asked_for_is_shown_and_a_saved_text_takes_its_place(
    previewed: Previewed, author: Author, until: Until
) -> None:
    app = previewed.app("ch01/why")
    async with app.run_test():
        await until(lambda: "the smallest exercise there is" in words_of(app))
        author.edit(LESSON, "*smallest* exercise", "*tiniest* exercise")
        await until(lambda: "the tiniest exercise there is" in words_of(app))
        assert step_of(app).address == "ch01/why"


async def test_the_reader_stays_where_they_were_in_a_long_text(
    previewed: Previewed, author: Author, until: Until
) -> None:
    lines = "".join(f"\n\n              Line {number}." for number in range(60))
    author.edit(LESSON, "text: Return twice the input.", f"text: |\n              First.{lines}")
    app = previewed.app("ch01/double")
    async with app.run_test(size=(120, 30)) as pilot:
        await until(lambda: app.screen.query(Page) and app.screen.query_one(Page).max_scroll_y > 40)
        app.screen.query_one(Page).scroll_to(y=40, animate=False)
        await pilot.pause()
        shown = app.screen
        author.edit(LESSON, "Line 25.", "Line 25 is new.")
        await until(lambda: app.screen is not shown and "Line 25 is new." in text_of(app))
        assert app.screen.query_one(Page).scroll_y == 40


async def test_a_faulty_lesson_shows_its_problems_and_the_step_comes_back_when_it_is_mended(
    previewed: Previewed, author: Author, until: Until, looks: Looks
) -> None:
    app = previewed.app("ch01/double")
    async with app.run_test():
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        author.edit(
            LESSON, "difficulty: 1\n    minutes: 1\n    text: Return twice", "difficulty: 9\n    txet: Return twice"
        )
        await until(lambda: isinstance(app.screen, ProblemsScreen) and "3 problems" in words_of(app))
        await looks(app)
        author.edit(LESSON, "difficulty: 9", "difficulty: 2")
        await until(lambda: "2 problems" in words_of(app))
        author.edit(LESSON, "txet: Return twice", "minutes: 1\n    text: Hand out twice")
        await until(lambda: isinstance(app.screen, ExerciseScreen) and "Hand out twice" in words_of(app))
        assert step_of(app).address == "ch01/double"


async def test_a_lesson_that_is_faulty_from_the_start_is_opened_once_it_is_mended(
    previewed: Previewed, author: Author, until: Until
) -> None:
    author.edit(LESSON, "title: Small things", "titel: Small things")
    app = previewed.app("ch01/double")
    async with app.run_test():
        await until(lambda: "did you mean `title`?" in words_of(app))
        author.edit(LESSON, "titel", "title")
        await until(lambda: isinstance(app.screen, ExerciseScreen))


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("lessons/course.yaml", "format: 1", "format: 7", "this course has format 7"),
        (LESSON, "id: ch01", ": : \t[", "problem"),
        ("solutions/ch01_small/double.py", "def double", "def dbl", "defines no `double`"),
        ("tests/checks/ch01_small/test_double.py", None, "", "there are no checks"),
        (LESSON, None, "", "There is no chapter 'ch01'"),
    ],
)
async def test_no_fault_of_the_files_ends_the_preview(
    previewed: Previewed, author: Author, until: Until, name: str, old: str | None, new: str, words: str
) -> None:
    path = author.root / name
    sound = path.read_bytes()
    app = previewed.app("ch01/double")
    async with app.run_test():
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        if old is None:
            path.unlink()
        else:
            author.edit(name, old, new)
        await until(lambda: isinstance(app.screen, ProblemsScreen) and words in words_of(app))
        path.write_bytes(sound)
        await until(lambda: isinstance(app.screen, ExerciseScreen))


async def test_the_problems_can_be_closed_to_look_at_the_step_as_it_was(
    previewed: Previewed, author: Author, until: Until
) -> None:
    app = previewed.app("ch01/double")
    async with app.run_test() as pilot:
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        author.edit(LESSON, "title: Small things", "titel: Small things")
        await until(lambda: isinstance(app.screen, ProblemsScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.press("c", "h", "n")
        author.edit(LESSON, "titel", "title")
        await until(lambda: isinstance(app.screen, ExerciseScreen) or "Twice" in words_of(app))


async def test_a_changed_solution_changes_the_stub_on_the_screen_and_no_file_of_the_course(
    previewed: Previewed, author: Author, until: Until
) -> None:
    with unchanged(author.root / "exercises"):
        app = previewed.app("ch01/double")
        async with app.run_test():
            await until(lambda: "of any shape" in code_in(app))
            author.edit("solutions/ch01_small/double.py", "of any shape", "of whatever shape")
            await until(lambda: "of whatever shape" in code_in(app))
            assert "return 2 * x" not in code_in(app)


async def test_a_check_that_was_saved_is_run_again_on_what_is_written(
    previewed: Previewed, author: Author, until: Until, opened: Opened, checker: FakeChecker
) -> None:
    app = previewed.app("ch01/double")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        await pilot.press("enter", *"return 2 * x", "ctrl+s")
        await until(lambda: "✓ passed" in text_of(app))
        checked = len(checker.jobs)
        author.edit("tests/checks/ch01_small/test_double.py", "two times", "twice")
        await until(lambda: len(checker.jobs) > checked)
        await until(lambda: "✓ passed" in text_of(app))
        assert "return 2 * x" in code_in(app)


async def test_a_step_that_is_gone_leaves_its_place_to_the_next(
    previewed: Previewed, author: Author, until: Until
) -> None:
    app = previewed.app("ch01/why")
    async with app.run_test():
        await until(lambda: "the smallest exercise there is" in words_of(app))
        author.edit(LESSON, "- id: why\n", "- id: renamed\n")
        await until(lambda: step_of(app).address == "ch01/renamed")


async def test_a_new_chapter_comes_into_the_list(previewed: Previewed, author: Author, until: Until) -> None:
    app = previewed.app("ch01")
    async with app.run_test() as pilot:
        await until(lambda: "the smallest exercise there is" in words_of(app))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, HomeScreen))
        head = "id: ch03\ntitle: Newest\nsummary: S.\nminutes: 1\nsteps:\n- {id: a, read: A, text: T}\n"
        (author.root / "lessons" / "ch03_newest.yaml").write_text(head)
        await until(lambda: "Newest" in text_of(app))
        assert app.screen.query_one(OptionList).option_count == 1 + 3


async def test_solved_fills_the_files_so_that_the_training_can_start(previewed: Previewed, until: Until) -> None:
    app = previewed.app("ch01/train", solved=True)
    async with app.run_test():
        await until(lambda: "everything it needs is finished" in words_of(app))
    session = previewed.sessions[0]
    assert session.file("ch01/twice").read_text("utf-8").endswith("return double(double(x))\n")
    assert session.open_uses("ch01/train") == ()
    assert session.notices == []


async def test_a_solved_file_follows_the_solution_until_the_author_writes_in_it(
    previewed: Previewed, author: Author, until: Until
) -> None:
    app = previewed.app("ch01/double", solved=True)
    session = previewed.sessions[0]
    async with app.run_test():
        await until(lambda: isinstance(app.screen, ExerciseScreen))
        author.edit("solutions/ch01_small/double.py", "of any shape", "of whatever shape")
        await until(lambda: "of whatever shape" in session.file("ch01/double").read_text("utf-8"))
        await until(lambda: "return 2 * x" in code_in(app))
        session.write_file("ch01/double", "mine = 1\n")
        author.edit("solutions/ch01_small/double.py", "of whatever shape", "of each shape")
        shown = app.screen
        await until(lambda: app.screen is not shown)
        assert session.file("ch01/double").read_text("utf-8") == "mine = 1\n"


async def test_nothing_outside_the_throw_away_folder_is_written(
    previewed: Previewed, author: Author, until: Until, tmp_path: Path
) -> None:
    with unchanged(author.root):
        app = previewed.app("ch01/double", solved=True)
        async with app.run_test() as pilot:
            await until(lambda: isinstance(app.screen, ExerciseScreen))
            await pilot.press("n", "b")
    assert {path.name for path in tmp_path.iterdir()} <= {"course", "preview", "cache"}
