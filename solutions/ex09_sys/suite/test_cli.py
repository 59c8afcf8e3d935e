"""ex09: `cli` puts a command line in front of the given `calculator`."""

import ast
import re

import pytest

import cli

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"

NAMES = {"add", "subtract", "multiply", "divide"}

# In the place of the given module: every answer betrays which function gave it.
OTHER_CALCULATOR = """
def add(first, second):
    return first + second + 105


def subtract(first, second):
    return first - second + 200


def multiply(amount, times):
    return amount * times + 300


def divide(amount, parts):
    if parts == 0:
        raise ValueError("no parts")
    return amount / parts + 400
"""


def number(text):
    """The number that was printed; None if anything else was."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", text.strip()):
        return None
    return float(text) if "." in text else int(text)


def refused(ran, code):
    """Hold that a command printed no result and no traceback, but a message, and ended with `code`."""
    assert ran.stdout == "", "this belongs on standard error, not on standard output"
    if "Traceback" in ran.stderr:
        pytest.fail("a traceback is not a message")
    if ran.stderr.strip() == "":
        pytest.fail("nothing was written to standard error")
    assert ran.exit_code == code, "the exit code is another one"


def ends_program(node):
    """Whether this is a call of `sys.exit` or one of its likes, or raises `SystemExit`."""
    if isinstance(node, ast.Raise) and node.exc is not None:
        raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(raised, ast.Name) and raised.id == "SystemExit"
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in ("exit", "_exit")
    return isinstance(node.func, ast.Name) and node.func.id in ("exit", "quit")


def is_guard(statement):
    """Whether this is an `if` that compares `__name__` with the name of a file that was started."""
    if not (isinstance(statement, ast.If) and isinstance(statement.test, ast.Compare)):
        return False
    compared = {ast.unparse(side) for side in (statement.test.left, *statement.test.comparators)}
    return compared == {"__name__", "'__main__'"} and isinstance(statement.test.ops[0], ast.Eq)


def names_asked_for(tree):
    """The operations that are compared one by one, with `==` or as cases."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(sign, ast.Eq) for sign in node.ops):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            sides = [node.value]
        else:
            sides = []
        yield from (side.value for side in sides if isinstance(side, ast.Constant) and side.value in NAMES)


@pytest.mark.check(
    "cli.py add 2 3 prints 5",
    points=2,
    hint="Command-line arguments arrive as text.",
    concepts=("C13", "C31"),
)
def test_add(submission):
    for a, b, printed in [("2", "3", "5"), ("10", "-4", "6"), ("170", "25", "195")]:
        ran = submission.run("cli.py", "add", a, b)
        assert ran.stdout.strip() == printed
        assert ran.exit_code == 0, "the exit code is another one"

    changed = submission.variant(replace={"calculator.py": OTHER_CALCULATOR})
    ran = changed.run("cli.py", "add", "8", "2")
    assert number(ran.stdout) == 115, "with another `calculator.py`, whose `add` gives 105 more, the sum is not its own"


@pytest.mark.check(
    "subtract, multiply and divide work",
    points=2,
    hint="Use the functions of calculator.",
    concepts=("C13", "C31"),
)
def test_other_operations(submission):
    ran = submission.run("cli.py", "divide", "9", "4")
    assert number(ran.stdout) == 2.25

    changed = submission.variant(replace={"calculator.py": OTHER_CALCULATOR})
    for name, result in [("subtract", 206), ("multiply", 316), ("divide", 404)]:
        ran = changed.run("cli.py", name, "8", "2")
        assert number(ran.stdout) == result, "with another `calculator.py`, which gives more, the result is not its own"


@pytest.mark.check(
    "2.5 times 4 prints 10, not 10.0",
    points=2,
    hint="A float knows whether it is a whole number.",
    concepts=("C31",),
)
def test_whole_numbers(submission):
    for words, printed in [
        (("multiply", "2.5", "4"), "10"),
        (("add", "0.5", "-3.5"), "-3"),
        (("multiply", "2500000", "40"), "100000000"),
        (("multiply", "2.5", "3"), "7.5"),
        (("subtract", "1000000.25", "0.125"), "1000000.125"),
    ]:
        assert submission.run("cli.py", *words).stdout.strip() == printed


@pytest.mark.check(
    "No arguments: usage on stderr, code 2",
    points=2,
    hint="print has a `file=` argument.",
    concepts=("C31",),
)
def test_usage(submission):
    for words in ((), ("subtract", "1"), ("multiply", "1", "2", "3")):
        ran = submission.run("cli.py", *words)
        refused(ran, 2)
        if USAGE not in ran.stderr.splitlines():
            pytest.fail("the line in `USAGE` was not written to standard error")


@pytest.mark.check(
    "Unknown operation: code 2 and empty stdout",
    points=2,
    hint="Error texts must not mix with results.",
    concepts=("C31",),
)
def test_unknown_operation(submission):
    for name in ("power", "Add"):
        ran = submission.run("cli.py", name, "2", "3")
        refused(ran, 2)
        if USAGE not in ran.stderr.splitlines():
            pytest.fail("the line in `USAGE` was not written to standard error")


@pytest.mark.check(
    "Text instead of a number: code 2, no traceback",
    points=2,
    hint="Converting may fail; catch that one error only.",
    concepts=("C31",),
)
def test_not_a_number(submission):
    for words in (("add", "two", "3"), ("multiply", "2", "3,5")):
        refused(submission.run("cli.py", *words), 2)


@pytest.mark.check(
    "Division by zero: code 1",
    points=2,
    hint="calculator raises an error for this; turn it into a message.",
    concepts=("C13", "C31"),
)
def test_division_by_zero(submission):
    for a, b in [("5", "0"), ("-2.5", "0.0")]:
        refused(submission.run("cli.py", "divide", a, b), 1)


@pytest.mark.check(
    "main(['add', '2', '3']) returns 0",
    points=2,
    hint="main gets the arguments handed in; it does not read sys.argv.",
    concepts=("C31",),
)
def test_main_returns(capsys):
    for words, printed in [
        (["add", "2", "3"], "5"),
        (["subtract", "2", "3"], "-1"),
        (["divide", "36", "12"], "3"),
    ]:
        assert cli.main(words) == 0
        assert capsys.readouterr().out.strip() == printed
    # Which number it is, other checks ask.
    assert type(cli.main(["divide", "8", "0"])) is int, "for an error `main` hands back a number as well"
    assert cli.main(["add", "8", "0"]) == 0, "what `main` hands back is still that of an earlier call"


@pytest.mark.check(
    "Importing cli does nothing",
    points=1,
    hint="The last line belongs behind the guard.",
    concepts=("C16",),
)
def test_import_does_nothing(submission):
    inside = submission.fresh()

    imported = inside.module("cli")

    assert inside.output == ""
    assert imported.main([]) is not None, "`main` hands back nothing yet"


@pytest.mark.check(
    "sys.exit is only used in the guard",
    points=1,
    hint="Return a code from main instead.",
    concepts=("C16", "C31"),
)
def test_exit_in_the_guard(submission):
    tree = submission.tree("cli.py")
    guarded = {node for statement in tree.body if is_guard(statement) for node in ast.walk(statement)}

    for node in ast.walk(tree):
        if ends_program(node) and node not in guarded:
            pytest.fail(f"line {node.lineno} of `cli.py` ends the program")
    assert any(ends_program(node) for node in guarded), "`cli.py` has no guard that ends with an exit code yet"


@pytest.mark.check(
    "__doc__ and other names of the module are refused",
    points=2,
    hint="Check against a list of allowed names before looking one up.",
    stretch=True,
    concepts=("C31",),
)
def test_other_names_refused(submission):
    for name in ("__doc__", "NO_PARTS", "__dir__"):
        ran = submission.run("cli.py", name, "1", "2")
        refused(ran, 2)
        if USAGE not in ran.stderr.splitlines():
            pytest.fail("the line in `USAGE` was not written to standard error")

    if set(names_asked_for(submission.tree("cli.py"))) == NAMES:
        pytest.fail("`cli.py` asks for each operation in turn; the stretch is to look them up")
