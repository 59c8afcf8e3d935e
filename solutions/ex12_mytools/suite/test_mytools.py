"""ex12: the package `mytools`, whose `strings` gets `multiply` from the file next door."""

import ast
import contextlib
import random

import pytest

from mytools import numbers, strings

# A fixed seed: the same cases for every student and every run.
_RANDOM = random.Random("ex12")
PAIRS = [(_RANDOM.randint(-30, 30), _RANDOM.randint(3, 30)) for _ in range(4)]

FILES = ("mytools/__init__.py", "mytools/numbers.py", "mytools/strings.py")

OTHER_MULTIPLY = """

def multiply(a, b):
    return 777
"""

PATH_CHANGES = {"append", "extend", "insert", "remove", "pop", "clear", "reverse", "sort", "__setitem__"}


def trees(submission):
    """Each Python file of the package with its syntax tree."""
    for path in sorted(submission.files):
        if path.startswith("mytools/") and path.endswith(".py"):
            yield path, submission.tree(path)


def path_names(tree):
    """The names under which a file knows `sys` and `sys.path`."""
    modules, paths = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "sys"}
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            paths |= {alias.asname or alias.name for alias in node.names if alias.name == "path"}
    return modules, paths


def path_changes(tree):
    """The lines that change `sys.path`: a method call, an assignment, an item or a slice of it."""
    modules, paths = path_names(tree)

    def is_path(node):
        if isinstance(node, ast.Name):
            return node.id in paths
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "path"
            and isinstance(node.value, ast.Name)
            and node.value.id in modules
        )

    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_path(node.value) and node.attr in PATH_CHANGES:
            yield node.lineno
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            if is_path(node) or is_path(node.value):
                yield node.lineno
        elif isinstance(node, ast.AugAssign) and is_path(node.target):
            yield node.lineno


def guarded_imports(tree):
    """The lines of imports that stand inside a `try`, or a `with` that swallows their error."""
    for block in ast.walk(tree):
        if isinstance(block, ast.Try | ast.TryStar | ast.With):
            for node in ast.walk(block):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno


def brings_multiply(record):
    """Whether this import names `multiply`, or the module that holds it, in the package next to it."""
    names = {name for name, _ in record.names}
    if record.resolved == "mytools.numbers":
        return "multiply" in names
    return record.resolved == "mytools" and bool(names & {"numbers", "multiply"})


@pytest.mark.check(
    "mytools/ has __init__.py, numbers.py, strings.py",
    points=1,
    hint="All three in the same folder.",
    concepts=("C46",),
)
def test_three_files(submission):
    missing = [path for path in FILES if path not in submission.files]

    if missing:
        pytest.fail(f"not in the folder: {', '.join(f'`{path}`' for path in missing)}")


@pytest.mark.check(
    "multiply and add_all work",
    points=2,
    hint="add_all of an empty list is 0.",
    concepts=("C41", "C46"),
)
def test_multiply_and_add_all():
    assert numbers.multiply(6, 7) == 42
    assert numbers.multiply(-4, 0.25) == pytest.approx(-1, rel=1e-9)
    for a, b in PAIRS:
        assert numbers.multiply(a, b) == a * b

    values = [3, 4.5, -1]
    assert numbers.add_all(values) == pytest.approx(6.5, rel=1e-9)
    assert values == [3, 4.5, -1], "the list of values was changed"
    assert numbers.add_all([]) == 0
    assert numbers.add_all([20, 1]) == 21
    assert numbers.add_all([20, 1]) == 21, "the same list gave another sum the second time"


@pytest.mark.check(
    "shout('hi') is HI!",
    points=2,
    hint="Return the text.",
    concepts=("C41",),
)
def test_shout():
    assert strings.shout("hi") == "HI!"
    assert strings.shout("Mind the chain") == "MIND THE CHAIN!"
    assert strings.shout("26 inch?") == "26 INCH?!"
    assert strings.shout("") == "!"


@pytest.mark.check(
    "line(3) is ---, line(-1) raises ValueError",
    points=2,
    hint="Check first.",
    concepts=("C41",),
)
def test_line():
    assert strings.line(3) == "---"
    assert strings.line(1) == "-"
    assert strings.line(0) == ""
    assert strings.line(20) == "-" * 20
    for width in (-1, -2, -20):
        with pytest.raises(ValueError):
            strings.line(width)


@pytest.mark.check(
    "price_row lines up",
    points=3,
    hint="Format specs can pad and align: look at the width and `.2f`.",
    concepts=("C41", "C45"),
)
def test_price_row():
    assert strings.price_row("Bell", 4.25, 3) == "Bell           12.75"
    assert strings.price_row("Inner tube", 6, 10) == "Inner tube     60.00"
    assert strings.price_row("Frame bag XL", 1249.9, 2) == "Frame bag XL 2499.80"
    assert strings.price_row("", 0.333, 1) == "                0.33"
    assert strings.price_row("Refund", -8, 4) == "Refund        -32.00"


@pytest.mark.check(
    "strings.py gets multiply with a relative import",
    points=3,
    hint="How does a module say: from this same package?",
    concepts=("C44", "C45"),
)
def test_relative_import(submission):
    records = [record for record in submission.imports() if record.file == "mytools/strings.py"]
    relative = [record for record in records if record.level >= 1 and not record.nested]

    assert any(brings_multiply(record) for record in relative), (
        "no relative import near the top of `mytools/strings.py` names `multiply`"
    )
    submission.fresh().module("mytools.strings")


@pytest.mark.check(
    "multiply is defined once",
    points=1,
    hint="Import it; do not copy it.",
    concepts=("C45", "C46"),
)
def test_multiply_is_defined_once(submission):
    places = [
        f"{path} line {node.lineno}"
        for path, tree in trees(submission)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name == "multiply"
    ]
    assert len(places) <= 1, f"`multiply` is defined {len(places)} times: {', '.join(places)}"

    other = submission.source("mytools/numbers.py") + OTHER_MULTIPLY
    inside = submission.variant(replace={"mytools/numbers.py": other}).fresh()
    row = inside.module("mytools.strings").price_row("Bell", 2, 3)
    assert "777" in row, "price_row did not notice another `multiply` in `numbers.py`"


@pytest.mark.check(
    "No sys.path changes and no try/except around imports",
    points=1,
    hint="One correct import needs no plan B.",
    concepts=("C44",),
)
def test_no_plan_b(submission):
    for path, tree in trees(submission):
        for number in path_changes(tree):
            pytest.fail(f"`{path}` line {number} changes `sys.path`")
        for number in guarded_imports(tree):
            pytest.fail(f"`{path}` line {number} is an import with a plan B around it")

    importing = [record for record in submission.imports() if record.file == "mytools/strings.py"]
    assert importing, "`mytools/strings.py` imports nothing yet"


@pytest.mark.check(
    "import statistics still works after import mytools",
    points=2,
    hint="A standard library module was replaced by a file of the package.",
    concepts=("C45",),
)
def test_statistics_still_works(submission):
    inside = submission.fresh()
    imported = inside.module("mytools.numbers")
    # An import of strings that fails for its own reason is the business of other checks.
    with contextlib.suppress(Exception):
        inside.module("mytools.strings")
    printed = inside.output
    assert imported.multiply(2, 3) is not None, "`multiply` hands back nothing yet"

    statistics = inside.module("statistics")

    assert statistics.mean([1, 2, 6]) == 3
    assert printed == "", "something is printed while `mytools/strings.py` is imported"


@pytest.mark.check(
    "The package works under another name and place",
    points=3,
    hint="Somewhere the package's own name is written into an import.",
    stretch=True,
    concepts=("C44", "C47"),
)
def test_another_name_and_place(submission):
    row = strings.price_row("Pump", 15, 2)
    assert row is not None

    for folder, package in (("zz_copy", "zz_copy"), ("shelf/zz_copy", "shelf.zz_copy")):
        moved = submission.variant(rename={"mytools": folder})
        assert moved.fresh().module(f"{package}.strings").price_row("Pump", 15, 2) == row
        assert moved.run(module=f"{package}.strings").exit_code == 0
    ran = submission.run(module="mytools.strings")
    assert ran.exit_code == 0, ran.stderr
