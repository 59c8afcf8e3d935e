"""Where to look when no error names a line."""

from __future__ import annotations

import pytest

from grader.pointing import located
from grader.result import Call, Location, Outcome, Verdict
from grader.submission import Submission

FILES = {
    "calculator.py": b"def add(a, b):\n    def inner(): pass\n\n\nasync  def wait(): pass\nclass Till: pass\n",
    "mytools/__init__.py": b"def front(): pass\n",
    "mytools/strings.py": b"def shout(text): pass\ndef shout(text): return text\n",
}


def place(
    call: Call | None = None, message: str = "", title: str = "", files: dict[str, bytes] | None = None
) -> object:
    verdict = Verdict(case="t", outcome=Outcome.FAILED, message=message, transcript=[call] if call else [])
    there = FILES if files is None else files
    return located(verdict, Submission(path="", files=there, given={}), title).location


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("calculator.add(2, 3)", Location("calculator.py", 1)),
        ("calculator.wait()", Location("calculator.py", 5)),
        ("calculator.Till()", Location("calculator.py", 6)),
        ("calculator.inner()", Location("calculator.py", 0)),
        ("mytools.front()", Location("mytools/__init__.py", 1)),
        ("mytools.strings.shout('os.system(1)')", Location("mytools/strings.py", 2)),
        ("random.random()", None),
        ("len([calculator.add(1, 2)])", None),
        ("calculator..add()", None),
    ],
)
def test_a_call_leads_to_its_function(call: str, found: Location | None) -> None:
    """To the last definition, which is the one that counts; a name from nowhere leads nowhere."""
    assert place(Call(call, "None")) == found


def test_a_program_leads_to_the_line_where_it_stopped() -> None:
    frames = 'Traceback\n  File "mytools/strings.py", line 7, in <module>\n  File "/usr/lib/x.py", line 3, in f\n'

    assert place(Call("$ python calculator.py", frames)) == Location("mytools/strings.py", 7)
    assert place(Call("$ python calculator.py 4", "")) == Location("calculator.py")
    assert place(Call("$ python other.py", "")) is None


def test_else_the_message_or_the_title_names_the_file() -> None:
    assert place(message="`mytools/strings.py` line 7 changes `sys.path`") == Location("mytools/strings.py", 7)
    assert place(message="`nothing.py` line 7") is None
    assert place(title="Importing calculator prints nothing") == Location("calculator.py")
    assert place(title="It works") is None
    assert place(title="It works", files={"one.py": b""}) == Location("one.py")
    assert place(message="`two.py` was not found", title="It works", files={"one.py": b""}) is None


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.NOT_CHECKED])
def test_what_is_no_failure_gets_no_place(outcome: Outcome) -> None:
    verdict = Verdict(case="t", outcome=outcome, message="`calculator.py`")

    assert located(verdict, Submission(path="", files=FILES, given={})) == verdict


def test_a_place_that_an_error_named_stays() -> None:
    verdict = Verdict(case="t", outcome=Outcome.CRASHED, message="`calculator.py`", location=Location("x.py", 3))

    assert located(verdict, Submission(path="", files={**FILES, "x.py": b""}, given={})) == verdict
    assert located(verdict, Submission(path="", files=FILES, given={"x.py": b""})) == verdict


def test_a_place_in_a_file_that_only_the_check_has_is_none() -> None:
    """A copy under another name, which the student cannot open."""
    verdict = Verdict(case="t", outcome=Outcome.CRASHED, message="`calculator.py`", location=Location("copy.py", 3))

    assert located(verdict, Submission(path="", files=FILES, given={})).location == Location("calculator.py")
