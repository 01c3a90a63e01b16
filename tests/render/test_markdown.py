"""Math in Markdown becomes text that Markdown doesn't read again; code and money stay what they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tutor.render.markdown import GLUE, formulas, render_markdown_math


def shown(markdown: str) -> str:
    """The words that a reader of the rendered Markdown sees."""
    words: list[str] = []
    for token in MarkdownIt().parse(render_markdown_math(markdown)):
        children = token.children or ([token] if token.type in ("fence", "code_block") else [])
        words += ["\n" if child.type in ("hardbreak", "softbreak") else child.content for child in children]
    return "".join(words)


def test_inline_math_is_text_even_where_it_looks_like_markdown() -> None:
    assert shown("The $W_Q$ and $W_K$, $a*b*c$ and $[x](y)$.") == "The W_Q and W_K, a * b * c and [x](y)."


def test_code_and_escaped_dollars_are_left_alone() -> None:
    assert shown(r"`$x^2$` costs \$5, $x^2$ costs $5 or $6.") == "$x^2$ costs $5, x² costs $5 or $6."
    fenced = "```python\nprint('$x^2$')\n```\n"
    assert render_markdown_math(fenced) == fenced
    longer = "````\n```\n$x^2$\n```\n````\n"
    assert render_markdown_math(longer) == longer


def test_a_code_span_between_two_dollars_is_no_formula() -> None:
    assert render_markdown_math("$5 and `$x$` stay") == "$5 and `$x$` stay"


def test_display_math_stands_alone_and_keeps_its_lines() -> None:
    text = render_markdown_math("Before\n$$\na_Q = b \\\\\nc = d\n$$\nafter")
    assert text == "Before\n> a\\_Q = b\\\n> c = d\n\nafter"


def test_display_math_in_a_list_stays_in_the_list() -> None:
    tokens = MarkdownIt().parse(render_markdown_math("- one\n  $$x^2$$\n- two"))
    kinds = [token.type for token in tokens]
    assert kinds.index("blockquote_open") < kinds.index("list_item_close")
    assert kinds.count("bullet_list_open") == 1


def test_a_paragraph_ends_a_formula_that_was_never_closed() -> None:
    text = "It costs $x\n\nand $y later"
    assert render_markdown_math(text) == text


def test_lint_learns_of_every_formula_and_its_line() -> None:
    markdown = "one $a$\n\n```\n$no$\n```\n\n$$\nb\n$$\nand `$no$` $c$"
    assert [(latex.strip(), line) for latex, line in formulas(markdown)] == [("a", 1), ("b", 7), ("c", 10)]


@given(st.text(alphabet="ab$`\\_*{}^ \n~-", max_size=60))
def test_nothing_makes_it_raise_and_fences_survive(markdown: str) -> None:
    render_markdown_math(markdown)
    fenced = f"```\n{markdown.replace('`', '').replace('~', '')}\n```\n"
    assert render_markdown_math(fenced) == fenced


@given(st.text(alphabet="ab `\\_*-\n", max_size=60))
def test_markdown_without_dollars_is_unchanged(markdown: str) -> None:
    assert render_markdown_math(markdown) == markdown


def test_a_joint_goes_between_the_spaces_of_a_formula_and_nowhere_else() -> None:
    assert render_markdown_math(r"two  words, $a \quad b$  `c  d`", "·") == "two  words, a · · · b  `c  d`"
    assert "·" not in render_markdown_math(r"$$\quad a$$", "·")


def test_a_short_formula_of_a_paragraph_or_a_table_is_glued_and_no_other() -> None:
    text = "of shape $(D, K)$\n| $(D, K)$ |\n# $(D, K)$\n"
    glued = render_markdown_math(text, glued=True)
    assert glued == f"of shape (D,{GLUE}K)\n| (D,{GLUE}K) |\n# (D, K)\n"
    row = render_markdown_math("| a | b | $x_1 + x_2 + x_3 + x_4 + x_5 + x_6$ |\n| $a + b$ | b | c |", glued=True)
    assert row.count(GLUE) == 2  # columns that can't be narrowed must find room beside each other
    long = r"$a + b + c + d + e + f + g + h + i + j$"
    assert GLUE not in render_markdown_math(long, glued=True)
    assert GLUE not in render_markdown_math("$$a + b$$", glued=True)
    assert GLUE not in render_markdown_math(text)
