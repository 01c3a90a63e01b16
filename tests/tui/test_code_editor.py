"""Typing Python in the built-in editor."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets.text_area import Selection

from tutor.tui.widgets.code_editor import CodeEditor


class EditorApp(App[None]):
    def compose(self) -> ComposeResult:
        yield CodeEditor()


async def typing(before: str, *keys: str) -> str:
    """The text after `keys`, typed where `|` stands in `before`."""
    app = EditorApp()
    async with app.run_test() as pilot:
        editor = app.query_one(CodeEditor)
        editor.load_saved(before.replace("|", ""))
        head = before.partition("|")[0]
        editor.focus()
        editor.move_cursor((head.count("\n"), len(head.rpartition("\n")[2])))
        await pilot.press(*keys)
        return editor.text


@pytest.mark.parametrize(
    ("before", "keys", "after"),
    [
        ("def f():|", ["enter", "x"], "def f():\n    x"),
        ("    y = 1|", ["enter", "x"], "    y = 1\n    x"),
        ("f(|", ["enter", "x"], "f(\n    x"),
        ("    return 1|", ["enter", "x"], "    return 1\nx"),
        ("if a:  # why|", ["enter", "x"], "if a:  # why\n    x"),
        ("        |x", ["backspace"], "    x"),
        ("      |x", ["backspace"], "    x"),
        ("    a|", ["backspace"], "    "),
        ("        x|", ["shift+tab"], "    x"),
        ("  x|", ["shift+tab"], "x"),
        ("x|", ["tab"], "x   "),
        ("|x", ["tab"], "    x"),
        ("x = 1\n|y", ["ctrl+home", "z"], "zx = 1\ny"),
        ("|x = 1\ny", ["ctrl+end", "z"], "x = 1\nyz"),
    ],
)
async def test_indentation_follows(before: str, keys: list[str], after: str) -> None:
    assert await typing(before, *keys) == after


async def test_undo_takes_back_what_was_typed() -> None:
    assert await typing("x = |1", "2", "ctrl+z") == "x = 1"


async def test_python_is_highlighted_by_the_grammar_that_comes_along() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        editor = app.query_one(CodeEditor)
        editor.load_saved("def f():\n    return 'α'\n")
        assert editor.is_syntax_aware
        names = {name for highlights in editor._highlights.values() for _, _, name in highlights}
        assert {"keyword", "string", "function"} <= names
        app.theme = "textual-light"
        await pilot.pause()
        assert editor.theme == "tutor-light"


async def test_the_hole_is_selected_so_that_typing_fills_it() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        editor = app.query_one(CodeEditor)
        editor.load_saved("def f():\n    raise NotImplementedError\n")
        editor.select_hole()
        assert editor.selection == Selection((1, 4), (1, 29))
        editor.focus()
        await pilot.press("p", "a", "s", "s")
        assert editor.text == "def f():\n    pass\n"


async def test_a_reload_keeps_the_place() -> None:
    app = EditorApp()
    async with app.run_test():
        editor = app.query_one(CodeEditor)
        editor.load_saved("one\ntwo\nthree\n")
        editor.move_cursor((2, 3))
        editor.load_saved("one\ntwo\n3\n")
        assert editor.cursor_location == (2, 1)
        assert not editor.dirty


async def test_keys_that_come_at_once_act_in_their_order() -> None:
    app = EditorApp()
    async with app.run_test() as pilot:
        editor = app.query_one(CodeEditor)
        editor.focus()
        await pilot.pause()
        for key, character in (("a", "a"), ("b", "b"), ("c", "c"), ("backspace", "\x7f"), ("d", "d")):
            app.post_message(events.Key(key, character))
        await pilot.pause()
        assert editor.text == "abd"
