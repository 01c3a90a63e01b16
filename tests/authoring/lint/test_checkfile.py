"""What the text of a check file shows: each fault at its line, with the name of the check or probe and the mend."""

from __future__ import annotations

import pytest

from tests.authoring.lint.conftest import CHECKS, Tiny
from tutor.authoring.lint.probes import FIXTURES

PROBE = '''\
from tutor.checking import probe


@probe
def values(impl, x):
    """What comes out."""
    yield {"the result": impl.double(x)}


'''
EXAMPLE = "def test_the_worked_example(example):\n    example(values, 3)\n\n\n"
CHECK = 'def test_every_number_counts(agree, rand):\n    """Each number is doubled."""\n    agree(values, rand(3))\n'
FAULTS = {
    "no checks": (
        "▸" + PROBE.replace("yield", "values; yield"),
        "no-checks",
        "test_double.py has no function `test_...`; write one",
    ),
    "no promise": (
        PROBE + EXAMPLE + "▸" + CHECK.replace('    """Each number is doubled."""\n', ""),
        "no-promise",
        "`test_every_number_counts` has no promise; write what it promises the learner",
    ),
    "an unknown fixture": (
        PROBE + EXAMPLE + "▸" + CHECK.replace("rand):", "rnad):").replace("rand(3)", "rnad(3)"),
        "unknown-fixture",
        "asks for `rnad`; did you mean `rand`?; there are agree, example, observe, note, rand, ints and bench",
    ),
    "a decorator": (
        "import pytest\n" + PROBE + EXAMPLE + "▸@pytest.mark.slow\n" + CHECK,
        "decorated-check",
        "`test_every_number_counts` has a decorator, which the judge doesn't know; delete it",
    ),
    "a check that asks nothing": (
        PROBE + EXAMPLE + CHECK + '\n\n▸def test_true(rand):\n    """It is."""\n    assert rand(3) is not None, "x"\n',
        "asks-nothing",
        "`test_true` asks nobody's code; take `agree`, `observe` or `example` and give it a probe",
    ),
    "an assert without words": (
        PROBE + EXAMPLE + CHECK + "    ▸assert rand(1)\n",
        "bare-assert",
        "has an assert without words; write `assert ...,",
    ),
    "a check twice": (
        PROBE + EXAMPLE + CHECK + "\n\n▸" + CHECK,
        "defined-twice",
        "`test_every_number_counts` is defined in line 14 too, and only the last one runs; rename one",
    ),
    "an asynchronous check": (
        PROBE + EXAMPLE + CHECK + '\n\n▸async def test_later(agree):\n    """Later."""\n    agree(values, 3)\n',
        "async",
        "`test_later` is asynchronous; write `def test_later`",
    ),
    "a check in a class": (
        PROBE + EXAMPLE + CHECK + "\n\nclass TestMore:\n    ▸def test_inner(self):\n        values\n",
        "nested-check",
        "the check `test_inner` stands inside something else; move it to the top level of the file",
    ),
    "a probe in a check": (
        PROBE + EXAMPLE + CHECK + "    @probe\n    ▸def inner(impl):\n        yield {}\n",
        "nested-probe",
        "the probe `inner` stands inside something else; move it to the top level of the file",
    ),
    "a lambda for a probe": (
        PROBE + EXAMPLE + CHECK + "    ▸agree(lambda impl: 3)\n",
        "no-probe",
        "`agree` is given a lambda; write a function with `@probe` at the top level of the file",
    ),
    "a plain function for a probe": (
        "def plain(impl):\n    return {}\n\n\n" + PROBE + EXAMPLE + CHECK + "    ▸agree(plain)\n",
        "no-probe",
        "`agree` is given `plain`, which is no probe; write `@probe` above its `def`",
    ),
    "a probe without an implementation": (
        PROBE + EXAMPLE + CHECK + "    agree(none)\n\n\n@probe\n▸def none():\n    yield {}\n",
        "probe-parameters",
        "the probe `none` takes nothing; its first parameter is the implementation: `def none(impl):`",
    ),
    "a probe with a fixture": (
        PROBE + EXAMPLE + CHECK + "    agree(more)\n\n\n@probe\n▸def more(impl, rand):\n    yield {}\n",
        "probe-fixture",
        "the probe `more` asks for the fixture `rand`, which only checks get; hand it values",
    ),
    "a probe that shows nothing": (
        PROBE + EXAMPLE + CHECK + "    agree(mute)\n\n\n@probe\n▸def mute(impl):\n    impl.double(3)\n    return\n",
        "silent-probe",
        "the probe `mute` shows nothing; let it `yield",
    ),
    "a probe that nobody asks": (
        PROBE + EXAMPLE + CHECK + "\n\n@probe\n▸def spare(impl):\n    yield {}\n",
        "unused-probe",
        "the probe `spare` is used by no check; give it to `agree` or `observe`, or delete it",
    ),
    "a name that the solution doesn't have": (
        PROBE.replace("    yield", "    ▸yield").replace("impl.double", "impl.duoble") + EXAMPLE + CHECK,
        "not-in-solution",
        "the solution has no `duoble`, which the probe `values` uses; did you mean `double`?",
    ),
    "what the learner writes and nobody calls": (
        "▸" + PROBE.replace("impl.double(x)", "impl.torch") + EXAMPLE + CHECK,
        "not-checked",
        "no probe uses `double`, which the learner writes; add one that calls `impl.double`",
    ),
    "the solution imported": (
        "▸from double import double\n" + PROBE + EXAMPLE + CHECK + "    double\n",
        "imports-solution",
        "the checks import the solution `double`; delete this: a probe gets it as its first parameter",
    ),
    "the solution imported by its long name": (
        "▸from ch01_small import double\n" + PROBE + EXAMPLE + CHECK + "    double\n",
        "imports-solution",
        "the checks import the solution `ch01_small.double`",
    ),
    "a name that nothing defines": (
        PROBE + EXAMPLE + CHECK + "    ▸agree(valeus, 3)\n",
        "undefined-name",
        "nothing defines `valeus`, which is used here; did you mean `values`?; define it, or mend the name",
    ),
    "a draw that nobody seeds": (
        "import torch\n" + PROBE + EXAMPLE + CHECK + "    ▸agree(values, torch.randn(3))\n",
        "unseeded",
        "`test_every_number_counts` draws with `torch.randn`, which is something else each time; take it from `rand`",
    ),
    "a draw of another module": (
        "import random as r\n" + PROBE + EXAMPLE + CHECK + "    ▸agree(values, r.random())\n",
        "unseeded",
        "draws with `r.random`",
    ),
    "a draw by name": (
        "from numpy.random import rand as r\n" + PROBE + EXAMPLE + CHECK + "    ▸agree(values, r(3))\n",
        "unseeded",
        "draws with `r`",
    ),
    "a fixture that is not asked for": (
        PROBE + EXAMPLE + CHECK + "    ▸observe(values, 3)\n",
        "undefined-name",
        "`observe` is asked for by a parameter: write `def test_every_number_counts(agree, rand, observe)`",
    ),
    "a fixture in a helper": (
        PROBE + EXAMPLE + CHECK + "\n\ndef helper():\n    ▸note('x', 3)\n",
        "undefined-name",
        "only checks get `note`; let the check hand `helper` what it needs",
    ),
    "the way to the solutions": (
        PROBE + EXAMPLE + CHECK + "    ▸open('../../solutions/ch01_small/double.py')\n",
        "imports-solution",
        "the checks reach into the solutions with '../../solutions/ch01_small/double.py'; delete this",
    ),
    "no Python": (
        PROBE + EXAMPLE + "▸def test(:\n",
        "unreadable",
        "test_double.py is not Python: invalid syntax; mend this line",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_at_its_line_with_its_mend(tiny: Tiny, name: str) -> None:
    marked, code, words = FAULTS[name]
    tiny.write(CHECKS, marked.replace("▸", ""))
    found = [each for each in tiny.findings("ch01/double") if each.code == code]
    assert len(found) == 1, tiny.told()
    assert found[0].message.startswith("ch01/double: ")
    assert words in found[0].message
    assert found[0].line == marked[: marked.index("▸")].count("\n") + 1


def test_a_sound_file_is_sound(tiny: Tiny) -> None:
    text = (
        "import math\nfrom collections import namedtuple\n\nPair = namedtuple('Pair', ['a', 'b'])\n"
        + PROBE
        + "def helper(x):\n    global seen\n    seen = [y for y in x if (z := y)]\n"
        + "    return Pair(math.pi, __file__)\n\n\n"
        + EXAMPLE
        + CHECK
        + "    try:\n        helper([])\n    except ValueError as error:\n        print(error, seen)\n"
    )
    tiny.write(CHECKS, text)
    assert tiny.told("ch01/double") == []


def test_a_draw_that_is_seeded_or_in_a_probe_is_fine(tiny: Tiny) -> None:
    probe = PROBE.replace("    yield", "    x = torch.rand(3)\n    yield")
    seeded = "    agree(values, torch.randn(3, generator=torch.Generator().manual_seed(1)))\n"
    tiny.write(CHECKS, "import torch\n" + probe + EXAMPLE + CHECK + seeded)
    assert tiny.told("ch01/double") == []


def test_a_forgotten_import_of_probe_says_where_it_comes_from(tiny: Tiny) -> None:
    tiny.edit(CHECKS, "from tutor.checking import probe\n", "")
    found = tiny.one()
    assert (
        "nothing defines `probe`, which is used here; begin the file with `from tutor.checking import" in found.message
    )


def test_a_misspelt_name_of_the_implementation_is_told_once(tiny: Tiny) -> None:
    tiny.edit(CHECKS, "impl.double", "impl.dubble")
    assert tiny.one().code == "not-in-solution"


def test_an_expected_value_that_was_typed_is_a_house_matter(tiny: Tiny) -> None:
    body = "    want = torch.tensor([1.0, -2.0])\n    assert torch.allclose(observe(values, 3)['x'], want), 'no'\n"
    tiny.write(CHECKS, "import torch\n" + PROBE + EXAMPLE + CHECK.replace("rand):", "rand, observe):") + body)
    assert tiny.told("ch01/double") == []
    found = tiny.one("typed-value", strict=True)
    assert found.message.startswith(
        "ch01/double: `test_every_number_counts` holds the result against numbers that were"
    )
    assert "give the probe to `agree`" in found.message


def test_the_house_wants_the_worked_example_first(tiny: Tiny) -> None:
    tiny.write(CHECKS, PROBE + CHECK + "\n\n" + EXAMPLE)
    found = tiny.one("worked-example", strict=True)
    assert "the first check `test_every_number_counts` is not the worked example; put one before it" in found.message
    assert tiny.told() == []


def test_the_fixtures_are_those_of_the_checker() -> None:
    from tutor.checking.fixtures import FIXTURES as REAL

    assert FIXTURES == REAL
