"""Each fault of a lesson file is told at its own place (▸), with its code and a sentence that helps."""

from __future__ import annotations

from textwrap import indent

import pytest

from tests.course.conftest import EXERCISE, HEAD, READ, TinyCourse

STEP = {
    "an unknown key with a near one": ("- {id: a, read: A, ▸txet: x, text: y}", "unknown-key", "did you mean `text`?"),
    "an unknown key with none near": (
        "- {id: a, read: A, text: y, ▸colour: x}",
        "unknown-key",
        "a read step has id, read",
    ),
    "a key of another kind": ("- {id: a, read: A, text: y, ▸forbid: []}", "unknown-key", "a read step has"),
    "a missing key": ("- ▸{id: a, read: A}", "missing-key", "a read step needs `text`"),
    "no as text": ("- {id: a, read: ▸no, text: y}", "type", "but YAML reads `no` as false; put it in quotes"),
    "on as text": ("- {id: a, read: A, text: ▸on}", "type", "but YAML reads `on` as true; put it in quotes"),
    "a number as text": ("- {id: a, read: ▸3.5, text: y}", "type", "as the number 3.5; put it in quotes"),
    "nothing as text": ("- {id: a, read: A, text: ▸}", "type", "must be text, not nothing"),
    "a list as text": ("- {id: a, read: A, text: ▸[x]}", "type", "must be text, not a list"),
    "a list as a step": ("- ▸[a, b]", "type", "a step must be a mapping"),
    "an empty text": ("- {id: a, read: A, text: ▸''}", "empty", "`text` is empty"),
    "an empty title": ("- {id: a, read: ▸' ', text: y}", "empty", "`read` is empty"),
    "a web address without its scheme": (
        "- {id: a, read: A, text: y, reading: [{title: T, url: ▸arxiv.org}]}",
        "bad-url",
        "https://",
    ),
    "a faulty part": (
        "- {id: a, read: A, text: y, reading: [▸{title: T}]}",
        "missing-key",
        "an item of reading needs `url`",
    ),
    "no kind": ("- ▸{id: a, text: y}", "no-kind", "`read`, `quiz`, `run`, `exercise`, `train`"),
    "a misspelt kind": ("- {id: a, ▸raed: A, text: y}", "no-kind", "did you mean `read`?"),
    "two kinds": ("- {id: a, quiz: Q, ▸read: A, text: y}", "two-kinds", "`quiz` and `read`"),
    "an id in capitals": ("- {id: ▸Dot, read: A, text: y}", "bad-id", "lower-case"),
    "an id with an underscore": ("- {id: ▸dot_score, read: A, text: y}", "bad-id", "like dot-score"),
    "a quiz without a right choice": (
        "- {id: a, quiz: Q, choices: ▸[{text: x, why: y}, {text: z, why: w}]}",
        "quiz",
        "`correct: true`",
    ),
    "a quiz with two right choices": (
        "- {id: a, quiz: Q, choices: [{text: x, why: y, correct: true}, {text: z, why: w, ▸correct: yes}]}",
        "quiz",
        "choice 1 is marked as correct already",
    ),
    "a quiz with one choice": (
        "- {id: a, quiz: Q, choices: ▸[{text: x, why: y, correct: true}]}",
        "quiz",
        "at least two",
    ),
    "a quiz with neither": ("- ▸{id: a, quiz: Q}", "quiz", "neither `choices` nor an `answer`"),
    "a quiz with both": (
        "- {id: a, quiz: Q, ▸answer: 3, choices: [{text: x, why: y, correct: true}, {text: z, why: w}]}",
        "quiz",
        "not both",
    ),
    "a choice without a reason": (
        "- {id: a, quiz: Q, choices: [▸{text: x, correct: true}, {text: z, why: w}]}",
        "missing-key",
        "a choice needs `why`",
    ),
    "an answer that is a list": ("- {id: a, quiz: Q, answer: ▸[7]}", "type", "not a list; write (7,)"),
    "an answer that is a longer list": ("- {id: a, quiz: Q, answer: ▸[3, 5]}", "type", "not a list; write (3, 5)"),
    "a text with a colon and no sign": (
        "- id: a\n  read: R\n  text:\n    ▸So it is: this way\n",
        "type",
        "begin the text with `|`, and write it in the lines below",
    ),
    "an answer read as a boolean": ("- {id: a, quiz: Q, answer: ▸yes}", "type", "text or a whole number or a number"),
    "a script that is missing": (
        "- {id: a, run: R, script: ▸look.py, text: y}",
        "missing-script",
        "exercises/ch01_counting",
    ),
    "a script with a near name": (
        "- {id: a, run: R, script: ▸add_ome.py, text: y}",
        "missing-script",
        "mean `add_one.py`?",
    ),
    "a script outside its folder": ("- {id: a, run: R, script: ▸../x.py, text: y}", "bad-file", "no file name"),
    "a target without bounds": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {▸accuracy: {}}}",
        "target",
        "`at_least` or `at_most`",
    ),
    "a target that nothing meets": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {▸acc: {at_least: 2, at_most: 1}}}",
        "target",
        "no number is at least 2 and at most 1",
    ),
    "an empty target": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: ▸{}}",
        "target",
        "name a metric",
    ),
    "a target that is a number": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {acc: ▸0.9}}",
        "type",
        "`target.acc` must be a mapping",
    ),
    "a bound misspelt": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {acc: {at_least: 1, ▸at_mots: 2}}}",
        "unknown-key",
        "did you mean `at_most`?",
    ),
    "no time": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: ▸0, target: {acc: {at_least: 1}}}",
        "range",
        "more than 0",
    ),
    "an unknown whatif": (
        "- {id: a, train: T, script: add_one.py, text: z, minutes: 1, target: {a: {at_most: 1}}, whatif: [▸add-two:y]}",
        "bad-whatif",
        "did you mean `add-one`?",
    ),
    "a whatif without a mistake": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {a: {at_least: 1}}, whatif: [▸add-one]}",
        "bad-whatif",
        "no exercise with a mistake",
    ),
    "data that nobody knows": (
        "- {id: a, train: T, script: add_one.py, text: y, minutes: 1, target: {a: {at_least: 1}}, data: [▸mnits]}",
        "type",
        "`data[0]` must be one of 'mnist', 'fashion', 'cifar10' or 'tatoeba', not `mnits`; did you mean `mnist`?",
    ),
    "data named twice": (
        "- {id: a, run: R, script: add_one.py, text: y, data: [mnist, ▸mnist]}",
        "duplicate-data",
        "`mnist` stands here twice",
    ),
    "weights named twice": (
        "- {id: a, run: R, script: add_one.py, text: y, weights: [resnet18, ▸resnet18]}",
        "duplicate-weights",
        "`resnet18` stands here twice",
    ),
    "a use that doesn't exist": (
        "- {id: a, run: R, script: add_one.py, text: y, uses: [▸add-two]}",
        "bad-use",
        "`add-one`?",
    ),
    "a use of a read step": (
        "- {id: a, run: R, script: add_one.py, text: y, uses: [▸start]}",
        "bad-use",
        "a read step",
    ),
    "a use of an unknown chapter": (
        "- {id: a, run: R, script: add_one.py, text: y, uses: [▸ch09/x]}",
        "bad-use",
        "there is no chapter `ch09`",
    ),
}
CHANGED = {
    "one name where a list is wanted": ("[add_one]", "▸add_one", "type", "must be a list, not text; write [add_one]"),
    "nothing to implement": ("[add_one]", "▸[]", "empty", "name what the learner writes"),
    "a name that is not defined": ("[add_one]", "[▸add_onne]", "not-defined", "did you mean `add_one`?"),
    "a name that is none": ("[add_one]", "[add_one, ▸'a b']", "bad-name", "`Class.method`"),
    "a module of Python's": ("file: add_one.py", "file: ▸random.py", "shadows", "Python's own module `random`"),
    "an installed module": ("file: add_one.py", "file: ▸torch.py", "shadows", "the installed module `torch`"),
    "this program": ("file: add_one.py", "file: ▸tutor.py", "shadows", "this program"),
    "no Python file": ("file: add_one.py", "file: ▸add_one.txt", "bad-file", "no file name for Python"),
    "a file name with a hyphen": ("file: add_one.py", "file: ▸add-one.py", "bad-file", "no file name for Python"),
    "difficulty beyond five": ("difficulty: 1", "difficulty: ▸6", "range", "from 1 to 5"),
    "half a difficulty": ("difficulty: 1", "difficulty: ▸1.5", "type", "a whole number, not the number 1.5"),
    "text where a number is wanted": ("minutes: 2", "minutes: ▸two", "type", "must be a number, not text"),
    "an exponent where a number is wanted": ("minutes: 2", "minutes: ▸1e1", "surprise", "write 1.0e+1"),
    "negative points": ("minutes: 2", "minutes: 2\n  points: ▸-1", "range", "negative"),
    "no time for a check": ("minutes: 2", "minutes: 2\n  limits: {check_seconds: ▸0}", "range", "more than 0"),
    "a limit misspelt": ("minutes: 2", "minutes: 2\n  limits: {▸check_second: 1}", "unknown-key", "`check_seconds`?"),
    "a name without dots to forbid": ("minutes: 2", "minutes: 2\n  forbid: [▸softmax]", "bad-name", "full dotted name"),
    "an empty hint": ("minutes: 2", "minutes: 2\n  hints: [x, ▸'']", "empty", "this hint is empty"),
    "use of itself": ("minutes: 2", "minutes: 2\n  uses: [▸add-one]", "bad-use", "can't use itself"),
    "optional as text": ("minutes: 2", "minutes: 2\n  optional: ▸'no'", "type", "must be true or false, not text"),
}
MISSING = {
    "the solution": ("solutions/ch01_counting/add_one.py", "missing-solution", "there is no solution"),
    "the stub": ("exercises/ch01_counting/add_one.py", "missing-stub", "`dltutor author stubs`"),
    "the checks": ("tests/checks/ch01_counting/test_add_one.py", "missing-checks", "there are no checks"),
    "the answers": ("solutions/ch01_counting/answers/add_one.yaml", "missing-answers", "no other answers"),
}
WHOLE = {
    "another id than the file's": ("id: ch01", "id: ▸ch02", "bad-id", "the id must be `ch01`"),
    "an unknown key": ("title: Counting", "title: Counting\n▸sumary: x", "unknown-key", "did you mean `summary`?"),
    "its own name as a key": ("title: Counting", "title: Counting\n▸name: x", "unknown-key", "its file's"),
    "a missing title": ("id: ch01\ntitle: Counting", "▸id: ch01", "missing-key", "a chapter needs `title`"),
    "an empty summary": ("summary: Count things.", "summary: ▸''", "empty", "`summary` is empty"),
    "an unknown need": ("minutes: 5", "minutes: 5\nneeds: [▸ch07]", "bad-need", "there is no chapter `ch07`"),
    "need of itself": ("minutes: 5", "minutes: 5\nneeds: [▸ch01]", "bad-need", "can't need itself"),
    "time as text": ("minutes: 5", "minutes: ▸'5'", "type", "must be a number, not text"),
    "objectives as text": ("minutes: 5", "minutes: 5\nobjectives: ▸count", "type", "write [count]"),
}

TERM = {
    "a term of an unknown step": (
        "{term: sum, means: m, step: ▸add-two}",
        "bad-term",
        "no step `add-two`; did you mean `add-one`?",
    ),
    "a term without its step": ("▸{term: sum, means: m}", "missing-key", "a term needs `step`"),
    "a misspelt key of a term": (
        "{term: sum, means: m, step: start, ▸aslo: [x]}",
        "unknown-key",
        "did you mean `also`?",
    ),
    "a term read as a boolean": ("{term: ▸on, means: m, step: start}", "type", "put it in quotes"),
    "an empty meaning": ("{term: sum, means: ▸'', step: start}", "empty", "`means` is empty"),
    "an empty spelling": ("{term: sum, means: m, step: start, also: [▸' ']}", "empty", "this spelling is empty"),
    "one other spelling without its list": (
        "{term: sum, means: m, step: start, also: ▸total}",
        "type",
        "write [total]",
    ),
    "a symbol without dollars": ("{term: sum, means: m, step: start, symbol: ▸'+'}", "bad-name", "between dollars"),
    "a term that is text": ("▸sum", "type", "must be a mapping"),
}


def whole(steps: str, head: str = HEAD) -> str:
    return head + indent(steps, "  ")


@pytest.mark.parametrize("case", STEP)
def test_a_faulty_step(tiny: TinyCourse, case: str) -> None:
    step, code, words = STEP[case]
    (problem,) = tiny.reports(whole(READ + EXERCISE + step))
    assert (problem.code, problem.file.name) == (code, "ch01_counting.yaml")
    assert words in problem.message
    assert problem.path.startswith("steps[2]")


@pytest.mark.parametrize("case", CHANGED)
def test_a_faulty_exercise(tiny: TinyCourse, case: str) -> None:
    old, new, code, words = CHANGED[case]
    (problem,) = tiny.reports(whole(READ + EXERCISE.replace(old, new)))
    assert problem.code == code
    assert words in problem.message


@pytest.mark.parametrize("case", MISSING)
def test_a_missing_file_of_an_exercise(tiny: TinyCourse, case: str) -> None:
    path, code, words = MISSING[case]
    (tiny.root / path).unlink()
    (problem,) = tiny.reports(whole(READ + EXERCISE.replace("file: ", "file: ▸")))
    assert problem.code == code
    assert words in problem.message


@pytest.mark.parametrize("case", WHOLE)
def test_a_faulty_head(tiny: TinyCourse, case: str) -> None:
    old, new, code, words = WHOLE[case]
    (problem,) = tiny.reports(whole(READ, HEAD.replace(old, new)))
    assert problem.code == code
    assert words in problem.message


@pytest.mark.parametrize("case", TERM)
def test_a_faulty_term(tiny: TinyCourse, case: str) -> None:
    term, code, words = TERM[case]
    (problem,) = tiny.reports(f"{whole(READ + EXERCISE)}terms:\n  - {term}\n")
    assert problem.code == code
    assert words in problem.message


def test_a_term_of_a_step_that_could_not_be_read_is_not_blamed_too(tiny: TinyCourse) -> None:
    tiny.reports(whole("- ▸{id: start, read: A}\n") + "terms: [{term: one, means: m, step: start}]\n")


def test_two_steps_with_one_id(tiny: TinyCourse) -> None:
    (problem,) = tiny.reports(whole(READ + READ.replace("id: start", "id: ▸start")))
    assert (problem.code, problem.path) == ("duplicate-id", "steps[1].id")
    assert "the step in line 6 too" in problem.message


def test_two_exercises_with_one_file(tiny: TinyCourse) -> None:
    again = EXERCISE.replace("id: add-one", "id: again").replace("add_one.py", "▸add_one.py")
    (problem,) = tiny.reports(whole(EXERCISE + again))
    assert problem.code == "duplicate-file"
    assert "the exercise `add-one`" in problem.message


def test_no_steps(tiny: TinyCourse) -> None:
    (problem,) = tiny.reports(HEAD.rstrip() + " ▸[]\n")
    assert problem.code == "empty"


def test_steps_that_are_text(tiny: TinyCourse) -> None:
    (problem,) = tiny.reports(HEAD.rstrip() + " ▸many\n")
    assert (problem.code, problem.path) == ("type", "steps")


def test_a_file_that_is_a_list(tiny: TinyCourse) -> None:
    (problem,) = tiny.reports("▸- a\n- b\n")
    assert (problem.code, problem.path) == ("type", "")


def test_a_file_name_that_python_cannot_import(tiny: TinyCourse) -> None:
    problems = tiny.reports("▸" + whole(READ).replace("ch01", "Ch01-x"), "Ch01-x")
    assert [problem.code for problem in problems] == ["bad-name"]


def test_a_solution_that_is_no_python(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/add_one.py", "x = 1\ndef add_one(x:\n")
    (problem,) = tiny.reports(whole(EXERCISE.replace("file: ", "file: ▸")))
    assert problem.code == "solution-syntax"
    assert "add_one.py:2 is not Python" in problem.message


def test_a_whatif_that_the_answers_do_not_name(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/answers/add_one.yaml", "wrong:\n  adds-two: {says: x}\n")
    train = "- {id: t, train: T, script: add_one.py, text: y, minutes: 1, target: {a: {at_least: 1}}, whatif: [WHATIF]}"
    (problem,) = tiny.reports(whole(EXERCISE + train.replace("WHATIF", "add-one:adds-two, ▸add-one:add-two")))
    assert "answers/add_one.yaml names no mistake `add-two`; did you mean `adds-two`?" in problem.message


def test_a_whatif_whose_answers_have_a_misspelt_section(tiny: TinyCourse) -> None:
    tiny.write("solutions/ch01_counting/answers/add_one.yaml", "right: {}\nwrogn:\n  adds-two: {says: x}\n")
    train = "- {id: t, train: T, script: add_one.py, text: y, minutes: 1, target: {a: {at_least: 1}}, whatif: [WHATIF]}"
    (problem,) = tiny.reports(whole(EXERCISE + train.replace("WHATIF", "▸add-one:adds-two")))
    say = "add_one.yaml has no `wrong`, which would name `adds-two`, but `wrogn` in line 2; mend that"
    assert say in problem.message


def test_exercises_that_use_each_other(tiny: TinyCourse) -> None:
    tiny.exercise(tiny.name, "add_two", "def add_two(x): return x + 2\n")
    first = EXERCISE + "  uses: [▸add-two]\n"
    second = EXERCISE.replace("add-one", "add-two").replace("add_one", "add_two") + "  uses: [add-one]\n"
    (problem,) = tiny.reports(whole(first + second))
    assert problem.code == "circle"
    assert "add-one → add-two → add-one" in problem.message


def test_exercises_that_use_each_other_across_chapters(tiny: TinyCourse) -> None:
    tiny.exercise("ch02_more", "add_one", "def add_one(x): return x + 1\n")
    head = HEAD.replace("ch01", "ch02")
    tiny.lesson(EXERCISE + "  uses: [ch01/add-one]\n", head, "ch02_more")
    (problem,) = tiny.reports(whole(EXERCISE + "  uses: [▸ch02/add-one]\n"))
    assert "circle: add-one → ch02/add-one → add-one" in problem.message


def test_chapters_that_need_each_other(tiny: TinyCourse) -> None:
    for number, need in (("2", "3"), ("3", "1")):
        tiny.lesson(
            READ, HEAD.replace("ch01", f"ch0{number}").replace("steps", f"needs: [ch0{need}]\nsteps"), f"ch0{number}_x"
        )
    (problem,) = tiny.reports(whole(READ, HEAD.replace("steps", "needs: [▸ch02]\nsteps")))
    assert problem.code == "circle"
    assert "ch01 → ch02 → ch03 → ch01" in problem.message


def test_all_problems_are_told_at_once(tiny: TinyCourse) -> None:
    """Also those of one step, of its files and of its links, beside each other and in the order of the file."""
    marked = """\
id: ch01
▸titel: Counting
summary: ▸no
minutes: 5
needs: [▸ch07]
steps:
  - id: start
    read:▸
    text: One thing.
  - ▸{id: ▸start, read: A}
  - {id: ▸Look, run: R, script: ▸look.py, text: ▸3, uses: [▸add-tow, ▸start]}
  - {id: ask, quiz: Q, choices: [{text: a, why: b, correct: true}, {text: c, why: ▸1e-3, ▸correct: true}]}
  - ▸{id: add-one, exercise: E, file: ▸add_two.py, implement: [add_one], difficulty: ▸9, ▸colour: red, text: t}
  - {id: last, train: T, script: add_one.py, text: t, minutes: ▸1e-3, target: {a: {▸at_leats: 1}}, uses: [add-one]}
"""
    problems = tiny.reports(marked)
    codes = sorted({problem.code for problem in problems})
    assert codes == [
        *("bad-id", "bad-need", "bad-use", "duplicate-id", "missing-answers", "missing-checks", "missing-key"),
        *("missing-script", "missing-solution", "quiz", "range", "surprise", "type", "unknown-key"),
    ]
    assert list(problems) == sorted(problems, key=lambda each: (each.line, each.column))


def test_a_misspelt_key_beside_the_right_one_hides_nothing(tiny: TinyCourse) -> None:
    tiny.reports(whole("- {id: a, read: A, ▸txet: x, text: ▸3}"))


def test_a_reference_to_a_broken_step_is_not_blamed_too(tiny: TinyCourse) -> None:
    tiny.reports(
        whole("- ▸{id: add-one, exercise: E}\n- {id: a, run: R, script: add_one.py, text: y, uses: [add-one]}\n")
    )


def test_a_problem_reads_as_file_line_column_place_sentence(tiny: TinyCourse) -> None:
    (problem,) = tiny.reports(whole("- {id: a, read: A, ▸txet: x, text: y}"))
    where = tiny.root / "lessons" / "ch01_counting.yaml"
    assert str(problem) == f"{where}:6:22: steps[0].txet: unknown key `txet`; did you mean `text`?"
