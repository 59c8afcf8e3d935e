"""The fixture `submission` and the marker `check`, as a suite uses them; runs, variants, needs, points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from grader.result import Location, Outcome, Verdict

if TYPE_CHECKING:
    from conftest import OpenSuite, Suite

Grade = Callable[..., dict[str, Verdict]]

FILES = {
    "shop.py": '''
"""A shop."""
from __future__ import annotations
import math as m
from typing import TYPE_CHECKING
from tools.prices import price, _secret
if TYPE_CHECKING:
    import json
__all__ = ["total"]
TAX = 3
def total(items):
    from tools import prices
    return sum(price(item) for item in items) + TAX * 0
''',
    "script.py": """
import sys
print("hello", *sys.argv[1:])
print("problem", file=sys.stderr)
answer = sys.stdin.read().upper()
open("made.txt", "w").write(answer)
table = {"a": [1, 2]}
function = len
functions = [lambda: 1]
if __name__ == "__main__":
    sys.exit(7)
""",
    "tools/__init__.py": "",
    "tools/prices.py": "from . import __name__ as package\n_secret = 1\ndef price(item): return len(item)\n",
    "tools/more/__init__.py": "__all__ = ['inner']\n",
    "tools/more/inner.py": "",
    "promises.py": "__all__ = ['gone']\n",
    "tools/__main__.py": "import sys\nprint('run as', __name__, __package__, *sys.argv[1:])\n",
    "noisy.py": "print('out loud')\nimport sys\nprint('to err', file=sys.stderr)\n",
}

SUITE = r'''
import ast
import os
import sys
import pytest
import shop


def test_files(submission):
    assert "shop.py" in submission.files and "tools/prices.py" in submission.files
    assert submission.source("shop.py").startswith('\n"""A shop."""')
    assert isinstance(submission.tree("shop.py"), ast.Module)


def test_imports(submission):
    lines = {(line.file, line.line): line for line in submission.imports()}
    found = {(line.file, line.resolved, line.level, line.nested) for line in lines.values()}
    assert ("shop.py", "math", 0, False) in found
    assert ("shop.py", "tools.prices", 0, False) in found
    assert ("shop.py", "tools", 0, True) in found
    assert ("tools/prices.py", "tools", 1, False) in found
    assert not [line for line in lines.values() if line.resolved == "json"]
    assert lines["shop.py", 4].names == (("math", "m"),)


def test_imports_of_some_files(submission):
    broken = submission.variant(add={"bad.py": "def (:\n", "tools/deep.py": "from ....far.away import x\n"})
    assert {line.file for line in broken.imports("shop.py", "script.py")} == {"shop.py", "script.py"}
    assert [line.resolved for line in broken.imports("tools/deep.py")] == ["far.away"]


def test_star_names(submission):
    assert submission.star_names("shop") == ["total"]
    assert submission.star_names("tools.prices") == ["package", "price"]
    with pytest.raises(AttributeError, match="no attribute 'gone'"):
        submission.star_names("promises")


def test_star_names_load_modules(submission):
    """A module that `__all__` names is loaded by the star; nobody else has to."""
    assert submission.star_names("tools.more") == ["inner"]


def test_missing_in_a_package(submission):
    import tools.more
    assert tools.more.outer() == 1


def test_fresh(submission):
    fresh = submission.fresh()
    fresh.module("noisy")
    assert sorted(fresh.output.split("\n")) == ["", "out loud", "to err"]
    assert fresh.module("math").sqrt(16) == 4.0
    other = submission.fresh()
    other.module("shop").TAX = 99
    assert shop.TAX == 3


def test_run(submission):
    ran = submission.run("script.py", "one", "two", stdin="shout")
    assert (ran.exit_code, ran.stdout, ran.stderr) == (7, "hello one two\n", "problem\n")
    assert ran.files_made == ("made.txt",)
    assert ran.names["table"] == {"a": [1, 2]} and ran.names["answer"] == "SHOUT"
    assert "function" not in ran.names and "functions" not in ran.names


def test_run_module(submission):
    assert submission.run(module="tools").stdout == "run as __main__ tools\n"
    assert submission.run("one", "two", module="tools").stdout == "run as __main__ tools one two\n"
    assert submission.run(module="tools.prices").exit_code == 0
    missing = submission.run(module="tools.nothing")
    assert missing.exit_code == 1 and "No module named tools.nothing" in missing.stderr


def test_run_of_a_crash(submission):
    ran = submission.variant(add={"crash.py": "def f():\n    return 1 / 0\nf()\n"}).run("crash.py")
    assert ran.exit_code == 1
    assert "ZeroDivisionError" in ran.stderr and "inside" not in ran.stderr
    assert submission.variant(add={"hard.py": "import os\nos._exit(5)\n"}).run("hard.py").exit_code == 5


def test_variant(submission):
    changed = submission.variant(replace={"tools/prices.py": "def price(item): return 100\n_secret = 1\n"})
    assert changed.fresh().module("shop").total(["a", "b"]) == 200
    assert shop.total(["a", "b"]) == 2
    moved = submission.variant(rename={"tools": "deep/zz"}, remove=["script.py"])
    assert "deep/zz/prices.py" in moved.files and "script.py" not in moved.files
    assert moved.fresh().module("deep.zz.prices").price("abc") == 3


def test_seed_beside_a_random_of_theirs(submission):
    import random
    random.seed(3)
    inside = submission.variant(add={"random.py": "print('theirs')\nLUCK = 7\n"}).fresh()
    assert inside.module("shop").total(["ab"]) == 2 and inside.output == ""
    assert inside.module("random").LUCK == 7 and inside.module("shop").total(["a"]) == 1


def test_half_imported(submission):
    files = {"egg.py": "from hen import lay\ndef hatch(): pass\n", "hen.py": "from egg import hatch\ndef lay(): pass\n"}
    submission.variant(add=files).fresh().module("egg")


def test_missing_file(submission):
    try:
        submission.source("nothing.py")
    except BaseException:
        pass


def test_broken_file(submission):
    submission.variant(add={"bad.py": "def (:\n"}).tree("bad.py")
'''


@pytest.fixture(scope="module")
def suite(open_suite: OpenSuite) -> Suite:
    return open_suite({"test_shop.py": SUITE}, FILES)


@pytest.fixture(scope="module")
def verdicts(suite: Suite) -> dict[str, Verdict]:
    return suite.grade(FILES)


@pytest.mark.parametrize(
    "name",
    "files imports imports_of_some_files star_names star_names_load_modules fresh run run_module".split()
    + "run_of_a_crash variant seed_beside_a_random_of_theirs".split(),
)
def test_the_fixture_gives_what_it_says(name: str, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[f"test_{name}"]

    assert verdict.outcome is Outcome.PASSED, verdict


def test_a_file_that_is_not_there_fails_the_check_whatever_the_test_does(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["test_missing_file"].outcome is Outcome.FAILED
    assert "`nothing.py` was not found" in verdicts["test_missing_file"].message


def test_a_name_that_a_package_lacks_is_looked_for_in_its_init(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["test_missing_in_a_package"].message == "`outer` was not found in `tools/more/__init__.py`."


def test_a_file_in_the_text_of_an_error_is_named_as_the_student_knows_it(verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts["test_half_imported"]

    assert verdict.location == Location("hen.py", 1)
    assert verdict.exception.endswith("(most likely due to a circular import) (egg.py)")
    assert verdict.traceback.endswith(verdict.exception)


def test_a_file_that_does_not_compile_names_its_line(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["test_broken_file"].outcome is Outcome.CRASHED
    assert "`bad.py` cannot be read as Python (line 1)" in verdicts["test_broken_file"].message


MARKED = '''
import unittest
import pytest
import shop


@pytest.mark.check("needs a later one", needs="test_first")
def test_early():
    assert shop.answer() == 42


@pytest.mark.check("the first", points=2, hint="look there")
def test_first():
    assert shop.answer() == 42


@pytest.mark.check("one of several", points="1/3")
@pytest.mark.parametrize("value", [1, 2, 3])
def test_split(value):
    assert shop.same(value) == value


def test_with_docstring():
    """What it shows.

    And more.
    """
    assert shop.answer()


@pytest.mark.skip(reason="not now")
def test_skipped():
    pass


@pytest.mark.xfail
def test_expected_to_fail():
    assert shop.answer() == 0


@pytest.mark.parametrize("value", [])
def test_of_nothing(value):
    pass


class TestCase(unittest.TestCase):
    def test_parts(self):
        for value in (1, 2):
            with self.subTest(value):
                self.assertEqual(shop.same(value), value)


def test_subtests(subtests):
    for value in (1, 2):
        with subtests.test(value=value):
            assert shop.same(value) == value


@pytest.fixture
def broken():
    raise RuntimeError("the author's own mistake")


def test_setup_of_ours(broken):
    pass


@pytest.fixture
def prepared():
    return shop.answer()


def test_setup_of_theirs(prepared):
    assert prepared == 42
'''
RIGHT = "def answer(): return 42\ndef same(value): return value\n"


@pytest.fixture(scope="module")
def marked(open_suite: OpenSuite) -> Suite:
    return open_suite({"test_marked.py": MARKED}, {"shop.py": RIGHT})


def test_markers_become_checks_in_order(marked: Suite) -> None:
    checks = {check.id.partition("::")[2]: check for check in marked.collected.checks}

    assert list(checks)[:4] == ["test_early", "test_first", "test_split", "test_with_docstring"]
    assert checks["test_early"].needs == ["test_marked.py::test_first"]
    assert (checks["test_first"].points, checks["test_first"].hint) == ("2", "look there")
    assert checks["test_split"].points == "1/3"
    assert len(checks["test_split"].cases) == 3
    assert checks["test_with_docstring"].title == "What it shows."
    assert checks["TestCase::test_parts"].title == "test_parts"


def test_what_passes_and_what_gives_nothing(marked: Suite) -> None:
    """Skips, expected failures and empty parameter sets are no points; an author's broken fixture is nobody's fault."""
    outcomes = {name: verdict.outcome for name, verdict in marked.grade({"shop.py": RIGHT}).items()}

    passed = {name for name, outcome in outcomes.items() if outcome is Outcome.PASSED}
    assert passed == {
        "test_early",
        "test_first",
        "test_split[1]",
        "test_split[2]",
        "test_split[3]",
        "test_with_docstring",
        "TestCase::test_parts",
        "test_subtests",
        "test_setup_of_theirs",
    }
    assert outcomes["test_setup_of_ours"] is Outcome.ERRORED


def test_a_wrong_answer_fails_subtests_too_and_stops_what_needs_it(marked: Suite) -> None:
    wrong = "def answer(): return 41\ndef same(value): return value if value == 1 else 0\n"

    verdicts = marked.grade({"shop.py": wrong})

    outcomes = {name: verdict.outcome for name, verdict in verdicts.items()}
    assert outcomes["test_early"] is Outcome.NOT_CHECKED
    assert "the first" in verdicts["test_early"].message
    assert outcomes["TestCase::test_parts"] is Outcome.FAILED
    assert outcomes["test_subtests"] is Outcome.FAILED
    assert (outcomes["test_split[1]"], outcomes["test_split[2]"]) == (Outcome.PASSED, Outcome.FAILED)


def test_a_crash_in_a_fixture_is_the_students(marked: Suite) -> None:
    verdicts = marked.grade({"shop.py": "def answer(): raise OSError('no')\ndef same(value): return value\n"})

    assert verdicts["test_setup_of_theirs"].outcome is Outcome.CRASHED


RECOLLECTED = """
import pytest
import shop
from shop import PI, make

MADE = make()


@pytest.mark.parametrize("value", [PI])
def test_parameter(value):
    assert value == 3.14


def test_default(value=PI):
    assert value == 3.14


class TestAttribute:
    VALUE = PI

    def test_attribute(self):
        assert self.VALUE == 3.14


def test_global():
    assert MADE == [1]


@pytest.mark.parametrize("function", [shop.make, make], ids=["a", "b"])
def test_function(function):
    assert function() == [1]
"""


@pytest.mark.parametrize("fork", [True, False])
def test_values_read_while_collecting_are_the_submissions(fork: bool, open_suite: OpenSuite) -> None:
    """A parameter, default, class attribute or global computed from student code is the student's."""
    right = "PI = 3.14\ndef make(): return [1]\n"
    suite = open_suite({"test_again.py": RECOLLECTED}, {"shop.py": right}, fork=fork)

    assert len(suite.collected.notes) >= 4
    assert suite.passed({"shop.py": "PI = 3\ndef make(): return [2]\n"}) == []


def test_values_read_while_collecting_pass_for_the_right_answer(open_suite: OpenSuite) -> None:
    right = "PI = 3.14\ndef make(): return [1]\n"

    suite = open_suite({"test_again.py": RECOLLECTED}, {"shop.py": right})

    assert len(suite.passed({"shop.py": right})) == 6
