"""ex02: `mymodule` holds a function, a variable and a class; `main` uses them in both ways."""

import ast

import pytest

import mymodule

# Each stands in for the student's module; `main.py` must print what these say.
OTHER_MODULES = [
    ("Moin {}.", 2.5, ["Moin Alice.", "2.5", "Moin Bob."]),
    ("{}: welcome back", 31, ["Alice: welcome back", "31", "Bob: welcome back"]),
]

OTHER_MODULE = """\
PI = {pi}


def greet(name):
    return "{greeting}".format(name)


class Badge:
    def __init__(self, owner):
        self.owner = owner

    def text(self):
        return "<" + self.owner + ">"
"""


def printed_lines(ran):
    """What a script printed, line by line; blanks at the ends of lines and empty lines at the end do not count."""
    return [line.rstrip() for line in ran.stdout.rstrip().splitlines()]


def imports_of_mymodule(tree):
    """The statements that import `mymodule`, or from it, for the whole file: not those inside functions."""
    for statement in tree.body:
        plain = isinstance(statement, ast.Import) and any(alias.name == "mymodule" for alias in statement.names)
        if plain or (isinstance(statement, ast.ImportFrom) and statement.module == "mymodule"):
            yield statement


@pytest.mark.check(
    "mymodule.py and main.py are in the exercise folder",
    points=1,
    hint="Check spelling, capitals and the ending `.py`.",
    concepts=("C01", "C09"),
)
def test_both_files(submission):
    missing = [name for name in ("mymodule.py", "main.py") if name not in submission.files]

    if missing:
        pytest.fail(f"not in the folder: {', '.join(f'`{path}`' for path in missing)}")


@pytest.mark.check(
    "greet('Alice') gives Hello, Alice!",
    points=2,
    hint="Compare character by character, including the comma and `!`.",
    concepts=("C10", "C11"),
)
def test_greet():
    assert mymodule.greet("Alice") == "Hello, Alice!"
    assert mymodule.greet("Yusuf") == "Hello, Yusuf!"
    assert mymodule.greet("Mei") == "Hello, Mei!"


@pytest.mark.check(
    "greet works for any name",
    points=2,
    hint="Is a name written into the text?",
    concepts=("C10",),
)
def test_greet_any_name():
    for name in ("Ndidi", "anna-Lena McKay", "Zoë", "J. R. Hartley", "Bo ", "X"):
        assert name in mymodule.greet(name)

    # The rest is the same for everybody, whatever it is.
    assert mymodule.greet("Ndidi").replace("Ndidi", "") == mymodule.greet("Zoë").replace("Zoë", "")


@pytest.mark.check(
    "PI is 3.14159",
    points=2,
    hint="A variable at the top level of the file, spelt in capitals.",
    concepts=("C11", "C12"),
)
def test_pi():
    assert mymodule.PI == 3.14159


@pytest.mark.check(
    "Badge('Ann').text() gives [Ann]",
    points=2,
    hint="A module can hold classes too; store `owner` on `self`.",
    concepts=("C11",),
)
def test_badge():
    ann, lee, nobody = mymodule.Badge("Ann"), mymodule.Badge("Lee Wong"), mymodule.Badge("")

    assert ann.text() == "[Ann]"
    assert lee.text() == "[Lee Wong]"
    assert nobody.text() == "[]"
    assert ann.text() == "[Ann]", "the first badge changed its name when others were made"
    assert ann != lee, "the badges of two people count as the same"


@pytest.mark.check(
    "Importing mymodule prints nothing",
    points=2,
    hint="Printing belongs in main.py.",
    concepts=("C02", "C09"),
)
def test_import_prints_nothing(submission):
    inside = submission.fresh()

    imported = inside.module("mymodule")

    assert inside.output == ""
    there = [name for name in ("greet", "PI", "Badge") if hasattr(imported, name)]
    assert there, "`mymodule.py` holds none of its three things yet"


@pytest.mark.check(
    "main.py imports the whole module",
    points=2,
    hint="One line must be a plain `import`.",
    concepts=("C01", "C13"),
)
def test_imports_the_module(submission):
    plain = [each for each in imports_of_mymodule(submission.tree("main.py")) if isinstance(each, ast.Import)]

    assert plain, "no plain import of `mymodule` in `main.py`"


@pytest.mark.check(
    "main.py also imports greet and PI by name",
    points=2,
    hint="One line must be a `from ... import ...` with two names.",
    concepts=("C13",),
)
def test_imports_by_name(submission):
    lines = [each for each in imports_of_mymodule(submission.tree("main.py")) if isinstance(each, ast.ImportFrom)]

    assert any({"greet", "PI"} <= {alias.name for alias in line.names} for line in lines), (
        "no single line of `main.py` takes both `greet` and `PI` out of `mymodule`"
    )


@pytest.mark.check(
    "main.py defines no function itself",
    points=1,
    hint="Use what mymodule offers.",
    concepts=("C02",),
)
def test_no_function_in_main(submission):
    tree = submission.tree("main.py")

    assert list(imports_of_mymodule(tree)), "`main.py` imports nothing from `mymodule` yet"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pytest.fail(f"`main.py` line {node.lineno} defines a function")


@pytest.mark.check(
    "python main.py prints the three lines",
    points=2,
    hint="Order and spelling as in the example; nothing extra.",
    concepts=("C13",),
)
def test_three_lines(submission):
    ran = submission.run("main.py")

    assert printed_lines(ran) == ["Hello, Alice!", "3.14159", "Hello, Bob!"]
    assert ran.exit_code == 0, "the exit code is another one"


@pytest.mark.check(
    "main.py follows a changed mymodule",
    points=2,
    hint="The grader changed mymodule; something in main.py is fixed text.",
    stretch=True,
    concepts=("C02", "C13"),
)
def test_follows_a_changed_module(submission):
    for greeting, pi, expected in OTHER_MODULES:
        changed = OTHER_MODULE.format(greeting=greeting, pi=pi)
        ran = submission.variant(replace={"mymodule.py": changed}).run("main.py")
        assert printed_lines(ran) == expected
