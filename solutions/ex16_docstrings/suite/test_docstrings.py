"""ex16: docstrings where they belong, and the code as it was."""

import ast
import inspect
import re
from itertools import zip_longest
from pathlib import Path

import pytest

MODULE = "file_operations.py"
ORIGINAL = Path(__file__).with_name("original.txt").read_text(encoding="utf-8")

FUNCTIONS = ("read_lines", "count_words")
CLASS_AND_METHODS = ("Log", "Log.add", "Log.lines")

PAGE = "new chain für Zoë\n\nbrakes  checked, both\n"

FEWEST_WORDS = 4
PLACEHOLDER = re.compile(r"\b(todo|fixme|xxx|tbd)\b|^\W*\.\.\.", re.IGNORECASE)
SAYS_RETURN = re.compile(r"\b(returns?|returned|returning|gives? back|given back)\b", re.IGNORECASE)

# Two modules for `missing`: the first takes functions and a class from the second, where nothing is described.
TOOLBOX = '''
import json
from json import dumps
from toolbox_spares import Spare, order
from toolbox_spares import order as reorder

SIZES = [8, 10, 13]


def tighten(bolt):
    """Turn it to the right."""


def loosen(bolt):
    return bolt


def _oil(bolt):
    return bolt


class Wrench:
    def turn(self):
        return "turned"


class Adjustable(Wrench):
    pass


class Hammer:
    """For what does not move."""


class Mallet(Hammer):
    pass


class _Handle:
    pass


def adjust(wrench):
    return wrench
'''
TOOLBOX_SPARES = '''
"""Spare parts, in the order of the drawers."""


class Spare:
    pass


def order(spare):
    return spare
'''


def described(tree):
    """The tree's module, functions, classes and methods by dotted name; the module's name is empty."""
    found = {"": tree}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        for part in node.body if isinstance(node, ast.ClassDef) else []:
            if isinstance(part, ast.FunctionDef):
                found[f"{node.name}.{part.name}"] = part
    return found


def docstrings(submission):
    """The docstrings that are there, and not blank, by dotted name."""
    found = {name: ast.get_docstring(node) for name, node in described(submission.tree(MODULE)).items()}
    return {name: text for name, text in found.items() if text and text.strip()}


def require(submission, *names):
    """Fail the check for the first of these names that has no docstring."""
    there = docstrings(submission)
    for name in names:
        if name not in there:
            pytest.fail(f"`{name}` in `{MODULE}` has no docstring")


def without_texts(tree):
    """What is left of a tree without docstrings, and without texts that stand somewhere and do nothing."""
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            statements = getattr(node, field, None)
            if isinstance(statements, list):
                kept = [part for part in statements if not is_text(part)]
                setattr(node, field, kept or ([ast.Pass()] if statements else []))
    return tree


def first_difference(tree, original):
    """The first line of a tree that is another one in the original, or the one that is gone."""
    for now, was in zip_longest(ast.unparse(tree).splitlines(), ast.unparse(original).splitlines(), fillvalue=""):
        if now != was:
            return f"`{now.strip()}` is new or changed" if now else f"`{was.strip()}` is gone"
    return "a text or a number"


def is_text(statement):
    """Whether a statement is nothing but a text."""
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def plain(text):
    """A text by its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.check(
    "The module has a docstring",
    points=3,
    hint="It must be the very first statement, before the imports.",
    concepts=("C56", "C58"),
)
def test_module_docstring(submission):
    if "" not in docstrings(submission):
        pytest.fail(f"`{MODULE}` itself has no docstring")


@pytest.mark.check(
    "It is a sentence of at least four words, not TODO",
    points=2,
    hint="Say what the module is for.",
    concepts=("C57",),
)
def test_module_docstring_is_a_sentence(submission):
    texts = [part.value.value for part in submission.tree(MODULE).body if is_text(part)]
    if not texts:
        pytest.fail(f"`{MODULE}` itself has no docstring")
    first = inspect.cleandoc(texts[0]).split("\n\n")[0].strip()  # where it must stand is another check's business

    assert not PLACEHOLDER.search(first), "the text only keeps the place for a docstring"
    if len(first.split()) < FEWEST_WORDS:
        pytest.fail(f"fewer than {FEWEST_WORDS} words in its first sentence: {first!r}")
    if not re.search(r"[.!?]['\")]*$", first):
        pytest.fail(f"no full stop ends its first sentence: {first!r}")


@pytest.mark.check(
    "read_lines has a docstring",
    points=2,
    hint="First line inside the function.",
    concepts=("C56",),
)
def test_read_lines_docstring(submission):
    require(submission, "read_lines")


@pytest.mark.check(
    "count_words has a docstring",
    points=2,
    hint="First line inside the function.",
    concepts=("C56",),
)
def test_count_words_docstring(submission):
    require(submission, "count_words")


@pytest.mark.check(
    "Log and its public methods have docstrings",
    points=2,
    hint="Classes and methods count too.",
    concepts=("C56",),
)
def test_log_docstrings(submission):
    require(submission, *CLASS_AND_METHODS)


@pytest.mark.check(
    "Docstrings differ from each other",
    points=1,
    hint="Each should describe its own function.",
    concepts=("C57",),
)
def test_docstrings_differ(submission):
    first = {}
    there = docstrings(submission)
    for name, text in there.items():
        other = first.setdefault(plain(text), name)
        if other != name:
            pytest.fail(f"`{other or MODULE}` and `{name}` are described by the same words")

    assert len(there) > 1, "there are no two docstrings yet"


@pytest.mark.check(
    "Function docstrings say what is returned",
    points=2,
    hint="A reader wants to know what comes back.",
    concepts=("C57",),
)
def test_docstrings_say_what_is_returned(submission):
    there = docstrings(submission)
    found = [name for name in FUNCTIONS if name in there]

    assert found, "no function has a docstring yet"
    for name in found:
        if not SAYS_RETURN.search(there[name]):
            pytest.fail(f"the docstring of `{name}` does not say what comes back")


@pytest.mark.check(
    "The code itself is unchanged",
    points=2,
    hint="Apart from docstrings something differs from the original.",
    concepts=("C56",),
)
def test_code_is_unchanged(submission):
    tree, original = without_texts(submission.tree(MODULE)), without_texts(ast.parse(ORIGINAL))
    if ast.dump(tree) != ast.dump(original):
        difference = first_difference(tree, original)
        pytest.fail(f"`{MODULE}` without its docstrings is not the file that was given: {difference}")

    assert docstrings(submission), "nothing is described yet"


@pytest.mark.check(
    "The module still works",
    points=1,
    hint="Run it once after editing.",
    concepts=("C56",),
)
def test_module_still_works(submission):
    inside = submission.variant(add={"page.txt": PAGE}).fresh()
    module = inside.module("file_operations")
    assert module.read_lines("page.txt") == ["new chain für Zoë", "", "brakes  checked, both"]
    assert module.count_words("page.txt") == 7

    log = module.Log("new_log.txt")
    assert log.lines() == []
    log.add("bell mounted")
    log.add("paid")
    assert log.lines() == ["bell mounted", "paid"]
    assert docstrings(submission), "nothing is described yet"


@pytest.mark.check(
    "missing(module) finds exactly the undocumented names",
    points=3,
    hint="Names that were only imported do not count.",
    stretch=True,
    concepts=("C56",),
)
def test_missing(submission):
    modules = {"toolbox.py": TOOLBOX, "toolbox_spares.py": TOOLBOX_SPARES, "numbers_only.py": "SIZE = 3\n"}
    inside = submission.variant(add=modules).fresh()
    missing = inside.module("docs_check").missing
    printed = inside.output

    assert missing(inside.module("toolbox")) == ["toolbox", "Adjustable", "Mallet", "Wrench", "adjust", "loosen"]
    assert missing(inside.module("toolbox_spares")) == ["Spare", "order"]
    assert missing(inside.module("numbers_only")) == ["numbers_only"]
    assert printed == "", "`docs_check.py` prints while it is imported"
