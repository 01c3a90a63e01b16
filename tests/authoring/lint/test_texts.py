"""What a text of a lesson can't show is named, with its line and the mend; what it can show passes."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.authoring.lint.conftest import LESSON, Tiny
from tutor.authoring.lint.markup import in_hint, in_line, in_page, in_plain, in_title

PAGE = {
    "a tag": ("Some ▸<b>bold</b> text", "html", "HTML is left out of the page: `<b>`; write Markdown"),
    "a block of HTML": ("Text\n\n▸<div>\nhello\n</div>", "html", "`<div>`"),
    "a token in angle brackets": ("Every ▸<unk> counts", "html", "between backticks if it is meant"),
    "a picture": ("Look:\n▸![a cat](cat.png)", "image", "a picture can't be shown in a terminal; draw it as text"),
    "a link without an address": ("See ▸[this]()", "link", "this link has no address; begin it with https://"),
    "a link to a file": ("See ▸[this](train.py)", "link", "this link leads to `train.py`, which is no web address"),
    "a link by reference": ("See ▸[the paper][vaswani].", "raw", "write it as [words](https://...)"),
    "a footnote": ("As known▸[^1].", "raw", "the footnote `[^1]` is shown as it stands"),
    "stars that mark nothing": ("a▸**b", "raw", "these `**` are shown as they stand"),
    "an open backtick": ("Use ▸`x and y", "raw", "no other one closes it; close the code"),
    "LaTeX without dollars": (r"Take ▸\alpha times", "raw", r"`\alpha` is LaTeX outside of a formula; put dollars"),
    "LaTeX's own brackets": (r"Take ▸\(x\) times", "raw", "is no formula here; put dollars around it"),
    "a heading without a space": ("▸##Title", "raw", "a heading needs a space behind its `#`"),
    "an unknown command": (
        r"Take $▸\foo{x}$",
        "unknown-latex",
        r"nobody knows `\foo`, so the formula shows its bare name",
    ),
    "an open group": (r"Take $▸\frac{a}{b$", "latex", "a `{` is never closed; close it"),
    "a stray brace": (r"Take $▸a}$", "latex", "a `}` closes nothing; delete it"),
    "an open environment": (r"$$▸\begin{cases} a$$", "latex", r"there are 1 `\begin` and 0 `\end`"),
    "half a pair of fences": (r"$▸\left( a$", "latex", r"1 `\left` and 0 `\right`"),
    "a formula nested too deeply": ("$▸" + "{" * 60 + "}" * 60 + "$", "latex", "nested too deeply to be shown"),
    "a lone dollar": ("It costs ▸$5.", "lone-dollar", r"close it (no space inside the dollars), or write `\$`"),
    "an open fence": ("Run\n\n▸```python\nx = 1", "open-fence", "all that follows is code; put ``` behind the code"),
    "a formula in indented lines": ("Text\n\n▸    see $x$", "indented", "take the indent away, or use a fence"),
    "a long row": (
        "| a | b |\n|---|---|\n▸| 1 | 2 | 3 |",
        "table",
        "this row has 3 cells, and the head of its table 2",
    ),
    "a short row": ("| a | b |\n|---|---|\n▸| 1 |", "table", "give it 2"),
    "a table without its line": ("▸| a | b |\n| 1 | 2 |", "table", "below its head belongs a line like |---|---|"),
    "a table with too short a line": ("▸| a | b |\n|---|\n| 1 | 2 |", "table", "with as many cells"),
}
FINE = [
    "Plain words, *emphasis*, **bold** and `code`, also `` a`b ``.",
    "$x^2$ and $$\\sum_i x_i$$ and \\$5 and `$x`",
    "$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$",
    "| a | $\\|x\\|$ |\n|---|---|\n| `f(x)` | $|x|$ |",
    "```python\nx = {'a': '$5'}  # <b>\n```",
    "1. one\n2. two\n   - inner",
    "a < b and c > d, 1 <2> 3, x[[1, 0], [0, 1]] and W[i][j]",
    "https://arxiv.org/abs/1 and <https://arxiv.org> and [words](https://arxiv.org)",
    "#1 is first. C# is a language. a * b * c. A \\*\\* B.",
    "<!-- a remark -->\n\nText\\\nnext line, &amp; more",
    "### A smaller heading\n\nText",
    "    an indented line of code",
]


@pytest.mark.parametrize("name", PAGE)
def test_what_a_page_cannot_show_is_named_at_its_line(tiny: Tiny, name: str) -> None:
    marked, code, words = PAGE[name]
    text = marked.replace("▸", "")
    tiny.edit(
        LESSON, "text: Doubling a tensor is the *smallest* exercise there is.", f"text: |\n{indent(text, ' ' * 8)}"
    )
    found = [each for each in tiny.findings() if each.code == code]
    assert found, tiny.told()
    assert found[0].message.startswith("ch01/why (text): ")
    assert words in found[0].message
    assert found[0].line == tiny.line(LESSON, "text: |") + 1 + marked[: marked.index("▸")].count("\n")
    assert found[0].level == "sound"


@pytest.mark.parametrize("text", FINE)
def test_what_a_page_can_show_passes(text: str) -> None:
    assert in_page(text) == ()


@pytest.mark.parametrize(
    ("style", "body"),
    [
        (">-", "        Some words that go on\n        and then <b>bold</b>.\n"),
        ("", '"Some words that go on\n      and then <b>bold</b>."\n'),
    ],
)
def test_the_line_is_found_in_folded_texts_too(tiny: Tiny, style: str, body: str) -> None:
    sep = "\n" if style else ""
    tiny.edit(LESSON, "text: Doubling a tensor is the *smallest* exercise there is.\n", f"text: {style}{sep}{body}")
    assert {each.line for each in tiny.findings() if each.code == "html"} == {tiny.line(LESSON, "<b>bold</b>")}


def test_a_hint_begins_with_a_sentence() -> None:
    for hint, kind in (("- a\n- b", "a list"), ("```\nx\n```", "a code block"), ("| a |\n|---|\n| b |", "a table")):
        assert f"a hint can't begin with {kind}" in in_hint(hint)[0].say
    assert in_hint("Try this:\n\n- a\n- b") == ()


def test_choices_and_reasons_are_one_line_of_text(tiny: Tiny) -> None:
    tiny.edit(LESSON, "why: Each number is doubled alone.", 'why: "See [this](https://x.org)."')
    found = tiny.one()
    assert found.message.startswith("ch01/how-many (choices[0].why): a link can't be shown here; write the address out")
    assert [fault.code for fault in in_line("a\n\n- b")] == ["no-block"]
    assert "a list can't be shown here; write a sentence" in in_line("a\n\n- b")[0].say
    assert in_line("`x` and **y** and $z$, https://x.org") == ()


def test_plain_texts_show_formulas_as_they_stand(tiny: Tiny) -> None:
    tiny.edit(LESSON, "summary: Doubling, and doubling twice.", "summary: Doubling $x$.")
    assert "ch01 (summary): the formula `x` would be shown as it stands; write it in plain signs" in tiny.one().message
    assert in_plain("a **bold** word")[0].say == "`**` would be shown as it stands; take the stars away"
    assert in_plain("`a**b` and √D") == ()


def test_a_title_reads_the_same_in_a_list_and_on_its_page(tiny: Tiny) -> None:
    tiny.edit(LESSON, "read: Why we double", "read: Why __init__ matters")
    assert tiny.told() == []  # a house rule
    found = tiny.one("title", strict=True)
    assert found.message.startswith("ch01/why (read): lists show this title as it stands, and its page as Markdown")
    assert found.message.endswith("write it without `__`")
    assert in_title("Look at a * b, a_b and C#") == ()


def test_an_address_can_be_written_down(tiny: Tiny) -> None:
    reading = '\n    reading: [{title: A paper, url: "https://x.org/a b"}]'
    tiny.edit(LESSON, "exercise there is.", f"exercise there is.{reading}")
    assert "an address can't hold ' '; write it as %20" in tiny.one().message


def test_a_heading_in_a_text_is_smaller_than_the_title(tiny: Tiny) -> None:
    text = "text: |\n        # Big\n\n        Not meant\n        ---\n        so"
    tiny.edit(LESSON, "text: Doubling a tensor is the *smallest* exercise there is.", text)
    said = [each.message for each in tiny.findings(strict=True) if each.code == "heading"]
    assert "begin this one with `###`" in said[0]
    assert "put an empty line between them" in said[1]


def test_a_line_of_code_fits_a_page_of_eighty_columns(tiny: Tiny) -> None:
    text = "text: |\n" + indent(f"Such as\n\n```python\nx = 1\n# {'é' * 74}\n# {'é' * 75}\n```", " " * 8)
    tiny.edit(LESSON, "text: Doubling a tensor is the *smallest* exercise there is.", text)
    found = tiny.one("wide-code", strict=True)
    assert "this line of code is 77 columns wide, and a page has 76; break it yourself" in found.message
    assert (tiny.root / LESSON).read_text("utf-8").split("\n")[found.line - 1].strip() == f"# {'é' * 75}"
    assert tiny.findings() == ()


def test_a_long_text_is_counted_in_bytes(tiny: Tiny) -> None:
    tiny.edit(LESSON, "Doubling a tensor is the *smallest*", "ü" * 1100)
    found = tiny.one("long-text", strict=True)
    assert found.message == "ch01/why: the text has 2,219 bytes, and 2,048 is the most; make two steps of it"
    assert found.level == "house"
    assert tiny.findings() == ()
