"""What YAML alone can get wrong is told with its place, and nothing in a file makes the reader stumble."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tutor.course.document import Document
from tutor.course.node import spell

CASES = {
    "an empty file": (b"", 1, 1, "empty-file", "empty"),
    "only a comment": (b"# nothing\n", 1, 1, "empty-file", "empty"),
    "a byte that is not UTF-8": (b"title: x\nsummary: a\xffb\n", 2, 11, "not-utf-8", "UTF-8"),
    "UTF-16": ("id: ch01\n".encode("utf-16"), 1, 1, "not-utf-8", "UTF-8"),
    "a control character": (b"title: a\x07b\n", 1, 9, "control-character", "U+0007"),
    "a tab as indentation": (b"steps:\n\t- id: a\n", 2, 1, "tab", "spaces"),
    "a tab behind spaces": (b"a:\n  b: 1\n  \tc: 2\n", 3, 3, "tab", "spaces"),
    "an open bracket": (b"a: [1, 2\nb: 3\n", 2, 2, "syntax", "closing `]` is missing (of what starts in line 1)"),
    "an open brace": (b"a: {b: 1\n", 2, 1, "syntax", "closing `}` is missing"),
    "an open quote": (b"a: 'b\nc: d\n", 3, 1, "syntax", "the closing quote is missing (of what starts in line 1)"),
    "a text that starts with a backtick": (b"title: `x` is y\n", 1, 8, "syntax", "put it in quotes"),
    "a text that starts with a star": (b"title: *x* is y\n", 1, 10, "syntax", "must stand in quotes"),
    "a text behind a quoted one": (b"title: 'it' is\n", 1, 13, "syntax", "put the text in quotes"),
    "a list behind its key": (b"a: - b\n", 1, 4, "syntax", "a line of its own"),
    "a backslash in double quotes": (b'a: "\\d"\n', 1, 5, "syntax", "single quotes"),
    "a text behind its sign": (b"a: > b\n", 1, 6, "syntax", "on the next line"),
    "an item that is not aligned": (b"- a\n b: c\n", 2, 3, "syntax", "put the text in quotes"),
    "a key in a list": (b"a:\n  - b: 1\n   c: 2\n", 3, 4, "syntax", "indented by 3 spaces, its neighbours by 4"),
    "a key that only just begins": (b"a: 1\nb\nc: 2\n", 2, 1, "syntax", "`:` is missing"),
    "a colon in a plain title": (b"title: Attention: what it is\n", 1, 17, "syntax", "quotes"),
    "a bad indentation": (b"a:\n    b: 1\n  c: 2\n", 3, 3, "syntax", "align the line"),
    "a key given twice": (b"a: 1\nb: 2\na: 3\n", 3, 1, "duplicate-key", "first in line 1"),
    "a key given twice, deep": (b"steps:\n  - {id: a, id: b}\n", 2, 13, "duplicate-key", "first in line 2"),
    "a number as text": (b"lr: 1e-3\n", 1, 5, "surprise", "write 1.0e-3,"),
    "a number as text without a sign": (b"lr: -2.5E3\n", 1, 5, "surprise", "write -2.5e+3,"),
    "an octal number": (b"answer: 010\n", 1, 9, "surprise", "quotes"),
    "minutes and seconds": (b"answer: 1:30\n", 1, 9, "surprise", "quotes"),
    "a number with underscores": (b"answer: 1_000\n", 1, 9, "surprise", "quotes"),
    "a number beyond all bounds": (b"answer: " + b"9" * 5000 + b"\n", 1, 9, "surprise", "quotes"),
    "not a number": (b"a: .nan\n", 1, 4, "surprise", "no plain number"),
    "infinity": (b"a: -.inf\n", 1, 4, "surprise", "no plain number"),
    "a float beyond all bounds": (b"a: 1.0e+999\n", 1, 4, "surprise", "no plain number"),
    "an anchor": (b"a: &x 1\nb: 2\n", 1, 4, "anchor", "`&x`"),
    "an alias": (b"a: 1\nb: *x\n", 2, 4, "anchor", "`*x`"),
    "a merge": (b"a: {<<: {b: 1}}\n", 1, 5, "merge", "write the keys out"),
    "a tag": (b"a: !!python/name:os.system 1\n", 1, 4, "tag", "delete it"),
    "a key read as false": (b"no: 1\n", 1, 1, "key", "true or false; put it in quotes"),
    "a key read as a number": (b"a: {1: x}\n", 1, 5, "key", "a number; put it in quotes"),
    "a list as a key": (b"a: {[1, 2]: x}\n", 1, 5, "key", "one word"),
    "a second document": (b"a: 1\n---\nb: 2\n", 2, 1, "second-document", "delete this line"),
    "bottomless nesting": (b"a: " + b"[" * 5000, 1, 28, "syntax", "nested deeper"),
}


STEP = "steps:\n  - id: a\n    read: A\n"
TEXT = "a text of several lines begins with `|`: write `text: |`, and the text in the lines below"
SLIPS = {
    "no sign, a colon in the first line": ("    ▸text:\n      Note: it is\n      so.\n    minutes: 3\n", TEXT),
    "no sign, a colon in the second line": ("    ▸text:\n      So it is,\n      note: it.\n    minutes: 3\n", TEXT),
    "no sign, begun behind the key": ("    text: So it is,\n      ▸and: it is.\n    minutes: 3\n", TEXT),
    "a text below its key": (
        "    text: |\n    ▸So it is,\n    and so.\n    minutes: 3\n",
        "this line belongs to the text of `text` (line 4): indent it by 6 spaces",
    ),
    "a paragraph one space out": (
        "    text: |\n      So it is,\n\n     ▸and so.\n    minutes: 3\n",
        "this line belongs to the text of `text` (line 4): indent it by 6 spaces",
    ),
    "a paragraph left of its key": (
        "    text: |\n      So it is,\n\n   ▸and so.\n    minutes: 3\n",
        "this line belongs to the text of `text` (line 4): indent it by 6 spaces",
    ),
    "a key too far right": (
        "    difficulty: 2\n     ▸minutes: 8\n",
        "this line is indented by 5 spaces, its neighbours by 4; align it with them",
    ),
    "a key too far right below a text": (
        "    text: |\n      So.\n     ▸minutes: 8\n",
        "this line is indented by 5 spaces, its neighbours by 4; align it with them",
    ),
    "a key too far left": (
        "    difficulty: 2\n   ▸minutes: 8\n",
        "this line is indented by 3 spaces, its neighbours by 4; align it with them",
    ),
    "a colon forgotten": ("    ▸difficulty 2\n    minutes: 8\n", "a `:` is missing behind this key"),
    "a colon forgotten below a text": (
        "    text: |\n      So.\n    ▸difficulty 2\n    minutes: 8\n",
        "a `:` is missing behind this key",
    ),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_of_the_hand_is_told_by_its_cause_and_at_its_own_line(case: str) -> None:
    marked, words = SLIPS[case]
    marked = STEP + marked
    before = marked[: marked.index("▸")]
    (problem,) = Document(Path("x.yaml"), marked.replace("▸", "").encode()).problems
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert (problem.line, problem.column, problem.code, problem.message) == (*place, "syntax", words)


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_told_with_its_place(case: str) -> None:
    raw, line, column, code, words = CASES[case]
    problems = Document(Path("x.yaml"), raw).problems
    assert [(each.line, each.column, each.code) for each in problems] == [(line, column, code)], problems
    assert words in problems[0].message


def test_all_tabs_are_told_at_once() -> None:
    problems = Document(Path("x.yaml"), b"a:\n\tb: 1\n\tc: 2\n").problems
    assert [(each.line, each.column) for each in problems] == [(2, 1), (3, 1)]


def test_a_tab_inside_a_block_of_text_is_text() -> None:
    document = Document(Path("x.yaml"), b"text: |\n  def f():\n  \treturn 1\n")
    assert document.root is not None
    assert document.root.data() == {"text": "def f():\n\treturn 1\n"}


def test_several_surprises_are_told_at_once() -> None:
    problems = Document(Path("x.yaml"), b"a: 1e-3\na: 2\nb: &x 010\n").problems
    assert [each.code for each in problems] == ["surprise", "duplicate-key", "anchor", "surprise"]


def test_columns_count_characters_and_not_bytes() -> None:
    problems = Document(Path("x.yaml"), "größe: 'λ → μ'\nπ: {ü: 1, ü: 2}\n".encode()).problems
    assert [(each.line, each.column) for each in problems] == [(2, 11)]


def test_a_byte_order_mark_is_no_fault() -> None:
    document = Document(Path("x.yaml"), b"\xef\xbb\xbfid: ch01\n")
    assert document.root is not None
    assert (document.problems, document.root.data()) == ([], {"id": "ch01"})


def test_quotes_make_text_of_anything() -> None:
    document = Document(Path("x.yaml"), b"a: ['no', \"1e-3\", '010', '~', '2024-01-01']\nb: 2024-01-01\nc: .5\nd: -3\n")
    assert document.root is not None
    wanted = {"a": ["no", "1e-3", "010", "~", "2024-01-01"], "b": "2024-01-01", "c": 0.5, "d": -3}
    assert (document.problems, document.root.data()) == ([], wanted)


def test_a_place_is_spelt_as_in_python() -> None:
    assert spell(("steps", 3, "target", "accuracy")) == "steps[3].target.accuracy"


@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!|>'\"#%@ \t\n,?<1e.", max_size=40).map(str.encode))
@example(b"? a\n: b")
@example(b"%YAML 9.9\n---\na")
@example(b"a: *b")
def test_no_bytes_raise(raw: bytes) -> None:
    document = Document(Path("x.yaml"), raw)
    assert document.root is not None or document.problems
    lines = raw.count(b"\n") + raw.count(b"\r") + 9
    assert all(1 <= each.line <= lines and each.column >= 1 for each in document.problems)
