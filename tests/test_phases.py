"""A judge that forks runs the phases of a test the short way; what comes out is what pytest's own way gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.result import Outcome, Verdict

SOLUTION = {"calculator.py": "def add(a, b):\n    return a + b\ndef stop():\n    raise KeyboardInterrupt\n"}
WRONG = {"calculator.py": "def add(a, b):\n    print('adding')\n    return 7\n"}

EVERY_WAY = """
import sys
import pytest
from calculator import add
import calculator

def teardown_module():
    assert add(1, 1) == 2, "the module's end"

@pytest.fixture(scope="module")
def shared():
    value = add(1, 1)
    yield value
    assert add(1, 1) == value == 2

@pytest.fixture
def broken():
    assert add(2, 2) == 4, "a fixture's"

@pytest.fixture
def late():
    yield 5
    assert add(2, 3) == 5, "after the test"

@pytest.fixture
def leaving():
    sys.exit(3)

def test_right():
    assert add(3, 4) == 7

def test_wrong():
    assert add(1, 1) == 2

@pytest.mark.parametrize("number", [6, 7, 8])
def test_each(number):
    assert add(number, 0) == number

def test_shared(shared):
    assert shared == 7

def test_shared_again(shared):
    assert shared == 2

def test_broken(broken):
    pass

def test_late(late):
    assert late == 5

def test_late_and_wrong(late):
    assert add(late, 5) == 10

def test_leaving(leaving):
    pass

def test_exit():
    sys.exit(f"{add(1, 2)}")

def test_pytest_exit():
    pytest.exit("enough")

def test_generator_exit():
    raise GeneratorExit

def test_fail():
    pytest.fail("a word of the suite's")

def test_raises():
    with pytest.raises(ZeroDivisionError):
        add(1, 0)

def test_stop():
    calculator.stop()

def test_returns():
    return add(1, 2)

async def test_async():
    assert add(1, 2) == 3

class TestMethods:
    def setup_method(self):
        self.sum = add(1, 2)

    def teardown_method(self):
        assert self.sum == 3, "a method's end"

    def test_sum(self):
        assert self.sum == 7

class TestNever:
    def setup_class(cls):
        raise ValueError("no class")

    def test_one(self):
        pass

    def test_two(self):
        pass
"""

HOOKS = {
    "setup": "def pytest_runtest_setup(item):\n    assert 'wrong' not in item.name, 'not with me'\n",
    "call": (
        "import pytest\n@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_call(item):\n"
        "    try:\n        return (yield)\n    except AssertionError:\n        return None\n"
    ),
    "teardown": "def pytest_runtest_teardown(item):\n    assert 'right' not in item.name, 'not with me'\n",
    "makereport": (
        "import pytest\n@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_makereport(item, call):\n"
        "    report = yield\n    report.outcome = 'passed'\n    return report\n"
    ),
    "pyfunc_call": "def pytest_pyfunc_call(pyfuncitem):\n    pyfuncitem.obj.__globals__['add'] = lambda a, b: a + b\n",
    "logreport": "seen = []\ndef pytest_runtest_logreport(report):\n    seen.append(report)\n",
    "protocol": (
        "import pytest\n@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_protocol(item):\n"
        "    item.obj.__globals__['add'] = lambda a, b: a + b\n    return (yield)\n"
    ),
    "logstart": "import pytest\ndef pytest_runtest_logstart(nodeid):\n    pytest.right = 'right' in nodeid\n",
}
HOOKED = """
import pytest
from calculator import add

def test_right():
    assert add(3, 4) == 7 and getattr(pytest, "right", True)

def test_wrong():
    assert add(1, 1) == 2 and not getattr(pytest, "right", False)
"""


def both_ways(grade: Callable[..., dict[str, Verdict]], suite: dict[str, str]) -> list[dict[str, Any]]:
    """What both ways give, without the times."""
    return [
        {
            name: (verdict.outcome, verdict.message, verdict.expected, verdict.got, verdict.output, verdict.transcript)
            for name, verdict in grade(suite, SOLUTION, WRONG, fork=fork).items()
        }
        for fork in (True, False)
    ]


def test_the_short_way_gives_what_pytests_way_gives(grade_suite: Callable[..., dict[str, Verdict]]) -> None:
    short, whole = both_ways(grade_suite, {"test_it.py": EVERY_WAY})

    assert short == whole
    assert {each[0] for each in short.values()} == {Outcome.PASSED, Outcome.FAILED, Outcome.CRASHED, Outcome.ERRORED}
    assert [name for name, each in short.items() if each[0] is Outcome.PASSED] == [
        "test_right",
        "test_each[7]",
        "test_shared",
        "test_returns",
    ]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_of_the_suites_is_asked(hook: str, grade_suite: Callable[..., dict[str, Verdict]]) -> None:
    short, whole = both_ways(grade_suite, {"conftest.py": HOOKS[hook], "test_it.py": HOOKED})

    assert short == whole
    plain = {"test_right": Outcome.PASSED, "test_wrong": Outcome.FAILED}
    assert ({name: each[0] for name, each in short.items()} == plain) == (hook in ("logreport", "logstart"))
