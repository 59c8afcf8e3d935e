"""ex04: `price_tag` and `legacy_tool` work when run, and keep quiet when imported."""

import ast
import re

import pytest

import legacy_tool
import price_tag

TWO_LINES = ["Running directly", "Price: 60.00"]

# Starts the file as `python price_tag.py` does and then asks; a guard may end with `sys.exit(main())`.
ASK_WHEN_RUN = """
names = {"__name__": "__main__", "__file__": "price_tag.py"}
with open("price_tag.py", encoding="utf-8") as file:
    program = compile(file.read(), "price_tag.py", "exec")
try:
    exec(program, names)
except SystemExit:
    pass
ANSWER = names["who_am_i"]()
"""


def lines(text):
    """The lines of `text`, without blanks at their ends and without empty lines at the end."""
    return [line.rstrip() for line in text.rstrip().splitlines()]


def run_by_everyone(tree):
    """Every node that is executed when the file is imported or run, outside functions and classes."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def is_guard_comparison(node):
    """Whether `node` is `__name__ == "__main__"`, in either order."""
    if not (isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq)):
        return False
    sides = [node.left, node.comparators[0]]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    texts = [side.value for side in sides if isinstance(side, ast.Constant)]
    return names == ["__name__"] and texts == ["__main__"]


def defines(tree, name):
    """Whether a function or a variable `name` is made anywhere in the file."""
    return any(
        (isinstance(node, ast.FunctionDef) and node.name == name)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id == name)
        for node in ast.walk(tree)
    )


@pytest.mark.check(
    "final_price(80, 25) is 60.0",
    points=2,
    hint="Percent means per hundred.",
    concepts=("C14",),
)
def test_final_price():
    assert price_tag.final_price(80, 25) == pytest.approx(60.0, rel=1e-9)
    assert price_tag.final_price(19.99, 15) == pytest.approx(16.99, rel=1e-9)
    assert price_tag.final_price(9.99, 10) == pytest.approx(8.99, rel=1e-9)
    assert price_tag.final_price(100, 12.5) == pytest.approx(87.5, rel=1e-9)
    assert price_tag.final_price(35, 0) == pytest.approx(35, rel=1e-9)
    assert price_tag.final_price(35, 100) == pytest.approx(0)


@pytest.mark.check(
    "Importing price_tag prints nothing",
    points=2,
    hint="Which lines run while the file is being imported?",
    concepts=("C16", "C17"),
)
def test_import_prints_nothing(submission):
    inside = submission.fresh()

    imported = inside.module("price_tag")
    printed = inside.output

    assert printed == ""
    assert imported.final_price(10, 50) is not None, "`final_price` hands back nothing yet"


@pytest.mark.check(
    "Running price_tag.py prints the two lines",
    points=2,
    hint="Is `main` really called, and is the text in the comparison exactly right?",
    concepts=("C16",),
)
def test_running_prints_two_lines(submission):
    ran = submission.run("price_tag.py")

    assert lines(ran.stdout) == TWO_LINES
    assert ran.exit_code == 0, "the exit code is another one"


@pytest.mark.check(
    "who_am_i() is 'price_tag' when imported",
    points=2,
    hint="Return the special variable; do not write its text.",
    concepts=("C14",),
)
def test_name_when_imported(submission):
    assert price_tag.who_am_i() == "price_tag"
    for name in ("shop_label", "tag2"):
        renamed = submission.variant(rename={"price_tag.py": f"{name}.py"})
        assert renamed.fresh().module(name).who_am_i() == name


@pytest.mark.check(
    "who_am_i() is '__main__' when run",
    points=2,
    hint="The same function gives two answers; that is the point.",
    concepts=("C15",),
)
def test_name_when_run(submission):
    asked = submission.variant(add={"ask_when_run.py": ASK_WHEN_RUN}).run("ask_when_run.py")

    assert asked.names.get("ANSWER") == "__main__"


@pytest.mark.check(
    "The guard compares __name__ with the right text",
    points=2,
    hint="Two underscores on each side, quotes around one side only, two equal signs.",
    concepts=("C15", "C16"),
)
def test_guard_compares(submission):
    tree = submission.tree("price_tag.py")

    assert any(is_guard_comparison(node) for node in run_by_everyone(tree)), (
        "outside the functions of `price_tag.py` no line compares the name of the file with the text it has when run"
    )


@pytest.mark.check(
    "Functions are defined outside the guard",
    points=2,
    hint="Only the starting line belongs inside.",
    concepts=("C16", "C17"),
)
def test_functions_outside_guard(submission, capsys):
    guards = [
        node
        for node in ast.walk(submission.tree("price_tag.py"))
        if isinstance(node, ast.If) and any(is_guard_comparison(part) for part in ast.walk(node.test))
    ]
    inside = [node for guard in guards for part in guard.body for node in ast.walk(part)]
    for node in inside:
        assert not isinstance(node, ast.FunctionDef), f"line {node.lineno} defines `{node.name}` inside the guard"

    imported = submission.fresh().module("price_tag")
    for name in ("final_price", "who_am_i", "main"):
        assert hasattr(imported, name), f"an importer of `price_tag` does not get `{name}`"
    price_tag.main()
    assert lines(capsys.readouterr().out)[:1] == TWO_LINES[:1], "`main` called by an importer did not print its lines"


@pytest.mark.check(
    "import legacy_tool asks nothing and prints nothing",
    points=2,
    hint="Move the asking into the part that runs only directly.",
    stretch=True,
    concepts=("C17",),
)
def test_legacy_import_is_silent(submission):
    inside = submission.fresh()

    inside.module("legacy_tool")

    assert inside.output == ""
    assert defines(submission.tree("legacy_tool.py"), "double"), "`double` is no longer in `legacy_tool.py`"


@pytest.mark.check(
    "legacy_tool.double is importable",
    points=2,
    hint="Check where the `def` is indented.",
    stretch=True,
    concepts=("C17",),
)
def test_legacy_double():
    assert legacy_tool.double(21) == 42
    assert legacy_tool.double(-3) == -6
    assert legacy_tool.double(2.5) == pytest.approx(5, rel=1e-9)


@pytest.mark.check(
    "python legacy_tool.py still answers 8 for 4",
    points=2,
    hint="The tool must work as before when started by hand.",
    needs="test_legacy_import_is_silent",
    stretch=True,
    concepts=("C15", "C17"),
    split=False,
)
@pytest.mark.parametrize(("typed", "answer"), [("4", "8"), ("21", "42"), ("-5", "-10")])
def test_legacy_still_answers(submission, typed, answer):
    ran = submission.run("legacy_tool.py", stdin=f"{typed}\n")

    assert re.search(rf"(^|[^\d.-]){answer}\s*$", ran.stdout), f"with {typed} typed in it printed {ran.stdout!r}"
    assert ran.exit_code == 0, "the exit code is another one"
