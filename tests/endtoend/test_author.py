"""The installed program under an author's hands: a new chapter is previewed, trained, broken, mended, and left."""

from __future__ import annotations

from pathlib import Path

from tests.endtoend.test_learner import Terminal, environment, run, workspace

__all__ = ["environment", "workspace"]


def test_an_author_makes_a_chapter_and_sees_each_save(environment: dict[str, str], tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment |= {"TMPDIR": str(temporary), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = run(environment, tmp_path, "author", "new", "ch15", "State-space models", "--course", "mine")
    assert done.returncode == 0, done.stderr
    done = run(environment, tmp_path, "author", "preview", "ch15", "--course", "mine")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("A preview needs a terminal")

    lesson = tmp_path / "mine" / "lessons" / "ch15_state_space_models.yaml"
    sound = lesson.read_text()
    terminal = Terminal(["author", "preview", "ch15/train", "--solved", "--course", "mine"], environment, tmp_path)
    terminal.until(lambda text: "everything it needs is finished" in text)
    terminal.press("t")
    terminal.until(lambda text: "target met" in text.lower())
    lesson.write_text(sound.replace("train: Clean a noisy wave", "train: Make a wave clean"))
    terminal.until(lambda text: "Make a wave clean" in text)
    lesson.write_text(sound.replace("train: Clean", "tarin: Clean"))
    terminal.until(lambda text: "1 problem" in text and "`tarin`" in text)
    lesson.write_text(sound)
    terminal.until(lambda text: "Clean a noisy wave" in text and "problem" not in text)
    terminal.press("q")
    terminal.until(lambda _: not terminal.child.isalive(), seconds=20)
    assert terminal.child.wait() == 0
    assert list(temporary.glob("dltutor-preview-*")) == []
    assert not Path(environment["DLTUTOR_WORKSPACE"]).exists()
