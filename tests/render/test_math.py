"""Formulas are readable on one line, and nothing an author types makes the reader fall over."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.render.math import to_unicode, unknown_commands

FORMULAS = {
    r"\frac{q \cdot k}{\sqrt{d}}": "(q · k)/√d",
    r"\mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V": "softmax(QKᵀ/√dₖ)V",
    r"h_t = \tanh(W_{ih} x_t + W_{hh} h_{t-1} + b)": "hₜ = tanh(Wᵢₕ xₜ + Wₕₕ hₜ₋₁ + b)",
    r"\operatorname{softmax}(s)_i = \frac{e^{s_i}}{\sum_{j} e^{s_j}}": "softmax(s)ᵢ = e^(sᵢ)/(∑ⱼ e^(sⱼ))",
    r"\bar{x} = \frac{1}{N}\sum_{i=1}^N x_i": "x̄ = (1/N)∑ᵢ₌₁ᴺ xᵢ",
    r"x \in \mathbb{R}^{B \times T \times D}": "x ∈ ℝ^(B×T×D)",
    r"\hat{y} = \sigma(Wx+b)": "ŷ = σ(Wx + b)",
    r"w \leftarrow w - \eta \nabla L(w)": "w ← w − η∇L(w)",
    r"a = -b": "a = −b",
    r"-\log p_{\theta}(y \mid x)": "−log p_θ(y | x)",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}": "[1 2; 3 4]",
    r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}": "{ x, x > 0; 0, otherwise }",
    r"\begin{aligned} a &= b \\ c &= d \end{aligned}": "a = b\nc = d",
    r"\tilde{h}_t": "h̃ₜ",
    r"\|x\|_2^2": "‖x‖₂²",
    r"10^{-3}": "10⁻³",
    r"1.5^{20} ≈ 3{,}300": "1.5²⁰ ≈ 3,300",
    r"x^{(i)}": "x⁽ⁱ⁾",
    r"d_{\text{model}}": "d_model",
    r"W_Qx": "W_Q x",
    r"x_{i,j}": "x_(i,j)",
    r"\prod_{t=1}^T p(x_t \mid x_{<t})": "∏ₜ₌₁ᵀ p(xₜ | x_(<t))",
    r"\underset{k}{\operatorname{argmax}}\ p_k": "argmaxₖ pₖ",
    r"\text{loss} = \frac{x - \mu}{\sigma + \epsilon}": "loss = (x − μ)/(σ + ε)",
    r"\sqrt[3]{x+1}": "³√(x + 1)",
    r"\frac12": "1/2",
    r"f'(x) = 2x": "f′(x) = 2x",
    r"\{1, 2\}": "{1, 2}",
    r"\lfloor x \rfloor": "⌊x⌋",
    r"50\%": "50%",
    r"x_0 \dots x_n": "x₀ … xₙ",
    r"[\,\overrightarrow{h}_t,\ \overleftarrow{h}_t\,]": "[h\u20d7ₜ, h\u20d6ₜ]",
}


@pytest.mark.parametrize("latex", FORMULAS)
def test_a_formula_reads_as_an_author_would_say_it(latex: str) -> None:
    assert to_unicode(latex) == unicodedata.normalize("NFC", FORMULAS[latex])
    assert unknown_commands(latex) == ()


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{2}{3x}", "2/(3x)"),
        (r"\frac{2}{|A| + |B|}", "2/(|A| + |B|)"),
        (r"\frac{|A \cap B|}{|A \cup B|}", "|A ∩ B|/|A ∪ B|"),
        (r"\frac{x}{y}z", "(x/y)z"),
        (r"x\frac{a}{b}", "x(a/b)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac{(a+b)(c+d)}{2}", "((a + b)(c + d))/2"),
        (r"\sqrt{2x}", "√(2x)"),
        (r"\frac{\log n}{n}", "(log n)/n"),
        (r"x \times -1", "x × −1"),
        (r"\pi / 2", "π/2"),
        (r"\sigma/\sqrt{d}", "σ/√d"),
        (r"a / b", "a / b"),
    ],
)
def test_what_a_bar_or_roof_held_together_is_bracketed(latex: str, text: str) -> None:
    assert to_unicode(latex) == text


def test_an_unknown_command_keeps_its_name_and_is_reported_once() -> None:
    latex = r"\foo{x} + \foo y + \begin{tikzpicture} z \end{tikzpicture}"
    assert to_unicode(latex) == "foo x + foo y + z"
    assert unknown_commands(latex) == ("foo", "begin{tikzpicture}")


def test_deep_nesting_is_shown_as_it_is_written() -> None:
    latex = "{" * 5000 + "x" + "}" * 5000
    assert "x" in to_unicode(latex)
    assert to_unicode(r"x_" * 3000).startswith("x")


pieces = st.sampled_from(
    [
        *"{}_^&$x2+-=([)] ,'%\né\u2060`\\",
        *(r"\frac", r"\sqrt", r"\sum", r"\left(", r"\right.", r"\begin{cases}", r"\end{cases}", r"\begin", r"\end"),
        *(r"\hat", r"\text{", r"\alpha", r"\\", r"\zzz", r"\operatorname", r"\underset"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(pieces, max_size=30).map("".join) | st.text(max_size=40))
def test_nothing_makes_it_raise_and_no_helper_character_escapes(latex: str) -> None:
    text = to_unicode(latex)
    unknown_commands(latex)
    assert "\u2060" not in text
    assert text == text.strip()


@given(st.lists(st.sampled_from(["a", "b", "x_1", r"\alpha", "7"]), min_size=1, max_size=8))
def test_no_operand_is_lost_or_merged_in_a_sum(terms: list[str]) -> None:
    assert len(to_unicode(" + ".join(terms)).split(" + ")) == len(terms)
