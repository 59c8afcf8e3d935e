"""ex07: what an import does in a running session. `rates.py` is the original one, and all cells run in order."""

import ast

import pytest

PATH = "lab.ipynb"
NAMES = (
    "root",
    "here",
    "there",
    "kind",
    "public",
    "same",
    "before_reload",
    "after_reload",
    "old_value",
    "new_value",
)


def filled(lab):
    """The names that are no placeholders any more."""
    return [name for name in NAMES if lab.names.get(name, ...) is not ...]


def value(lab, name):
    """What a name is in the end: no placeholder any more, and found out by the cells."""
    found = lab.names[name]
    assert found is not ..., f"`{name}` still has its placeholder"
    assert not is_typed_in(lab, name, found), f"`{name}` is typed in: let Python find it out"
    return found


def is_typed_in(lab, name, found):
    """Whether a cell gives a name just this value as a literal, and no `if` or loop decides on it."""
    given = [each for cell in lab.cells for node in cell.tree.body for each in assigned(node, name)]
    deciding = [
        node
        for cell in lab.cells
        for outer in cell.tree.body
        for node in ast.walk(outer)
        if node is not outer and list(assigned(node, name))
    ]
    return not deciding and any(is_literal(each, found) for each in given)


def assigned(node, name):
    """The expressions that a statement gives to a name."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from taken(target, node.value, name)
    elif isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr) and node.value is not None:
        yield from taken(node.target, node.value, name)


def taken(target, expression, name):
    if isinstance(target, ast.Name) and target.id == name:
        yield expression
    elif isinstance(target, ast.Tuple | ast.List):
        parts = [expression] * len(target.elts)
        if isinstance(expression, ast.Tuple | ast.List) and len(expression.elts) == len(target.elts):
            parts = expression.elts
        for inner, part in zip(target.elts, parts, strict=True):
            yield from taken(inner, part, name)


def is_literal(expression, found):
    try:
        return ast.literal_eval(expression) == found
    except ValueError:
        return False


def nodes(lab, kind):
    """All nodes of a kind, in all cells."""
    return [node for cell in lab.cells for node in ast.walk(cell.tree) if isinstance(node, kind)]


@pytest.mark.check(
    "The notebook runs from top to bottom",
    points=2,
    hint="Restart and run all: does every name exist before it is used?",
    concepts=("C29",),
)
def test_runs_from_top_to_bottom(submission):
    lab = submission.notebook(PATH)

    lab.raise_first_error()
    assert filled(lab), "no cell has a value of its own yet"


@pytest.mark.check(
    "root is 3.0 through the alias m",
    points=2,
    hint="Give the module a nickname first.",
    concepts=("C18", "C21"),
)
def test_root(submission):
    lab = submission.notebook(PATH)

    root = value(lab, "root")
    assert root == 3.0
    assert isinstance(root, float), "`root` should be the number as `sqrt` gives it"
    aliases = [(alias.name, alias.asname) for node in nodes(lab, ast.Import) for alias in node.names]
    assert ("math", "m") in aliases, "no cell imports `math` under the nickname `m`"
    used = [node.value.id for node in nodes(lab, ast.Attribute) if isinstance(node.value, ast.Name)]
    if "m" not in used:
        pytest.fail("nothing is taken through the nickname `m`")


@pytest.mark.check(
    "here and there are right",
    points=2,
    hint="Ask the notebook and the module for the same special variable.",
    concepts=("C14",),
)
def test_here_and_there(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "here") == "__main__"
    assert value(lab, "there") == "rates"


@pytest.mark.check(
    "kind says what an import creates",
    points=1,
    hint="type(x).__name__ gives the name of a type.",
    concepts=("C08",),
)
def test_kind(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "kind") == "module"


@pytest.mark.check(
    "public lists RATE and convert",
    points=2,
    hint="Filter out names that start with an underscore.",
    concepts=("C08",),
)
def test_public(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "public") == ["RATE", "convert"]


@pytest.mark.check(
    "same is True",
    points=2,
    hint="Compare with `is`, not with ==.",
    concepts=("C29",),
)
def test_same(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "same") is True


@pytest.mark.check(
    "before_reload is 1",
    points=3,
    hint="Importing again does not read the file again; do not reload yet.",
    concepts=("C29",),
)
def test_before_reload(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "before_reload") == 1


@pytest.mark.check(
    "after_reload is 22",
    points=3,
    hint="Which module of the standard library can reload?",
    concepts=("C29",),
)
def test_after_reload(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "after_reload") == 22


@pytest.mark.check(
    "rates.py was changed by a cell, not by hand",
    points=1,
    hint="The grader starts from the original rates.py.",
    concepts=("C29",),
)
def test_changed_by_a_cell(submission):
    lab = submission.notebook(PATH)

    if "rates.py" not in lab.files_changed:
        pytest.fail("no cell wrote to `rates.py`")
    # To remove the file changes it as well, and answers nothing.
    assert filled(lab), "no cell has a value of its own yet"


@pytest.mark.check(
    "old_value 22, new_value 333",
    points=2,
    hint="A from-import makes a separate name; who updates it?",
    stretch=True,
    concepts=("C08", "C29"),
)
def test_old_and_new(submission):
    lab = submission.notebook(PATH)

    assert value(lab, "old_value") == 22
    assert value(lab, "new_value") == 333
    imported = [(alias.name, alias.asname) for node in nodes(lab, ast.ImportFrom) for alias in node.names]
    assert ("RATE", "old") in imported, "no cell imports `RATE` under the name `old`"
