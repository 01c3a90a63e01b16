"""The other answers are read strictly: each fault at its line, with the name of the answer and the mend."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.authoring.lint.conftest import ANSWERS, LESSON, Tiny
from tutor.authoring.lint import inventory

WRONG = """\
wrong:
  wrong-factor:
    says: The factor is not the one that was asked for.
    change: [[2 * x, 3 * x]]
    caught_by: test_every_number_counts
"""
RIGHT = """\
right:
  other: {change: [[2 * x, x + x]]}
  another: {change: [[2 * x, x * 2]]}
"""
FILES = {
    "an unknown section": (
        "▸worng:\n  a: 1\n" + WRONG + RIGHT,
        "unknown-key",
        "unknown key `worng`; did you mean `wrong`?",
    ),
    "an unknown key": (
        WRONG.replace("    says", "    ▸sais") + RIGHT,
        "unknown-key",
        "the mistake `wrong-factor`: unknown key `sais`; did you mean `says`?",
    ),
    "a right answer that says something": (
        WRONG + RIGHT.replace("  other: {", "  ▸other: {says: Hm., "),
        "unknown-key",
        "the right answer `other`: a right answer has no `says`; delete it, or move the answer to `wrong`",
    ),
    "no message": (
        WRONG.replace("  wrong-factor", "  ▸wrong-factor").replace(
            "    says: The factor is not the one that was asked for.\n", ""
        )
        + RIGHT,
        "no-says",
        "the mistake `wrong-factor` needs `says`: what the learner did and why it is wrong; add it",
    ),
    "an empty message": (
        WRONG.replace("says: The factor is not the one that was asked for.", "▸says: ''") + RIGHT,
        "type",
        "the mistake `wrong-factor`: `says` is empty; write text",
    ),
    "a message that is no text": (
        WRONG.replace("says: The factor is not the one that was asked for.", "▸says: 3") + RIGHT,
        "type",
        "`says` is the number 3, not text; write text, in quotes",
    ),
    "no check named": (
        WRONG.replace("  wrong-factor", "  ▸wrong-factor").replace("    caught_by: test_every_number_counts\n", "")
        + RIGHT,
        "no-caught-by",
        "needs `caught_by`: the check that rejects it; add it, like `caught_by: test_every_number_counts`",
    ),
    "an unknown check": (
        WRONG.replace("caught_by: test_every_number_counts", "▸caught_by: test_every_numbers_count") + RIGHT,
        "caught-by",
        "no check is called `test_every_numbers_count`; did you mean `test_every_number_counts`?",
    ),
    "no edit": (
        WRONG + RIGHT + "  ▸third: {}\n",
        "missing-key",
        "the right answer `third` needs `change` (a list of [old text, new text]) or `code` (whole definitions)",
    ),
    "a flat edit": (
        WRONG + RIGHT.replace("other: {change: [[2 * x, x + x]]}", "▸other: {change: [2 * x, x + x]}"),
        "type",
        "`change` is a list of [old text, new text], and this is none; write both texts in quotes",
    ),
    "an edit that is no list": (WRONG + RIGHT + "  ▸third: {change: x}\n", "type", 'write it as [["old", "new"]]'),
    "an entry that is no mapping": (
        WRONG + RIGHT + "  ▸third: x\n",
        "type",
        "must be a mapping with `change` or `code`",
    ),
    "a section that is no mapping": (
        WRONG + "▸right: [a]\n",
        "type",
        "`right` must be a mapping (`name: ...`), not a list",
    ),
    "a stale edit": (
        WRONG.replace("change: [[2 * x", "▸change: [[2 * y") + RIGHT,
        "stale",
        "the reference has no `2 * y` any more; write its `change` anew (the nearest line is now `return 2 * x`)",
    ),
    "an ambiguous edit": (
        WRONG.replace("change: [[2 * x, 3 * x]]", "▸change: [[x, y]]") + RIGHT,
        "stale",
        "is ambiguous: `x` stands",
    ),
    "code that replaces nothing": (
        WRONG + RIGHT + "  third:\n    ▸code: |\n      def triple(x):\n          return x\n",
        "stale",
        "its code replaces nothing in the reference",
    ),
    "an edit that makes no Python": (
        WRONG.replace("change: [[2 * x, 3 * x]]", "▸change: [[2 * x, 3 *]]") + RIGHT,
        "answer-syntax",
        "the mistake `wrong-factor` is no Python once it is in the reference: invalid syntax at `return 3 *`; mend it",
    ),
    "an edit that leaves a part of the indent behind": (
        WRONG.replace("[[2 * x, 3 * x]]", '[[2 * x, 3 * x], ▸["  return 3 * x\\n", ""]]') + RIGHT,
        "left-indent",
        "deletes `return 3 * x` but leaves 2 blanks of its indent, which move the next line; begin the old text",
    ),
    "an edit that changes nothing": (
        WRONG.replace("  wrong-factor", "  ▸wrong-factor").replace("3 * x]]", "2  *  x]]") + RIGHT,
        "same-answer",
        "the mistake `wrong-factor` is the same program as the reference itself; change it, or delete one of the two",
    ),
    "the same answer twice": (
        WRONG + RIGHT + "  ▸third: {change: [[2 * x, (x + x)]]}\n",
        "same-answer",
        "the right answer `third` is the same program as the right answer `other`",
    ),
    "one name for two": (
        WRONG + RIGHT + "  ▸wrong-factor: {change: [[2 * x, x - -x]]}\n",
        "duplicate-name",
        "`wrong-factor` is the name of a mistake and of a right answer; rename one of them",
    ),
    "a name that is none": (
        WRONG + RIGHT + "  ▸Third_one: {change: [[2 * x, x - -x]]}\n",
        "bad-name",
        "`Third_one` is no name for a right answer; use lower-case letters, digits and hyphens",
    ),
    "a name that YAML reads as no": (WRONG + RIGHT + "  ▸no: {change: [[2 * x, x - -x]]}\n", "key", "put it in quotes"),
    "a name given twice": (WRONG + RIGHT + "  ▸other: {change: [[2 * x, x - -x]]}\n", "duplicate-key", "given twice"),
    "an excuse without a reason": (
        WRONG + RIGHT + "equivalent:\n  ▸'double: 2 → 3':\n",
        "no-reason",
        "needs the reason why this change is no mistake",
    ),
    "no mistake": (
        "▸wrong: {}\n" + RIGHT,
        "few-wrong",
        "ch01/double has no mistakes under `wrong`, and 1 is the least",
    ),
    "one right answer": (
        WRONG + "▸" + RIGHT.replace("  another: {change: [[2 * x, x * 2]]}\n", ""),
        "few-right",
        "ch01/double has 1 right answer under `right`, and 2 is the least; write another in double.yaml",
    ),
    "a list": ("▸- wrong\n", "type", "an answers file has the keys `wrong` and `right`, not a list; write them"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_fault_is_told_at_its_line_with_its_mend(tiny: Tiny, name: str) -> None:
    marked, code, words = FILES[name]
    tiny.write(ANSWERS, marked.replace("▸", ""))
    found = [each for each in tiny.findings() if each.code == code]
    assert len(found) == 1, tiny.told()
    assert words in found[0].message
    assert "ch01/double" in found[0].message
    assert found[0].line == marked[: marked.index("▸")].count("\n") + 1


def test_a_sound_file_is_sound(tiny: Tiny) -> None:
    tiny.write(ANSWERS, WRONG + RIGHT + "equivalent:\n  'double: 2 → 3': It is the same.\n")
    assert tiny.told() == []


def test_the_house_asks_for_three_of_each(tiny: Tiny) -> None:
    tiny.write(ANSWERS, WRONG + RIGHT)
    said = [each.message for each in tiny.findings("ch01/double", strict=True) if each.code.startswith("few-")]
    assert said[-2:] == [
        "ch01/double has 1 mistake under `wrong`, and 3 is the least; write another in double.yaml",
        "ch01/double has 2 right answers under `right`, and 3 is the least; write another in double.yaml",
    ]


def test_a_misspelt_section_is_told_alone(tiny: Tiny) -> None:
    tiny.edit(
        LESSON, "target: {size: {at_least: 60}}", "target: {size: {at_least: 60}}\n    whatif: [double:wrong-factor]"
    )
    inventory.write(tiny.root, "ch01")
    tiny.edit(ANSWERS, "wrong:\n", "wrogn:\n")
    found = tiny.one()
    assert (found.code, found.file, found.line) == ("unknown-key", tiny.root / ANSWERS, 1)
    assert "unknown key `wrogn`; did you mean `wrong`?" in found.message


def test_a_misspelt_key_of_an_answer_is_told_alone(tiny: Tiny) -> None:
    tiny.edit(ANSWERS, "    caught_by:", "    cought_by:")
    found = tiny.one()
    assert (found.code, found.line) == ("unknown-key", tiny.line(ANSWERS, "cought_by"))


def test_every_fault_of_a_file_is_told_at_once(tiny: Tiny) -> None:
    text = """\
        wrong:
          one: {says: A., change: [[gone, x]], caught_by: test_nobody}
          two: {change: [[2 * x, 4 * x]], cought_by: test_every_number_counts}
        rigth: {}
        """
    tiny.write(ANSWERS, dedent(text))
    codes = [each.code for each in tiny.findings("ch01/double")]
    assert sorted(codes) == sorted(["stale", "caught-by", "no-says", "unknown-key", "unknown-key"])
