"""ex11: the package `mypackage`, the script that uses it in three ways, and what lies in a package."""

import ast
import random

import pytest

import inventory
import mypackage
from mypackage import mathutils, stringutils, utils

# A fixed seed: the same cases for every student and every run.
_RANDOM = random.Random("ex11")
NUMBERS = [_RANDOM.randint(-90, 90) for _ in range(4)]

MODULES = ("mypackage/mathutils.py", "mypackage/stringutils.py", "mypackage/utils.py")
THREE_LINES = ["utils works", "16", "Green City Bike"]

# Started instead of the script: the package's functions give something else, and then the script runs.
RUN_CHANGED = """
import runpy

import mypackage.mathutils
import mypackage.stringutils
import mypackage.utils

mypackage.utils.some_function = lambda: "another text"
mypackage.mathutils.square = lambda x: f"{x} and {x}"
mypackage.stringutils.title_case = lambda text: f"words: {len(text.split())}"
runpy.run_path("use_package.py", run_name="__main__")
"""
THREE_CHANGED_LINES = ["another text", "4 and 4", "words: 3"]

# A package made in no order at all, with all that is not a module in it.
DEPOT = {
    f"depot/{name}": "" for name in ("saddles.py", "bells.py", "wheels.py", "__init__.py", "lamps.py", "tubes.py")
} | {
    "depot/prices.txt": "bell 4\n",
    "depot/notes.py.bak": "",
    "depot/happy": "",
    "depot/__pycache__/old_list.cpython-311.pyc": "",
    "depot/__pycache__/bells.cpython-311.pyc": "",
}


def lines(text):
    """The lines of `text`, without blanks at their ends and without empty lines at the end."""
    return [line.rstrip() for line in text.rstrip().splitlines()]


def seen(submission):
    """What lies in `mypackage/`, also what is not a Python file."""
    paths = {*submission.files, *(entry.path for entry in submission.listing if entry.kind == "file")}
    inside = sorted(path.removeprefix("mypackage/") for path in paths if path.startswith("mypackage/"))
    if not inside:
        return "no file lies in a folder `mypackage/` yet"
    return f"in `mypackage/` there is {', '.join(f'`{name}`' for name in inside)}"


def top_imports(submission):
    """The imports of the script that stand outside functions."""
    return [record for record in submission.imports("use_package.py") if not record.nested]


def uses(tree, dotted):
    """Whether an expression such as `mypackage.utils.x` is read anywhere."""
    return any(isinstance(node, ast.Attribute) and ast.unparse(node.value) == dotted for node in ast.walk(tree))


@pytest.mark.check(
    "mypackage/ is a folder with __init__.py",
    points=2,
    hint="Two underscores before and after `init`, ending `.py`.",
    concepts=("C38", "C39"),
)
def test_init_is_there(submission):
    if "mypackage/__init__.py" not in submission.files:
        pytest.fail(f"`mypackage/__init__.py` was not found; {seen(submission)}")


@pytest.mark.check(
    "The three modules are inside the folder",
    points=1,
    hint="Not next to it.",
    concepts=("C38", "C40", "C43"),
)
def test_modules_are_inside(submission):
    for path in MODULES:
        if path not in submission.files:
            pytest.fail(f"`{path}` was not found; {seen(submission)}")


@pytest.mark.check(
    "__init__.py is empty",
    points=1,
    hint="Functions belong in the modules.",
    needs="test_init_is_there",
    concepts=("C39",),
)
def test_init_is_empty(submission):
    tree = submission.tree("mypackage/__init__.py")
    docstring = tree.body[:1] if ast.get_docstring(tree, clean=False) is not None else []

    for node in tree.body[len(docstring) :]:
        pytest.fail(f"`mypackage/__init__.py` line {node.lineno} holds more than a docstring")


@pytest.mark.check(
    "square and mean work",
    points=2,
    hint="Return, do not print.",
    concepts=("C11", "C43"),
)
def test_square_and_mean():
    assert mathutils.square(7) == 49
    assert mathutils.square(-3) == 9
    assert mathutils.square(0.5) == pytest.approx(0.25, rel=1e-9)
    for number in NUMBERS:
        assert mathutils.square(number) == number * number

    values = [5, 2.5, -1, 4]
    assert mathutils.mean(values) == pytest.approx(2.625, rel=1e-9)
    assert values == [5, 2.5, -1, 4], "the list of values was changed"
    assert mathutils.mean([7]) == pytest.approx(7, rel=1e-9)
    assert mathutils.mean([0, 0]) == 0
    assert mathutils.mean([20, 1]) == pytest.approx(10.5, rel=1e-9)
    assert mathutils.mean([20, 1]) == pytest.approx(10.5, rel=1e-9), "the same list gave another mean the second time"


@pytest.mark.check(
    "mean([]) raises ValueError",
    points=1,
    hint="Check before dividing.",
    concepts=("C11",),
)
def test_mean_of_nothing():
    with pytest.raises(ValueError):
        mathutils.mean([])


@pytest.mark.check(
    "title_case tidies spaces and capitals",
    points=2,
    hint="split and join remove double spaces.",
    concepts=("C11", "C43"),
)
def test_title_case():
    assert stringutils.title_case("red mountain bike") == "Red Mountain Bike"
    assert stringutils.title_case("front   wheel  hub") == "Front Wheel Hub"
    assert stringutils.title_case("  SPARE saddle\n") == "Spare Saddle"
    assert stringutils.title_case("rider's own CHAIN") == "Rider's Own Chain"
    assert stringutils.title_case("28mm tyre") == "28mm Tyre"
    assert stringutils.title_case("b") == "B"
    assert stringutils.title_case("") == ""


@pytest.mark.check(
    "some_function() gives utils works",
    points=1,
    hint="Check the exact text.",
    concepts=("C43",),
)
def test_some_function():
    assert utils.some_function() == "utils works"


@pytest.mark.check(
    "use_package.py: import mypackage.utils",
    points=2,
    hint="The dotted form; use the full dotted name afterwards.",
    concepts=("C41",),
)
def test_dotted_import(submission):
    forms = [record for record in top_imports(submission) if record.names == (("mypackage.utils", None),)]

    assert forms, "no line of `use_package.py` is this import"
    assert uses(submission.tree("use_package.py"), "mypackage.utils"), (
        "the full dotted name of the module is not used in `use_package.py`"
    )


@pytest.mark.check(
    "use_package.py: from mypackage import mathutils",
    points=2,
    hint="Takes a module out of the package.",
    concepts=("C42",),
)
def test_module_from_package(submission):
    names = [
        asname or name
        for record in top_imports(submission)
        if record.resolved == "mypackage" and record.module == "mypackage"
        for name, asname in record.names
        if name == "mathutils"
    ]

    assert names, "no line of `use_package.py` is this import"
    assert any(uses(submission.tree("use_package.py"), name) for name in names), (
        "the module that was imported is not used in `use_package.py`"
    )


@pytest.mark.check(
    "use_package.py: title_case imported by name",
    points=2,
    hint="Package dot module, then the item.",
    concepts=("C41", "C42"),
)
def test_item_from_module(submission):
    forms = [record for record in top_imports(submission) if record.resolved == "mypackage.stringutils"]

    assert "title_case" in [name for record in forms for name, _ in record.names], (
        "no line of `use_package.py` takes `title_case` out of its module"
    )


@pytest.mark.check(
    "python use_package.py prints the three lines",
    points=2,
    hint="Start it from the folder that contains mypackage/.",
    concepts=("C38", "C41", "C42"),
)
def test_script_prints_three_lines(submission):
    ran = submission.run("use_package.py")
    assert lines(ran.stdout) == THREE_LINES
    assert ran.exit_code == 0, "the exit code is another one"

    changed = submission.variant(add={"run_changed.py": RUN_CHANGED}).run("run_changed.py")
    assert lines(changed.stdout) == THREE_CHANGED_LINES, "the script does not print what the package's functions give"


@pytest.mark.check(
    "modules_of lists the modules",
    points=2,
    hint="Skip __init__, __pycache__ and other files.",
    stretch=True,
    concepts=("C38",),
)
def test_modules_of(submission):
    files = [path.split("/") for path in submission.files if path.endswith(".py")]
    names = sorted(path[1][: -len(".py")] for path in files if len(path) == 2)
    expected = [name for name in names if name != "__init__"]
    assert inventory.modules_of(mypackage) == expected

    inside = submission.variant(add=DEPOT).fresh()
    modules_of = inside.module("inventory").modules_of
    printed = inside.output
    assert modules_of(inside.module("depot")) == ["bells", "lamps", "saddles", "tubes", "wheels"]
    assert modules_of(inside.module("mypackage")) == expected, "after another package the answer is no longer right"
    assert printed == "", "`inventory.py` prints while it is imported"
