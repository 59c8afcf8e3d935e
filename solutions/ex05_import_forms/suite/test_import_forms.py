"""ex05: `shapes` uses three forms of import, and `broken_imports` needs other ones."""

import ast
import contextlib
import math
from itertools import zip_longest
from pathlib import Path

import pytest

import shapes

AS_HANDED_OUT = Path(__file__).with_name("originals") / "broken_imports.py.txt"

# Takes the place of numpy: its array is a pair, so that whoever calls it cannot be mistaken.
OTHER_NUMPY = """
class ndarray(list):
    pass


def array(seq):
    return ("boxed", list(seq))
"""


def imports_of(tree, module):
    """Every (line, form, name, nickname) in which a file imports `module`, or something out of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found = [(node.lineno, "whole", each.name, each.asname) for each in node.names if each.name == module]
        elif isinstance(node, ast.ImportFrom) and node.module == module:
            found = [(node.lineno, "by name", each.name, each.asname) for each in node.names]
        else:
            found = []
        if found and node not in tree.body:
            pytest.fail(f"line {node.lineno} of `shapes.py` imports `{module}` in another place than near the top")
        yield from found


def definition(tree, name):
    """The part of the file that makes the function `name`: a `def`, or an assignment."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node
    pytest.fail(f"`shapes.py` does not define `{name}`")


def reads_bare(tree, function, name):
    """Whether `function` reads `name` on its own, without a dot behind it."""
    node = definition(tree, function)
    dotted = {id(part.value) for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return any(
        isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Load) and id(part) not in dotted
        for part in ast.walk(node)
    )


def reads_dotted(tree, function, name):
    """Whether `function` reads something through `name` and a dot."""
    return any(
        isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == name
        for part in ast.walk(definition(tree, function))
    )


def imported_names(tree):
    """Every name that an import makes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)


def imported_modules(tree):
    """The modules that imports name, each without what is behind a dot."""
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    parts = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in [*plain, *parts]}


def names_given_away(tree):
    """Every (line, name) of a variable, a parameter, a function or a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler) and node.name:
            yield node.lineno, node.name


def lines_beside_imports(text, tree):
    """The lines of a file that belong to no import, without empty ones and without blanks at their ends."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    taken = {number for node in imports for number in range(node.lineno, node.end_lineno + 1)}
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom) and node.lineno in taken:
            pytest.fail(f"line {node.lineno} of `broken_imports.py` holds more than an import")
    return [line.rstrip() for number, line in enumerate(text.splitlines(), 1) if number not in taken and line.strip()]


def last_line(text):
    """The line of a traceback that says what is wrong."""
    return text.strip().rpartition("\n")[2]


@pytest.mark.check(
    "shapes.py imports pi and sqrt by name",
    points=2,
    hint="One from-line can list two names.",
    concepts=("C19", "C20"),
)
def test_pi_and_sqrt_by_name(submission):
    by_name = [each for each in imports_of(submission.tree("shapes.py"), "math") if each[1] == "by name"]

    names = sorted(name for _, _, name, _ in by_name)
    if not names:
        pytest.fail("`shapes.py` takes nothing out of `math` by name yet")
    assert names == ["pi", "sqrt"], f"`shapes.py` takes other names out of `math`: {', '.join(names)}"
    for line, _, name, nickname in by_name:
        assert nickname in (None, name), f"line {line} of `shapes.py` gives `{name}` another name"


@pytest.mark.check(
    "shapes.py gives math the short name m",
    points=2,
    hint="The keyword for a nickname has two letters.",
    concepts=("C18", "C21"),
)
def test_math_as_m(submission):
    whole = [each for each in imports_of(submission.tree("shapes.py"), "math") if each[1] == "whole"]

    names = [nickname or name for _, _, name, nickname in whole]
    if not names:
        pytest.fail("`shapes.py` has no line that makes all of `math` available")
    assert names == ["m"], f"in `shapes.py` all of `math` goes by another name: {', '.join(names)}"


@pytest.mark.check(
    "shapes.py imports numpy as np",
    points=1,
    hint="The usual nickname in the whole Python world has two letters.",
    concepts=("C18", "C22"),
)
def test_numpy_as_np(submission):
    whole = [each for each in imports_of(submission.tree("shapes.py"), "numpy") if each[1] == "whole"]

    names = [nickname or name for _, _, name, nickname in whole]
    if not names:
        pytest.fail("`shapes.py` has no line that makes `numpy` available")
    assert names == ["np"], f"in `shapes.py` `numpy` goes by another name: {', '.join(names)}"


@pytest.mark.check(
    "circle_area is right and uses the bare name pi",
    points=2,
    hint="After a from-import no `math.` is needed.",
    concepts=("C20", "C23"),
)
def test_circle_area(submission):
    assert shapes.circle_area(1) == pytest.approx(math.pi, rel=1e-9)
    assert shapes.circle_area(2.5) == pytest.approx(6.25 * math.pi, rel=1e-9)
    assert shapes.circle_area(40) == pytest.approx(1600 * math.pi, rel=1e-9)
    assert shapes.circle_area(0) == 0

    tree = submission.tree("shapes.py")
    assert reads_bare(tree, "circle_area", "pi"), "`circle_area` does not use the name `pi` on its own"


@pytest.mark.check(
    "hypotenuse(3, 4) is 5.0",
    points=2,
    hint="Bare name again.",
    concepts=("C20", "C23"),
)
def test_hypotenuse(submission):
    assert shapes.hypotenuse(3, 4) == pytest.approx(5.0, rel=1e-9)
    assert shapes.hypotenuse(20, 21) == pytest.approx(29, rel=1e-9)
    assert shapes.hypotenuse(1, 1) == pytest.approx(math.sqrt(2), rel=1e-9)
    assert shapes.hypotenuse(0.5, 1.2) == pytest.approx(1.3, rel=1e-9)
    assert shapes.hypotenuse(0, 6) == pytest.approx(6, rel=1e-9)

    tree = submission.tree("shapes.py")
    assert reads_bare(tree, "hypotenuse", "sqrt"), "`hypotenuse` does not use the name `sqrt` on its own"


@pytest.mark.check(
    "sine(90) is 1.0 through the alias",
    points=2,
    hint="Only the alias exists for this import; mind the unit.",
    concepts=("C18", "C21"),
)
def test_sine(submission):
    assert shapes.sine(90) == pytest.approx(1.0, rel=1e-9)
    assert shapes.sine(30) == pytest.approx(0.5, rel=1e-9)
    assert shapes.sine(-45) == pytest.approx(-math.sqrt(0.5), rel=1e-9)
    assert shapes.sine(0) == pytest.approx(0)
    assert shapes.sine(7.5) == pytest.approx(math.sin(math.radians(7.5)), rel=1e-9)

    tree = submission.tree("shapes.py")
    assert reads_dotted(tree, "sine", "m"), "`sine` does not go through the short name"


@pytest.mark.check(
    "stock([1, 2, 3]) builds an array",
    points=2,
    hint="Call it through the nickname.",
    concepts=("C22",),
)
def test_stock(submission):
    for counts in ([1, 2, 3], [40, 0, 17, 5], []):
        handed_over = list(counts)
        built = shapes.stock(handed_over)
        assert type(built).__name__ == "ndarray", "what came back is not an array of numpy"
        assert built.tolist() == counts
        if handed_over != counts:
            pytest.fail("the list of counts was changed")

    other = submission.variant(add={"numpy/__init__.py": OTHER_NUMPY}).fresh().module("shapes")
    assert other.stock([6, 9]) == ("boxed", [6, 9]), "another `array` in numpy made no difference"
    tree = submission.tree("shapes.py")
    assert reads_dotted(tree, "stock", "np"), "`stock` does not go through the nickname"


@pytest.mark.check(
    "No imported name is reassigned",
    points=1,
    hint="A variable or parameter in shapes.py has the same name as something imported.",
    concepts=("C23",),
)
def test_no_name_reassigned(submission):
    tree = submission.tree("shapes.py")
    imported = set(imported_names(tree))

    assert imported_modules(tree) & {"math", "numpy"}, "`shapes.py` imports neither `math` nor `numpy` yet"
    for line, name in names_given_away(tree):
        if name in imported:
            pytest.fail(f"line {line} of `shapes.py` gives the imported name `{name}` to something else")

    inside = submission.variant(add={"numpy/__init__.py": OTHER_NUMPY}).fresh()
    # An import that fails, or ends the program, is the business of other checks.
    with contextlib.suppress(Exception, SystemExit):
        inside.module("shapes")
    assert inside.output == "", "`shapes.py` prints while it is imported"


@pytest.mark.check(
    "broken_imports.py runs and prints the five results",
    points=3,
    hint="Fix one line, run, read the next message; the last line of a traceback tells most.",
    concepts=("C19", "C23"),
)
def test_broken_imports_run(submission):
    ran = submission.run("broken_imports.py")

    if ran.exit_code != 0:
        pytest.fail(f"Python ended with: {last_line(ran.stderr)}")
    assert ran.stdout.split() == ["4.0", "5.0", "3.0", "120", "3.14"]

    repaired = submission.fresh().module("broken_imports")
    assert repaired.frame_side(81) == pytest.approx(9, rel=1e-9)
    assert repaired.rope_length(5, 12) == pytest.approx(13, rel=1e-9)
    assert repaired.tile_side(2.25) == pytest.approx(1.5, rel=1e-9)
    assert repaired.queue_orders(6) == 720


@pytest.mark.check(
    "Only import lines were changed",
    points=3,
    hint="Compare with the original: some other line differs.",
    needs="test_broken_imports_run",
    stretch=True,
    concepts=("C23",),
)
def test_only_import_lines(submission):
    text, tree = submission.source("broken_imports.py"), submission.tree("broken_imports.py")
    original = AS_HANDED_OUT.read_text(encoding="utf-8").splitlines()

    kept = [line for line in original if line.strip() and not line.lstrip().startswith(("import ", "from "))]
    for was, now in zip_longest(kept, lines_beside_imports(text, tree)):
        if now is None:
            pytest.fail(f"a line is gone from `broken_imports.py`: {was.strip()}")
        if now != was:
            pytest.fail(f"no import, and not as it was in `broken_imports.py`: {now.strip()}")
