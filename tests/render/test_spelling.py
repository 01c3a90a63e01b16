"""What stands for a character that the output's encoding lacks."""

import io

import pytest

from tutor.render.spelling import ERRORS, register, spell


@pytest.mark.parametrize(
    ("text", "encoding", "written"),
    [
        ("from −1 to 1", "latin-1", "from -1 to 1"),
        ("2 × 3 · 4", "ascii", "2 x 3 . 4"),
        ("“café” → é", "ascii", '"cafe" -> e'),
        ("θ₁ ≤ x²", "ascii", "theta1 <= x2"),
        ("∇L = Δς ∈ ℝ", "ascii", "grad L = Deltasigma  in  R"),
        ("┌─┐ ▎█▁ ⣿⠀", "ascii", "+-+ |## : "),
        ("é − ž", "koi8-r", "e - z"),
        ("½ 漢", "ascii", "1 ?"),
        ("漢", "latin-1", "?"),
        ("── │", "cp437", "── │"),
    ],
)
def test_each_character_becomes_the_nearest_that_there_is(text: str, encoding: str, written: str) -> None:
    register()
    assert text.encode(encoding, ERRORS).decode(encoding) == written


def test_a_stream_writes_all_that_it_can(subtests: pytest.Subtests) -> None:
    register()
    for encoding in ("ascii", "latin-1", "cp1252", "koi8-r", "utf-8"):
        with subtests.test(encoding):
            raw = io.BytesIO()
            stream = io.TextIOWrapper(raw, encoding=encoding, errors=ERRORS)
            stream.write("−½“ é 漢 █ Ω\n")
            stream.flush()
            assert raw.getvalue().decode(encoding).endswith("\n")


def test_spelling_needs_no_more_than_the_encoding() -> None:
    assert spell("−é", "utf-8") == "−é"
