"""ex17: four files with new names, a report without tricks, and a check for names."""

import ast
import random
import re
import sys

import pytest

import check_names
import data_processing
import dice_roller
import price_list
import text_utils

NEW_NAMES = ("data_processing", "dice_roller", "price_list", "text_utils")
FIVE_FILES = (*(f"{name}.py" for name in NEW_NAMES), "report.py")
OLD_NAMES = re.compile(r"\bdp\b|2prices|text-utils")
THREE_LINES = ["bottle cage: 9", "* open until 6 *", "dice: ok"]

# Started instead of the script: the modules answer otherwise, and then the script runs, once for each roll.
RUN_CHANGED = """
import runpy

import data_processing
import dice_roller
import price_list
import text_utils

data_processing.clean = lambda text: "a lamp"
price_list.cost_of = lambda thing: f"{thing} costs 22"
text_utils.framed = lambda text: f"({text})"
for number in (777, 0, 1, 6, 7):
    dice_roller.roll = lambda: number
    runpy.run_path("report.py", run_name="__main__")
"""
CHANGED_LINES = [
    line
    for dice in ("lost", "lost", "ok", "ok", "lost")
    for line in ("a lamp: a lamp costs 22", "(open until 6)", f"dice: {dice}")
]


def names_in_folder(submission):
    """All paths that were handed in, whatever they are."""
    return {*submission.files, *(entry.path for entry in submission.listing)}


def require_rename(submission, old, new):
    """Fail the check unless the new file is there and the old one is not."""
    there = names_in_folder(submission)
    if new not in submission.files:
        pytest.fail(f"`{new}` was not found")
    if old in there:
        pytest.fail(f"`{old}` is still there, beside `{new}`")


@pytest.mark.check(
    "data_processing.py exists, dp.py is gone",
    points=2,
    hint="A rename leaves one file.",
    concepts=("C59", "C60"),
)
def test_data_processing(submission):
    require_rename(submission, "dp.py", "data_processing.py")


@pytest.mark.check(
    "dice_roller.py exists, random.py is gone",
    points=2,
    hint="A file must not share its name with a module it needs.",
    concepts=("C37", "C59"),
)
def test_dice_roller(submission):
    require_rename(submission, "random.py", "dice_roller.py")


@pytest.mark.check(
    "price_list.py and text_utils.py exist, old names gone",
    points=2,
    hint="Could the file name be a variable name?",
    concepts=("C59",),
)
def test_price_list_and_text_utils(submission):
    require_rename(submission, "2prices.py", "price_list.py")
    require_rename(submission, "text-utils.py", "text_utils.py")


@pytest.mark.check(
    "roll() gives 1 to 6",
    points=2,
    hint="Does `import random` find the real one now?",
    concepts=("C37",),
)
def test_roll():
    random.seed(17)  # the student's `random` gets this seed as well: the same rolls each time
    rolled = [dice_roller.roll() for _ in range(100)]

    for number in rolled:
        if number not in (1, 2, 3, 4, 5, 6):
            pytest.fail(f"`roll()` gave {number!r}")
    assert sorted(set(rolled)) == [1, 2, 3, 4, 5, 6], "in 100 rolls some number never came"


@pytest.mark.check(
    "The functions inside still work",
    points=1,
    hint="Only file names change.",
    concepts=("C60",),
)
def test_functions_still_work():
    assert data_processing.clean("Inner\tTUBE ") == "inner tube"
    assert data_processing.clean("bell") == "bell"
    assert price_list.cost_of("pump") == 15
    assert price_list.cost_of("bell") == 4
    with pytest.raises(KeyError):
        price_list.cost_of("saddle")
    assert text_utils.framed("mind the dog") == "* mind the dog *"
    assert text_utils.framed("") == "*  *"


@pytest.mark.check(
    "report.py uses four normal import lines",
    points=2,
    hint="No tricks are needed any more.",
    concepts=("C60",),
)
def test_normal_imports(submission):
    imported = {record.resolved for record in submission.imports("report.py") if not record.nested}
    for name in NEW_NAMES:
        if name not in imported:
            pytest.fail(f"`report.py` has no import line for `{name}`")

    for node in ast.walk(submission.tree("report.py")):
        if isinstance(node, ast.Name | ast.Attribute):
            last = ast.unparse(node).rpartition(".")[2]
            if last in ("__import__", "import_module"):
                pytest.fail(f"`report.py` line {node.lineno} imports with a trick")


@pytest.mark.check(
    "No file mentions an old name",
    points=1,
    hint="Search all files for the old names.",
    concepts=("C60",),
)
def test_no_old_name(submission):
    present = [path for path in FIVE_FILES if path in submission.files]
    assert len(present) > 1, "no file has its new name yet"
    for path in present:
        for number, line in enumerate(submission.source(path).splitlines(), 1):
            found = OLD_NAMES.search(line)
            if found:
                pytest.fail(f"`{path}` line {number} mentions `{found[0]}`")
        for record in submission.imports(path) if path != "dice_roller.py" else []:
            if record.resolved == "random":
                pytest.fail(f"`{path}` line {record.line} imports `random`")


@pytest.mark.check(
    "python report.py prints the three lines",
    points=2,
    hint="Run it from its own folder.",
    concepts=("C60",),
)
def test_report_prints_three_lines(submission):
    ran = submission.run("report.py")
    if ran.exit_code != 0:
        pytest.fail(f"the report ended with {ran.stderr.strip().rpartition(chr(10))[2] or 'an error'}")
    assert [line.rstrip() for line in ran.stdout.rstrip().splitlines()] == THREE_LINES

    changed = submission.variant(add={"run_changed.py": RUN_CHANGED}).run("run_changed.py")
    assert changed.stdout.rstrip().splitlines() == CHANGED_LINES, (
        "the report does not print what the functions of the four files give"
    )


@pytest.mark.check(
    "No file in the folder shadows the standard library",
    points=2,
    hint="sys.stdlib_module_names lists the taken names.",
    needs="test_dice_roller",
    concepts=("C37", "C59"),
)
def test_nothing_shadows_the_standard_library(submission):
    for path in sorted(names_in_folder(submission)):
        first, _, rest = path.partition("/")
        if (rest or first.endswith(".py")) and first.removesuffix(".py") in sys.stdlib_module_names:
            pytest.fail(f"`{first}` has the name of a module of the standard library")


@pytest.mark.check(
    "problems() finds the five kinds",
    points=2,
    hint="Test each rule on the stem, without `.py`.",
    stretch=True,
    concepts=("C37", "C59"),
)
def test_problems_are_found():
    expected = {
        "3d.py": ["not-identifier", "too-short"],
        "price-list.py": ["not-identifier"],
        "price.list.py": ["not-identifier"],
        "lambda.py": ["keyword"],
        "in.py": ["keyword", "too-short"],
        "None.py": ["keyword", "not-lowercase"],
        "locale.py": ["shadows-stdlib"],
        "re.py": ["shadows-stdlib", "too-short"],
        "priceList.py": ["not-lowercase"],
        "Bell.py": ["not-lowercase"],
        "X.py": ["not-lowercase", "too-short"],
        "ab.py": ["too-short"],
    }

    names = list(expected)
    found = check_names.problems(names)

    assert names == list(expected), "the list of names was changed"
    assert {name: sorted(codes) for name, codes in found.items()} == expected


@pytest.mark.check(
    "problems() is quiet about good names",
    points=2,
    hint="A fine name must not be reported.",
    stretch=True,
    concepts=("C59",),
)
def test_good_names_are_quiet(submission):
    good = [
        "data_processing.py",
        "hub.py",
        "match.py",
        "bells2.py",
        "_hidden.py",
        "classes.py",
        "randomly.py",
        "größe.py",
    ]

    assert check_names.problems([*good, "qq.py"]) == {"qq.py": ["too-short"]}, "a good name is reported"
    assert check_names.problems([]) == {}

    inside = submission.fresh()
    inside.module("check_names")
    assert inside.output == "", "`check_names.py` prints while it is imported"
