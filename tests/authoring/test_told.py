"""A command inside a sentence names the course, so that it can be typed as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.tiny import tiny_course  # noqa: F401 - a fixture
from tutor.authoring.told import with_course
from tutor.cli import app


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("run `dltutor author stubs`", "run `dltutor author stubs --course 'my course'`"),
        ("or `dltutor author stubs --force`; `x`", "or `dltutor author stubs --force --course 'my course'`; `x`"),
        ("`dltutor author lint --course other`", "`dltutor author lint --course other`"),
        ("write it as `dltutor --version` says", "write it as `dltutor --version` says"),
    ],
)
def test_each_command_of_a_sentence_names_the_course(sentence: str, told: str) -> None:
    assert with_course(sentence, Path("my course")) == told
    assert with_course(sentence, None) == sentence


@pytest.mark.parametrize("words", [["lint", "--no-train"], ["lint", "--no-train", "--json"], ["stubs", "--check"]])
def test_what_is_told_can_be_typed_as_it_stands(
    tiny_course: Path,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for stub in ("double", "twice", "extra"):
        (tiny_course / f"exercises/ch01_small/{stub}.py").unlink()
    (tiny_course / "lessons/ch02_more.yaml").unlink()
    result = CliRunner().invoke(app, ["author", *words, "--course", str(tiny_course)])
    assert result.exit_code == 1
    assert f"`dltutor author stubs --course {tiny_course}`" in " ".join(result.output.split())
