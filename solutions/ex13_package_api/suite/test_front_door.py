"""ex13: `mytools/__init__.py` offers what the modules hold, and no more."""

import ast

import pytest

import mytools

INIT = "mytools/__init__.py"
MAIN = "mytools/__main__.py"
FOUR_NAMES = ["multiply", "price_row", "shout", "strings"]

# Put behind the given module: whoever takes its function gets the new one.
WHISPER = "\n\ndef shout(text):\n    return text.lower() + '...'\n"

USE_STRINGS = """
from mytools import *

ANSWERS = [strings.shout("mind the gap"), strings.line(7)]
"""


def last_line(text):
    """The last line that is not empty, or an empty text."""
    return text.strip().rpartition("\n")[2]


@pytest.mark.check(
    "from mytools import shout, multiply",
    points=2,
    hint="These names must exist in __init__.py.",
    concepts=("C48",),
)
def test_names_from_the_package():
    assert mytools.shout("ring the bell") == "RING THE BELL!"
    assert mytools.shout("") == "!"
    assert mytools.multiply(6, 7) == 42
    assert mytools.multiply(-2.5, 4) == -10


@pytest.mark.check(
    "shout is the very same function as in strings.py",
    points=1,
    hint="Import it; do not write it again.",
    concepts=("C48",),
)
def test_the_same_function(submission):
    inside = submission.fresh()
    assert inside.module("mytools").shout is inside.module("mytools.strings").shout

    other = submission.source("mytools/strings.py") + WHISPER
    changed = submission.variant(replace={"mytools/strings.py": other}).fresh().module("mytools")
    assert changed.shout("Hey") == "hey...", "`shout` did not follow a change in `strings.py`"


@pytest.mark.check(
    "VERSION is the text 1.0",
    points=2,
    hint="A plain variable in __init__.py.",
    concepts=("C48",),
)
def test_version():
    assert mytools.VERSION == "1.0"


@pytest.mark.check(
    "__all__ is a list of texts",
    points=2,
    hint="Names in quotes, inside square brackets.",
    concepts=("C50",),
)
def test_all_is_a_list_of_texts():
    names = mytools.__all__

    if type(names) is not list:
        pytest.fail(f"`__all__` is no list, but of the type `{type(names).__name__}`")
    assert names, "the list is empty"
    if not all(type(name) is str for name in names):
        pytest.fail("an entry of the list is not a text")


@pytest.mark.check(
    "Every name in __all__ exists",
    points=2,
    hint="One name is promised but never defined or imported.",
    concepts=("C50",),
)
def test_every_promised_name_exists(submission):
    names = mytools.__all__

    assert names, "`__all__` promises nothing"
    for name in names:
        # The name of a module of the package is enough: a star import loads it.
        if not hasattr(mytools, name) and f"mytools/{name}.py" not in submission.files:
            pytest.fail(f"`{name}` is in `__all__`, and nothing in the package has that name")


@pytest.mark.check(
    "import * brings exactly the four names",
    points=3,
    hint="Compare what arrives with the list in the task.",
    concepts=("C24", "C49", "C50"),
)
def test_star_brings_four_names(submission):
    assert submission.star_names("mytools") == FOUR_NAMES


@pytest.mark.check(
    "strings is available after import *",
    points=2,
    hint="A submodule must be imported by somebody before it can be exported.",
    concepts=("C24", "C49"),
)
def test_strings_after_star(submission):
    ran = submission.variant(add={"use_strings.py": USE_STRINGS}).run("use_strings.py")

    if ran.exit_code != 0:
        pytest.fail(f"a program that used it after a star import ended with {last_line(ran.stderr)}")
    assert ran.names.get("ANSWERS") == ["MIND THE GAP!", "-------"]


@pytest.mark.check(
    "Only relative imports in __init__.py",
    points=1,
    hint="__init__.py is inside the package too.",
    concepts=("C48",),
)
def test_only_relative_imports(submission):
    imports = [record for record in submission.imports(INIT) if record.module != "__future__"]

    assert imports, f"`{INIT}` imports nothing yet"
    for record in imports:
        if record.level == 0:
            pytest.fail(f"`{INIT}` line {record.line} is not a relative import")


@pytest.mark.check(
    "No function is defined in __init__.py",
    points=1,
    hint="It only introduces what the modules offer.",
    concepts=("C48",),
)
def test_no_function_is_defined(submission):
    for node in ast.walk(submission.tree(INIT)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pytest.fail(f"`{INIT}` line {node.lineno} defines a function")

    assert hasattr(mytools, "shout"), "the package does not offer `shout` yet"


@pytest.mark.check(
    "import mytools prints nothing",
    points=1,
    hint="Remove try-out lines.",
    concepts=("C48",),
)
def test_import_prints_nothing(submission):
    inside = submission.fresh()

    imported = inside.module("mytools")

    assert inside.output == ""
    assert hasattr(imported, "shout"), "the package does not offer `shout` yet"


@pytest.mark.check(
    "python -m mytools hello prints HELLO!",
    points=3,
    hint="A package needs one more special file to be runnable.",
    stretch=True,
    concepts=("C48",),
)
def test_the_package_can_be_run(submission):
    inside = submission.fresh()
    inside.module("mytools")
    by_the_import = inside.output  # another check's business
    for word, answer in (("hello", "HELLO!"), ("kickstand", "KICKSTAND!"), ("28 inch", "28 INCH!")):
        ran = submission.run("", word, module="mytools")
        assert ran.stdout.removeprefix(by_the_import).strip() == answer
        assert ran.exit_code == 0, "the exit code is another one"

    alone = submission.run(module="mytools")
    if "usage" in alone.stdout.lower():
        pytest.fail("the usage line belongs on the error stream")
    if "usage" not in alone.stderr.lower():
        pytest.fail("without a word, no usage line was written to the error stream")
    assert alone.exit_code == 2, "the exit code is another one"

    for record in submission.imports(MAIN):
        if record.level == 0 and record.resolved.partition(".")[0] == "mytools":
            pytest.fail(f"`{MAIN}` line {record.line} takes something from its own package without a dot")
