"""ex06: two modules with the same name in them, and what a star import makes of that."""

import ast
import contextlib
import math
import statistics
import string

import pytest

import answers
import order_total
import wave

OTHER_PAINT = """
STOCK = {"lilac": 5}


def price(colour):
    return {"lilac": 1000}[colour]
"""

OTHER_PARTS = """
STOCK = {"chain": 5, "lilac": 5}


def price(part):
    return 70
"""

# Modules that a star import treats differently, with the names it creates.
CRATES = {
    "crate_with_list": (
        "__all__ = ['wheel', '_axle', 'HUB']\nwheel, _axle, HUB, spoke = 1, 2, 3, 4\n",
        ["HUB", "_axle", "wheel"],
    ),
    "crate_with_tuple": ("__all__ = ('tube',)\ntube = 1\nvalve = 2\n", ["tube"]),
    "crate_with_empty_list": ("__all__ = []\ntyre = 1\n", []),
    "crate_without": (
        "import sys\n\n_hidden = 1\n__secret = 2\nrim_ = 3\nBRAKE = 4\n\n\ndef pump():\n    return _hidden\n",
        ["BRAKE", "pump", "rim_", "sys"],
    ),
    "crate_of_nothing": ("_only = 1\n", []),
}


def from_imports(tree):
    """Every (line, module, name) of the from-imports of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, node.module, alias.name) for alias in node.names)


def imported_modules(tree):
    """Every module that a file imports, or imports from."""
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {module for _, module, _ in from_imports(tree)}


def import_is_silent(submission, module):
    """Fail the check if something is printed while `module` is imported."""
    inside = submission.fresh()
    # An import that fails, or ends the program, is the business of other checks.
    with contextlib.suppress(Exception, SystemExit):
        inside.module(module)
    assert inside.output == "", f"`{module}.py` prints while it is imported"


@pytest.mark.check(
    "No star import is left in order_total.py",
    points=2,
    hint="Import the modules, or the names under different nicknames.",
    concepts=("C24", "C26"),
)
def test_no_star_in_order_total(submission):
    tree = submission.tree("order_total.py")

    for line, module, name in from_imports(tree):
        if name == "*":
            pytest.fail(f"line {line} of `order_total.py` is a star import of `{module}`")
    missing = {"paint", "parts"} - imported_modules(tree)
    assert not missing, f"`order_total.py` no longer imports {sorted(missing)}"

    import_is_silent(submission, "order_total")
    import_is_silent(submission, "answers")


@pytest.mark.check(
    "No star import is left in wave.py",
    points=2,
    hint="List the names that are really used.",
    concepts=("C25", "C26"),
)
def test_no_star_in_wave(submission):
    tree = submission.tree("wave.py")

    for line, module, name in from_imports(tree):
        if name == "*":
            pytest.fail(f"line {line} of `wave.py` is a star import of `{module}`")
    near_the_top = {statement.module for statement in tree.body if isinstance(statement, ast.ImportFrom)}
    if "math" not in near_the_top:
        pytest.fail("near its top `wave.py` takes no name out of `math`")

    import_is_silent(submission, "wave")


@pytest.mark.check(
    "order_total counts paint and parts",
    points=3,
    hint="Two functions have the same name; make clear which one is meant.",
    concepts=("C26",),
)
def test_counts_both(submission):
    assert order_total.order_total(["red"], ["chain"]) == 32
    assert order_total.order_total(["cream", "racing green", "cream"], []) == 37
    assert order_total.order_total([], ["bell", "saddle", "bell"]) == 51
    assert order_total.order_total(["red", "red"], ["washer", "bell", "nut"]) == 38

    tins, pieces = ["cream", "red"], ["saddle"]
    assert order_total.order_total(tins, pieces) == 58
    assert (tins, pieces) == (["cream", "red"], ["saddle"]), "the lists of the order were changed"

    changed = submission.variant(replace={"paint.py": OTHER_PAINT, "parts.py": OTHER_PARTS})
    other = changed.fresh().module("order_total")
    assert other.order_total(["lilac"], ["lilac", "chain"]) == 1140, "with other prices the total is wrong"


@pytest.mark.check(
    "order_total([], []) is 0",
    points=2,
    hint="What does an empty order cost?",
    needs="test_counts_both",
    concepts=("C26",),
)
def test_empty_order():
    assert order_total.order_total([], []) == 0
    assert order_total.order_total([], []) == 0, "the second empty order costs something"
    assert order_total.order_total((), ()) == 0


@pytest.mark.check(
    "An unknown colour still raises KeyError",
    points=2,
    hint="Leave the error of paint.price alone.",
    concepts=("C26",),
)
def test_unknown_colour():
    for colours in (["mauve"], ["red", "chain"], ["cream", "Cream"]):
        with pytest.raises(KeyError):
            order_total.order_total(colours, ["bell"])


@pytest.mark.check(
    "paint.py and parts.py are unchanged",
    points=1,
    hint="The repair belongs in order_total.py.",
    needs="test_counts_both",
    concepts=("C26",),
)
def test_given_files_are_unchanged(submission):
    assert list(submission.changed_given) == []


@pytest.mark.check(
    "peak() is 1.0",
    points=2,
    hint="sin of pi over 2.",
    concepts=("C25",),
)
def test_peak():
    assert wave.peak() == pytest.approx(1.0, rel=1e-9)


@pytest.mark.check(
    "WINNER is right",
    points=2,
    hint="Which star import ran last?",
    concepts=("C24", "C26"),
)
def test_winner():
    # The right answer is not shown: the student is to find it out.
    winner = answers.WINNER
    if winner not in ("paint", "parts"):
        pytest.fail("`WINNER` is not the name of one of the two modules")
    if winner != "parts":
        pytest.fail("it is not the `price` of this module that is called")


@pytest.mark.check(
    "LOST_BUILTIN is right",
    points=1,
    hint="Compare dir(os) with the built-ins.",
    concepts=("C24", "C26"),
)
def test_lost_builtin():
    lost = answers.LOST_BUILTIN
    if lost == "":
        pytest.fail("`LOST_BUILTIN` is still empty")
    if lost != "open":
        pytest.fail("this is not the built-in name that gets lost; it is written without signs such as `()`")


@pytest.mark.check(
    "star_names(module) lists exactly the public names",
    points=3,
    hint="Two cases: the module defines `__all__`, or it does not.",
    stretch=True,
    concepts=("C24", "C27"),
)
def test_star_names(submission):
    assert wave.star_names(math) == sorted(name for name in dir(math) if not name.startswith("_"))
    for module in (string, statistics):
        assert wave.star_names(module) == sorted(module.__all__)

    inside = submission.variant(add={f"{name}.py": text for name, (text, _) in CRATES.items()}).fresh()
    lister = inside.module("wave")
    for name, (_, names) in CRATES.items():
        assert lister.star_names(inside.module(name)) == names
    assert list(inside.module("crate_with_list").__all__) == ["wheel", "_axle", "HUB"], "the module was changed"
