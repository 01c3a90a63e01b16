"""Learner text is shown, never obeyed."""

from __future__ import annotations

import pytest
from rich.console import Console

from tutor.tui import safe


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]quit[/]", "[bold red]x", "a[0] + [b]", "\\[x]"])
def test_markup_is_shown_as_written(text: str) -> None:
    shown = safe.content(text, "bold")
    assert shown.plain == text
    assert all(span.style == "bold" for span in shown.spans)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[2J\x1b[Hgone", "gone"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0;2;0;0;0\x1b\\sixel", "sixel"),
        ("\x9b31mc1", "c1"),
        ("\x9d0;title\x9cc1 string", "c1 string"),
        ("\x1b]52;c;never closed", ""),
        ("\x1b(0lines", "lines"),
        ("\x1b", ""),
        ("\x1b[", ""),
        ("\x1b[?1049h\x1b[?25lx", "x"),
        ("bell\x07 null\x00 back\x08", "bell null back"),
        ("10%\r20%\r30%\nnext\r\n", "30%\nnext\n"),
        ("a\tb", "a       b"),
        ("lone \udcff", "lone \ufffd"),
        ("if x\u202e == y", "if x == y"),
        ("plain π √ 中文\n", "plain π √ 中文\n"),
    ],
)
def test_escapes_never_reach_the_terminal(raw: str, shown: str) -> None:
    assert safe.plain(raw) == shown


def test_plain_twice_changes_nothing() -> None:
    nested = "\x1b\x1b[31m[31mx\x1b]0;\x1b[0m\x07y"
    once = safe.plain(nested)
    assert safe.plain(once) == once
    assert "\x1b" not in once


def test_a_line_of_code_keeps_its_columns() -> None:
    line = "x = '\x1b[31m\x07\u202e\x85'\ty"
    shown = safe.pictured(line)
    assert len(shown) == len(line)
    assert shown.startswith("x = '␛[31m␇")
    assert not set(shown) & {"\x1b", "\x07", "\u202e", "\x85"}


def test_content_renders_in_a_terminal_without_an_escape_of_its_own() -> None:
    console = Console(force_terminal=True, color_system="truecolor", width=80)
    with console.capture() as capture:
        console.print(safe.content("\x1b[31mhello[/]"), markup=False)
    assert "\x1b[31m" not in capture.get()


@pytest.mark.parametrize(
    ("text", "shown", "code", "stressed"),
    [
        ("`dim` names the axis: `-1`.", "dim names the axis: -1.", ["dim", "-1"], []),
        ("one ` alone", "one ` alone", [], []),
        ("a line `ends\nhere` twice", "a line `ends\nhere` twice", [], []),
        ("``two`` and ``", "``two`` and ``", [], []),
        ("2 ** 3 and $x$ stay, `a ** b`", "2 ** 3 and $x$ stay, a ** b", ["a ** b"], []),
        ("`[@click=app.quit]`\x1b[2J", "[@click=app.quit]", ["[@click=app.quit]"], []),
        ("*each* row of the *whole table*.", "each row of the whole table.", [], ["each", "whole table"]),
        ("2 * x * y, x*y*z, 2 **kw, * and *", "2 * x * y, x*y*z, 2 **kw, * and *", [], []),
        ("`a *b* c`, *args and *more", "a *b* c, *args and *more", ["a *b* c"], []),
    ],
)
def test_a_sentence_of_the_course_shows_its_code_and_its_stress_and_nothing_else(
    text: str, shown: str, code: list[str], stressed: list[str]
) -> None:
    content = safe.sentence(text, "bold")
    assert content.plain == shown
    assert [content.plain[span.start : span.end] for span in content.spans if span.style == "$text-accent"] == code
    assert [content.plain[span.start : span.end] for span in content.spans if span.style == "bold italic"] == stressed
